"""The experiment as a page can show it, and a sentence where that is another one."""

from dataclasses import replace

import streamlit as st

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.ui.cache import most_runs
from reinforce_viz.ui.state import with_estimator


def beside_it(experiment: Experiment, name: str, *, quietly: bool = False) -> Experiment:
    """The experiment with another estimator, for a picture beside its own; says so if that needs another K.

    Args:
        experiment: the one that the controls describe.
        name: of an entry in ESTIMATORS.
        quietly: whether to say nothing.
    """
    other, remarks = with_estimator(experiment, name)
    for remark in [] if quietly else remarks:
        st.warning(remark, icon=":material/info:")
    return other


def affordable(experiment: Experiment, *, quietly: bool = False) -> Experiment:
    """The experiment with no more runs than are computed at once; says so if these are fewer.

    Args:
        experiment: the one that the controls describe.
        quietly: whether to say nothing.
    """
    most = most_runs(experiment)
    if experiment.runs <= most:
        return experiment
    if not quietly:
        st.warning(
            f"{experiment.runs:,} runs of {experiment.steps:,} steps with K = {experiment.k} would keep others "
            f"waiting: only {most:,} are shown. Lower K or the number of steps to see more.",
            icon=":material/info:",
        )
    return replace(experiment, runs=most)
