"""The arithmetic of a class's rounds: who draws what, the class's estimate, the step that it makes, and its picture.

Everything follows from a room's seed and the counts of its rounds, so a class can be replayed to the last digit.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine.estimators import ESTIMATORS, gradient
from reinforce_viz.engine.exact import moments
from reinforce_viz.engine.policy import Array, exact_gradient, score
from reinforce_viz.engine.rounding import ROUNDING
from reinforce_viz.lessons.single_push import after_push
from reinforce_viz.lessons.start import drawn_answers

# What a class may subtract in a round.
NONE, LEAVE_ONE_OUT, LAST_MEAN = "none", "leave-one-out", "last round's mean"
BASELINES = (NONE, LEAVE_ONE_OUT, LAST_MEAN)


@dataclass(frozen=True)
class Round:
    """One batch of a class: the policy that it was drawn from, what was subtracted, and what was drawn."""

    number: int  # 1, 2, …
    probs: tuple[float, ...]  # [A]
    baseline: str  # one of BASELINES
    counts: tuple[int, ...]  # [A]

    @property
    def drawn(self) -> int:
        """How many answers have been drawn."""
        return sum(self.counts)


def answers(seed: int, number: int, probs: Sequence[float], k: int) -> npt.NDArray[np.int64]:
    """The first k answers of a round, in the order in which they are drawn.  A larger k begins with the same ones.

    Args:
        seed: of the room.
        number: of the round, from 1.
        probs: the policy that they are drawn from, [A].
        k: how many, 0 or more.

    Returns:
        [k], numbers from 0 to A - 1; never one of probability 0.
    """
    return drawn_answers(probs, np.random.default_rng([seed, number]).random(k))


def mean_reward(one: Round, rewards: Sequence[float]) -> float:
    """The average reward of a round's draws.

    Args:
        one: the round.
        rewards: one for each answer, [A].

    Raises:
        ValueError: if nothing was drawn.
    """
    if not one.drawn:
        raise ValueError(f"counts must hold at least 1 draw, not {one.counts}.")
    return float(np.dot(one.counts, rewards)) / one.drawn


def estimator_of(one: Round, before: Round | None, rewards: Sequence[float]) -> tuple[str, float]:
    """The entry in ESTIMATORS that a round's baseline is, and its b.

    A first round has no last round, and a single draw no other draws: both then subtract nothing.

    Args:
        one: the round.
        before: the round before it, None in the first.
        rewards: one for each answer, [A].
    """
    if one.baseline == LAST_MEAN and before is not None:
        return "constant", mean_reward(before, rewards)
    return (LEAVE_ONE_OUT if one.baseline == LEAVE_ONE_OUT and one.drawn > 1 else NONE), 0.0


def advantages(one: Round, before: Round | None, rewards: Sequence[float]) -> Array:
    """The advantage of each answer in a round.

    Args:
        one: the round.
        before: the round before it, whose mean may be subtracted; None in the first round.
        rewards: one for each answer, [A].

    Returns:
        One number for each answer, [A].
    """
    name, b = estimator_of(one, before, rewards)
    counts = np.array(one.counts, dtype=np.float64)
    reward = np.asarray(rewards, dtype=np.float64)
    return np.array(ESTIMATORS[name].advantages(counts, reward, np.array(one.probs), b))


def estimate(one: Round, before: Round | None, rewards: Sequence[float]) -> Array:
    """The class's average push, an estimate of the gradient.

    Args:
        one: the round.
        before: the round before it, None in the first.
        rewards: one for each answer, [A].

    Returns:
        [A].

    Raises:
        ValueError: if nothing was drawn.
    """
    if not one.drawn:
        raise ValueError(f"counts must hold at least 1 draw, not {one.counts}.")
    counts = np.array(one.counts, dtype=np.float64)
    return gradient(counts, advantages(one, before, rewards), np.array(one.probs))


def stepped(probs: Sequence[float], push: Array, learning_rate: float) -> tuple[float, ...]:
    """The policy after one step of learning_rate · push on the logits.

    Args:
        probs: the policy before, [A].
        push: the estimate, [A].
        learning_rate: any number.

    Returns:
        [A].
    """
    return tuple(after_push(probs, learning_rate, push).tolist())


@dataclass(frozen=True, eq=False)
class ClassPush:
    """The pushes of one round of a class."""

    counts: tuple[int, ...]  # [A]
    pushes: Array  # [A, A], row a: the push of a phone that has drawn answer a
    walk: Array  # [N, A], the class's estimate after each of its N draws
    gradient: Array  # [A], the true gradient of the round's policy
    error: float  # √(tr Cov) of an estimate from this many draws; NaN before the first


def class_push(seed: int, one: Round, before: Round | None, rewards: Sequence[float]) -> ClassPush:
    """The pushes of a round.

    Args:
        seed: of the room.
        one: the round.
        before: the round before it, None in the first.
        rewards: one for each answer, [A].
    """
    drawn = answers(seed, one.number, one.probs, one.drawn)
    counts = np.cumsum(drawn[:, None] == np.arange(len(one.probs)), axis=0).tolist()
    walk = [estimate(replace(one, counts=tuple(so_far)), before, rewards) for so_far in counts]
    return ClassPush(
        counts=one.counts,
        pushes=advantages(one, before, rewards)[:, None] * score(one.probs),
        walk=np.array(walk).reshape(-1, len(one.probs)),
        gradient=exact_gradient(one.probs, rewards),
        error=_typical_error(one, before, rewards),
    )


def own_push(one: Round, before: Round | None, rewards: Sequence[float], answer: int) -> Array:
    """The push of a phone that has drawn an answer, as far as it is known while the round goes on.

    Leave-one-out subtracts what the others earn, which nobody knows yet: the push is then that of the reward alone.

    Args:
        one: the round.
        before: the round before it, None in the first.
        rewards: one for each answer, [A].
        answer: that the phone has drawn, from 0 to A - 1.

    Returns:
        [A].
    """
    known = replace(one, baseline=NONE) if one.baseline == LEAVE_ONE_OUT else one
    return np.asarray(advantages(known, before, rewards)[answer] * score(one.probs)[answer])


def gains(one: Round, before: Round | None, rewards: Sequence[float], learning_rate: float) -> Array:
    """By how much the probability of each answer grows in the step of a round that has draws.

    Args:
        one: the round.
        before: the round before it, None in the first.
        rewards: one for each answer, [A].
        learning_rate: of the step.

    Returns:
        [A].
    """
    after = stepped(one.probs, estimate(one, before, rewards), learning_rate)
    return np.subtract(after, one.probs)


def gained_most(one: Round, before: Round | None, rewards: Sequence[float], learning_rate: float) -> tuple[int, ...]:
    """The answers whose probability grows most in a round's step; several if they tie, none if none grows.

    Args:
        one: the round.
        before: the round before it, None in the first.
        rewards: one for each answer, [A].
        learning_rate: of the step.
    """
    gain = gains(one, before, rewards, learning_rate)
    most = float(gain.max())
    if most <= ROUNDING:
        return ()
    return tuple(np.flatnonzero(gain >= most - ROUNDING).tolist())


def _typical_error(one: Round, before: Round | None, rewards: Sequence[float]) -> float:
    if not one.drawn:
        return float("nan")
    name, b = estimator_of(one, before, rewards)
    return sqrt(moments(name, one.probs, rewards, one.drawn, b).total_variance)
