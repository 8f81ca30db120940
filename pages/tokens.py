"""Which token deserves the credit: one response, and how its tokens are pushed."""

from functools import partial

import streamlit as st

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.export.tables import tokens as tables
from reinforce_viz.figures import tokens as figures
from reinforce_viz.lessons.tokens import deserving
from reinforce_viz.text.readings import tokens as readings
from reinforce_viz.ui import cache as cached
from reinforce_viz.ui.chart import chart, folded_formulas
from reinforce_viz.ui.live import live
from reinforce_viz.ui.page import close_page, open_page
from reinforce_viz.ui.pages import tokens as parts
from reinforce_viz.ui.predict import ask, guess, revealed, told


def response(experiment: Experiment) -> None:
    """The response with the push of each token, and the question."""
    shown, hidden, e = parts.response_shown(), not revealed("tokens"), experiment
    pushes = cached.pushes(e.probs, e.rewards, shown.length, shown.task, e.seed, shown.draw)
    guessed = parts.guessed_token(guess("tokens"), shown.length)
    right = [str(place) for place in deserving(pushes)]
    who = readings.who_did_it(e, pushes, shown.task)
    pushed = f"{readings.token_row(e, pushes, shown.credit)} Click a row to choose its credit."
    before = f"{readings.story(e, pushes, shown.task)} You can guess with a click in the picture, too."
    chart(
        figures.token_row(pushes, shown.credit, e.answers, guess=guessed, hidden=hidden),
        "token_row",
        before if hidden else pushed if told("tokens") else f"{who} {pushed}",
        partial(tables.token_row, e, length=shown.length, task=shown.task, draw=shown.draw, hidden=hidden),
        question=partial(ask, "tokens", readings.question(pushes), who, parts.places(shown.length), right),
        pick=partial(parts.pick, length=shown.length, hidden=hidden),
    )


def why(experiment: Experiment) -> None:
    """What is behind it, once the reader has guessed."""
    if not revealed("tokens"):
        parts.hide_controls()
        return
    parts.what_a_critic_is()
    parts.often_said(experiment)
    parts.how_the_noise_grows(experiment)
    parts.where_the_noise_sits(experiment)
    parts.critic_to_be_learned(experiment)
    parts.how_many_responses(experiment)


open_page(
    "tokens",
    "A chat model explains photosynthesis in many tokens. One mark comes back for all of them, and nobody says which "
    "token earned it.",
    ["T", "R", "E", "V", "Q", "λ", "g", "ĝ", "variance"],
)
above = st.container()
parts.choose_response()
with above:
    live(response)
live(why)
folded_formulas(parts.credit_formulas)
close_page("tokens")
