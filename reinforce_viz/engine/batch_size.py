"""The noise of an estimate against batch size and baseline: exact values, and samples to compare them with."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine.batches import can_list, outcomes
from reinforce_viz.engine.estimators import ESTIMATORS
from reinforce_viz.engine.exact import Moments, moments
from reinforce_viz.engine.experiment import BATCH_SIZES
from reinforce_viz.engine.policy import optimal_baseline
from reinforce_viz.engine.quantities import QUANTITIES, Quantity, spread
from reinforce_viz.engine.rounding import Array
from reinforce_viz.engine.simulate import sample_gradients

Z95 = 1.959964  # standard normal quantile of a 95% interval
SAMPLES = 400


# A signal-to-noise ratio is not sampled where the variance under it would be off by more than this share of itself:
# as a ratio it would have no interval worth the name.
ROUGH = 0.2


@dataclass(frozen=True, eq=False)
class Curve:
    """One quantity of one estimator against N batch sizes."""

    k: npt.NDArray[np.int64]  # [N]
    exact: Array  # [N], NaN where undefined
    sampled: Array  # [N], NaN where nothing is sampled
    low: Array  # [N], lower end of the 95% interval
    high: Array  # [N]


def curve(name: str, quantity: str, probs: npt.ArrayLike, rewards: npt.ArrayLike, seed: int, b: float = 0.0) -> Curve:
    """A quantity of an estimator at every batch size it can have.

    Args:
        name: of an entry in ESTIMATORS.
        quantity: of an entry in QUANTITIES.
        probs: [A], sum to 1.
        rewards: [A].
        seed: of the samples, from 0 on.
        b: for the estimators that use it.

    Raises:
        ValueError: naming the argument that is impossible.
    """
    asked, rng = QUANTITIES[quantity], np.random.default_rng(seed)
    sizes = [k for k in BATCH_SIZES if k >= ESTIMATORS[name].smallest_k]
    known = [moments(name, probs, rewards, k, b) for k in sizes]
    sampled = np.full((len(sizes), 2), np.nan)
    if asked.sampled is not None:
        for row, exact in enumerate(known):
            estimates = sample_gradients(name, probs, rewards, exact.k, SAMPLES, rng, b)
            sampled[row] = sampled_with_error(asked, estimates, exact)
    value, error = sampled.T
    at = np.array([asked.exact(exact) for exact in known])
    low = np.maximum(value - Z95 * error, asked.never_below)
    high = np.minimum(value + Z95 * error, 1.0 if asked.share else np.inf)
    return Curve(np.array(sizes), at, value, low, high)


def sampled_with_error(asked: Quantity, estimates: Array, exact: Moments) -> tuple[float, float]:
    """A quantity in a sample, and its standard error.

    The error is that of such samples over every possible batch, not that of the sample itself: a rare action that has
    not been drawn would leave no trace in it, and the interval would miss the exact value half of the time.  Only
    where there are too many batches to list, the sample has to do.

    Args:
        asked: an entry of QUANTITIES that can be sampled.
        estimates: [n, A].
        exact: the moments of what was sampled.

    Returns:
        Value and standard error; NaN where a sample of this size tells nothing.
    """
    if asked.sampled is None:
        return np.nan, np.nan
    n = len(estimates)
    value = asked.sampled(estimates, exact.mean - exact.bias)
    if asked.influence is None:
        # Agresti and Coull 1998: two added successes and failures keep the interval honest near 0 and 1.
        padded = (value * n + 2) / (n + 4)
        return value, float(np.sqrt(padded * (1 - padded) / (n + 4)))
    possible, chance = estimates, np.full(n, 1 / n)
    if can_list(exact.k, len(exact.probs)):
        batches = outcomes(exact.estimator, exact.probs, exact.rewards, exact.k, exact.b)
        possible, chance = batches.gradient, batches.probability

    def error(influence: Array) -> float:
        return float(np.sqrt(chance @ (influence - chance @ influence) ** 2 / n))

    if asked.scale_free and error(spread(possible, exact)) > ROUGH * exact.total_variance:
        return np.nan, np.nan
    return value, error(asked.influence(possible, exact))


def variance_by_baseline(probs: npt.ArrayLike, rewards: npt.ArrayLike, k: int, b: npt.ArrayLike) -> Array:
    """Exact total variance with each constant baseline, a parabola around b*.

    Args:
        probs: [A], sum to 1.
        rewards: [A].
        k: draws, from 1 on.
        b: [N], the baselines.

    Returns:
        [N].
    """
    best = optimal_baseline(probs, rewards)
    least = moments("constant", probs, rewards, k, best).total_variance
    curvature = 1 - float(np.sum(np.square(probs)))
    return np.asarray(least + curvature / k * (np.asarray(b) - best) ** 2)
