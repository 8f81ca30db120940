"""One cloud of the page, the numbers behind it, and where they fold out."""

from dataclasses import replace
from functools import partial

import plotly.graph_objects as go
import streamlit as st

from reinforce_viz.engine.estimators import ESTIMATORS, used_b
from reinforce_viz.engine.experiment import BATCH_SIZES, Experiment
from reinforce_viz.export.tables import Numbers
from reinforce_viz.export.tables import gradient_scatter as tables
from reinforce_viz.figures import gradient_scatter as figures
from reinforce_viz.figures.style.canvas import Part
from reinforce_viz.figures.style.plane import Frame
from reinforce_viz.lessons.gradient_scatter import MOST_BUBBLES
from reinforce_viz.text.readings import gradient_scatter as readings
from reinforce_viz.ui import cache as cached
from reinforce_viz.ui.folded import Folded
from reinforce_viz.ui.guesses import GUESSES
from reinforce_viz.ui.state import draws, value


def cloud(experiment: Experiment, view: Frame, guessed: str | None) -> tuple[go.Figure, str]:
    """The cloud of an experiment at every K, and the sentence that reads it at its own.

    Args:
        experiment: the one that is shown.
        view: the part of the plane that is shown.
        guessed: what the reader has guessed.
    """
    e, n = experiment, value("n")
    estimate = cached.cloud(*e.one_estimate)
    sampled = cached.sample(*e.one_estimate, seed=e.seed, n=n, draw=draws())
    frames = _at_every_size(replace(e, k=ESTIMATORS[e.estimator].smallest_k), n, draws(), view)
    guess = GUESSES["gradient_scatter"][guessed] if guessed else None
    figure = figures.gradient_cloud(estimate, sampled, view, frames, guess, e.answers)
    seen = figures.in_sight(estimate[1], view)
    longest = cached.in_view(e.estimator, e.probs, e.rewards, used_b(e.estimator, e.b)).reach
    return figure, readings.gradient_cloud(e, *estimate, seen, longest)


@cached.shared(32)  # of 0.1 MB
def _at_every_size(experiment: Experiment, n: int, draw: int, view: Frame) -> list[Part]:
    """The frames of an experiment's cloud, whatever its own K."""
    sizes = {k: replace(experiment, k=k) for k in BATCH_SIZES if k >= experiment.k}
    clouds = {k: cached.cloud(*e.one_estimate) for k, e in sizes.items()}
    samples = {k: cached.sample(*e.one_estimate, seed=e.seed, n=n, draw=draw) for k, e in sizes.items()}
    return figures.at_every_size(clouds, samples, view, experiment.answers)


def numbers_behind(experiment: Experiment, *, hidden: bool = False) -> Numbers:
    """What makes the table behind a cloud.

    Args:
        experiment: the one that is shown.
        hidden: whether no estimate may be in it, because the reader has not guessed yet.
    """
    most, sampled = (0, 0) if hidden else (MOST_BUBBLES, value("n"))
    return partial(tables.gradient_cloud, experiment, most=most, sampled=sampled, draw=draws())


def unfolded_figures() -> Folded | None:
    """Where the exact figures go, if the reader has asked for them."""
    folded = st.expander(
        "The numbers behind the picture", icon=":material/table:", key="cloud_figures", on_change="rerun"
    )
    return folded if folded.open else None
