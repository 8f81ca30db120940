"""What is the model, and which way should it go?

A policy π = softmax(θ) over A responses with fixed rewards r.  Everything here is exact.
"""

from functools import cache

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine.validation import check_policy, check_probs

Array = npt.NDArray[np.float64]
# Lost in a sum with anything that is not zero.
NEXT_TO_NOTHING = 1e-300


def softmax(logits: npt.ArrayLike) -> Array:
    """Probabilities proportional to exp(logits) along the last axis.  [..., A] -> [..., A]."""
    theta = np.asarray(logits, dtype=np.float64)
    # Shift before exp: softmax is unchanged and large logits cannot overflow.
    weights = np.exp(theta - theta.max(axis=-1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=-1, keepdims=True))


def score(probs: npt.ArrayLike) -> Array:
    """Gradient of log π(a) with respect to the logits, e_a − π, in row a.  [A] -> [A, A]."""
    policy = check_probs(probs)
    return np.asarray(np.eye(len(policy)) - policy)


def expected_reward(probs: npt.ArrayLike, rewards: npt.ArrayLike) -> float:
    """J = π·r, the reward of one answer on average."""
    policy, reward = check_policy(probs, rewards)
    return float(policy @ reward)


def exact_gradient(probs: npt.ArrayLike, rewards: npt.ArrayLike) -> Array:
    """g = ∇J with respect to the logits, π∘(r − J).  [A]; sums to 0."""
    policy, reward = check_policy(probs, rewards)
    return policy * centred(policy, reward)


def centred(weights: Array, rewards: Array) -> Array:
    """Each reward minus the weighted mean reward, for weights [A, ...] that sum to 1.  -> [A, ...]."""
    # Through differences of rewards: equal rewards then give exactly 0, which r − w·r would miss by a rounding.
    gaps: Array = (rewards[:, None] - rewards).dot(weights)
    return gaps


def summed(values: Array) -> Array:
    """The sum over responses, in the place of each.  [A] or [A, N] -> the same."""
    # For long rows this takes half as long as a sum that is then stretched over them.
    total: Array = _ones(len(values)).dot(values)
    return total


@cache
def _ones(responses: int) -> Array:
    return np.ones((responses, responses))


@cache
def _others(responses: int) -> Array:
    return 1 - np.eye(responses)


def optimal_baseline(probs: npt.ArrayLike, rewards: npt.ArrayLike) -> float:
    """The constant b with the least total variance, E[R|s|²]/E[|s|²]; J at a corner, where every b is as good.

    Greensmith, Bartlett and Baxter 2004; Weaver and Tao 2001.
    """
    policy, reward = check_policy(probs, rewards)
    return float(optimal_weights(policy) @ reward)


def optimal_weights(probs: Array) -> Array:
    """Weight of each reward in the optimal baseline: π|s|², scaled to sum to 1.  [A] or [A, N] -> the same."""
    # |s|² is (1 − π)² and the squares of all others: differences would lose what is left of it near a corner, and at
    # a corner nothing is left, so that something must be added for the weights to be those of the policy.
    squares = (1 - probs) ** 2
    squares += _others(len(probs)).dot(probs**2)
    squares += NEXT_TO_NOTHING
    weights: Array = probs * squares
    weights /= summed(weights)
    return weights
