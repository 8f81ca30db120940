"""Answers drawn one by one from a policy that stays as it is: the pushes of the first n, and their average.

Only then is there one gradient that the average approaches.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine.policy import Array, logits, softmax
from reinforce_viz.lessons.single_push import best, pushes

MOST = 20_000
POINTS = 60
# Its own random numbers: no other picture draws from this sequence.
STREAM = 9
WIDEST, NUDGES = 4.0, 80  # how far a logit is moved either way, and in how many steps


@dataclass(frozen=True, eq=False)
class Drawn:
    """The first n answers of a seed, reduced to P moments: after the first draw, …, after the last."""

    at: npt.NDArray[np.int64]  # [P], 1 … n, empty before the first draw
    counts: npt.NDArray[np.int64]  # [P, A], how often each answer has been drawn
    answer: npt.NDArray[np.int64]  # [P], the answer drawn at that moment
    push: Array  # [P, A], its push on the logits
    average: Array  # [P, A], of all pushes up to that moment
    error: Array  # [P, A], standard error of the average, NaN after a single draw

    @property
    def n(self) -> int:
        """How many answers have been drawn."""
        return int(self.at[-1]) if len(self.at) else 0


def by_hand(name: str, probs: npt.ArrayLike, rewards: npt.ArrayLike, b: float, seed: int, n: int) -> Drawn:
    """The first n draws of a seed.  A larger n begins with the same ones.

    Args:
        name: of an entry in ESTIMATORS.
        probs: [A], sum to 1.
        rewards: [A].
        b: for the estimators that use it.
        seed: of the draws, from 0 on.
        n: from 0 to MOST.

    Raises:
        ValueError: n is not between 0 and MOST.
    """
    if not 0 <= n <= MOST:
        raise ValueError(f"n must lie between 0 and {MOST:,}, not {n}.")
    answers = drawn_answers(probs, uniforms(seed, n))
    at = np.unique(np.geomspace(1, n, POINTS).round().astype(np.int64)) if n else np.zeros(0, dtype=np.int64)
    answer = answers[at - 1]
    counts = (answers[:, None] == np.arange(np.size(probs))).cumsum(axis=0)[at - 1]
    each = pushes(name, probs, rewards, b)
    total = at[:, None].astype(np.float64)
    average = counts @ each / total
    # Squares of deviations, one per answer and not one per draw.
    squares = (counts[:, :, None] * (each - average[:, None]) ** 2).sum(axis=1)
    error = np.sqrt(squares / np.where(total > 1, total - 1, np.nan) / total)
    return Drawn(at, counts, answer, each[answer], average, error)


def uniforms(seed: int, n: int) -> Array:
    """The numbers from [0, 1) that decide the first n draws of a seed.

    Args:
        seed: from 0 on.
        n: from 0 on.

    Returns:
        [n].
    """
    return np.random.default_rng([seed, STREAM]).random(n)


def drawn_answers(probs: npt.ArrayLike, luck: Array) -> npt.NDArray[np.int64]:
    """The answer whose share of [0, 1) each number falls into.

    Args:
        probs: [A], sum to 1: the shares, laid end to end.
        luck: [n], as `uniforms` gives them.

    Returns:
        [n], from 0 to A − 1.
    """
    upper = np.cumsum(probs)
    return np.searchsorted(upper / upper[-1], luck, side="right").astype(np.int64)


@dataclass(frozen=True, eq=False)
class Nudged:
    """One draw while one logit is moved and the luck stays the same: P moves of the logit, 0 in the middle."""

    moved: int  # the answer whose logit it is
    shift: Array  # [P]
    answer: npt.NDArray[np.int64]  # [P], drawn after the move
    prob: Array  # [P], of the moved answer


def nudged(probs: Sequence[float], rewards: Sequence[float], seed: int) -> Nudged:
    """What becomes of the first draw of a seed as the logit of a best answer is moved by up to WIDEST.

    Args:
        probs: [A], sum to 1.
        rewards: [A].
        seed: of the draw, from 0 on.
    """
    moved, shift = best(rewards)[0], np.linspace(-WIDEST, WIDEST, 2 * NUDGES + 1)
    policies = softmax(logits(probs) + shift[:, None] * np.eye(len(probs))[moved])
    luck = uniforms(seed, 1)
    answer = np.array([drawn_answers(policy, luck)[0] for policy in policies])
    return Nudged(moved, shift, answer, policies[:, moved])
