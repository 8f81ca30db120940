"""What needs sampling: gradient estimates, and runs through time.

Responses lead inside this module, [A, R]: every operation then runs along long rows.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine.estimators import ESTIMATORS, estimator, gradient, gradient_sum
from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.policy import Array, summed
from reinforce_viz.engine.validation import check_finite, check_policy, check_whole

# Up to so many draws it is quicker to draw them one by one: as fractions, or, if they are more, as whole numbers below
# WORDS, which are half as long and still finer than anyone could draw often enough to see.
FEW, SOME = 8, 64
WORDS = 2**31
# Short of 1 by more than the roundings of a sum of probabilities, so that nothing impossible is drawn.
ALMOST_ONE = 1 - 1e-14
# So many bytes of random numbers are asked for at a time.
BLOCK = 262_144


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
    counts = _sampler(rng, k, 1, policies.shape)(policies)
    return gradient(counts, rule(counts, reward, policies, b), policies).T


def simulate(experiment: Experiment) -> Run:
    """The sampled runs of an experiment.  Equal experiments give equal runs, and more steps only go on."""
    entry = ESTIMATORS[experiment.estimator]
    rewards = np.array(experiment.rewards)
    k, steps, runs = experiment.k, experiment.steps, experiment.runs
    probs = np.empty((steps + 1, len(rewards), runs))
    probs[0] = np.array(experiment.probs)[:, None]
    reward = np.empty((steps, runs))
    with np.errstate(divide="ignore"):  # a response of probability 0 has logit −inf, and keeps it
        logits = np.log(probs[0])
    b = np.full(runs, experiment.b)
    step_size = experiment.learning_rate / k
    draw = _sampler(np.random.default_rng(experiment.seed), k, steps, logits.shape)
    for step in range(steps):
        policy = probs[step]
        counts = draw(policy)
        advantage = entry.rule(counts, rewards, policy, b)
        move = gradient_sum(counts, advantage, policy)
        move *= step_size
        logits += move
        # Only differences of logits matter: with the largest at 0 they neither drift nor overflow.
        logits -= np.maximum.reduce(logits)
        weights = np.exp(logits)
        np.divide(weights, summed(weights), out=probs[step + 1])
        rewards.dot(counts, out=reward[step])  # of the whole batch, until the end
        if entry.decay < 1:
            b = entry.decay * b + (1 - entry.decay) * reward[step] / k
    reward /= k
    return Run(np.moveaxis(probs, 1, 2), reward)


def _sampler(rng: np.random.Generator, k: int, steps: int, shape: tuple[int, ...]) -> Callable[[Array], Array]:
    """What turns policies of this shape into counts of K draws from each, `steps` times.  [A, R] -> [A, R]."""
    responses, runs = shape
    if k > SOME:
        # The last response first: once a run has settled on an early one, hardly anything is left to draw.
        return lambda probs: rng.multinomial(k, probs[::-1].T).T[::-1].astype(np.float64, order="C")
    later = np.triu(np.ones((responses - 1, responses)), 1)
    less_next = np.eye(responses) - np.eye(responses, k=1)
    reached = np.full(shape, float(k))  # draws of each response or a later one
    but_first = reached[1:]
    if k <= FEW:
        fractions = _fractions(rng, k, steps, runs)

        def fall(probs: Array) -> None:
            np.add.reduce(next(fractions) < later.dot(probs), dtype=np.float64, out=but_first)

    else:
        words = _words(rng, k, steps, runs)
        later *= WORDS
        fell = np.empty((responses - 1, k, runs), dtype=bool)
        each = fell.view(np.uint8)

        def fall(probs: Array) -> None:
            # Rounded, so that what is impossible or certain but for a rounding is impossible or certain.
            np.less(next(words), np.rint(later.dot(probs)).astype(np.uint32)[:, None], out=fell)
            np.add.reduce(each, axis=1, dtype=np.uint8, out=but_first)

    def draw(probs: Array) -> Array:
        fall(probs)
        counts: Array = less_next.dot(reached)
        return counts

    return draw


def _fractions(rng: np.random.Generator, k: int, steps: int, runs: int) -> Iterator[Array]:
    """A uniform number for each draw of each step, [K, 1, R] a step."""
    block = max(1, BLOCK // max(1, 8 * k * runs))
    for step in range(0, steps, block):
        luck = rng.random((min(block, steps - step), k, 1, runs))
        luck *= ALMOST_ONE
        yield from luck


def _words(rng: np.random.Generator, k: int, steps: int, runs: int) -> Iterator[npt.NDArray[np.uint32]]:
    """A uniform whole number below WORDS for each draw of each step, [K, R] a step."""
    block = max(1, BLOCK // max(1, 4 * k * runs))
    for step in range(0, steps, block):
        shape = min(block, steps - step), k, runs
        luck = rng.bit_generator.random_raw((math.prod(shape) + 1) // 2).view(np.uint32)
        luck >>= 1
        yield from luck[: math.prod(shape)].reshape(shape)
