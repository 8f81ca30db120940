"""The advantage that each estimator gives an action: what is left of a reward when a baseline has been taken off.

Every function here is a Rule.  Actions lead, [A, ...]: every operation then runs along long rows, one per action.
"""

from collections.abc import Callable

import numpy as np

from reinforce_viz.engine.policy import centred, optimal_weights
from reinforce_viz.engine.rounding import Array, reward_scale, without_rounding

# rule(counts, rewards, probs, b) is the advantage of each action: counts are [A, ...] floats, rewards [A], probs
# [A, ...] and b a number or [...]; what comes back broadcasts with counts.
Rule = Callable[[Array, Array, Array, "Array | float"], Array]

EPSILON = 1e-4  # added to the standard deviation of a group


def no_baseline(counts: Array, rewards: Array, probs: Array, b: Array | float) -> Array:
    """The reward itself.  Williams 1992."""
    return _column(rewards, counts)


def given_baseline(counts: Array, rewards: Array, probs: Array, b: Array | float) -> Array:
    """Reward minus b, whatever the batch.  Williams 1992."""
    return _column(rewards, counts) - b


def mean_reward(counts: Array, rewards: Array, probs: Array, b: Array | float) -> Array:
    """Reward minus the plain average of the rewards, each action counted once.  A constant: Williams 1992."""
    return _column(centred(np.full(len(rewards), 1 / len(rewards)), rewards), counts)


def expected_reward(counts: Array, rewards: Array, probs: Array, b: Array | float) -> Array:
    """Reward minus J under the current policy.  Weaver and Tao 2001."""
    return centred(probs, rewards)


def optimal(counts: Array, rewards: Array, probs: Array, b: Array | float) -> Array:
    """Reward minus the constant of least variance under the current policy.  Dayan 1991; Greensmith et al. 2004."""
    return centred(optimal_weights(probs), rewards)


def optimal_plus_b(counts: Array, rewards: Array, probs: Array, b: Array | float) -> Array:
    """Reward minus b more than the constant of least variance: b and −b are equally noisy.  Chung et al. 2021."""
    return centred(optimal_weights(probs), rewards) - b


def batch_mean(counts: Array, rewards: Array, probs: Array, b: Array | float) -> Array:
    """Reward minus the mean reward of the batch, the draw's own included.  Liu et al. 2025, as Dr. GRPO."""
    return centred(counts / counts.sum(axis=0), rewards)


def leave_one_out(counts: Array, rewards: Array, probs: Array, b: Array | float) -> Array:
    """Reward minus the mean of the batch's other K − 1 rewards, K ≥ 2.  Kool et al. 2019; Ahmadian et al. 2024."""
    return centred(counts / (counts.sum(axis=0) - 1), rewards)


def group_normalised(counts: Array, rewards: Array, probs: Array, b: Array | float) -> Array:
    """Reward minus batch mean, over the batch's standard deviation plus ε; 0 if all rewards agree.  Shao et al. 2024.

    The paper has neither N nor ε: dividing the squares by N − 1 and adding 1e-4 is what the trainer of the library
    TRL does (von Werra et al. 2020).  At K = 2 dividing by N would make every step √2 times as long.
    """
    k = counts.sum(axis=0)
    # Before they are divided, so that the deviations of a batch that agrees are exactly 0.
    deviation = without_rounding(centred(counts / k, rewards), reward_scale(rewards))
    variance = (counts * deviation**2).sum(axis=0) / np.maximum(k - 1, 1)
    return np.asarray(np.where(variance > 0, deviation / (np.sqrt(variance) + EPSILON), 0.0))


def _column(values: Array, like: Array) -> Array:
    """values [A] shaped to broadcast with `like`, [A] or [A, N]."""
    return values[:, None] if like.ndim > 1 else values
