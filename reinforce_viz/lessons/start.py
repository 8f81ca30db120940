"""Answers drawn one by one: the pushes of the first n draws of a seed, their average, and a model that they teach.

While pushes are averaged the policy stays as it is: only then is there one gradient that they approach.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine.estimators import ESTIMATORS, gradient
from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.policy import Array, exact_gradient, score, softmax
from reinforce_viz.engine.simulate import simulate
from reinforce_viz.engine.summary import DECIDED
from reinforce_viz.engine.validation import check_policy

MOST = 20_000
POINTS = 60
# Its own random numbers: no other picture draws from this sequence.
STREAM = 9
LESSONS = 500  # draws that a model can be taught by, one after the other
GHOSTS = 200  # models among which an example is looked for
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
    """The first n draws of a seed.  More draws only go on.

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
    answers = _answers(probs, uniforms(seed, n))
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


@dataclass(frozen=True, eq=False)
class Taught:
    """A model that keeps what each of n draws teaches it."""

    probs: Array  # [n + 1, A], the policy before each draw and after the last
    answer: npt.NDArray[np.int64]  # [n], the answers drawn

    @property
    def learned_after(self) -> int | None:
        """The number of draws after which it first gave one answer more than DECIDED of the time, if it came to that.

        A model that starts there has not learned it here.
        """
        decided = np.flatnonzero(self.probs.max(axis=1) > DECIDED)
        return int(decided[0]) if len(decided) and decided[0] > 0 else None

    @property
    def learned(self) -> int | None:
        """The answer that it gave more than DECIDED of the time first, if it came to that."""
        return None if self.learned_after is None else int(self.probs[self.learned_after].argmax())


def teach(
    name: str, probs: npt.ArrayLike, rewards: npt.ArrayLike, b: float, learning_rate: float, seed: int, n: int
) -> Taught:
    """Take a step after each of the first n draws of a seed, in place of putting the model back.

    Args:
        name: of an entry in ESTIMATORS.
        probs: [A], the policy at the start.
        rewards: [A].
        b: for the estimators that use it, where a running mean starts.
        learning_rate: of each step.
        seed: of the draws, from 0 on.
        n: from 0 to LESSONS.

    Raises:
        ValueError: n is not between 0 and LESSONS.
    """
    if not 0 <= n <= LESSONS:
        raise ValueError(f"n must lie between 0 and {LESSONS}, not {n}.")
    policy, reward = check_policy(probs, rewards)
    path, answers = [policy], np.zeros(n, dtype=np.int64)
    decay = ESTIMATORS[name].decay
    for draw, luck in enumerate(uniforms(seed, n)):
        answers[draw] = answer = int(_answers(path[-1], luck)[()])
        path.append(after_push(path[-1], learning_rate, pushes(name, path[-1], reward, b)[answer]))
        b = decay * b + (1 - decay) * float(reward[answer])
    return Taught(np.array(path), answers)


def ghosts(
    name: str, probs: tuple[float, ...], rewards: tuple[float, ...], b: float, learning_rate: float
) -> list[Array]:
    """A model that learns a best answer and one that learns a worse one, drawn singly: two paths, or none.

    Args:
        name: of an entry in ESTIMATORS.
        probs: [A], the policy at the start.
        rewards: [A].
        b: for the estimators that use it.
        learning_rate: of each step.

    Returns:
        Policies [T, A], from the first to the one that is decided.
    """
    single = Experiment(
        estimator=single_rule(name),
        probs=probs,
        rewards=rewards,
        b=b,
        learning_rate=learning_rate,
        k=1,
        steps=LESSONS,
        runs=GHOSTS,
    )
    good = bad = None
    for path in np.moveaxis(simulate(single).probs, 1, 0):
        decided = np.flatnonzero((path > DECIDED).any(axis=1))
        if not len(decided) or decided[0] == 0:
            continue
        run = path[: decided[0] + 1]
        if rewards[run[-1].argmax()] == max(rewards):
            good = run if good is None else good
        else:
            bad = run if bad is None else bad
    return [good, bad] if good is not None and bad is not None else []


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


def single_rule(name: str) -> str:
    """The estimator itself, or none where its baseline needs the other answers of a batch.

    Args:
        name: of an entry in ESTIMATORS.
    """
    return "none" if ESTIMATORS[name].uses_batch else name


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


def true_error(each: Array, probs: npt.ArrayLike, n: int) -> float:
    """The standard error of the average of n pushes, over all logits, if every answer is drawn as often as expected.

    Args:
        each: [A, A], as `pushes` gives them.
        probs: [A], sum to 1.
        n: from 1 on.
    """
    policy = np.asarray(probs)
    return float(np.sqrt(policy @ ((each - policy @ each) ** 2).sum(axis=1) / n))


def after_push(probs: npt.ArrayLike, learning_rate: float, push: Array) -> Array:
    """The policy after one step of learning_rate · push on the logits.

    Args:
        probs: [A], the policy before it.
        learning_rate: of the step.
        push: [A].

    Returns:
        [A].
    """
    with np.errstate(divide="ignore"):  # an answer of probability 0 has logit −inf, and keeps it
        logits = np.log(np.asarray(probs))
    return softmax(logits + learning_rate * push)


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
    with np.errstate(divide="ignore"):  # an answer of probability 0 has logit −inf, and keeps it
        logits = np.log(probs) + shift[:, None] * np.eye(len(probs))[moved]
    policies, luck = softmax(logits), uniforms(seed, 1)
    answer = np.array([_answers(policy, luck)[0] for policy in policies])
    return Nudged(moved, shift, answer, policies[:, moved])


def uniforms(seed: int, n: int) -> Array:
    """The numbers from [0, 1) that decide the first n draws of a seed.

    Args:
        seed: from 0 on.
        n: from 0 on.

    Returns:
        [n].
    """
    return np.random.default_rng([seed, STREAM]).random(n)


def _answers(probs: npt.ArrayLike, luck: Array) -> npt.NDArray[np.int64]:
    """The answer whose share of [0, 1) each number falls into, from 0 to A − 1.  [n] -> [n]."""
    upper = np.cumsum(probs)
    return np.searchsorted(upper / upper[-1], luck, side="right").astype(np.int64)
