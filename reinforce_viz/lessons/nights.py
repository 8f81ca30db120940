"""The number of nights until the best restaurant is chosen more likely than not: one draw a night, no baseline.

The chance of choosing the best is that of a diner of whom only the number of nights is known: an average over all that
the earlier nights could have been.  A lucky streak counts as much as an unlucky one.
"""

from dataclasses import dataclass, replace

import numpy as np

from reinforce_viz.engine.exact import moments
from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.policy import Array
from reinforce_viz.engine.presets import PRESETS
from reinforce_viz.engine.simulate import simulate
from reinforce_viz.engine.steps import exact_ascent

NIGHTS = 300
DINERS = 2000
LEARNING_RATE, SEED = 0.1, 5  # of the story that the page tells, whatever the reader has set
RATINGS = {
    "6/7/8": PRESETS["restaurants 6/7/8"],
    "−1/0/1": PRESETS["restaurants -1/0/1"],
    "−2/0/3": PRESETS["restaurants -2/0/3"],
}


@dataclass(frozen=True, eq=False)
class Search:
    """How R diners look for the best of some restaurants on T nights."""

    chance: Array  # [T + 1], probability that the next choice is the best, after 0, 1, … nights
    nights: float  # after how many it exceeds 1/2; NaN if it does not
    standard_error: float  # of nights
    noiseless: float  # the same for steps along the true gradient
    gradient_length: float  # |g| at the start
    variance: float  # of the first night's estimate


def searches(learning_rate: float = LEARNING_RATE, seed: int = SEED) -> dict[str, Search]:
    """A search for each of RATINGS, all from the same start.

    Args:
        learning_rate: of each night's step.
        seed: of the draws, from 0 on.

    Returns:
        By ratings.
    """
    start = Experiment(k=1, learning_rate=learning_rate, steps=NIGHTS, runs=DINERS, seed=seed)
    return {
        name: search(replace(start, probs=preset.probs, rewards=preset.rewards)) for name, preset in RATINGS.items()
    }


def search(experiment: Experiment) -> Search:
    """The search of an experiment's runs for an answer of the largest reward."""
    rewards = np.array(experiment.rewards)
    best = rewards == rewards.max()
    runs = simulate(replace(experiment, estimator="none")).probs[..., best].sum(axis=2)
    chance = runs.mean(axis=1)
    nights, error = first_above_half(chance), np.nan
    if not np.isnan(nights):
        error = float(runs[int(nights)].std(ddof=1)) / np.sqrt(experiment.runs) / slope(chance, int(nights))
    exact = exact_ascent(experiment.probs, rewards, experiment.learning_rate, experiment.steps)[:, best].sum(axis=1)
    one = moments("none", experiment.probs, rewards, 1)
    return Search(
        chance=chance,
        nights=nights,
        standard_error=error,
        noiseless=first_above_half(exact),
        gradient_length=float(np.linalg.norm(one.mean)),
        variance=one.total_variance,
    )


def first_above_half(chance: Array) -> float:
    """The first index at which a curve exceeds 1/2.

    Args:
        chance: [T + 1].

    Returns:
        The index, NaN if there is none.
    """
    above = np.flatnonzero(chance > 0.5)
    return float(above[0]) if len(above) else np.nan


def slope(chance: Array, night: int) -> float:
    """How fast a curve rises somewhere: the straight line through a quarter more and fewer nights.

    Args:
        chance: [T + 1].
        night: where, from 0 to T.

    Returns:
        The change in a night; positive, if only just, where the curve does not rise.
    """
    reach = max(night // 4, 1)
    heights = chance[max(night - reach, 0) : night + reach + 1]
    rise = float(np.polyfit(np.arange(len(heights)), heights, 1)[0])
    # A curve that has stopped rising crosses nowhere in particular: the error is then as good as infinite.
    return max(rise, float(np.finfo(np.float64).tiny))
