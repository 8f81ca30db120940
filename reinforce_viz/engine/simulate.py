"""What needs sampling: gradient estimates, and runs through time.

Actions lead inside this module, [A, R]: every operation then runs along long rows.
"""

from dataclasses import dataclass
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine.estimators import ESTIMATORS, estimator, gradient, mean_push
from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.policy import logits
from reinforce_viz.engine.rounding import Array, without_rounding
from reinforce_viz.engine.validation import check_finite, check_integer, check_policy


@dataclass(frozen=True, eq=False)
class Run:
    """R independent runs of T gradient steps each."""

    probs: Array  # [T + 1, R, A], the policy before each step and after the last
    reward: Array  # [T, R], mean reward of the batch drawn at each step
    counts: Array  # [T, n, A], how often each action was drawn at each step, in the first n runs
    b: Array  # [R], what the next step would subtract, for the estimators that use b


def sample_gradients(
    name: str,
    probs: npt.ArrayLike,
    rewards: npt.ArrayLike,
    k: int,
    n: int,
    rng: np.random.Generator,
    b: float = 0.0,
) -> Array:
    """Independent estimates of the gradient from K draws each.  Williams 1992.

    Args:
        name: of an entry in ESTIMATORS.
        probs: [A], sum to 1.
        rewards: [A].
        k: draws for each estimate, from the estimator's smallest K on.
        n: how many estimates, from 0 on.
        rng: where the draws come from.
        b: for the estimators that use it.

    Returns:
        [n, A].

    Raises:
        ValueError: naming the argument that is impossible.
    """
    policy, reward = check_policy(probs, rewards)
    check_integer("n", n, 0)
    check_finite("b", b)
    entry = estimator(name, k)
    policies = np.broadcast_to(policy[:, None], (len(policy), n))
    counts = draw_counts(rng, k, policies)
    return gradient(counts, entry.advantages(counts, reward, policies, b), policies).T


def simulate(experiment: Experiment, keep_counts: int = 0) -> Run:
    """The sampled runs of an experiment, θ ← θ + learning_rate · ĝ at each step.  Williams 1992.

    Args:
        experiment: what is run.  Equal experiments give equal runs, and longer runs begin with the same steps.
        keep_counts: of how many runs to keep what was drawn, the first ones, from 0 on; of all if there are fewer.

    Raises:
        ValueError: keep_counts is not an integer of at least 0.
    """
    check_integer("keep_counts", keep_counts, 0)
    entry = ESTIMATORS[experiment.estimator]
    rewards, rng = np.array(experiment.rewards), np.random.default_rng(experiment.seed)
    probs = np.empty((experiment.steps + 1, len(rewards), experiment.runs))
    probs[0] = np.array(experiment.probs)[:, None]
    reward = np.empty((experiment.steps, experiment.runs))
    kept = np.empty((experiment.steps, len(rewards), min(keep_counts, experiment.runs)))
    theta = logits(probs[0])
    b = np.full(experiment.runs, experiment.b)
    scale = entry.scale(rewards, b)
    for step, policy in enumerate(probs[:-1]):
        # Sample.
        counts = draw_counts(rng, experiment.k, policy)
        reward[step] = rewards @ counts / experiment.k
        kept[step] = counts[:, :keep_counts]
        # Score.
        advantage = without_rounding(entry.rule(counts, rewards, policy, b), scale)
        # Estimate.
        estimate = mean_push(counts, advantage, policy)
        # Update.
        theta += experiment.learning_rate * estimate
        # Only differences of logits matter: with the largest at 0 they neither drift nor overflow.
        theta -= theta.max(axis=0)
        weights = np.exp(theta)
        probs[step + 1] = weights / weights.sum(axis=0)
        b = entry.next_b(b, reward[step])
    return Run(np.moveaxis(probs, 1, 2), reward, np.moveaxis(kept, 1, 2), b)


def draw_counts(rng: np.random.Generator, k: int, probs: Array) -> Array:
    """How often each action is drawn in K draws from each policy.

    Args:
        rng: where the draws come from.
        k: from 1 on.
        probs: [A, R], sum to 1 over the actions.

    Returns:
        [A, R], as floats; their sums over the actions are K.
    """
    if k > 1:
        return rng.multinomial(k, probs.T).T.astype(np.float64, order="C")
    # A single draw falls among the probabilities laid end to end.  This is the lesson that is run most, and multinomial
    # would make a run of it half as long again (benchmarks/engine.py).
    ends = np.array([*accumulate(probs)])  # cumsum(axis=0), which takes twice as long for columns as short as these
    counts: Array = (rng.random(probs.shape[1]) * ends[-1] < ends).astype(np.float64)
    counts[1:] -= counts[:-1].copy()
    return counts
