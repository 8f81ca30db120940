"""How a model can learn if nobody tells it the right answer: drawn for by hand."""

from functools import partial

import streamlit as st

from reinforce_viz.engine.estimators import used_b
from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.export.tables import start as tables
from reinforce_viz.figures import start as figures
from reinforce_viz.text import right_choices
from reinforce_viz.text.claims import start as claims
from reinforce_viz.text.readings import start as readings
from reinforce_viz.ui import cache as cached
from reinforce_viz.ui import linker, presenter
from reinforce_viz.ui.chart import chart
from reinforce_viz.ui.guesses import ALL_ALIKE
from reinforce_viz.ui.live import live
from reinforce_viz.ui.page import close_page, open_page
from reinforce_viz.ui.pages.start import draw_buttons, teach_by_hand
from reinforce_viz.ui.predict import ask, revealed

PAGE = "start"


def words(text: str) -> None:
    """A paragraph, which a presenter says."""
    if not presenter.on():
        st.markdown(text)


def slope(experiment: Experiment) -> None:
    """The picture why the reward has no slope and the probability has."""
    moves = cached.nudged(experiment.probs, experiment.rewards, experiment.seed)
    numbers = partial(tables.nudged, experiment)
    chart(figures.nudged(experiment, moves), "nudged", readings.nudged(experiment, moves), numbers)


def shows_average() -> bool:
    """Whether the page shows where many draws lead; links made before there was a guess show their draws."""
    return revealed(PAGE) or "drawn" in st.query_params


def many_draws(experiment: Experiment) -> None:
    """The question where many draws lead, and once it is answered the picture of it."""
    choices = {name: float(place) for place, name in enumerate([*experiment.answers, ALL_ALIKE])}
    truth, right = readings.raised_most_truth(experiment), right_choices.raised(experiment, ALL_ALIKE)
    guess = ask(PAGE, readings.QUESTION, truth, right=right)
    if shows_average():
        average(experiment, choices[guess] if guess else None)


def average(experiment: Experiment, guess: float | None) -> None:
    """The pushes of many draws of the model as it is, and their average beside the truth."""
    e = experiment
    drawn = cached.drawn(e.estimator, e.probs, e.rewards, used_b(e.estimator, e.b), e.seed, draw_buttons())
    numbers = partial(tables.average_push, experiment, drawn=drawn.n)
    reading = readings.average_push(experiment, drawn)
    figure = figures.average_push(experiment, drawn, guess)
    chart(figure, "average_push", reading, numbers)
    linker.arrange("average_push", linker.of(figure))


def model_to_teach(experiment: Experiment) -> None:
    """The triangle, and what is subtracted where the reader must know."""
    if about_baseline := claims.what_is_subtracted(experiment):
        st.info(about_baseline, icon=":material/info:")
    teach_by_hand(experiment, average=shows_average())


def often_said(experiment: Experiment) -> None:
    """What is often said of a push."""
    st.markdown(cached.claim(experiment, claims.likelier_with_its_logit))


open_page(
    PAGE,
    "The model tries an answer and is told only what it earned. Draw, and see where it ends up.",
    ["π", "J", "g", "θ"],
)
triangle = st.container()
words(
    "**In a chat model** such as ChatGPT, an *answer* is a whole reply. Its *reward* is a grade: a thumbs-up, a test "
    "passed. The *policy* is the network, which gives each reply a probability."
)
st.header("Why not follow the slope of the reward?")
live(slope)
words(
    "So move the probabilities. If somebody named the right answer, you would take the *cross-entropy* step towards "
    "it: its logit up, the others down. **REINFORCE** (Williams 1992), a *policy gradient* method, takes **that step "
    "towards the sampled answer, times its reward**."
)
st.header("One draw may mislead. Where do many lead?")
live(many_draws)
with triangle:
    live(model_to_teach)
if not presenter.on():
    folded = st.expander("You may hear: a push up makes an answer more likely", key="often_said", on_change="rerun")
    if folded.open:
        with folded:
            live(often_said)
close_page(PAGE)
