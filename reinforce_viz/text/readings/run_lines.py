"""The sentences on two views of the runs: the loss that a program prints, and the entropy."""

import numpy as np

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.policy import Array
from reinforce_viz.engine.summary import Summary
from reinforce_viz.lessons.trajectories import entropy, fate, printed_loss
from reinforce_viz.text.answer_names import bold
from reinforce_viz.text.format import listed, number


def loss_paths(experiment: Experiment, summary: Summary) -> str:
    """Whether the loss that a program prints tells a good run from a bad one.

    Args:
        experiment: its rewards and names.
        summary: of its runs.
    """
    loss = printed_loss(summary.single, experiment.rewards)
    start, earned = number(float(loss[0, 0])), summary.single[-1] @ np.array(experiment.rewards)
    return (
        "A program of REINFORCE prints this as its loss: on average E[−R log π], minus the reward times log π of what "
        f"was drawn. It starts at {start} and ends at {_by_fate(experiment, loss[-1], summary, earned)}. "
        "Once a run is sure of an answer, log π is near 0, and so is the loss, whether the answer is right or wrong. "
        "So it says nothing about learning."
    )


def entropy_paths(experiment: Experiment, summary: Summary) -> str:
    """How much choice the runs have left.

    Args:
        experiment: its rewards and names.
        summary: of its runs.
    """
    left, most = entropy(summary.single), number(float(np.log(len(experiment.rewards))))
    return (
        "Entropy says how much choice a model has left, in nats: 0 if it always gives the same answer, "
        f"{most} if all are equally likely. It starts at {number(float(left[0, 0]))} and ends at "
        f"{_by_fate(experiment, left[-1], summary)}. Near 0 hardly anything else is drawn, so hardly anything new is "
        "learned. That is collapse, on the right answer or on a wrong one."
    )


def _by_fate(experiment: Experiment, values: Array, summary: Summary, earned: Array | None = None) -> str:
    """The average of a value [S] over the drawn runs that end on each answer, and what these earn [S]."""
    ends = fate(summary.single[-1])
    names = [*(f"on {name}" for name in bold(experiment.answers)), "that have not decided"]
    said = []
    for group, name in enumerate(names):
        if (of := ends == group).any():
            earn = "" if earned is None else f", which earn {number(float(earned[of].mean()))}"
            said.append(f"{number(float(values[of].mean()))} in runs {name}{earn}")
    return listed(said) if earned is None else "; ".join(said)
