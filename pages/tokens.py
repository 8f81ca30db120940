"""Which token deserves the credit?"""

from functools import partial

import streamlit as st

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.export.tables import tokens as tables
from reinforce_viz.figures import tokens as figures
from reinforce_viz.text.claims import tokens as token_claims
from reinforce_viz.text.readings import tokens as readings
from reinforce_viz.ui import cache as cached
from reinforce_viz.ui.chart import chart, notes
from reinforce_viz.ui.guesses import GUESSES
from reinforce_viz.ui.live import live
from reinforce_viz.ui.page import close_page, open_page
from reinforce_viz.ui.pages.tokens import (
    choose_response,
    credit_formulas,
    how_many_responses,
    response_shown,
)
from reinforce_viz.ui.predict import ask, guess, tell


def credit_in_a_response(experiment: Experiment) -> None:
    response(experiment)
    ask("tokens", readings.question(response_shown().credit))
    noise(experiment)


def response(experiment: Experiment) -> None:
    shown = response_shown()
    e = experiment
    pushes = cached.pushes(e.probs, e.rewards, shown.length, shown.task, e.seed, shown.draw)
    chart(
        figures.token_row(pushes, shown.credit, experiment.answers),
        "token_row",
        readings.token_row(experiment, pushes, shown.credit, shown.task),
        partial(tables.token_row, experiment, length=shown.length, task=shown.task, draw=shown.draw),
    )


def noise(experiment: Experiment) -> None:
    shown, guessed = response_shown(), guess("tokens")
    task, credit, length = shown.task, shown.credit, shown.length
    probs, rewards = experiment.probs, experiment.rewards
    curves, at = (
        cached.length_curves(probs, rewards, task, experiment.seed),
        cached.token_moments(probs, rewards, length),
    )
    longest = cached.longest_responses(probs, rewards)
    left, right = st.columns([5, 3])
    with left:
        chart(
            figures.token_variance(curves, credit, length, longest, GUESSES["tokens"][guessed] if guessed else None),
            "token_variance",
            readings.token_variance(curves, length),
            partial(tables.token_variance, experiment, task=task),
        )
        tell(guessed, readings.how_much_noisier(curves, credit))
    with right:
        chart(
            figures.token_positions(at[task], credit, longest),
            "token_positions",
            readings.token_positions(at[task]),
            partial(tables.token_positions, experiment, length=length, task=task),
        )
    constant = token_claims.best_constant(probs, rewards, task)
    notes(
        token_claims.same_reward_for_all(at, task, length),
        *([constant] if constant else []),
        token_claims.where_a_critic_helps(at, length),
        token_claims.reward_to_go(at, length),
    )


open_page(
    "tokens",
    "A model writes a page on how plants turn light into sugar; one sentence is wrong, and the whole page gets a "
    "low mark. REINFORCE hands that mark to every token alike, to the many good ones and to the one that lost it.",
    ["T", "ĝ", "g", "E", "variance"],
)
st.caption(
    "Each update here sees one response (K = 1), and the credit chosen below stands in for the sidebar's baseline. "
    "Policy, rewards and seed come from the sidebar. Every token has its own logits, and they start from that policy."
)
choose_response()
live(credit_in_a_response)
live(how_many_responses)
credit_formulas()
close_page("tokens")
