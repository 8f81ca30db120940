"""What is the model, and which way should it go?

A policy π = softmax(θ) over A responses with fixed rewards r.  Everything here is exact.
"""

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def check_policy(probs: npt.ArrayLike, rewards: npt.ArrayLike) -> tuple[Array, Array]:
    """Probabilities and rewards as float arrays [A], or a ValueError that says what is wrong."""
    policy = check_probs(probs)
    reward = np.asarray(rewards, dtype=np.float64)
    if reward.shape != policy.shape:
        raise ValueError(f"rewards must have one value per response ({len(policy)}), not shape {reward.shape}.")
    if not np.isfinite(reward).all():
        raise ValueError(f"rewards must be finite, not {reward.tolist()}.")
    return policy, reward


def check_probs(probs: npt.ArrayLike) -> Array:
    """Probabilities as a float array [A], or a ValueError that says what is wrong."""
    policy = np.asarray(probs, dtype=np.float64)
    if policy.ndim != 1 or len(policy) < 2:
        raise ValueError(f"probs must be a list of at least 2 probabilities, not shape {policy.shape}.")
    if not np.isfinite(policy).all() or (policy < 0).any():
        raise ValueError(f"probs must be non-negative numbers, not {policy.tolist()}.")
    if abs(policy.sum() - 1) > 1e-9:
        raise ValueError(f"probs must sum to 1, but {policy.tolist()} sums to {policy.sum():.10g}.")
    return policy


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
    return np.asarray((rewards[:, None] - rewards) @ weights)


def optimal_baseline(probs: npt.ArrayLike, rewards: npt.ArrayLike) -> float:
    """The constant b with the least total variance, E[R|s|²]/E[|s|²]; J at a corner, where every b is as good.

    Greensmith, Bartlett and Baxter 2004; Weaver and Tao 2001.
    """
    policy, reward = check_policy(probs, rewards)
    return float(optimal_weights(policy) @ reward)


def optimal_weights(probs: Array) -> Array:
    """Weight of each reward in the optimal baseline: π|s|², scaled to sum to 1.  [A, ...] -> [A, ...]."""
    responses = len(probs)
    identity = np.eye(responses).reshape(responses, responses, *[1] * (probs.ndim - 1))
    weights = probs * ((identity - probs) ** 2).sum(axis=1)
    total = weights.sum(axis=0)
    at_corner = total <= 0
    return np.asarray(np.where(at_corner, probs, weights / np.where(at_corner, 1.0, total)))
