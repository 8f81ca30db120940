"""Three more sections about baselines, folded away until the reader opens them."""

from dataclasses import replace
from functools import partial

import streamlit as st

from reinforce_viz.engine.exact import Moments, moments
from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.export.tables import baselines as tables
from reinforce_viz.export.tables.trajectories import fates as fates_table
from reinforce_viz.figures import baselines as figures
from reinforce_viz.figures.trajectories import fates
from reinforce_viz.lessons.nights import DINERS, SEED
from reinforce_viz.lessons.nights import LEARNING_RATE as SPEED
from reinforce_viz.text.format import number, percent
from reinforce_viz.text.readings import baselines as readings
from reinforce_viz.text.readings import trajectories as of_runs
from reinforce_viz.ui import cache as cached
from reinforce_viz.ui.chart import chart, table
from reinforce_viz.ui.folded import section
from reinforce_viz.ui.widgets import slider

COMPARED = ("leave-one-out", "batch mean")
LEARNING_RATE, STEPS, RUNS = 0.5, 500, 1000


def restaurants() -> None:
    """How soon the best of three restaurants is found, by how they are rated."""
    with section("Three restaurants: which ratings teach fastest?", "restaurants") as opened:
        if not opened.open:
            return
        searches = cached.searches()
        st.markdown(
            "One restaurant a night, drawn from the policy, no baseline, and at first all three are equally likely. "
            f"{readings.why_ratings_differ(searches)}"
        )
        numbers = partial(tables.nights, learning_rate=SPEED, seed=SEED)
        chart(figures.nights(searches), "nights", readings.nights(searches), numbers)
        table({name: readings.nights_figures(search) for name, search in searches.items()}, readings.NIGHTS_FIGURES)
        st.caption(
            f"Averages over {DINERS:,} diners at learning rate {SPEED}, whatever you have set; ± is one standard "
            "error. A lucky streak can carry a diner of 6/7/8 past one half sooner, an unlucky one to the wrong "
            "restaurant."
        )


def own_sample(experiment: Experiment) -> None:
    """The batch mean beside leave-one-out."""
    with section("The mean of the batch: what if an answer is compared with itself?", "batch_mean") as opened:
        if not opened.open:
            return
        k = max(experiment.k, 2)
        if k > experiment.k:
            st.info("With K = 1 there are no other answers to compare with. Here is K = 2.", icon=":material/info:")
        others, own = (moments(name, experiment.probs, experiment.rewards, k) for name in COMPARED)
        st.markdown(
            "A baseline adds no bias if it does not depend on the drawn answer. The batch mean does: one part in K of "
            "it is the answer's own reward, subtracted from itself. Leave-one-out takes the mean of the other K − 1."
        )
        chart(
            figures.own_sample([others, own]),
            "own_sample",
            readings.own_sample(experiment, own, others),
            partial(tables.own_sample, replace(experiment, k=k)),
        )


def same_variance(experiment: Experiment) -> None:
    """Two baselines of equal variance, and where they lead."""
    with section("Same variance, same fate?", "same_variance") as opened:
        if not opened.open:
            return
        st.markdown(
            "At the same policy b* − d and b* + d are equally noisy: the parabola is symmetric. Where do they lead?"
        )
        d = slider("d", on_change=None)
        called = [f"b* − {number(d)}", f"b* + {number(d)}"]
        alike = replace(
            experiment, estimator="optimal plus b", k=1, learning_rate=LEARNING_RATE, steps=STEPS, runs=RUNS
        )
        both = [replace(alike, b=b) for b in (-d, d)]
        summaries = [cached.summary(e) for e in both]
        chart(
            fates(both, summaries, called=called),
            "same_variance_fates",
            of_runs.fates(both, summaries, called),
            partial(fates_table, *both),
        )
        columns = {
            name: [*_first_step(cached.cloud(*e.one_estimate)[0]), *of_runs.final_figures(summary)]
            for name, e, summary in zip(called, both, summaries, strict=True)
        }
        table(columns, ["variance of the first step", "P(downhill) of the first step", *of_runs.FINAL_FIGURES])
        st.caption(
            f"K = 1, learning rate {LEARNING_RATE}, {STEPS} steps, {RUNS:,} runs; b* is that of the current policy at "
            f"every step. {readings.same_variance(experiment, d)}"
        )


def _first_step(exact: Moments) -> list[str]:
    return [number(exact.total_variance, 4), percent(exact.downhill)]
