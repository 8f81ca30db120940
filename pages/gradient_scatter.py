"""How wrong one update can be: every estimate that a batch can give."""

from functools import partial

import numpy as np
import streamlit as st

from reinforce_viz.engine.estimators import ESTIMATORS, used_b
from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.policy import exact_gradient
from reinforce_viz.figures import gradient_scatter as figures
from reinforce_viz.figures.style.plane import Frame
from reinforce_viz.text import right_choices
from reinforce_viz.text.claims import baselines as claims
from reinforce_viz.text.format import listed
from reinforce_viz.text.readings import gradient_scatter as readings
from reinforce_viz.text.setting import in_a_table
from reinforce_viz.ui import cache as cached
from reinforce_viz.ui import examples, linker, presenter
from reinforce_viz.ui.chart import chart, formulas, notes, table
from reinforce_viz.ui.guesses import GUESSES
from reinforce_viz.ui.handout import page_controls
from reinforce_viz.ui.live import draw_again, live
from reinforce_viz.ui.page import close_page, open_page
from reinforce_viz.ui.pages.gradient_scatter import cloud, numbers_behind, unfolded_figures
from reinforce_viz.ui.predict import ask, guess, revealed
from reinforce_viz.ui.shown import beside_it
from reinforce_viz.ui.state import draws, value
from reinforce_viz.ui.widgets import several, slider

PAGE = "gradient_scatter"
MOST_BESIDE = 2


def question(experiment: Experiment) -> None:
    """The question, with a verdict for these settings."""
    exact, _ = cached.cloud(*experiment.one_estimate)
    setting = f"with {ESTIMATORS[experiment.estimator].phrase} and K = {experiment.k}"
    verdict = f"{readings.downhill_truth(experiment, exact)} {readings.why_downhill(experiment, exact)}".strip()
    ask(
        PAGE,
        f"How often is a step downhill {setting}?",
        verdict,
        right=right_choices.nearest(GUESSES[PAGE], exact.downhill),
    )


def pictures(experiment: Experiment) -> None:
    """The clouds; until the reader has guessed, the plane without them."""
    if revealed(PAGE):
        clouds(experiment)
    else:
        before_the_guess(experiment)


def before_the_guess(e: Experiment) -> None:
    """The plane without an estimate, and the setting beside it."""
    left, right = st.columns(2)
    with right:
        table(*in_a_table(e), "answer")
    with left:
        chart(
            figures.before_the_guess(
                exact_gradient(np.array(e.probs), np.array(e.rewards)), e.estimator, view([e]), e.answers
            ),
            "gradient_cloud",
            readings.before_the_guess(e),
            numbers_behind(e, hidden=True),
            question=partial(question, e),
            beside=right if presenter.on() else None,  # below the picture a projector has no room for it
        )


def shown(experiment: Experiment, *, quietly: bool = False) -> list[Experiment]:
    """The experiment and those that it is compared with; says where they are others."""
    others = [name for name in value("beside") if name != experiment.estimator]
    if len(others) > MOST_BESIDE and not quietly:
        # Counted here and not by the control, which answers too many of them with an exception.
        st.caption(f"Only {MOST_BESIDE} can be compared at once: {listed(others[:MOST_BESIDE])}.")
    return [experiment, *(beside_it(experiment, name, quietly=quietly) for name in others[:MOST_BESIDE])]


def clouds(experiment: Experiment) -> None:
    """A cloud for each of the compared estimators, side by side, which move together."""
    experiments = shown(experiment)
    same, drawn = view(experiments), {}
    for place, (column, e) in enumerate(zip(st.columns(len(experiments)), experiments, strict=True)):
        key = f"gradient_cloud_{place + 1}" if place else "gradient_cloud"
        figure, reading = cloud(e, same, None if place else guess(PAGE))
        drawn[key] = linker.of(figure)
        with column:
            chart(figure, key, reading, numbers_behind(e), None if place else partial(question, e))
    linker.play_together(drawn, play=f"{experiment.seed}, {draws()}, {value('n')}")
    linker.follow("k", drawn)


def more(experiment: Experiment) -> None:
    """The numbers behind the clouds and what is often said, once the reader has guessed."""
    if not revealed(PAGE):
        return
    if folded := unfolded_figures():
        with folded:
            exacts = [cached.cloud(*e.one_estimate)[0] for e in shown(experiment, quietly=True)]
            table({exact.estimator: readings.exact_figures(exact) for exact in exacts}, readings.EXACT_FIGURES)
            for units in filter(None, map(readings.other_units, exacts)):
                st.caption(units)
    notes(
        cached.claim(experiment, claims.pushes_everything_up),
        cached.claim(experiment, claims.least_variance_is_safest),
    )
    formulas([experiment.estimator, "expected reward", "optimal"])


def view(experiments: list[Experiment]) -> Frame:
    """The same part of the plane for all of them."""
    return figures.room_for(
        [cached.in_view(e.estimator, e.probs, e.rewards, used_b(e.estimator, e.b)).estimates for e in experiments]
    )


open_page(
    PAGE,
    "K draws give one update, the average of their pushes. If it points into the shaded half, a small step makes the "
    "model worse.",
    ["g", "ĝ", "E", "K", "downhill"],
)
above = st.container()
examples.buttons(PAGE)
with page_controls(PAGE) as at:
    several("beside", at("beside it"))
    slider("n", at("sampled updates"))
    at("draw again").button("Draw again", icon=":material/casino:", on_click=draw_again)
# Once its controls are there: a control says nothing before it has been drawn.
with above:
    live(pictures)
live(more)
close_page(PAGE)
