"""How does a model learn from rewards alone?"""

from functools import partial

import streamlit as st

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.export.tables import start as tables
from reinforce_viz.figures import start as figures
from reinforce_viz.lessons.start import UNLOCKED
from reinforce_viz.text.answer_names import bold
from reinforce_viz.text.claims import start as hand_claims
from reinforce_viz.text.format import listed
from reinforce_viz.text.readings import start as readings
from reinforce_viz.ui import cache as cached
from reinforce_viz.ui import presenter
from reinforce_viz.ui.chart import chart, notes
from reinforce_viz.ui.live import live
from reinforce_viz.ui.navigation import PAGES
from reinforce_viz.ui.pages.start import draw_buttons, last_draw
from reinforce_viz.ui.predict import ask, tell
from reinforce_viz.ui.route import close_page
from reinforce_viz.ui.session import current, open_page


def draw_by_hand(experiment: Experiment) -> None:
    if about_baseline := hand_claims.what_is_subtracted(experiment):
        st.info(about_baseline, icon=":material/info:")
    bars, panel = st.columns([5, 3])
    with panel:
        drawn = cached.drawn(experiment, draw_buttons())
        last_draw(experiment, drawn)
    with bars:
        chart(
            figures.policy_bars(experiment, drawn),
            "policy_bars",
            readings.policy_bars(experiment, drawn),
            partial(tables.policy_bars, experiment, drawn=drawn.n),
        )
    guess = ask(
        "start", "which answer's logit will the pushes of many draws raise most on average?", guesses(experiment)
    )
    st.caption(
        "Each dot is the push of one draw, the arrow that of the last one. The line is their average so far, and the "
        "band around it the standard error."
    )
    chart(
        figures.average_push(experiment, drawn, guesses(experiment)[guess] if guess else None),
        "average_push",
        readings.average_push(experiment, drawn),
        partial(tables.average_push, experiment, drawn=drawn.n),
    )
    tell(guess, readings.raised_most_truth(experiment) if drawn.n >= UNLOCKED else "Draw five answers, then many.")


def guesses(experiment: Experiment) -> dict[str, float]:
    return {name: float(place) for place, name in enumerate([*experiment.answers, "all alike"])}


def why_draw(experiment: Experiment) -> None:
    if not presenter.on():
        st.header("Why draw at all?")
    notes(
        f"A drawn answer is {listed(bold(experiment.answers), 'or')} and nothing in between: move the logits a little "
        "and the same answer comes out, or another one, so its reward has no slope to follow. What does have a slope "
        "is each answer's probability, and **REINFORCE** moves that: it takes the step towards the drawn "
        "answer that supervised learning would take if that answer were right, scaled by its reward (minus a baseline, "
        "if you choose one). In supervised learning somebody names the right answer, and the push is the same every "
        "time. A reward tells only how good one answer was, so a single push may point the wrong way; it is their "
        "average that points along the true gradient g.",
        cached.claim(experiment, hand_claims.likelier_with_its_logit),
    )


open_page(
    "start",
    f"A model answers {listed(bold(current().answers), 'or')}, and is told nothing but the reward of the answer it "
    "gave. Draw answers for it, and watch what each reward does to the model.",
    ["π", "J", "g", "θ"],
)
live(draw_by_hand)
live(why_draw)
if not presenter.on():
    st.header("Where to go from here")
    for column, pages in zip(st.columns(2), (PAGES[1:5], PAGES[5:]), strict=True):
        with column:
            for page in pages:
                with st.container(gap=None):
                    st.page_link(page.path, label=f"**{page.question}**", icon=page.icon)
                    st.caption(page.promise)
close_page("start")
