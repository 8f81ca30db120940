"""What a group of rewards tells those estimators that compare the draws of a batch with each other.

A group is the K answers to one prompt.  One whose rewards all agree is useless: every advantage in it is 0.
"""

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine.batches import outcomes
from reinforce_viz.engine.estimators import ESTIMATORS, estimator
from reinforce_viz.engine.policy import Array
from reinforce_viz.engine.validation import check_choice, check_finite, check_integer, check_policy, check_vector

KINDS = tuple(name for name, entry in ESTIMATORS.items() if entry.uses_batch)
# The rules compare every reward with every other: beyond this the table of pairs costs more than it tells.
LARGEST_GROUP = 1024


def useless(probs: npt.ArrayLike, rewards: npt.ArrayLike, k: int) -> float:
    """The probability that all K rewards of a group agree, Σ over the distinct rewards of P(reward)^K.

    Such groups push nothing, and Yu et al. 2025 leave them out.

    Args:
        probs: [A], the policy that draws.
        rewards: [A]; actions of the same reward count together.
        k: K, draws in the group, 1 or more.

    Returns:
        From 0 to 1; 1 for K = 1.

    Raises:
        ValueError: naming the argument that is out of range.
    """
    policy, reward = check_policy(probs, rewards)
    check_integer("k", k, 1)
    values = np.unique(reward[policy > 0])
    # Certain, whatever rounding the probabilities carry.
    if k == 1 or len(values) == 1:
        return 1.0
    return float(sum(policy[reward == value].sum() ** k for value in values))


def draws_per_useful_group(probs: npt.ArrayLike, rewards: npt.ArrayLike, k: int) -> float:
    """The draws that a group costs on average if useless ones are thrown away, K / (1 − P(useless)).  Yu et al. 2025.

    What is left of the batch mean's expected estimate, and of GRPO's, is 1 / (1 − P(useless)) times as long.

    Args:
        probs: [A], the policy that draws.
        rewards: [A].
        k: K, draws in the group, 1 or more.

    Returns:
        K or more; infinite if every group is useless.

    Raises:
        ValueError: naming the argument that is out of range.
    """
    useful = 1 - useless(probs, rewards, k)
    return k / useful if useful > 0 else np.inf


def group_advantages(rewards: npt.ArrayLike, kind: str) -> Array:
    """The advantage of each answer of one group.  Shao et al. 2024; Liu et al. 2025; Ahmadian et al. 2024.

    Args:
        rewards: [K], the group's rewards, any finite numbers; at most LARGEST_GROUP.
        kind: one of the estimators that use the batch: "batch mean" (Dr. GRPO), "leave-one-out" (RLOO) or
            "group-normalised" (GRPO).

    Returns:
        [K]; all 0 if the rewards agree.

    Raises:
        ValueError: naming kind, k, if the group is too small for it, or rewards, if they are too many or not finite.
    """
    check_choice("kind", kind, KINDS)
    reward = check_vector("rewards", rewards)
    if len(reward) > LARGEST_GROUP:
        raise ValueError(f"rewards must be at most {LARGEST_GROUP:,}, not {len(reward):,}.")
    entry = estimator(kind, len(reward))
    # Each answer of the group as an action of its own that was drawn once.
    once = np.ones(len(reward))
    return entry.advantages(once, reward, once / len(reward), 0.0)


def success_factor(success: float, k: int) -> float:
    """By what GRPO multiplies the gradient of a right-or-wrong prompt on average.  Liu et al. 2025, difficulty bias.

    Rewards are 1 and 0, the standard deviation has ddof 1, and the 1e-4 that is added to it is left out.

    Args:
        success: s, the probability of a right answer, from 0 to 1.
        k: K, draws in the group, 1 or more.

    Returns:
        E[ĝ] / g, its limit at s = 0 and 1; 0 for K = 1, the same for every s at K = 2 and K = 3.

    Raises:
        ValueError: naming the argument that is out of range.
    """
    if not 0 <= check_finite("success", success) <= 1:
        raise ValueError(f"success must be from 0 to 1, not {success!r}.")
    check_integer("k", k, 1)
    if k <= 2:
        return 0.0 if k == 1 else float(np.sqrt(0.5))
    # E[ĝ] = √((K − 1)/K) E[√(q̂(1 − q̂))] for the share q̂ of right answers.  One right and one wrong answer are needed
    # for a term that is not 0; with those two set aside, s(1 − s) = g cancels, and K − 2 draws are left.
    others = outcomes("none", (success, 1 - success), (1.0, 0.0), k - 2)
    right = others.counts[:, 0] + 1
    return float(np.sqrt((k - 1) / k) * (k - 1) * (others.probability @ (1 / np.sqrt(right * (k - right)))))
