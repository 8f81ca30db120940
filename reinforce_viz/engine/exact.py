"""The exact mean, variance and odds of an estimate."""

from dataclasses import dataclass
from functools import cached_property
from math import lgamma

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine import rounding
from reinforce_viz.engine.batches import Outcomes, batch_probability, can_list, every_count, outcomes, probability_that
from reinforce_viz.engine.estimators import Estimator, estimator
from reinforce_viz.engine.policy import centred, exact_gradient, score
from reinforce_viz.engine.rounding import ROUNDING, Array, reward_scale
from reinforce_viz.engine.validation import check_finite, check_policy


@dataclass(frozen=True, eq=False)
class Moments:
    """The exact mean, spread and odds of an estimate."""

    estimator: str
    probs: Array  # [A]
    rewards: Array  # [A]
    k: int
    b: float
    mean: Array  # [A], E[ĝ]
    covariance: Array  # [A, A]
    bias: Array  # [A], E[ĝ] − g

    @property
    def total_variance(self) -> float:
        """Trace of the covariance."""
        return float(np.trace(self.covariance))

    @property
    def mse(self) -> float:
        """E|ĝ − g|², total variance plus squared bias."""
        return self.total_variance + float(self.bias @ self.bias)

    @property
    def snr(self) -> float:
        """Signal to noise |E ĝ|² / tr Cov; infinite without variance, NaN if the mean is zero too."""
        signal = float(self.mean @ self.mean)
        if self.total_variance > 0:
            return signal / self.total_variance
        return np.inf if signal > 0 else np.nan

    @property
    def angle(self) -> float:
        """Degrees between E[ĝ] and g; NaN if either is zero."""
        return rounding.angle(self.mean, self.mean - self.bias)

    @property
    def downhill(self) -> float:
        """P(ĝ·g < 0), the probability of a step that points downhill.

        Raises:
            ValueError: naming k, where batches must be listed and are too many.
        """
        return self._odds[0]

    @property
    def zero_step(self) -> float:
        """P(ĝ = 0), the probability of a step that goes nowhere.

        Raises:
            ValueError: naming k, where batches must be listed and are too many.
        """
        return self._odds[1]

    @cached_property
    def _odds(self) -> tuple[float, float]:
        entry = estimator(self.estimator, self.k)
        if entry.draws_are_alike and not can_list(self.k, len(self.probs)):
            advantage = _single_advantage(entry, self.probs, self.rewards, self.b)
            return _folded_downhill(self.probs, self.rewards, self.k, advantage), _zero_step(
                self.probs, self.k, advantage
            )
        batches = outcomes(self.estimator, self.probs, self.rewards, self.k, self.b)
        still = np.asarray(~batches.gradient.any(axis=1))
        return probability_that(batches.slope < 0, batches.probability), probability_that(still, batches.probability)


def moments(name: str, probs: npt.ArrayLike, rewards: npt.ArrayLike, k: int, b: float = 0.0) -> Moments:
    """The exact mean and covariance of the estimate from K draws, and what follows from them.

    In closed form where one is known, and by listing every batch for any other rule.  Williams 1992 for the estimate;
    what each estimator subtracts has its source in ESTIMATORS.

    Args:
        name: of an entry in ESTIMATORS.
        probs: [A], sum to 1.
        rewards: [A].
        k: draws, from the estimator's smallest K on.
        b: for the estimators that use it.

    Raises:
        ValueError: naming the argument that is impossible, or k, where batches must be listed and are more than
            LARGEST_ENUMERATION.
    """
    policy, reward = check_policy(probs, rewards)
    check_finite("b", b)
    entry = estimator(name, k)
    true_gradient = exact_gradient(policy, reward)
    largest = max(float(np.abs(reward).max()), abs(b))
    if entry.draws_are_alike:
        mean = true_gradient
        covariance = _single_draw_covariance(policy, true_gradient, _single_advantage(entry, policy, reward, b)) / k
    elif name == "batch mean":
        mean = true_gradient * ((k - 1) / k)
        covariance = _batch_mean_covariance(policy, reward, k)
    elif name == "leave-one-out":
        mean = true_gradient
        covariance = _batch_mean_covariance(policy, reward, k) * (k / (k - 1)) ** 2
    else:
        batches = outcomes(name, policy, reward, k, b)
        mean, covariance = _enumerated(batches)
        largest = float(np.abs(batches.gradient).max())
    # Where every batch gives the same estimate, all that is left is the rounding of rewards and of 1 − π.
    residue = ROUNDING**2 * (1 - policy @ policy) + 8 * np.finfo(np.float64).eps ** 2
    if np.trace(covariance) <= residue * largest**2:
        covariance = np.zeros_like(covariance)
    bias = -true_gradient / k if name == "batch mean" else mean - true_gradient
    return Moments(name, policy, reward, int(k), float(b), mean, covariance, bias)


def _single_advantage(entry: Estimator, probs: Array, rewards: Array, b: float) -> Array:
    """The advantages of a rule that does not look at the batch.  -> [A]."""
    one_each = np.ones((len(probs), 1))
    advantage = entry.advantages(one_each, rewards, probs[:, None], b)
    return np.broadcast_to(advantage, one_each.shape)[:, 0]


def _single_draw_covariance(probs: Array, true_gradient: Array, advantage: Array) -> Array:
    """Covariance of A ∇log π for one draw, Σ π_a A_a² s_a s_aᵀ − g gᵀ, for advantages [A].  -> [A, A]."""
    # Squares of deviations, not a difference of squares: nothing cancels.
    deviation = advantage[:, None] * score(probs) - true_gradient
    return np.asarray((probs[:, None] * deviation).T @ deviation)


def _batch_mean_covariance(probs: Array, rewards: Array, k: int) -> Array:
    """Covariance of p̂∘(r − p̂·r), ((K−1)/K)² times that of leave-one-out.  -> [A, A].

    Leave-one-out is a mean over pairs of draws (a U-statistic), so two terms describe it: one for single draws and
    one, Z₂, for pairs.
    """
    true_gradient = exact_gradient(probs, rewards)
    gaps = np.outer(probs, probs) * np.subtract.outer(rewards, rewards) ** 2
    pairs = (np.diag(gaps.sum(axis=1)) - gaps) / 2 - np.outer(true_gradient, true_gradient)
    single = _single_draw_covariance(probs, true_gradient, centred(probs, rewards))
    return np.asarray((k - 1) / k**3 * ((k - 2) * single + 2 * pairs))


def _enumerated(batches: Outcomes) -> tuple[Array, Array]:
    mean = batches.probability @ batches.gradient
    deviation = batches.gradient - mean
    return mean, (batches.probability[:, None] * deviation).T @ deviation


def _folded_downhill(probs: Array, rewards: Array, k: int, advantage: Array) -> float:
    """P(ĝ·g < 0) for advantages [A] that do not depend on the batch, without listing every batch.

    Each draw then moves ĝ·g by a number of its own.  So the batch is cut into two halves, which are listed, and for
    each first half the chance is added up that the second one takes the sum below zero.
    """
    true_gradient = exact_gradient(probs, rewards)
    step = advantage * (true_gradient - probs @ true_gradient)
    size = np.abs(true_gradient) + probs * reward_scale(rewards)
    bound = ROUNDING * k * float((np.abs(advantage) * (size + probs @ size)).max())
    first, second = (every_count(half, len(probs)) for half in (k // 2, k - k // 2))
    sums = step @ second
    order = np.argsort(sums)
    below = np.concatenate([[0.0], np.cumsum(batch_probability(second, probs)[order])])
    falls = below[np.searchsorted(sums[order], -bound - step @ first)]
    return min(float(batch_probability(first, probs) @ falls), 1.0)


def _zero_step(probs: Array, k: int, advantage: Array) -> float:
    """P(ĝ = 0) for advantages [A] that do not depend on the batch.

    ĝ = p̂∘A − π (p̂·A) is zero where every draw has advantage 0, and in one more batch: that whose counts are as
    π/A, which pushes every action as hard as the others push it back.
    """
    nothing = min(float(probs[advantage == 0].sum()), 1.0) ** k
    drawn = probs > 0
    if (advantage[drawn] == 0).any():
        return nothing
    balance = np.zeros(len(probs))
    balance[drawn] = probs[drawn] / advantage[drawn]
    if abs(balance.sum()) <= ROUNDING * np.abs(balance).sum():
        return nothing
    counts = k * balance / balance.sum()
    whole = counts.round()
    if (whole < 0).any() or (np.abs(counts - whole) > ROUNDING * k).any():
        return nothing
    chance = sum(n * np.log(p) - lgamma(n + 1) for n, p in zip(whole[drawn], probs[drawn], strict=True))
    return nothing + float(np.exp(lgamma(k + 1) + chance))
