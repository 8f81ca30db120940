"""The noise of an estimate against batch size and baseline: exact values, and samples to compare them with."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine.batches import can_list, outcomes
from reinforce_viz.engine.estimators import ESTIMATORS
from reinforce_viz.engine.exact import Moments, moments
from reinforce_viz.engine.experiment import BATCH_SIZES
from reinforce_viz.engine.policy import optimal_baseline
from reinforce_viz.engine.rounding import Array, signs
from reinforce_viz.engine.simulate import sample_gradients

Z95 = 1.959964  # standard normal quantile of a 95% interval
SAMPLES = 400


# A signal-to-noise ratio is not sampled where the variance under it would be off by more than this share of itself:
# as a ratio it would have no interval worth the name.
ROUGH = 0.2


@dataclass(frozen=True)
class Quantity:
    """Something about an estimate that depends on K: its exact value, and how it is sampled.

    `sampled(estimates [n, A], gradient [A])` is its value in a sample, and `influence(estimates [M, A], moments)` how
    much an estimate that is drawn moves that value, times n and but for a constant: its spread over every possible
    batch is √n standard errors.
    """

    exact: Callable[[Moments], float]
    sampled: Callable[[Array, Array], float] | None
    influence: Callable[[Array, Moments], Array] | None  # None for a share, whose interval follows from its value
    axis: str  # what it is, in words with its symbol
    logarithmic: bool
    scale_free: bool  # unchanged when the estimate is multiplied by a number, so every estimator can be compared
    share: bool = False  # a probability, written as a percentage


@dataclass(frozen=True, eq=False)
class Curve:
    """One quantity of one estimator against N batch sizes."""

    k: npt.NDArray[np.int64]  # [N]
    exact: Array  # [N], NaN where undefined
    sampled: Array  # [N], NaN where nothing is sampled
    low: Array  # [N], lower end of the 95% interval
    high: Array  # [N]


def curve(
    name: str, quantity: str, probs: npt.ArrayLike, rewards: npt.ArrayLike, rng: np.random.Generator, b: float = 0.0
) -> Curve:
    """A quantity of an estimator at every batch size it can have.

    Args:
        name: of an entry in ESTIMATORS.
        quantity: of an entry in QUANTITIES.
        probs: [A], sum to 1.
        rewards: [A].
        rng: where the samples come from.
        b: for the estimators that use it.

    Raises:
        ValueError: naming the argument that is impossible.
    """
    asked = QUANTITIES[quantity]
    sizes = [k for k in BATCH_SIZES if k >= ESTIMATORS[name].smallest_k]
    known = [moments(name, probs, rewards, k, b) for k in sizes]
    sampled = np.full((len(sizes), 2), np.nan)
    if asked.sampled is not None:
        for row, exact in enumerate(known):
            estimates = sample_gradients(name, probs, rewards, exact.k, SAMPLES, rng, b)
            sampled[row] = sampled_with_error(asked, estimates, exact)
    value, error = sampled.T
    at = np.array([asked.exact(exact) for exact in known])
    return Curve(np.array(sizes), at, value, value - Z95 * error, value + Z95 * error)


def sampled_with_error(asked: Quantity, estimates: Array, exact: Moments) -> tuple[float, float]:
    """A quantity in a sample, and its standard error.

    The error is that of such samples over every possible batch, not that of the sample itself: a rare answer that has
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

    if asked.scale_free and error(_spread(possible, exact)) > ROUGH * exact.total_variance:
        return np.nan, np.nan
    return value, error(asked.influence(possible, exact))


def matching_size(probs: npt.ArrayLike, rewards: npt.ArrayLike, k: int = 8) -> float:
    """The batch size, not rounded, at which no baseline is as precise as leave-one-out with K = k.

    Args:
        probs: [A], sum to 1.
        rewards: [A].
        k: from 2 on.

    Returns:
        The size, NaN where leave-one-out leaves no variance.
    """
    aim = moments("leave-one-out", probs, rewards, k).total_variance
    # Without a baseline the variance is that of one draw over K.
    single = moments("none", probs, rewards, 1).total_variance
    return single / aim if aim > 0 else np.nan


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


def _squared_distance(estimates: Array, centre: Array) -> Array:
    return np.asarray(((estimates - centre) ** 2).sum(axis=1))


def _spread(estimates: Array, exact: Moments) -> Array:
    return _squared_distance(estimates, exact.mean)


def _sampled_variance(estimates: Array, gradient: Array) -> float:
    return float(estimates.var(axis=0, ddof=1).sum())


def _sampled_mse(estimates: Array, gradient: Array) -> float:
    return float(_squared_distance(estimates, gradient).mean())


def _sampled_snr(estimates: Array, gradient: Array) -> float:
    mean, variance = estimates.mean(axis=0), float(estimates.var(axis=0).sum())
    # |mean|² is on average too long by the variance of the mean.
    return float(mean @ mean - variance / len(estimates)) / variance if variance > 0 else np.nan


def _snr_influence(estimates: Array, exact: Moments) -> Array:
    # First-order (delta method): how much each sample moves the ratio.
    if exact.total_variance == 0:
        return np.full(len(estimates), np.nan)
    moved = 2 * (estimates - exact.mean) @ exact.mean - exact.snr * _spread(estimates, exact)
    return np.asarray(moved / exact.total_variance)


def _sampled_bias(estimates: Array, gradient: Array) -> float:
    return float(_short_of(estimates, gradient).mean())


def _short_of(estimates: Array, gradient: Array) -> Array:
    """How far each falls short along the gradient: a plain length would count the noise of the mean as bias."""
    return np.asarray((gradient - estimates) @ gradient / (np.linalg.norm(gradient) or 1.0))


def _sampled_downhill(estimates: Array, gradient: Array) -> float:
    return float((signs(estimates @ gradient, np.abs(estimates) @ np.abs(gradient)) < 0).mean())


def _sampled_zero_step(estimates: Array, gradient: Array) -> float:
    return float((~estimates.any(axis=1)).mean())


QUANTITIES: dict[str, Quantity] = {
    "P(downhill)": Quantity(
        lambda m: m.downhill,
        _sampled_downhill,
        None,
        "probability of a downhill step",
        logarithmic=False,
        scale_free=True,
        share=True,
    ),
    "total variance": Quantity(
        lambda m: m.total_variance,
        _sampled_variance,
        _spread,
        "total variance, tr Cov(ĝ)",
        logarithmic=True,
        scale_free=False,
    ),
    "mean squared error": Quantity(
        lambda m: m.mse,
        _sampled_mse,
        lambda estimates, m: _squared_distance(estimates, m.mean - m.bias),
        "mean squared error, E|ĝ − g|²",
        logarithmic=True,
        scale_free=False,
    ),
    "signal to noise": Quantity(
        lambda m: m.snr,
        _sampled_snr,
        _snr_influence,
        "signal to noise, |E ĝ|² / tr Cov(ĝ)",
        logarithmic=True,
        scale_free=True,
    ),
    "P(zero step)": Quantity(
        lambda m: m.zero_step,
        _sampled_zero_step,
        None,
        "probability of a step that goes nowhere",
        logarithmic=False,
        scale_free=True,
        share=True,
    ),
    "length of the bias": Quantity(
        lambda m: float(np.linalg.norm(m.bias)),
        _sampled_bias,
        lambda estimates, m: _short_of(estimates, m.mean - m.bias),
        "length of the bias, |E ĝ − g|",
        logarithmic=False,
        scale_free=False,
    ),
    "angle to the gradient": Quantity(
        lambda m: m.angle, None, None, "angle between E ĝ and g, degrees", logarithmic=False, scale_free=True
    ),
}
