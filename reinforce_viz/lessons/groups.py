"""What groups do to GRPO: its average step, useless groups, the brake near the goal, hard prompts, long answers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine.answer_lengths import KINDS, ascent_with_lengths, mean_length
from reinforce_viz.engine.exact import Moments, moments
from reinforce_viz.engine.experiment import BATCH_SIZES
from reinforce_viz.engine.groups import draws_per_useful_group, success_factor, useless
from reinforce_viz.engine.policy import Array, centred, exact_gradient
from reinforce_viz.engine.steps import exact_ascent
from reinforce_viz.engine.validation import check_policy

GRPO = "group-normalised"
SIZES = (2, 3, 4, 8, 16, 32, 64)
STRETCH = 100.0  # times as large a lead of the best reward as the reader is asked about
LEARNING_RATE = 0.1  # of the exact ascent that shows how groups change as the policy improves
WAY = (0, 10, 50, 100)  # steps of it at which useless groups are counted
LONGEST_WAY = 1000
# Degrees below which an angle is what rounding has left of none.
NO_ANGLE = 1e-6
SUCCESS = np.linspace(0.01, 0.99, 50)
# Three answers to one prompt: a short right one, a short wrong one and a long wrong one.
LENGTHS, LENGTH_REWARDS, LENGTH_PROBS = (4.0, 4.0, 16.0), (8.0, 3.0, 3.0), (0.4, 0.3, 0.3)
LENGTH_STEPS = 50


@dataclass(frozen=True, eq=False)
class UselessGroups:
    """Useless groups against K, at several policies on the way of exact ascent."""

    sizes: npt.NDArray[np.int64]  # [N]
    share: Array  # [len(WAY), N], P(all rewards of the group agree)
    draws: Array  # [len(WAY), N], draws per useful group; infinite where every group is useless


@dataclass(frozen=True, eq=False)
class Brake:
    """Lengths of average steps along exact ascent, at N of its policies."""

    steps: npt.NDArray[np.int64]  # [N], made so far
    gradient: Array  # [N], |g|
    over_sigma: Array  # [N], |g| over the standard deviation of one reward; NaN where that is 0
    grpo: Array  # [N], |E ĝ|
    useful: Array  # [N], |E ĝ| of groups whose rewards do not all agree; NaN where there are none


def mean_steps(probs: npt.ArrayLike, rewards: npt.ArrayLike) -> tuple[Moments, ...]:
    """GRPO's exact moments at every size of SIZES.

    Args:
        probs: [A], sum to 1.
        rewards: [A].
    """
    return tuple(moments(GRPO, probs, rewards, size) for size in SIZES)


def angle(exact: Moments) -> float:
    """Degrees between an average step and the gradient, 0 where only a rounding is left; NaN where either is zero.

    Args:
        exact: the moments of an estimate.
    """
    return 0.0 if exact.angle < NO_ANGLE else exact.angle


def downhill_sizes(steps: Sequence[Moments]) -> list[int]:
    """The group sizes at which the average step points downhill.

    Args:
        steps: GRPO's moments, one for each size.
    """
    return [exact.k for exact in steps if angle(exact) > 90]


def stretched_lead(probs: npt.ArrayLike, rewards: npt.ArrayLike) -> tuple[float, float]:
    """The length of GRPO's average step at K = 2, and again with the best reward STRETCH times as far ahead.

    Ahead of the next best one that can be drawn; where all of these earn the same there is no lead, and both are 0.

    Args:
        probs: [A], sum to 1.
        rewards: [A].
    """
    probs, rewards = check_policy(probs, rewards)
    levels = np.unique(rewards[probs > 0])
    further = np.array(rewards)
    if len(levels) > 1:
        further[rewards == levels[-1]] = levels[-2] + STRETCH * (levels[-1] - levels[-2])
    before, after = (np.linalg.norm(moments(GRPO, probs, r, 2).mean) for r in (rewards, further))
    return float(before), float(after)


def useless_groups(probs: npt.ArrayLike, rewards: npt.ArrayLike) -> UselessGroups:
    """How many groups are useless, and what a useful one costs, as the policy improves.

    Args:
        probs: [A], the policy at the start.
        rewards: [A].
    """
    path = exact_ascent(probs, rewards, LEARNING_RATE, WAY[-1])[list(WAY)]
    sizes = np.array([k for k in BATCH_SIZES if SIZES[0] <= k <= SIZES[-1]])
    share = [[useless(policy, rewards, int(k)) for k in sizes] for policy in path]
    draws = [[draws_per_useful_group(policy, rewards, int(k)) for k in sizes] for policy in path]
    return UselessGroups(sizes, np.array(share), np.array(draws))


def brake(probs: npt.ArrayLike, rewards: npt.ArrayLike, size: int) -> Brake:
    """How long the average steps of groups of a size are along LONGEST_WAY steps of exact ascent.

    Args:
        probs: [A], the policy at the start.
        rewards: [A].
        size: of the groups, from 2 on.
    """
    steps = np.unique(np.concatenate([[0], np.geomspace(1, LONGEST_WAY, 25).round().astype(np.int64)]))
    probs, rewards = check_policy(probs, rewards)
    path = exact_ascent(probs, rewards, LEARNING_RATE, LONGEST_WAY)[steps]
    gradient = np.array([np.linalg.norm(exact_gradient(policy, rewards)) for policy in path])
    sigma = np.array([np.sqrt(policy @ centred(policy, rewards) ** 2) for policy in path])
    grpo = np.array([np.linalg.norm(moments(GRPO, policy, rewards, size).mean) for policy in path])
    useful = 1 - np.array([useless(policy, rewards, size) for policy in path])
    return Brake(steps, gradient, _over(gradient, sigma), grpo, _over(grpo, useful))


def difficulty() -> dict[int, Array]:
    """By size, the factor of a right-or-wrong prompt's gradient in GRPO's average step, at every SUCCESS."""
    # Being right and being wrong are alike, so one half of the shares tells the other.
    half = SUCCESS[: len(SUCCESS) // 2]
    factors = {size: np.array([success_factor(float(s), size) for s in half]) for size in SIZES}
    return {size: np.concatenate([of, of[::-1]]) for size, of in factors.items()}


def wrong_lengths(size: int) -> dict[str, Array]:
    """The mean length of wrong answers after 0 … LENGTH_STEPS steps, in the example.

    Args:
        size: of the groups, from 1 on.

    Returns:
        [LENGTH_STEPS + 1] by kind of mean over tokens.
    """
    wrong = np.array(LENGTH_REWARDS) < max(LENGTH_REWARDS)
    example = (LENGTH_PROBS, LENGTH_REWARDS, LENGTHS, LEARNING_RATE, LENGTH_STEPS, size)
    return {kind: mean_length(ascent_with_lengths(kind, *example), LENGTHS, wrong) for kind in KINDS}


def _over(values: Array, divisor: Array) -> Array:
    return np.divide(values, divisor, out=np.full_like(values, np.nan), where=divisor > 0)
