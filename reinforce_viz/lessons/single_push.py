"""The push of a single draw, what it does to the policy, and the pushes that it is compared with."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine.estimators import ESTIMATORS, gradient
from reinforce_viz.engine.policy import Array, exact_gradient, logits, score, softmax


def single_rule(name: str) -> str:
    """The estimator itself, or none where its baseline needs the other answers of a batch.

    Args:
        name: of an entry in ESTIMATORS.
    """
    return "none" if ESTIMATORS[name].uses_batch else name


def pushes(name: str, probs: npt.ArrayLike, rewards: npt.ArrayLike, b: float) -> Array:
    """The push on the logits of drawing each answer alone, advantage times e_a − π.  Williams 1992.

    Args:
        name: of an entry in ESTIMATORS.
        probs: [A], sum to 1.
        rewards: [A].
        b: for the estimators that use it.

    Returns:
        [A, A], the push of answer a in row a.
    """
    one_each = np.eye(np.size(probs))
    policy, reward = np.asarray(probs)[:, None], np.asarray(rewards)
    entry = ESTIMATORS[single_rule(name)]
    return gradient(one_each, entry.advantages(one_each, reward, policy, b), policy).T


def after_push(probs: npt.ArrayLike, learning_rate: float, push: Array) -> Array:
    """The policy after one step of learning_rate · push on the logits.

    Args:
        probs: [A], the policy before it.
        learning_rate: of the step.
        push: [A].

    Returns:
        [A].
    """
    return softmax(logits(probs) + learning_rate * push)


def true_error(each: Array, probs: npt.ArrayLike, n: int) -> float:
    """The standard error of the average of n pushes, over all logits, if every answer is drawn as often as expected.

    Args:
        each: [A, A], as `pushes` gives them.
        probs: [A], sum to 1.
        n: from 1 on.
    """
    policy = np.asarray(probs)
    return float(np.sqrt(policy @ ((each - policy @ each) ** 2).sum(axis=1) / n))


def best(rewards: Sequence[float]) -> list[int]:
    """The answers of the largest reward: several where they tie.

    Args:
        rewards: [A].
    """
    return [answer for answer, reward in enumerate(rewards) if reward == max(rewards)]


def supervised_push(probs: npt.ArrayLike, rewards: Sequence[float]) -> Array:
    """The push if somebody said that the best answer is right: e_best − π, whatever is drawn.

    Of several best answers the first is named.  Where all earn the same none is right, and the push is NaN.

    Args:
        probs: [A], sum to 1.
        rewards: [A].

    Returns:
        [A].
    """
    right = best(rewards)
    if len(right) == len(rewards):
        return np.full(len(right), np.nan)
    return np.asarray(score(probs)[right[0]])


def raised_most(probs: npt.ArrayLike, rewards: npt.ArrayLike) -> list[int]:
    """The answers whose logit the true gradient raises most: none where it is zero, several where they tie.

    Args:
        probs: [A], sum to 1.
        rewards: [A].
    """
    gradient = exact_gradient(probs, rewards)
    return [answer for answer, push in enumerate(gradient) if push > 0 and push > gradient.max() * (1 - 1e-9)]
