"""Every batch that K draws can give, with its probability and the estimate that it gives."""

from dataclasses import dataclass
from functools import lru_cache
from math import comb, lgamma

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine.estimators import estimator, gradient
from reinforce_viz.engine.policy import exact_gradient
from reinforce_viz.engine.rounding import ROUNDING, Array, reward_scale, signs
from reinforce_viz.engine.validation import check_finite, check_policy

LARGEST_ENUMERATION = 1_000_000


@dataclass(frozen=True, eq=False)
class Outcomes:
    """Batches that K draws can give: all M = C(K + A − 1, A − 1), or the likeliest of them."""

    counts: npt.NDArray[np.int64]  # [M, A], rows sum to K
    probability: Array  # [M], sums to 1 over all of them
    gradient: Array  # [M, A], the estimate from each batch
    slope: npt.NDArray[np.int8]  # [M], sign of ĝ·g: -1 the step points downhill, +1 uphill, 0 neither


def outcomes(name: str, probs: npt.ArrayLike, rewards: npt.ArrayLike, k: int, b: float = 0.0) -> Outcomes:
    """Every possible batch of K draws, with its probability and the estimate that it gives.

    Williams 1992 for the estimate; what each estimator subtracts has its source in ESTIMATORS.

    Args:
        name: of an entry in ESTIMATORS.
        probs: [A], sum to 1.
        rewards: [A].
        k: draws, from the estimator's smallest K on.
        b: for the estimators that use it.

    Raises:
        ValueError: naming the argument that is impossible, or k, if there are more than LARGEST_ENUMERATION batches.
    """
    policy, reward = check_policy(probs, rewards)
    check_finite("b", b)
    entry = estimator(name, k)
    counts = every_count(int(k), len(policy))
    advantage = entry.advantages(counts, reward, policy[:, None], b)
    estimate = gradient(counts, advantage, policy[:, None])
    slope = slope_signs(counts / k, advantage, policy, reward)
    return Outcomes(counts.T.astype(np.int64), batch_probability(counts, policy), estimate.T, slope)


def can_list(k: int, actions: int) -> bool:
    """Whether the batches of K draws are few enough to be listed.

    Args:
        k: from 1 on.
        actions: how many there are to draw.
    """
    return comb(k + actions - 1, actions - 1) <= LARGEST_ENUMERATION


@lru_cache(maxsize=64)
def every_count(k: int, actions: int) -> Array:
    """All ways to split K draws among the actions.

    Args:
        k: from 1 on.
        actions: how many there are to draw.

    Returns:
        [A, M], as floats, read-only.

    Raises:
        ValueError: naming k, if there are more than LARGEST_ENUMERATION.
    """
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


def batch_probability(counts: Array, probs: Array) -> Array:
    """The probability of each batch, multinomial.

    Args:
        counts: [A, M], every batch of K draws, as floats.
        probs: [A], sum to 1.

    Returns:
        [M], sums to 1.
    """
    log_factorial = np.array([lgamma(n + 1) for n in range(int(counts[:, 0].sum()) + 1)])
    possible = probs > 0
    log_probs = np.log(probs, where=possible, out=np.zeros_like(probs))
    log_weight = log_probs @ counts - log_factorial[counts.astype(np.intp)].sum(axis=0)
    weight = np.exp(log_weight - log_weight.max()) * (counts[~possible] == 0).all(axis=0)
    # Dividing by the sum stands for K! and takes the rounding of the large logarithms out with it.
    return np.asarray(weight / weight.sum())


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
