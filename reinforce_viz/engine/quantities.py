"""What can be measured of an estimate, such as its variance: the exact value, and how it is sampled."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from reinforce_viz.engine.exact import Moments
from reinforce_viz.engine.rounding import Array, signs


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
    never_below: float = -np.inf  # no interval reaches further; a sampled ratio or bias can itself be below 0


def _squared_distance(estimates: Array, centre: Array) -> Array:
    return np.asarray(((estimates - centre) ** 2).sum(axis=1))


def spread(estimates: Array, exact: Moments) -> Array:
    """The squared distance of each estimate from their mean.

    Args:
        estimates: [M, A].
        exact: their moments.

    Returns:
        [M].
    """
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
    moved = 2 * (estimates - exact.mean) @ exact.mean - exact.snr * spread(estimates, exact)
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
        never_below=0.0,
    ),
    "total variance": Quantity(
        lambda m: m.total_variance,
        _sampled_variance,
        spread,
        "total variance, tr Cov(ĝ)",
        logarithmic=True,
        scale_free=False,
        never_below=0.0,
    ),
    "mean squared error": Quantity(
        lambda m: m.mse,
        _sampled_mse,
        lambda estimates, m: _squared_distance(estimates, m.mean - m.bias),
        "mean squared error, E|ĝ − g|²",
        logarithmic=True,
        scale_free=False,
        never_below=0.0,
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
        never_below=0.0,
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
