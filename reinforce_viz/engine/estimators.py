"""How can a batch of sampled answers become a gradient?

Rewards are fixed per response, so a batch of K draws matters only through its counts.  An estimator is then one
rule: counts in, one advantage per response out.  Its cost does not grow with K.

In this module responses lead, [A, ...]: every operation then runs along long rows, one per response.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine.policy import Array, centred, optimal_weights, summed
from reinforce_viz.engine.validation import check_policy, check_whole

Rule = Callable[[Array, Array, Array, "Array | float"], Array]
Expectation = Literal["gradient", "shrunk", "other"]

EPSILON = 1e-4
DECAY = 0.9


@dataclass(frozen=True)
class Estimator:
    """A rule for the advantages of a batch, and what is known about it.

    `rule(counts, rewards, probs, b)` takes counts [A, ...], rewards [A], probs [A, ...] and a baseline value or
    array [...], and returns what broadcasts with counts: the advantage given to each response.
    """

    rule: Rule
    expectation: Expectation  # of the estimate: the gradient, the gradient times (K − 1)/K, or neither
    formula: str  # of the advantage A of a drawn answer, in LaTeX
    source: str
    phrase: str  # what a sentence calls it, after "with"
    summary: str  # what is subtracted, in words
    uses_batch: bool = False  # the advantage depends on the other draws
    smallest_k: int = 1
    uses_b: bool = False
    decay: float = 1.0  # how much of b survives a step; the rest is the step's mean reward


def no_baseline(counts: Array, rewards: Array, probs: Array, b: Array | float) -> Array:
    """The reward itself.  Williams 1992."""
    return _column(rewards, counts)


def given_baseline(counts: Array, rewards: Array, probs: Array, b: Array | float) -> Array:
    """Reward minus b, whatever the batch.  Williams 1992."""
    return _column(rewards, counts) - b


def mean_reward(counts: Array, rewards: Array, probs: Array, b: Array | float) -> Array:
    """Reward minus the plain average of the rewards, each response counted once."""
    return _column(centred(np.full(len(rewards), 1 / len(rewards)), rewards), counts)


def expected_reward(counts: Array, rewards: Array, probs: Array, b: Array | float) -> Array:
    """Reward minus J under the current policy.  Sutton and Barto 2018, chapter 13."""
    return centred(probs, rewards)


def optimal(counts: Array, rewards: Array, probs: Array, b: Array | float) -> Array:
    """Reward minus the constant of least variance under the current policy.  Greensmith et al. 2004."""
    return centred(optimal_weights(probs), rewards)


def optimal_plus_b(counts: Array, rewards: Array, probs: Array, b: Array | float) -> Array:
    """Reward minus b more than the constant of least variance: b and −b are equally noisy.  Chung et al. 2021."""
    return centred(optimal_weights(probs), rewards) - b


def batch_mean(counts: Array, rewards: Array, probs: Array, b: Array | float) -> Array:
    """Reward minus the mean reward of the batch, the answer's own included."""
    return centred(counts / summed(counts), rewards)


def leave_one_out(counts: Array, rewards: Array, probs: Array, b: Array | float) -> Array:
    """Reward minus the mean of the batch's other K − 1 rewards, K ≥ 2.  Kool et al. 2019; Ahmadian et al. 2024."""
    return centred(counts / (summed(counts) - 1), rewards)


def group_normalised(counts: Array, rewards: Array, probs: Array, b: Array | float) -> Array:
    """Reward minus batch mean, over the batch's standard deviation (ddof 1) + ε; 0 if all agree.  Shao et al. 2024."""
    k = summed(counts)
    # Through differences of rewards, so that the deviations of a batch that agrees are exactly 0.
    deviation = centred(counts / k, rewards)
    variance = summed(counts * deviation**2) / np.maximum(k - 1, 1)
    return np.asarray(np.where(variance > 0, deviation / (np.sqrt(variance) + EPSILON), 0.0))


def _column(values: Array, like: Array) -> Array:
    """values [A] shaped to broadcast with `like`, [A] or [A, N]."""
    return values[:, None] if like.ndim > 1 else values


def gradient(counts: Array, advantage: Array, probs: Array) -> Array:
    """The estimate ĝ = p̂∘A − π (p̂·A) with p̂ = counts/K.  All [A] or [A, N]."""
    return np.asarray(gradient_sum(counts, advantage, probs) / counts.sum(axis=0))


def gradient_sum(counts: Array, advantage: Array, probs: Array) -> Array:
    """Advantage times score, summed over the draws: K times the estimate.  All [A] or [A, N]."""
    weighted = counts * advantage
    weighted -= probs * summed(weighted)
    return weighted


ESTIMATORS: dict[str, Estimator] = {
    "none": Estimator(
        no_baseline,
        "gradient",
        r"A = r",
        "Williams 1992",
        "no baseline",
        "nothing is subtracted",
    ),
    "constant": Estimator(
        given_baseline,
        "gradient",
        r"A = r - b",
        "Williams 1992",
        "a constant baseline",
        "the number b is subtracted",
        uses_b=True,
    ),
    "mean reward": Estimator(
        mean_reward,
        "gradient",
        r"A = r - \tfrac{1}{n}\textstyle\sum_{a=1}^{n} r_a",
        "Williams 1992",
        "the mean reward as baseline",
        "the plain average of the rewards of all n answers is subtracted",
    ),
    "expected reward": Estimator(
        expected_reward,
        "gradient",
        r"A = r - J(\pi)",
        "Sutton and Barto 2018",
        "the expected reward as baseline",
        "the expected reward J of the current policy is subtracted",
    ),
    "optimal": Estimator(
        optimal,
        "gradient",
        r"A = r - b^*,\quad b^* = \frac{\mathbb{E}[R\,|\nabla\log\pi|^2]}{\mathbb{E}[|\nabla\log\pi|^2]}",
        "Greensmith, Bartlett and Baxter 2004; Weaver and Tao 2001",
        "the optimal baseline",
        "the constant of least variance b* of the current policy is subtracted",
    ),
    "optimal plus b": Estimator(
        optimal_plus_b,
        "gradient",
        r"A = r - (b^* + b)",
        "Chung, Thomas, Machado and Le Roux 2021",
        "the optimal baseline plus b",
        "b more than the constant of least variance b* is subtracted; b and −b have the same variance",
        uses_b=True,
    ),
    "batch mean": Estimator(
        batch_mean,
        "shrunk",
        r"A = r - \tfrac{1}{K}\textstyle\sum_k r_k",
        "Williams 1992, with b estimated from the batch itself",
        "the batch mean as baseline",
        "the mean reward of the batch is subtracted, the answer's own included",
        uses_batch=True,
    ),
    "leave-one-out": Estimator(
        leave_one_out,
        "gradient",
        r"A_k = r_k - \tfrac{1}{K-1}\textstyle\sum_{j\neq k} r_j",
        "Kool, van Hoof and Welling 2019; Ahmadian et al. 2024",
        "the leave-one-out baseline",
        "the mean reward of the batch's other answers is subtracted",
        uses_batch=True,
        smallest_k=2,
    ),
    "running mean": Estimator(
        given_baseline,
        "gradient",
        rf"A = r - b_t,\quad b_{{t+1}} = {DECAY}\,b_t + {1 - DECAY:.1f}\,\bar r_t",
        "Williams 1992; Sutton and Barto 2018",
        "a running mean as baseline",
        f"a running mean of past rewards is subtracted, keeping {DECAY:.0%} of itself at each step and starting at b",
        uses_b=True,
        decay=DECAY,
    ),
    "group-normalised": Estimator(
        group_normalised,
        "other",
        r"A = \frac{r - \bar r}{s + 10^{-4}},\quad s^2 = \tfrac{1}{K-1}\textstyle\sum_k (r_k - \bar r)^2",
        "Shao et al. 2024; K − 1 and the added 0.0001 are those of TRL's trainer",
        "group-normalised rewards",
        "the batch mean is subtracted and the rest divided by the batch's standard deviation (with K − 1)",
        uses_batch=True,
    ),
}


def baseline(name: str, probs: npt.ArrayLike, rewards: npt.ArrayLike, b: float = 0.0) -> float:
    """The number that the estimator subtracts under this policy; NaN if that depends on the batch."""
    policy, reward = check_policy(probs, rewards)
    entry = ESTIMATORS[name]
    if entry.uses_batch:
        return np.nan
    advantage = entry.rule(np.ones((len(policy), 1)), reward, policy[:, None], b)
    return float(reward[0] - advantage[0, 0])


def estimator(name: str, k: int) -> Estimator:
    """The entry of ESTIMATORS called `name`; ValueError if there is none, or if K is below its smallest."""
    if not isinstance(name, str) or name not in ESTIMATORS:
        raise ValueError(f"estimator must be one of {', '.join(ESTIMATORS)}, not {name!r}.")
    entry = ESTIMATORS[name]
    check_whole("k", k, 1)
    if k < entry.smallest_k:
        raise ValueError(f"k must be at least {entry.smallest_k} for {name}, not {k}.")
    return entry
