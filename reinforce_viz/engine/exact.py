"""What needs no sampling: every possible batch, the exact moments of an estimator, exact ascent."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import comb, lgamma

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine.estimators import Estimator, estimator, gradient
from reinforce_viz.engine.policy import Array, centred, exact_gradient, score, summed
from reinforce_viz.engine.validation import check_finite, check_policy, check_whole

LARGEST_ENUMERATION = 1_000_000
# Relative to the terms that cancel in a sum: a difference below this is rounding, not a number.
ROUNDING = 1e-13


@dataclass(frozen=True, eq=False)
class Outcomes:
    """Batches that K draws can give: all M = C(K + A − 1, A − 1), or the likeliest of them."""

    counts: npt.NDArray[np.int64]  # [M, A], rows sum to K
    probability: Array  # [M], sums to 1 over all of them
    gradient: Array  # [M, A], the estimate from each batch
    slope: npt.NDArray[np.int8]  # [M], sign of ĝ·g: -1 the step points downhill, +1 uphill, 0 neither


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
        true_gradient = self.mean - self.bias
        lengths = float(np.linalg.norm(self.mean) * np.linalg.norm(true_gradient))
        if lengths == 0:
            return np.nan
        # atan2 of sine and cosine: the arc cosine alone cannot tell a small angle from none.
        across = self.mean - true_gradient * (self.mean @ true_gradient) / (true_gradient @ true_gradient)
        sine = float(np.linalg.norm(across) * np.linalg.norm(true_gradient)) / lengths
        cosine = float(self.mean @ true_gradient) / lengths
        return float(np.degrees(np.arctan2(sine if sine > ROUNDING else 0.0, cosine)))

    @property
    def downhill(self) -> float:
        """P(ĝ·g < 0).  Lists every batch; ValueError if they are too many."""
        return self._odds[0]

    @property
    def zero_step(self) -> float:
        """P(ĝ = 0).  Lists every batch; ValueError if they are too many."""
        return self._odds[1]

    @cached_property
    def _odds(self) -> tuple[float, float]:
        batches = outcomes(self.estimator, self.probs, self.rewards, self.k, self.b)
        still = ~batches.gradient.any(axis=1)
        return float(batches.probability[batches.slope < 0].sum()), float(batches.probability[still].sum())


def outcomes(name: str, probs: npt.ArrayLike, rewards: npt.ArrayLike, k: int, b: float = 0.0) -> Outcomes:
    """Every possible batch of K draws with its probability and the estimate it gives.

    ValueError for a bad argument, or for more than LARGEST_ENUMERATION batches.
    """
    policy, reward, entry = _check(name, probs, rewards, k, b)
    counts = _batches(int(k), len(policy))
    probability = _multinomial(counts, policy)
    advantage = entry.rule(counts, reward, policy[:, None], b)
    estimate = gradient(counts, advantage, policy[:, None])
    # The same sum without signs bounds the rounding of the one with signs.
    scale = gradient(counts, abs(advantage), -policy[:, None])
    estimate[abs(estimate) <= ROUNDING * scale] = 0.0
    true_gradient = exact_gradient(policy, reward)
    along = true_gradient @ estimate
    slope = np.sign(np.where(abs(along) <= ROUNDING * (abs(true_gradient) @ scale), 0.0, along))
    return Outcomes(counts.T.astype(np.int64), probability, estimate.T, slope.astype(np.int8))


def moments(name: str, probs: npt.ArrayLike, rewards: npt.ArrayLike, k: int, b: float = 0.0) -> Moments:
    """The exact mean and covariance of the estimate from K draws, and what follows from them.

    In closed form where there is one, by listing every batch where not.  ValueError for a bad argument, or where
    batches must be listed and are more than LARGEST_ENUMERATION.
    """
    policy, reward, entry = _check(name, probs, rewards, k, b)
    true_gradient = exact_gradient(policy, reward)
    if not entry.uses_batch:
        mean = true_gradient
        advantage = entry.rule(np.ones((len(policy), 1)), reward, policy[:, None], b)
        covariance = _single_draw_covariance(policy, true_gradient, advantage[:, 0]) / k
    elif name == "batch mean":
        mean = true_gradient * ((k - 1) / k)
        covariance = _batch_mean_covariance(policy, reward, k)
    elif name == "leave-one-out":
        mean = true_gradient
        covariance = _batch_mean_covariance(policy, reward, k) * (k / (k - 1)) ** 2
    else:
        mean, covariance = _enumerated(outcomes(name, policy, reward, k, b))
    # Where every batch gives the same estimate, all that is left is the rounding of rewards and of 1 − π.
    largest = max(float(np.abs(reward).max()), abs(b)) if entry.expectation != "other" else 1.0
    dust = ROUNDING**2 * (1 - policy @ policy) + 8 * np.finfo(np.float64).eps ** 2
    if np.trace(covariance) <= dust * largest**2:
        covariance = np.zeros_like(covariance)
    bias = -true_gradient / k if entry.expectation == "shrunk" else mean - true_gradient
    return Moments(name, policy, reward, int(k), float(b), mean, covariance, bias)


def likeliest(batches: Outcomes, most: int) -> Outcomes:
    """The at most `most` likeliest estimates: batches that give the same one count together, the likeliest for all."""
    # Estimates that differ by a rounding are the same one.
    grain = 1e-9 * (float(np.abs(batches.gradient).max()) or 1.0)
    rounded = np.round(batches.gradient / grain)
    # Equal estimates side by side, the likeliest of them first: one sort, where np.unique would compare row by row.
    order = np.lexsort((-batches.probability, *rounded.T))
    starts = np.append(True, (rounded[order[1:]] != rounded[order[:-1]]).any(axis=1))
    first = np.flatnonzero(starts)
    probability = np.add.reduceat(batches.probability[order], first)
    top = np.argsort(-probability, kind="stable")[:most]
    rows = order[first[top]]
    return Outcomes(batches.counts[rows], probability[top], batches.gradient[rows], batches.slope[rows])


def after_one_step(
    batches: Outcomes, probs: npt.ArrayLike, rewards: npt.ArrayLike, learning_rate: float
) -> tuple[float, float]:
    """Expected J after one sampled step, and the probability that J falls."""
    policy, reward = check_policy(probs, rewards)
    with np.errstate(divide="ignore"):
        logits = np.log(policy)[:, None] + learning_rate * batches.gradient.T
    weights = np.exp(logits - logits.max(axis=0))
    # The change of J through the change of π: equal rewards then give exactly no change.
    change = centred(policy, reward) @ (weights / summed(weights) - policy[:, None])
    falls = change < -ROUNDING * float(np.abs(reward).max())
    return float(policy @ reward + batches.probability @ change), float(batches.probability[falls].sum())


def exact_ascent(probs: npt.ArrayLike, rewards: npt.ArrayLike, learning_rate: float, steps: int) -> Array:
    """The policy after 0, 1, … steps of θ ← θ + learning_rate · g with the true gradient.  -> [steps + 1, A]."""
    policy, reward = check_policy(probs, rewards)
    check_finite("learning_rate", learning_rate)
    check_whole("steps", steps, 0)
    path = np.empty((steps + 1, len(policy)))
    path[0] = policy
    for step in range(steps):
        move = learning_rate * path[step] * centred(path[step], reward)
        # Logits that move by this much multiply their probabilities by exp of it; only differences matter.
        weights = path[step] * np.exp(move - move.max())
        path[step + 1] = weights / weights.sum()
    return path


def _check(name: str, probs: npt.ArrayLike, rewards: npt.ArrayLike, k: int, b: float) -> tuple[Array, Array, Estimator]:
    policy, reward = check_policy(probs, rewards)
    check_finite("b", b)
    return policy, reward, estimator(name, k)


@lru_cache(maxsize=64)
def _batches(k: int, responses: int) -> Array:
    """All ways to split K draws among the responses, as float counts.  -> [A, M], read-only."""
    size = comb(k + responses - 1, responses - 1)
    if size > LARGEST_ENUMERATION:
        raise ValueError(
            f"k = {k} draws of {responses} responses can give {size:,} different batches; "
            f"at most {LARGEST_ENUMERATION:,} can be listed."
        )
    rows = np.zeros((1, 0), dtype=np.int64)
    left = np.array([k])
    for _ in range(responses - 1):
        parents = np.repeat(np.arange(len(left)), left + 1)
        first = np.cumsum(left + 1) - (left + 1)
        taken = np.arange(len(parents)) - first[parents]
        rows = np.column_stack([rows[parents], taken])
        left = left[parents] - taken
    batches = np.column_stack([rows, left]).T.astype(np.float64, order="C")
    batches.setflags(write=False)
    return batches


def _multinomial(counts: Array, probs: Array) -> Array:
    """Probability of each batch.  counts [A, M], probs [A] -> [M]."""
    log_factorial = np.array([lgamma(n + 1) for n in range(int(counts[:, 0].sum()) + 1)])
    possible = probs > 0
    log_probs = np.log(probs, where=possible, out=np.zeros_like(probs))
    log_weight = log_probs @ counts - log_factorial[counts.astype(np.intp)].sum(axis=0)
    weight = np.exp(log_weight - log_weight.max()) * (counts[~possible] == 0).all(axis=0)
    # Dividing by the sum stands for K! and takes the rounding of the large logarithms out with it.
    return np.asarray(weight / weight.sum())


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
