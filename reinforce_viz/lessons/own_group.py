"""The advantages that each scheme gives the answers of one group, and where a scheme cannot tell them apart."""

from dataclasses import dataclass

import numpy as np

from reinforce_viz.engine.advantages import EPSILON
from reinforce_viz.engine.estimators import ESTIMATORS
from reinforce_viz.engine.groups import group_advantages
from reinforce_viz.engine.policy import Array
from reinforce_viz.engine.rounding import ROUNDING

SCHEMES = ("leave-one-out", "batch mean", "group-normalised")
# One reward swallows the others if their spread is this many times smaller without it.
SWALLOWED = 10.0
# ε counts from this share of what the deviations are divided by.
EPSILON_COUNTS = 0.01


@dataclass(frozen=True, eq=False)
class Outlier:
    """One reward that is far from all others, and how far apart GRPO puts these with it and without it."""

    place: int  # in the group, from 0
    with_it: float  # largest minus smallest advantage of the others
    without_it: float


def advantages(rewards: Array) -> dict[str, Array]:
    """The advantage that each scheme gives each answer of a group.

    Args:
        rewards: [K], the rewards of the group.

    Returns:
        [K] by scheme; NaN where K is too small for the scheme.
    """
    return {
        name: group_advantages(rewards, name)
        if len(rewards) >= ESTIMATORS[name].smallest_k
        else np.full(len(rewards), np.nan)
        for name in SCHEMES
    }


def levels(rewards: Array) -> Array:
    """The different rewards of a group in order; those that only a rounding tells apart, 0.1 + 0.2 and 0.3, are one.

    Args:
        rewards: [K], the rewards of the group.
    """
    ordered = np.unique(rewards)
    apart = np.diff(ordered) > ROUNDING * np.abs(rewards).max()
    return np.asarray(ordered[np.concatenate([[True], apart])])


def outlier(rewards: Array) -> Outlier | None:
    """The reward beside which the differences between all others are lost; None if there is none.

    Args:
        rewards: [K], the rewards of the group.
    """
    if len(rewards) < 4:
        return None
    place = int(np.abs(rewards - np.median(rewards)).argmax())
    others = np.delete(rewards, place)
    if len(levels(others)) == 1 or rewards.std(ddof=1) <= SWALLOWED * others.std(ddof=1):
        return None
    beside = np.delete(group_advantages(rewards, "group-normalised"), place)
    return Outlier(place, float(np.ptp(beside)), float(np.ptp(group_advantages(others, "group-normalised"))))


def epsilon_share(rewards: Array) -> float:
    """How much of GRPO's divisor is the ε that it adds to the standard deviation; 0 for a group that agrees.

    Args:
        rewards: [K], the rewards of the group.
    """
    if len(levels(rewards)) == 1:
        return 0.0
    return float(EPSILON / (rewards.std(ddof=1) + EPSILON))
