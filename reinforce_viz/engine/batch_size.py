"""The noise of an estimate against batch size and baseline: exact values, and samples to hold them against."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine.estimators import ESTIMATORS
from reinforce_viz.engine.exact import Moments, moments
from reinforce_viz.engine.experiment import BATCH_SIZES, Experiment
from reinforce_viz.engine.policy import exact_gradient, optimal_baseline
from reinforce_viz.engine.rounding import Array, signs
from reinforce_viz.engine.simulate import sample_gradients

Z95 = 1.959964  # standard normal quantile of a 95% interval
SAMPLES = 400


@dataclass(frozen=True)
class Quantity:
    """Something about an estimate that depends on K: its exact value, and a sampled one with its standard error.

    `sampled(estimates [n, A], gradient [A])` gives the value and its standard error.
    """

    exact: Callable[[Moments], float]
    sampled: Callable[[Array, Array], tuple[float, float]] | None
    axis: str  # what it is, in words with its symbol
    logarithmic: bool
    scale_free: bool  # unchanged when the estimate is multiplied by a number, so every estimator can be compared


@dataclass(frozen=True, eq=False)
class Curve:
    """One quantity of one estimator against N batch sizes."""

    k: npt.NDArray[np.int64]  # [N]
    exact: Array  # [N], NaN where undefined
    sampled: Array  # [N], NaN where nothing is sampled
    low: Array  # [N], lower end of the 95% interval
    high: Array  # [N]


def curve(experiment: Experiment, name: str, quantity: str) -> Curve:
    """A quantity of an estimator at every batch size it can have, for the experiment's policy, rewards, b and seed."""
    asked = QUANTITIES[quantity]
    probs, rewards, b = experiment.probs, experiment.rewards, experiment.b
    sizes = [k for k in BATCH_SIZES if k >= ESTIMATORS[name].smallest_k]
    exact = np.array([asked.exact(moments(name, probs, rewards, k, b)) for k in sizes])
    sampled = np.full((len(sizes), 2), np.nan)
    if asked.sampled is not None:
        gradient = exact_gradient(probs, rewards)
        rng = np.random.default_rng(experiment.seed)
        for row, k in enumerate(sizes):
            sampled[row] = asked.sampled(sample_gradients(name, probs, rewards, k, SAMPLES, rng, b), gradient)
    value, error = sampled.T
    return Curve(np.array(sizes), exact, value, value - Z95 * error, value + Z95 * error)


def matching_size(experiment: Experiment, k: int = 8) -> float:
    """The batch size, not rounded, at which no baseline is as precise as leave-one-out with K = k."""
    probs, rewards = experiment.probs, experiment.rewards
    aim = moments("leave-one-out", probs, rewards, k).total_variance
    # Without a baseline the variance is that of one draw over K.
    single = moments("none", probs, rewards, 1).total_variance
    return single / aim if aim > 0 else np.nan


def variance_by_baseline(probs: npt.ArrayLike, rewards: npt.ArrayLike, k: int, b: npt.ArrayLike) -> Array:
    """Exact total variance with each constant baseline b, a parabola around b*.  b [N] -> [N]."""
    best = optimal_baseline(probs, rewards)
    least = moments("constant", probs, rewards, k, best).total_variance
    curvature = 1 - float(np.sum(np.square(probs)))
    return np.asarray(least + curvature / k * (np.asarray(b) - best) ** 2)


def _mean(values: Array) -> tuple[float, float]:
    return float(values.mean()), float(values.std(ddof=1) / np.sqrt(len(values)))


def _squared_distance(estimates: Array, centre: Array) -> Array:
    return np.asarray(((estimates - centre) ** 2).sum(axis=1))


def _sampled_variance(estimates: Array, gradient: Array) -> tuple[float, float]:
    n = len(estimates)
    value, error = _mean(_squared_distance(estimates, estimates.mean(axis=0)))
    return value * n / (n - 1), error


def _sampled_mse(estimates: Array, gradient: Array) -> tuple[float, float]:
    return _mean(_squared_distance(estimates, gradient))


def _sampled_snr(estimates: Array, gradient: Array) -> tuple[float, float]:
    mean = estimates.mean(axis=0)
    spread = _squared_distance(estimates, mean)
    variance = spread.mean()
    if variance == 0:
        return np.nan, np.nan
    # |mean|² is on average too long by the variance of the mean.
    value = (mean @ mean - variance / len(estimates)) / variance
    # First-order (delta method): how much each sample moves the ratio.
    influence = 2 * (estimates - mean) @ mean / variance - value / variance * (spread - variance)
    return float(value), _mean(influence)[1]


def _sampled_bias(estimates: Array, gradient: Array) -> tuple[float, float]:
    length = np.linalg.norm(gradient)
    if length == 0:
        return 0.0, 0.0
    # How far the mean falls short along the gradient: a plain length would count the noise of the mean as bias.
    return _mean((gradient - estimates) @ gradient / length)


def _sampled_downhill(estimates: Array, gradient: Array) -> tuple[float, float]:
    downhill = (signs(estimates @ gradient, np.abs(estimates) @ np.abs(gradient)) < 0).mean()
    # Agresti and Coull 1998: two added successes and failures keep the interval honest near 0 and 1.
    n = len(estimates) + 4
    padded = (downhill * len(estimates) + 2) / n
    return float(downhill), float(np.sqrt(padded * (1 - padded) / n))


QUANTITIES: dict[str, Quantity] = {
    "total variance": Quantity(
        lambda m: m.total_variance, _sampled_variance, "total variance, tr Cov(ĝ)", logarithmic=True, scale_free=False
    ),
    "mean squared error": Quantity(
        lambda m: m.mse, _sampled_mse, "mean squared error, E|ĝ − g|²", logarithmic=True, scale_free=False
    ),
    "signal to noise": Quantity(
        lambda m: m.snr, _sampled_snr, "signal to noise, |E ĝ|² / tr Cov(ĝ)", logarithmic=True, scale_free=True
    ),
    "length of the bias": Quantity(
        lambda m: float(np.linalg.norm(m.bias)),
        _sampled_bias,
        "length of the bias, |E ĝ − g|",
        logarithmic=False,
        scale_free=False,
    ),
    "angle to the gradient": Quantity(
        lambda m: m.angle, None, "angle between E ĝ and g, degrees", logarithmic=False, scale_free=True
    ),
    "P(downhill)": Quantity(
        lambda m: m.downhill, _sampled_downhill, "probability of a downhill step", logarithmic=False, scale_free=True
    ),
}
