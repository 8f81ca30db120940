"""The model that the reader teaches by hand, and the many draws of one that stays as it is."""

from dataclasses import replace

import streamlit as st

from reinforce_viz.engine.estimators import used_b
from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.policy import Array
from reinforce_viz.lessons.start import MOST
from reinforce_viz.lessons.teaching import LESSONS, Taught
from reinforce_viz.text.readings import policy_triangle as readings
from reinforce_viz.ui import cache as cached
from reinforce_viz.ui import links
from reinforce_viz.ui.policy_triangle import policy_triangle
from reinforce_viz.ui.state import current, in_link, keep_link, start_from, write_link
from reinforce_viz.ui.widgets import number

KEY = "policy_triangle"
TAUGHT = "taught"  # in the link: how often has been drawn for the model
SEEDS = 10_000


def teach_by_hand(experiment: Experiment, average: bool) -> None:
    """The triangle in which a model is dragged and taught.

    Args:
        average: whether it shows where the average of the pushes points.
    """
    draws, learned = lessons(), _learned(experiment)
    others = [] if draws or any(learned) else _ghosts(experiment)
    if draws:
        said = readings.last_draw(experiment, _taught(experiment, draws))
    else:
        said = readings.before_the_first(experiment, others)
    policy_triangle(
        KEY,
        experiment,
        draws=draws,
        said=said,
        tally=readings.tally(experiment, learned),
        ghosts=others,
        average=average,
        on_change=_moved,
    )


def lessons() -> int:
    """How often has been drawn for the model; the link knows."""
    return in_link(TAUGHT)


def teach_once() -> None:
    """Draw for the model."""
    keep_link()
    _put(min(lessons() + 1, LESSONS))


def _moved() -> None:
    """As the reader has dragged the model, drawn for it or begun again: seed, starting policy and draws follow."""
    model = st.session_state[KEY]["model"]
    was, before, draws, seed = (
        current(),
        lessons(),
        min(max(int(model["draws"]), 0), LESSONS),
        int(model["seed"]) % SEEDS,
    )
    experiment = replace(was, seed=seed)
    if model["start"]:
        weights = [n / 1000 for n in model["start"]]
        experiment = replace(experiment, probs=tuple(weight / sum(weights) for weight in weights))
        start_from(weights)
    _put(draws)
    taught = _taught(experiment, draws)
    if taught.learned is not None and before < (taught.learned_after or 0) <= draws:
        _learned(experiment)[taught.learned] += 1
    if experiment != was:
        links.change_seed(seed)
        st.rerun()  # the whole page: what is below and in the sidebar has changed, too


def _taught(experiment: Experiment, draws: int) -> Taught:
    e = experiment
    return cached.taught(e.estimator, e.probs, e.rewards, used_b(e.estimator, e.b), e.learning_rate, e.seed, draws)


def _ghosts(experiment: Experiment) -> list[Array]:
    e = experiment
    return cached.ghosts(e.estimator, e.probs, e.rewards, used_b(e.estimator, e.b), e.learning_rate)


def _put(draws: int) -> None:
    write_link(TAUGHT, str(draws or ""))


def _learned(experiment: Experiment) -> list[int]:
    """How many of the reader's models have learned each answer, with these rewards."""
    counts: list[int] = st.session_state.setdefault("learned", {}).setdefault(experiment.rewards, [0, 0, 0])
    return counts


def draw_buttons() -> int:
    """The buttons that draw one, ten or a thousand more answers; returns how many have been drawn."""
    buttons = st.container(horizontal=True, vertical_alignment="bottom")
    # The number is also the link's: a copied link draws the same answers again.
    n = int(number("drawn", buttons, on_change=None, width=150))
    with buttons:
        for more in (1, 10, 1000):
            st.button(f"Draw {more:,} more", key=f"draw_{more}", on_click=draw, args=[n + more], disabled=n >= MOST)
    return n


def draw(total: int) -> None:
    """Draw up to this many answers of the model as it is.

    Not so many more: a browser that has not heard of the last draw yet still says how many there were before it.

    Args:
        total: how many answers there are then.
    """
    st.session_state["drawn"] = min(float(MOST), float(total))
