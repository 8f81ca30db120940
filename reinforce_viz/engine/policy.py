"""The model, exactly: a policy π = softmax(θ) over A actions with fixed rewards r, and which way it should go."""

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine.rounding import Array as Array
from reinforce_viz.engine.rounding import reward_scale, without_rounding
from reinforce_viz.engine.validation import check_logits, check_policy, check_probs

TINY = 1e-300  # avoids 0/0 at a corner; lost in a sum with anything that is not zero


def softmax(logits: npt.ArrayLike) -> Array:
    """Probabilities proportional to exp(logits) along the last axis.  Bridle 1990.

    Args:
        logits: [..., A], finite or -inf, with at least one finite number in each row.

    Returns:
        [..., A], rows that sum to 1.

    Raises:
        ValueError: naming logits, if they are anything else.
    """
    theta = check_logits(logits)
    # Shift before exp: softmax is unchanged and large logits cannot overflow.
    weights = np.exp(theta - theta.max(axis=-1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=-1, keepdims=True))


def logits(probs: npt.ArrayLike) -> Array:
    """The logits log π; an action of probability 0 has −inf, and keeps it whatever is added.

    Args:
        probs: [...], from 0 to 1.

    Returns:
        Shaped as probs.
    """
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(probs))


def move_logits(probs: Array, move: Array) -> Array:
    """The policy after its logits have moved.

    Args:
        probs: [A] or [A, N], sum to 1 over the actions.
        move: shaped as probs, and nowhere larger than for some action that can be drawn.

    Returns:
        Shaped as probs.
    """
    # A logit that moves multiplies its probability by exp of that; only differences of moves matter.
    weights = probs * np.exp(move - move.max(axis=0))
    return np.asarray(weights / weights.sum(axis=0))


def score(probs: npt.ArrayLike) -> Array:
    """The gradient of log π(a) with respect to the logits, e_a − π, in row a.  Sutton and Barto 2018, section 2.8.

    Args:
        probs: [A], sum to 1.

    Returns:
        [A, A].

    Raises:
        ValueError: naming probs, if they are not a policy.
    """
    policy = check_probs(probs)
    return np.asarray(np.eye(len(policy)) - policy)


def expected_reward(probs: npt.ArrayLike, rewards: npt.ArrayLike) -> float:
    """J = π·r, the reward of one action on average.

    Args:
        probs: [A], sum to 1.
        rewards: [A].

    Raises:
        ValueError: naming probs or rewards, if they are not a policy and its rewards.
    """
    policy, reward = check_policy(probs, rewards)
    return float(policy @ reward)


def exact_gradient(probs: npt.ArrayLike, rewards: npt.ArrayLike) -> Array:
    """The gradient of J with respect to the logits, g = π∘(r − J).  Williams 1992.

    Args:
        probs: [A], sum to 1.
        rewards: [A].

    Returns:
        [A], with sum 0; a component is 0 where an action earns exactly J.

    Raises:
        ValueError: naming probs or rewards, if they are not a policy and its rewards.
    """
    policy, reward = check_policy(probs, rewards)
    return policy * without_rounding(centred(policy, reward), reward_scale(reward))


def centred(weights: Array, rewards: Array) -> Array:
    """Each reward minus the weighted mean reward.

    Args:
        weights: [A, ...], sum to 1 over the actions.
        rewards: [A].

    Returns:
        [A, ...].
    """
    # Through differences of rewards: equal rewards then give exactly 0, which r − w·r would miss by a rounding.
    gaps: Array = (rewards[:, None] - rewards).dot(weights)
    return gaps


def optimal_baseline(probs: npt.ArrayLike, rewards: npt.ArrayLike) -> float:
    """The constant b with the least total variance, E[R|s|²]/E[|s|²].  Greensmith, Bartlett and Baxter 2004.

    Args:
        probs: [A], sum to 1.
        rewards: [A].

    Returns:
        b*; at a corner, where every b is as good, J.

    Raises:
        ValueError: naming probs or rewards, if they are not a policy and its rewards.
    """
    policy, reward = check_policy(probs, rewards)
    return float(optimal_weights(policy) @ reward)


def optimal_weights(probs: Array) -> Array:
    """The weight of each reward in the optimal baseline: π|s|², scaled to sum to 1.

    Args:
        probs: [A] or [A, N], sum to 1 over the actions.

    Returns:
        Shaped as probs.
    """
    # |s|² is (1 − π)² and the squares of all others: differences would lose what is left of it near a corner, and at
    # a corner nothing is left, so that something must be added for the weights to be those of the policy.
    others = 1 - np.eye(len(probs))
    weights: Array = probs * ((1 - probs) ** 2 + others.dot(probs**2) + TINY)
    return np.asarray(weights / weights.sum(axis=0))
