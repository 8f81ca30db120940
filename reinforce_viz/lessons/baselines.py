"""What turning the baseline changes: one update at many constant baselines, exactly.

The average of the estimates is not among it: every constant baseline leaves E[ĝ] = g.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine.batch_size import variance_by_baseline
from reinforce_viz.engine.batches import outcomes, probability_that, slope_signs
from reinforce_viz.engine.estimators import ESTIMATORS, baseline, gradient
from reinforce_viz.engine.policy import exact_gradient
from reinforce_viz.engine.rounding import ROUNDING, Array, reward_scale, without_rounding
from reinforce_viz.engine.validation import check_policy

MOST_EVEN_STOPS = 40
# Fewer than in a picture that stands still: 30 times a second, each bubble is drawn again.
MOST_BUBBLES = 80
# An estimator that subtracts a constant, and what its mark is called.
MARKS = {"none": "none", "expected reward": "E[R]", "mean reward": "mean reward", "optimal": "b*"}
WIDEST = 10.0  # how far from 0 the control for b goes
GAPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.0)


@dataclass(frozen=True, eq=False)
class Dial:
    """One update from K draws at N baselines, and the M likeliest of the batches it could be made from."""

    k: int
    mean: Array  # [A], E[ĝ], the same at every stop
    b: Array  # [N], the stops, rising
    advantage: Array  # [N, A]
    variance: Array  # [N], total variance of the estimate
    downhill: Array  # [N], P(ĝ·g < 0) over every batch, listed or not
    counts: npt.NDArray[np.int64]  # [M, A]
    probability: Array  # [M], sums to 1 if every batch is listed
    gradient: Array  # [N, M, A], the estimate from each batch
    slope: npt.NDArray[np.int8]  # [N, M], sign of ĝ·g


def known_baselines(probs: npt.ArrayLike, rewards: npt.ArrayLike) -> dict[str, float]:
    """The constants that have a name, by estimator.

    Args:
        probs: [A], sum to 1.
        rewards: [A].
    """
    return {
        name: baseline(name, probs, rewards)
        for name, entry in ESTIMATORS.items()
        if not entry.uses_batch and not entry.uses_b
    }


def known_marks(probs: npt.ArrayLike, rewards: npt.ArrayLike) -> dict[str, float]:
    """The baselines worth naming, by label.

    Args:
        probs: [A], sum to 1.
        rewards: [A].
    """
    return {label: baseline(name, probs, rewards) for name, label in MARKS.items()}


def stops(probs: npt.ArrayLike, rewards: npt.ArrayLike, b: float) -> Array:
    """Where the dial can stop: evenly spaced, but for the known baselines and b.

    They reach over every reward and, as far as WIDEST, over all b with less variance than none, from 0 to 2b*.

    Args:
        probs: [A], sum to 1.
        rewards: [A].
        b: the baseline at which the dial starts.

    Returns:
        [N], rising.
    """
    known = known_baselines(probs, rewards)
    exact = np.array([*known.values(), b])
    needed = [0.0, *np.asarray(rewards), *exact]
    low, high = min(needed), max(needed)
    low, high = min(low, max(2 * known["optimal"], -WIDEST)), max(high, min(2 * known["optimal"], WIDEST))
    gap = next((gap for gap in GAPS if high - low <= (MOST_EVEN_STOPS - 2) * gap), GAPS[-1])
    even = gap * np.arange(np.floor(low / gap) - 1, np.ceil(high / gap) + 2)
    even = even[((even >= -WIDEST) | (low < -WIDEST)) & ((even <= WIDEST) | (high > WIDEST))]
    # Even stops give way to the exact ones beside them.
    exact = np.array([*exact, *(end for end in (low, high) if abs(end) == WIDEST)])
    even = even[np.abs(even[:, None] - exact).min(axis=1) > gap / 2]
    values = np.sort(np.concatenate([even, exact]))
    # Exact ones may coincide, but for a rounding.
    return np.asarray(values[np.diff(values, prepend=-np.inf) > ROUNDING * (1 + np.abs(values))])


def dial(probs: npt.ArrayLike, rewards: npt.ArrayLike, k: int, b: float) -> Dial:
    """One update at every stop of the dial, with as many batches as a picture shows.

    Args:
        probs: [A], sum to 1.
        rewards: [A].
        k: draws in a batch, from 1 on.
        b: the baseline at which the dial starts.
    """
    return turn(probs, rewards, k, stops(probs, rewards, b), MOST_BUBBLES)


def turn(probs: npt.ArrayLike, rewards: npt.ArrayLike, k: int, b: Array, most: int) -> Dial:
    """One update at many constant baselines.

    Args:
        probs: [A], sum to 1.
        rewards: [A].
        k: draws in a batch, from 1 on.
        b: [N], the baselines.
        most: how many of the batches to list, the likeliest first; every one counts in `downhill`.

    Raises:
        ValueError: naming k, if the batches are too many to be counted.
    """
    probs, rewards = check_policy(probs, rewards)
    batches = outcomes("none", probs, rewards, k)
    share = batches.counts.T / k
    advantage = np.array([without_rounding(rewards - taken, reward_scale(rewards, taken)) for taken in b])
    # Stop by stop: all at once would be 100 MB at K = 256.
    slope = np.array([slope_signs(share, row[:, None], probs, rewards) for row in advantage])
    top = np.argsort(-batches.probability, kind="stable")[:most]
    top = top[batches.probability[top] > 0]  # an answer of probability 0 is in no batch
    counts = batches.counts[top].T.astype(np.float64)
    estimate = [gradient(counts, row[:, None], probs[:, None]).T for row in advantage]
    return Dial(
        k=k,
        mean=exact_gradient(probs, rewards),
        b=b,
        advantage=advantage,
        variance=variance_by_baseline(probs, rewards, k, b),
        downhill=np.array([probability_that(row < 0, batches.probability) for row in slope]),
        counts=batches.counts[top],
        probability=batches.probability[top],
        gradient=np.array(estimate),
        slope=slope[:, top],
    )
