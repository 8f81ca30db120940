"""What needs no sampling: every possible batch, the exact moments of an estimator, exact ascent."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import comb, lgamma

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine import rounding
from reinforce_viz.engine.estimators import Estimator, estimator, gradient
from reinforce_viz.engine.policy import centred, exact_gradient, score
from reinforce_viz.engine.rounding import ROUNDING, Array, reward_scale, signs
from reinforce_viz.engine.validation import check_finite, check_integer, check_policy

LARGEST_ENUMERATION = 1_000_000


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


def outcomes(name: str, probs: npt.ArrayLike, rewards: npt.ArrayLike, k: int, b: float = 0.0) -> Outcomes:
    """Every possible batch of K draws, with its probability and the estimate that it gives.

    Args:
        name: of an entry in ESTIMATORS.
        probs: [A], sum to 1.
        rewards: [A].
        k: draws, from the estimator's smallest K on.
        b: for the estimators that use it.

    Raises:
        ValueError: naming the argument that is impossible, or k, if there are more than LARGEST_ENUMERATION batches.
    """
    policy, reward, entry = _check(name, probs, rewards, k, b)
    counts = _batches(int(k), len(policy))
    advantage = entry.advantages(counts, reward, policy[:, None], b)
    estimate = gradient(counts, advantage, policy[:, None])
    slope = slope_signs(counts / k, advantage, policy, reward)
    return Outcomes(counts.T.astype(np.int64), _multinomial(counts, policy), estimate.T, slope)


def slope_signs(share: Array, advantage: Array, probs: Array, rewards: Array) -> npt.NDArray[np.int8]:
    """The sign of ĝ·g: -1 where a step points downhill, +1 uphill, 0 neither.

    Args:
        share: [A, M], p̂ = counts/K.
        advantage: broadcasts with share.
        probs: [A], sum to 1.
        rewards: [A].

    Returns:
        [M].
    """
    # A draw of a moves ĝ·g by A (e_a − π)·g.  The same sum without signs bounds its rounding.
    weighted = share * advantage
    true_gradient = exact_gradient(probs, rewards)
    along = (true_gradient - probs @ true_gradient) @ weighted
    size = np.abs(true_gradient) + probs * reward_scale(rewards)
    return signs(along, (size + probs @ size) @ np.abs(weighted))


def probability_that(event: npt.NDArray[np.bool_], probability: Array) -> float:
    """The probability of an event, exactly 0 or 1 where it is impossible or certain.

    Args:
        event: [M], in which of M cases it happens.
        probability: [M], of each case, sum to 1 but for a rounding.
    """
    happens, otherwise = probability[event].sum(), probability[~event].sum()
    return float(happens / (happens + otherwise))


def moments(name: str, probs: npt.ArrayLike, rewards: npt.ArrayLike, k: int, b: float = 0.0) -> Moments:
    """The exact mean and covariance of the estimate from K draws, and what follows from them.

    In closed form where one is known, and by listing every batch for any other rule.

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
    policy, reward, entry = _check(name, probs, rewards, k, b)
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


def likeliest(batches: Outcomes, most: int) -> Outcomes:
    """The likeliest estimates: batches that give the same one count together, the likeliest of them for all.

    Args:
        batches: M of them.
        most: how many estimates to keep.

    Returns:
        At most `most`, the likeliest first.
    """
    # Rounded to far more than a rounding and to far less than anyone sees, so that hardly any two that are equal fall
    # on either side of an edge.
    step = 1e4 * ROUNDING * (float(np.abs(batches.gradient).max()) or 1.0)
    rounded = np.round(batches.gradient / step)
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
    """What one sampled step brings.

    Args:
        batches: every batch that the step can be made from.
        probs: [A], the policy before it.
        rewards: [A].
        learning_rate: the length of the step in estimates.

    Returns:
        Expected J after the step, and the probability that J falls.

    Raises:
        ValueError: naming probs or rewards, if they are no policy with its rewards.
    """
    policy, reward = check_policy(probs, rewards)
    with np.errstate(divide="ignore"):
        logits = np.log(policy)[:, None] + learning_rate * batches.gradient.T
    weights = np.exp(logits - logits.max(axis=0))
    # The change of J through the change of π: equal rewards then give exactly no change.
    change = centred(policy, reward) @ (weights / weights.sum(axis=0) - policy[:, None])
    falls = signs(change, np.abs(reward).max()) < 0
    return float(policy @ reward + batches.probability @ change), probability_that(falls, batches.probability)


def exact_ascent(probs: npt.ArrayLike, rewards: npt.ArrayLike, learning_rate: float, steps: int) -> Array:
    """The policy along θ ← θ + learning_rate · g, with the true gradient.

    Args:
        probs: [A], the policy at the start.
        rewards: [A].
        learning_rate: any finite number.
        steps: from 0 on.

    Returns:
        [steps + 1, A], the policy after 0, 1, … steps.

    Raises:
        ValueError: naming the argument that is impossible.
    """
    policy, reward = check_policy(probs, rewards)
    check_finite("learning_rate", learning_rate)
    check_integer("steps", steps, 0)
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


def _single_advantage(entry: Estimator, probs: Array, rewards: Array, b: float) -> Array:
    """The advantages of a rule that does not look at the batch.  -> [A]."""
    one_each = np.ones((len(probs), 1))
    advantage = entry.advantages(one_each, rewards, probs[:, None], b)
    return np.broadcast_to(advantage, one_each.shape)[:, 0]


def can_list(k: int, actions: int) -> bool:
    """Whether every batch of K draws of so many actions can be listed."""
    return comb(k + actions - 1, actions - 1) <= LARGEST_ENUMERATION


@lru_cache(maxsize=64)
def _batches(k: int, actions: int) -> Array:
    """All ways to split K draws among the actions, as float counts.  -> [A, M], read-only."""
    if not can_list(k, actions):
        raise ValueError(
            f"k = {k} draws of {actions} actions can give {comb(k + actions - 1, actions - 1):,} different batches; "
            f"at most {LARGEST_ENUMERATION:,} can be listed.  Take fewer draws, or estimate from sample_gradients."
        )
    rows = np.zeros((1, 0), dtype=np.int64)
    left = np.array([k])
    for _ in range(actions - 1):
        parents = np.repeat(np.arange(len(left)), left + 1)
        first = np.cumsum(left + 1) - (left + 1)
        taken = np.arange(len(parents)) - first[parents]
        rows = np.column_stack([rows[parents], taken])
        left = left[parents] - taken
    batches = np.column_stack([rows, left]).T.astype(np.float64, order="C")
    batches.setflags(write=False)
    return batches


def _folded_downhill(probs: Array, rewards: Array, k: int, advantage: Array) -> float:
    """P(ĝ·g < 0) for advantages [A] that do not depend on the batch, without listing every batch.

    Each draw then moves ĝ·g by a number of its own.  So the batch is cut into two halves, which are listed, and for
    each first half the chance is added up that the second one takes the sum below zero.
    """
    true_gradient = exact_gradient(probs, rewards)
    step = advantage * (true_gradient - probs @ true_gradient)
    size = np.abs(true_gradient) + probs * reward_scale(rewards)
    bound = ROUNDING * k * float((np.abs(advantage) * (size + probs @ size)).max())
    first, second = (_batches(half, len(probs)) for half in (k // 2, k - k // 2))
    sums = step @ second
    order = np.argsort(sums)
    below = np.concatenate([[0.0], np.cumsum(_multinomial(second, probs)[order])])
    falls = below[np.searchsorted(sums[order], -bound - step @ first)]
    return min(float(_multinomial(first, probs) @ falls), 1.0)


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
