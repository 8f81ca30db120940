"""A model that learns from every draw: one that the reader teaches, and two that show where it may end."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine.estimators import ESTIMATORS
from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.policy import Array
from reinforce_viz.engine.simulate import simulate
from reinforce_viz.engine.summary import DECIDED
from reinforce_viz.engine.validation import check_policy
from reinforce_viz.lessons.single_push import after_push, pushes, single_rule
from reinforce_viz.lessons.start import drawn_answers, uniforms

LESSONS = 500  # draws that a model can be taught by, one after the other
GHOSTS = 200  # models among which an example is looked for


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
    for draw, luck in enumerate(uniforms(seed, n)):
        answers[draw] = answer = int(drawn_answers(path[-1], luck)[()])
        path.append(after_push(path[-1], learning_rate, pushes(name, path[-1], reward, b)[answer]))
        b = ESTIMATORS[name].next_b(b, float(reward[answer]))
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
