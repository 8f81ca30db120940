"""What runs look like from several sides: where they end, one of them draw by draw, printed loss and entropy."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine.estimators import ESTIMATORS, gradient
from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.policy import Array, move_logits
from reinforce_viz.engine.simulate import simulate
from reinforce_viz.engine.summary import DECIDED


@dataclass(frozen=True, eq=False)
class OneRun:
    """One run of T steps, draw by draw."""

    probs: Array  # [T + 1, A]
    counts: Array  # [T, A], how often each answer was drawn at each step
    b: float  # what the next step would subtract, for the estimators that use b


def first_runs(experiment: Experiment, n: int) -> tuple[OneRun, ...]:
    """The first runs of an experiment.

    Args:
        experiment: what is run.
        n: how many of its runs, from 1 on; all of them if there are fewer.
    """
    runs = simulate(experiment, keep_counts=n)
    probs = runs.probs[:, :n].copy()  # the other runs are forgotten
    return tuple(
        OneRun(probs[:, place], runs.counts[:, place], float(runs.b[place])) for place in range(probs.shape[1])
    )


def after_a_batch(experiment: Experiment, run: OneRun, counts: npt.ArrayLike) -> Array:
    """The policy at the end of a run, one step further, if a given batch were drawn.

    Args:
        experiment: what is run.
        run: one of its runs.
        counts: [A], how often each answer is drawn.

    Returns:
        [A].
    """
    batch, policy = np.asarray(counts, dtype=float), run.probs[-1]
    advantage = ESTIMATORS[experiment.estimator].advantages(batch, np.array(experiment.rewards), policy, run.b)
    return move_logits(policy, experiment.learning_rate * gradient(batch, advantage, policy))


def decided_from(probs: Array) -> int | None:
    """The step from which on a run gives one answer more than DECIDED to its end; None if it does not.

    Args:
        probs: [T + 1, A], the policies of one run.
    """
    elsewhere = np.flatnonzero(probs[:, probs[-1].argmax()] <= DECIDED)
    first = int(elsewhere[-1]) + 1 if len(elsewhere) else 0
    return first if first < len(probs) else None


def stuck_first(final: Array, rewards: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """The order in which to look at runs: those decided on a worse answer, the undecided, those on a best one.

    Args:
        final: the last policies of R runs, [R, A].
        rewards: one for each answer, [A].

    Returns:
        [R], places of runs.
    """
    rewards = np.asarray(rewards)
    ranks = np.append(np.where(rewards == rewards.max(), 2, 0), 1)  # of each answer, and of the undecided
    return np.argsort(ranks[fate(final)], kind="stable")


def fate(final: Array) -> npt.NDArray[np.int64]:
    """The answer that each run has decided on.

    Args:
        final: the last policies of R runs, [R, A].

    Returns:
        [R], the answer with more than DECIDED of the probability, and A for a run that is undecided.
    """
    decided = final.max(axis=-1) > DECIDED
    return np.asarray(np.where(decided, final.argmax(axis=-1), final.shape[-1]))


def printed_loss(probs: Array, rewards: npt.ArrayLike) -> Array:
    """The loss that a program of REINFORCE prints on average, E[-R log π].

    Its gradient is that of -J, but its value is not -J: it falls to 0 on any answer that the policy becomes certain of.

    Args:
        probs: policies, [..., A].
        rewards: one for each answer, [A].

    Returns:
        [...].  An answer of probability 0 adds nothing.
    """
    return np.asarray((probs * np.asarray(rewards) * -_log(probs)).sum(axis=-1))


def entropy(probs: Array) -> Array:
    """The entropy of policies in nats, -Σ π log π.

    Args:
        probs: [..., A].

    Returns:
        [...], from 0 to log A.
    """
    return np.asarray((probs * -_log(probs)).sum(axis=-1))


def _log(probs: Array) -> Array:
    """log π, with 0 in place of -inf: what is never drawn adds nothing."""
    return np.log(probs, where=probs > 0, out=np.zeros_like(probs))
