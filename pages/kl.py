"""How far a model may stray: three estimates of KL, as losses and as numbers."""

from functools import partial

import streamlit as st

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.export.tables import kl as tables
from reinforce_viz.figures import kl as figures
from reinforce_viz.figures.kl.ends import ALL
from reinforce_viz.text import right_choices
from reinforce_viz.text.claims import kl as claims
from reinforce_viz.text.readings import kl as readings
from reinforce_viz.ui import cache as cached
from reinforce_viz.ui.chart import chart, folded_formulas, notes, table
from reinforce_viz.ui.handout import page_controls
from reinforce_viz.ui.live import live
from reinforce_viz.ui.page import close_page, open_page
from reinforce_viz.ui.pages.kl import kl_formulas
from reinforce_viz.ui.predict import ask, guess, revealed
from reinforce_viz.ui.state import value
from reinforce_viz.ui.widgets import scale

QUESTION = (
    "Suppose you take the gradient of one of these estimates as the penalty. Which one leads the model to the ring?"
)


def both(experiment: Experiment) -> None:
    """The estimates as losses, and beside them as numbers."""
    losses, numbers = st.columns(2)
    with losses:
        where_each_ends(experiment)
    with numbers:
        what_one_draw_says(experiment)


def where_each_ends(experiment: Experiment) -> None:
    """Where each estimate leads as a loss, with the question."""
    beta, hidden = value("beta"), not revealed("kl")
    penalty = cached.penalty(experiment.probs, experiment.rewards, beta)
    way = cached.penalty_way(experiment.probs, experiment.rewards)
    reading = readings.before_the_guess if hidden else readings.ends
    chart(
        figures.ends(experiment, penalty, way, guess("kl") or "", hidden=hidden),
        "kl_ends",
        reading(experiment, penalty, beta),
        partial(tables.ends, experiment, beta=beta, hidden=hidden),
        question=partial(
            ask, "kl", QUESTION, readings.verdict(experiment, penalty), right=right_choices.at_the_ring(penalty, ALL)
        ),
    )


def what_one_draw_says(experiment: Experiment) -> None:
    """What one draw says about KL, by each estimate."""
    beta = value("beta")
    penalty = cached.penalty(experiment.probs, experiment.rewards, beta)
    chart(
        figures.one_draw(experiment, penalty),
        "kl_one_draw",
        readings.one_draw(penalty),
        partial(tables.one_draw, experiment, beta=beta),
    )
    st.caption(
        "With u = ref / π of the drawn answer, **k1** is −log u, **k2** is half the square of log u, and **k3** is "
        "u − 1 − log u."
    )
    with st.expander("One draw in numbers", icon=":material/table:"):
        table(readings.number_table(penalty), list(readings.NUMBER_ROWS), "one draw")


def claim(experiment: Experiment) -> None:
    """What is often said of the estimates."""
    notes(claims.less_variance(cached.penalty(experiment.probs, experiment.rewards, value("beta"))))


open_page(
    "kl",
    "A reward model is right only near what it has seen. So PPO and GRPO charge β KL for straying. Three estimates of "
    "KL are in use.",
    ["π", "ref", "KL", "β", "J"],
)
pictures = st.container()
with page_controls("kl") as at:
    scale("beta", at("β").container(width=360))
with pictures:
    live(both)
live(claim)
st.caption("A chat model's reference is what imitation made. Here it is the starting policy.")
folded_formulas(kl_formulas)
close_page("kl")
