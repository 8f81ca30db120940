"""What a step does to the policy: the exact step, repeated, and one sampled step on average."""

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine.batches import Outcomes, probability_that
from reinforce_viz.engine.policy import centred, logits, move_logits
from reinforce_viz.engine.rounding import Array, signs
from reinforce_viz.engine.validation import check_finite, check_integer, check_policy


def exact_ascent(probs: npt.ArrayLike, rewards: npt.ArrayLike, learning_rate: float, steps: int) -> Array:
    """The policy along θ ← θ + learning_rate · g, with the true gradient.  Sutton and Barto 2018, section 2.8.

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
        path[step + 1] = move_logits(path[step], learning_rate * path[step] * centred(path[step], reward))
    return path


def after_one_step(
    batches: Outcomes, probs: npt.ArrayLike, rewards: npt.ArrayLike, learning_rate: float
) -> tuple[float, float]:
    """What one sampled step brings.

    Args:
        batches: every batch that the step can be made from.
        probs: [A], the policy before it.
        rewards: [A].
        learning_rate: what the estimate is multiplied by.

    Returns:
        Expected J after the step, and the probability that J falls.

    Raises:
        ValueError: naming probs or rewards, if they are not a policy and its rewards.
    """
    policy, reward = check_policy(probs, rewards)
    moved = logits(policy)[:, None] + learning_rate * batches.gradient.T
    weights = np.exp(moved - moved.max(axis=0))
    # The change of J through the change of π: equal rewards then give exactly no change.
    change = centred(policy, reward) @ (weights / weights.sum(axis=0) - policy[:, None])
    falls = signs(change, np.abs(reward).max()) < 0
    return float(policy @ reward + batches.probability @ change), probability_that(falls, batches.probability)
