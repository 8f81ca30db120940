"""What needs sampling: gradient estimates, and runs through time."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reinforce_viz.checks import check_finite, check_policy, check_whole
from reinforce_viz.estimators import ESTIMATORS, estimator, gradient, gradient_sum
from reinforce_viz.experiment import Experiment
from reinforce_viz.policy import Array

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
    check_whole("n", n, 0)
    check_finite("b", b)
    rule = estimator(name, k).rule
    policies = np.broadcast_to(policy[:, None], (len(policy), n))
    counts = _draw(rng, k, policies, _tails(policies))
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
    weights = probs[0]
    tails = _tails(weights)
    for step in range(steps):
        policy = probs[step]
        counts = _draw(rng, k, weights, tails)
        advantage = entry.rule(counts, rewards, policy, b)
        logits += step_size * gradient_sum(counts, advantage, policy)
        # Only differences of logits matter: with the largest at 0 they neither drift nor overflow.
        logits -= logits.max(axis=0)
        weights = np.exp(logits)
        tails = _tails(weights)
        np.divide(weights, tails[0], out=probs[step + 1])
        np.dot(rewards, counts, out=reward[step])  # of the whole batch, until the end
        if entry.decay < 1:
            b = entry.decay * b + (1 - entry.decay) * reward[step] / k
    reward /= k
    return Run(np.moveaxis(probs, 1, 2), reward)


def _tails(weights: Array) -> Array:
    """The weight of each response and all after it, so the whole weight in row 0.  [A, R] -> [A, R]."""
    # From the back, so that rounding never puts a tail below the weight that it starts with.
    tails = weights.copy()
    for response in range(len(tails) - 1, 0, -1):
        tails[response - 1] += tails[response]
    return tails


def _draw(rng: np.random.Generator, k: int, weights: Array, tails: Array) -> Array:
    """Counts of K draws from each policy, in proportion to its weights, as floats.  [A, R] -> [A, R]."""
    return _draw_singly(rng, k, tails) if k <= FEW else _draw_together(rng, k, weights, tails)


def _draw_singly(rng: np.random.Generator, k: int, tails: Array) -> Array:
    """One uniform number for each draw.  Costs in proportion to K."""
    height = rng.random((k, 1, tails.shape[1])) * tails[0]
    counts: Array = (height < tails).sum(axis=0, dtype=np.float64)  # draws of each response or a later one
    counts[:-1] -= counts[1:]
    return counts


def _draw_together(rng: np.random.Generator, k: int, weights: Array, tails: Array) -> Array:
    """Response by response, how many of the draws that are left fall on it.  The cost does not grow with K."""
    shares = weights / np.maximum(tails, SMALLEST)
    counts = np.empty(weights.shape)
    left = np.full(weights.shape[1], k)
    for response in range(len(weights) - 1):
        drawn = rng.binomial(left, shares[response])
        counts[response] = drawn
        left -= drawn
    counts[-1] = left
    return counts
