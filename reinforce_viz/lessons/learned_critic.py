"""Critics that are exact, half-right and ignorant, and what GAE makes of them; critics fitted on a few responses."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine.policy import Array
from reinforce_viz.engine.token_critic import FITTED_TASKS, best_lambda, critic_moments, fitted_critic_variance

# κ of each.
QUALITIES = {"exact": 1.0, "half-right": 0.5, "ignorant": 0.0}
TRACES = (0.0, 0.5, 0.8, 0.9, 0.95, 0.99, 1.0)
# Denser where λ to the power of a length changes fast.
DRAWN = np.unique(np.concatenate([np.linspace(0, 1, 41), np.linspace(0.9, 1, 21), TRACES]).round(6))
BATCHES = (1, 16, 256)
EARLIER = (0, 1, 2, 4, 8, 16)


@dataclass(frozen=True, eq=False)
class CriticCurve:
    """What a critic does to the estimate from one response of the task "first", at each of L values of λ."""

    trace: Array  # [L], λ
    variance: Array  # [L]
    lost: Array  # [L], share of the gradient that is missing on average


def critic_curves(probs: npt.ArrayLike, rewards: npt.ArrayLike, length: int) -> dict[str, CriticCurve]:
    """What each critic of QUALITIES does to the estimate from one response.

    Args:
        probs: [A], sum to 1: the policy of each token.
        rewards: [A], of the token that decides.
        length: T, tokens in the response, at least 1.

    Returns:
        A curve for each of QUALITIES.

    Raises:
        ValueError: naming the argument that is out of its range.
    """
    curves = {}
    for name, kappa in QUALITIES.items():
        every = [critic_moments(probs, rewards, length, kappa, lam) for lam in DRAWN.tolist()]
        variance, lost = np.array([[each.total_variance, 1 - each.factor] for each in every]).T
        curves[name] = CriticCurve(DRAWN, variance, lost)
    return curves


def best_traces(probs: npt.ArrayLike, rewards: npt.ArrayLike, length: int, critic: str) -> dict[int, float]:
    """The λ with the least mean squared error, for batches of several sizes.

    Args:
        probs: [A], sum to 1: the policy of each token.
        rewards: [A], of the token that decides.
        length: T, tokens in the response, at least 1.
        critic: a key of QUALITIES.

    Returns:
        λ for each K of BATCHES.

    Raises:
        ValueError: naming the argument that is out of its range.
    """
    return {k: best_lambda(probs, rewards, length, QUALITIES[critic], k) for k in BATCHES}


def fitted(probs: npt.ArrayLike, rewards: npt.ArrayLike) -> dict[str, list[float]]:
    """The variance of the second of two tokens, with critics that are fitted on more and more responses.

    Args:
        probs: [A], sum to 1: the policy of each token.
        rewards: [A], of the token that decides.

    Returns:
        By task, a variance for each number of EARLIER responses.

    Raises:
        ValueError: naming the argument that is out of its range.
    """
    return {task: [fitted_critic_variance(probs, rewards, task, n) for n in EARLIER] for task in FITTED_TASKS}
