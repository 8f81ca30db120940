"""The paths that a class's steps could have taken: its own, with exact gradients, and with the other baseline."""

from collections.abc import Sequence

import numpy as np

from reinforce_viz.engine.policy import Array
from reinforce_viz.engine.steps import exact_ascent
from reinforce_viz.lessons.classroom import LAST_MEAN, LEAVE_ONE_OUT, NONE, Round, answers, estimate, stepped

# The other baseline, for the path that the same draws would have taken with it.
OTHER = {NONE: LEAVE_ONE_OUT, LEAVE_ONE_OUT: NONE, LAST_MEAN: NONE}


def path(rounds: Sequence[Round]) -> Array:
    """The class's own policies, before each of its N rounds.

    Args:
        rounds: all of the class.

    Returns:
        [N, A].
    """
    return np.array([one.probs for one in rounds])


def exact_path(rounds: Sequence[Round], rewards: Sequence[float], learning_rate: float) -> Array:
    """Where exact gradients would have led in as many steps as the class has made.

    Args:
        rounds: all N of the class.
        rewards: one for each answer, [A].
        learning_rate: of every step.

    Returns:
        [N, A].
    """
    return exact_ascent(rounds[0].probs, rewards, learning_rate, len(rounds) - 1)


def other_path(seed: int, rounds: Sequence[Round], rewards: Sequence[float], learning_rate: float) -> Array:
    """Where the class would be with the other baseline in every round, and the same luck.

    The same luck means the same random numbers: under another policy they may give other answers.

    Args:
        seed: of the room.
        rounds: those that the class has played, at least one.
        rewards: one for each answer, [A].
        learning_rate: of every step.

    Returns:
        [N + 1, A], the policy before the first round and after each of N rounds that have draws.
    """
    probs, before = rounds[0].probs, None
    reached = [probs]
    for one in rounds:
        if not one.drawn:
            break
        drawn = answers(seed, one.number, probs, one.drawn)
        counts = tuple(np.bincount(drawn, minlength=len(probs)).tolist())
        other = Round(one.number, probs, OTHER[one.baseline], counts)
        probs, before = stepped(probs, estimate(other, before, rewards), learning_rate), other
        reached.append(probs)
    return np.array(reached)
