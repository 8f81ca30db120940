"""What needs sampling: gradient estimates, and runs through time."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reinforce_viz.estimators import ESTIMATORS, estimator, gradient, gradient_sum
from reinforce_viz.experiment import Experiment
from reinforce_viz.policy import Array, check_policy

SMALLEST = np.finfo(np.float64).tiny
# Up to so many draws it is quicker to draw them one by one.
FEW = 16


@dataclass(frozen=True, eq=False)
class Run:
    """R independent runs of T gradient steps each."""

    probs: Array  # [T + 1, R, A], the policy before each step and after the last
    reward: Array  # [T, R], mean reward of the batch drawn at each step


def sample_gradients(
    name: str,
    probs: npt.ArrayLike,
    rewards: npt.ArrayLike,
    k: int,
    n: int,
    rng: np.random.Generator,
    b: float = 0.0,
) -> Array:
    """n independent estimates of the gradient from K draws each.  -> [n, A].  ValueError for a bad argument."""
    policy, reward = check_policy(probs, rewards)
    if n < 0:
        raise ValueError(f"n must be at least 0, not {n}.")
    if not np.isfinite(b):
        raise ValueError(f"b must be finite, not {b}.")
    rule = estimator(name, k).rule
    policies = np.broadcast_to(policy[:, None], (len(policy), n))
    counts = _draw(rng, k, policies)
    return gradient(counts, rule(counts, reward, policies, b), policies).T


def simulate(experiment: Experiment) -> Run:
    """The sampled runs of an experiment.  Equal experiments give equal runs, and more steps only go on."""
    entry = ESTIMATORS[experiment.estimator]
    rng = np.random.default_rng(experiment.seed)
    rewards = np.array(experiment.rewards)
    k, steps, runs = experiment.k, experiment.steps, experiment.runs
    probs = np.empty((steps + 1, len(rewards), runs))
    probs[0] = np.array(experiment.probs)[:, None]
    reward = np.empty((steps, runs))
    with np.errstate(divide="ignore"):  # a response of probability 0 has logit −inf, and keeps it
        logits = np.log(probs[0])
    b = np.full(runs, experiment.b)
    step_size = experiment.learning_rate / k
    for step in range(steps):
        policy = probs[step]
        counts = _draw(rng, k, policy)
        advantage = entry.rule(counts, rewards, policy, b)
        logits += step_size * gradient_sum(counts, advantage, policy)
        # Only differences of logits matter: with the largest at 0 they neither drift nor overflow.
        logits -= logits.max(axis=0)
        weights = np.exp(logits, out=probs[step + 1])
        weights /= weights.sum(axis=0)
        np.dot(rewards, counts, out=reward[step])  # of the whole batch, until the end
        if entry.decay < 1:
            b = entry.decay * b + (1 - entry.decay) * reward[step] / k
    reward /= k
    return Run(np.moveaxis(probs, 1, 2), reward)


def _draw(rng: np.random.Generator, k: int, probs: Array) -> Array:
    """Counts of K draws from each policy, as floats.  probs [A, R] -> [A, R]."""
    # The probability of each response or a later one.  Summed from the back, it is never below the response's own.
    remaining = probs.copy()
    for response in range(len(probs) - 1, 0, -1):
        remaining[response - 1] += remaining[response]
    return _draw_singly(rng, k, remaining) if k <= FEW else _draw_together(rng, k, probs, remaining)


def _draw_singly(rng: np.random.Generator, k: int, remaining: Array) -> Array:
    """One uniform number for each draw.  Costs in proportion to K."""
    height = rng.random((k, 1, remaining.shape[1])) * remaining[0]
    counts: Array = (height < remaining).sum(axis=0, dtype=np.float64)  # draws of each response or a later one
    counts[:-1] -= counts[1:]
    return counts


def _draw_together(rng: np.random.Generator, k: int, probs: Array, remaining: Array) -> Array:
    """Response by response, how many of the draws that are left fall on it.  The cost does not grow with K."""
    counts = np.empty(probs.shape)
    left = np.full(probs.shape[1], k)
    for response in range(len(probs) - 1):
        share = probs[response] / np.maximum(remaining[response], SMALLEST)
        drawn = rng.binomial(left, share)
        counts[response] = drawn
        left = left - drawn
    counts[-1] = left
    return counts
