"""What do answers teach that are drawn one by one?  The pushes of the first n draws of a seed, and their average.

The policy stays as it is while answers are drawn from it: only then is there one gradient to settle on.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine.estimators import ESTIMATORS, gradient
from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.policy import Array, exact_gradient, score, softmax

MOST = 20_000
UNLOCKED = 5  # draws after which the truth is shown
POINTS = 60
# Its own random numbers: no other picture draws from this sequence.
STREAM = 9


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


def by_hand(experiment: Experiment, n: int) -> Drawn:
    """The first n draws of the experiment's seed.  More draws only go on.  ValueError for a bad n."""
    if not 0 <= n <= MOST:
        raise ValueError(f"n must lie between 0 and {MOST:,}, not {n}.")
    answers = _answers(experiment, n)
    at = np.unique(np.geomspace(1, n, POINTS).round().astype(np.int64)) if n else np.zeros(0, dtype=np.int64)
    answer = answers[at - 1]
    counts = (answers[:, None] == np.arange(len(experiment.probs))).cumsum(axis=0)[at - 1]
    each = pushes(experiment)
    total = at[:, None].astype(np.float64)
    average = counts @ each / total
    # Squares of deviations, one per answer and not one per draw.
    squares = (counts[:, :, None] * (each - average[:, None]) ** 2).sum(axis=1)
    error = np.sqrt(squares / np.where(total > 1, total - 1, np.nan) / total)
    return Drawn(at, counts, answer, each[answer], average, error)


def pushes(experiment: Experiment) -> Array:
    """Row a: the push on the logits of drawing answer a alone, advantage times e_a − π.  [A, A].  Williams 1992."""
    one_each = np.eye(len(experiment.probs))
    probs, rewards = np.array(experiment.probs)[:, None], np.array(experiment.rewards)
    entry = ESTIMATORS[single_rule(experiment.estimator)]
    return gradient(one_each, entry.advantages(one_each, rewards, probs, experiment.b), probs).T


def single_rule(name: str) -> str:
    """The estimator itself, or none where its baseline needs the other answers of a batch."""
    return "none" if ESTIMATORS[name].uses_batch else name


def best(experiment: Experiment) -> list[int]:
    """The answers of the largest reward: several where they tie."""
    return [answer for answer, reward in enumerate(experiment.rewards) if reward == max(experiment.rewards)]


def supervised_push(experiment: Experiment) -> Array:
    """The push if somebody said that the best answer is right: e_best − π, whatever is drawn.  [A].

    Of several best answers the first is named.  Where all earn the same none is right, and the push is NaN.
    """
    right = best(experiment)
    if len(right) == len(experiment.rewards):
        return np.full(len(right), np.nan)
    return np.asarray(score(experiment.probs)[right[0]])


def raised_most(experiment: Experiment) -> list[int]:
    """The answers whose logit the true gradient raises most: none where it is zero, several where they tie."""
    gradient = exact_gradient(experiment.probs, experiment.rewards)
    return [answer for answer, push in enumerate(gradient) if push > 0 and push > gradient.max() * (1 - 1e-9)]


def true_error(experiment: Experiment, n: int) -> float:
    """The standard error of the average of n pushes, over all logits, were every answer drawn as often as it should."""
    each, probs = pushes(experiment), np.array(experiment.probs)
    return float(np.sqrt(probs @ ((each - probs @ each) ** 2).sum(axis=1) / n))


def after_push(experiment: Experiment, push: Array) -> Array:
    """The policy after one step of learning_rate · push on the logits.  [A] -> [A]."""
    with np.errstate(divide="ignore"):  # an answer of probability 0 has logit −inf, and keeps it
        logits = np.log(experiment.probs)
    return softmax(logits + experiment.learning_rate * push)


def _answers(experiment: Experiment, n: int) -> npt.NDArray[np.int64]:
    """The first n answers drawn, as numbers from 0 to A − 1.  [n]."""
    rng = np.random.default_rng([experiment.seed, STREAM])
    upper = np.cumsum(experiment.probs)
    return np.searchsorted(upper / upper[-1], rng.random(n), side="right").astype(np.int64)
