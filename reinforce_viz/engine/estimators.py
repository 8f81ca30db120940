"""The estimators: how a batch of sampled actions becomes a gradient.

Rewards are fixed per action, so a batch of K draws matters only through its counts.  An estimator is then one rule:
counts in, one advantage per action out.  Its cost does not grow with K.  Actions lead, [A, ...], as in the rules.
"""

from dataclasses import dataclass
from typing import Literal, TypeVar

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine import advantages as rules
from reinforce_viz.engine.advantages import Rule
from reinforce_viz.engine.rounding import ROUNDING, Array, reward_scale, without_rounding
from reinforce_viz.engine.validation import check_batch, check_choice, check_integer, check_policy

# What an estimate is on average: the gradient, the gradient times (K − 1)/K, or something else.
Expectation = Literal["gradient", "shrunk", "other"]
Number = TypeVar("Number", float, Array)

DECAY = 0.9


@dataclass(frozen=True)
class Estimator:
    """A rule for the advantages of a batch, and what is known about it."""

    rule: Rule
    expectation: Expectation
    formula: str  # of the advantage A of a drawn action, in LaTeX
    source: str
    phrase: str  # what a sentence calls it, after "with"
    summary: str  # what is subtracted, in words
    uses_batch: bool = False  # the advantage depends on the other draws
    smallest_k: int = 1
    uses_b: bool = False
    decay: float = 1.0  # how much of b survives a step; the rest is the step's mean reward

    @property
    def draws_are_alike(self) -> bool:
        """Whether the estimate is a mean of K independent terms with mean g, one for each draw."""
        return self.expectation == "gradient" and not self.uses_batch

    def advantages(self, counts: Array, rewards: Array, probs: Array, b: Array | float) -> Array:
        """What the rule gives, with exactly 0 where a reward is its own baseline.

        Args:
            counts: [A, ...], how often each action was drawn.
            rewards: [A].
            probs: [A, ...], sum to 1 over the actions; as many axes as counts.
            b: a number or [...].

        Returns:
            What broadcasts with counts.

        Raises:
            ValueError: naming counts, rewards or probs, if it has not one row per action, or another number of axes.
        """
        check_batch(counts, rewards, probs)
        return without_rounding(self.rule(counts, rewards, probs, b), self.scale(rewards, b))

    def next_b(self, b: Number, mean_reward: Number) -> Number:
        """What b is after a step: for a running mean nine tenths of itself and a tenth of what the step earned.

        Args:
            b: before the step; a number, or [R] of R runs.
            mean_reward: of the step's batch, shaped as b.
        """
        return b if self.decay == 1 else self.decay * b + (1 - self.decay) * mean_reward

    def scale(self, rewards: Array, b: Array | float) -> float:
        """The size of the numbers whose difference an advantage is, beside which it may be only a rounding.

        Args:
            rewards: [A].
            b: a number or [...].
        """
        scale = reward_scale(rewards, b)
        # What is not a difference of rewards may be normalised, and so be of size 1 whatever they are.
        return scale if self.expectation != "other" else min(scale, 1.0)


def mean_push(counts: Array, advantage: Array, probs: Array) -> Array:
    """Advantage times score on average over the draws, ĝ = p̂∘A − π (p̂·A) with p̂ = counts/K.

    Args:
        counts: [A] or [A, N].
        advantage: broadcasts with counts.
        probs: broadcasts with counts, sum to 1 over the actions.

    Returns:
        Shaped as counts; where the pushes of a batch cancel, a rounding may be left.
    """
    weighted = counts * advantage / counts.sum(axis=0)
    return np.asarray(weighted - probs * weighted.sum(axis=0))


def gradient(counts: Array, advantage: Array, probs: Array) -> Array:
    """The estimate of `mean_push`, with exactly 0 where the pushes of a batch cancel.

    Args:
        counts: [A] or [A, N].
        advantage: broadcasts with counts.
        probs: broadcasts with counts, sum to 1 over the actions.

    Returns:
        Shaped as counts.
    """
    # The same sum without signs bounds the rounding of the one with signs.
    size = mean_push(counts, np.abs(advantage), -probs)
    return without_rounding(mean_push(counts, advantage, probs), size)


ESTIMATORS: dict[str, Estimator] = {
    "none": Estimator(
        rules.no_baseline,
        "gradient",
        r"A = r",
        "Williams 1992",
        "no baseline",
        "nothing is subtracted",
    ),
    "constant": Estimator(
        rules.given_baseline,
        "gradient",
        r"A = r - b",
        "Williams 1992",
        "a constant baseline",
        "the number b is subtracted",
        uses_b=True,
    ),
    "mean reward": Estimator(
        rules.mean_reward,
        "gradient",
        r"A = r - \tfrac{1}{n}\textstyle\sum_{a=1}^{n} r_a",
        "Williams 1992, as any constant",
        "the mean reward as baseline",
        "the plain average of the rewards of all n answers is subtracted",
    ),
    "expected reward": Estimator(
        rules.expected_reward,
        "gradient",
        r"A = r - J(\pi)",
        "Weaver and Tao 2001",
        "the expected reward as baseline",
        "the expected reward J of the current policy is subtracted",
    ),
    "optimal": Estimator(
        rules.optimal,
        "gradient",
        r"A = r - b^*,\quad b^* = \frac{\mathbb{E}[R\,|\nabla\log\pi|^2]}{\mathbb{E}[|\nabla\log\pi|^2]}",
        "Greensmith, Bartlett and Baxter 2004; Dayan 1991 for two answers",
        "the optimal baseline",
        "the constant of least variance b* of the current policy is subtracted",
    ),
    "optimal plus b": Estimator(
        rules.optimal_plus_b,
        "gradient",
        r"A = r - (b^* + b)",
        "Chung, Thomas, Machado and Le Roux 2021",
        "the optimal baseline plus b",
        "b more than the constant of least variance b* is subtracted; b and −b have the same variance",
        uses_b=True,
    ),
    "batch mean": Estimator(
        rules.batch_mean,
        "shrunk",
        r"A = r - \tfrac{1}{K}\textstyle\sum_k r_k",
        "Liu et al. 2025, as the advantage of Dr. GRPO",
        "the batch mean as baseline",
        "the mean reward of the batch is subtracted, the answer's own included",
        uses_batch=True,
    ),
    "leave-one-out": Estimator(
        rules.leave_one_out,
        "gradient",
        r"A_k = r_k - \tfrac{1}{K-1}\textstyle\sum_{j\neq k} r_j",
        "Kool, van Hoof and Welling 2019; Ahmadian et al. 2024",
        "the leave-one-out baseline",
        "the mean reward of the batch's other answers is subtracted",
        uses_batch=True,
        smallest_k=2,
    ),
    "running mean": Estimator(
        rules.given_baseline,
        "gradient",
        rf"A = r - b_t,\quad b_{{t+1}} = {DECAY}\,b_t + {1 - DECAY:.1f}\,\bar r_t",
        "Sutton 1984; Sutton and Barto 2018, section 2.8",
        "a running mean as baseline",
        f"a running mean of past rewards is subtracted, keeping {DECAY:.0%} of itself at each step and starting at b",
        uses_b=True,
        decay=DECAY,
    ),
    "group-normalised": Estimator(
        rules.group_normalised,
        "other",
        r"A = \frac{r - \bar r}{s + 10^{-4}},\quad s^2 = \tfrac{1}{K-1}\textstyle\sum_k (r_k - \bar r)^2",
        "Shao et al. 2024; K − 1 and the added 0.0001 are those of TRL's trainer",
        "group-normalised rewards",
        "the batch mean is subtracted and the rest divided by the batch's standard deviation (with K − 1)",
        uses_batch=True,
    ),
}


def used_b(name: str, b: float) -> float:
    """b, or 0 where the estimator does not use it and nothing depends on it.

    Args:
        name: of an entry in ESTIMATORS.
        b: any number.
    """
    return b if ESTIMATORS[name].uses_b else 0.0


def baseline(name: str, probs: npt.ArrayLike, rewards: npt.ArrayLike, b: float = 0.0) -> float:
    """The number that an estimator subtracts from every reward.

    Args:
        name: of an entry in ESTIMATORS.
        probs: [A], sum to 1.
        rewards: [A].
        b: for the estimators that use it.

    Returns:
        The number; NaN if it depends on the batch, or if no one number is subtracted.

    Raises:
        ValueError: naming the argument that is impossible.
    """
    policy, reward = check_policy(probs, rewards)
    entry = _entry(name)
    if entry.uses_batch:
        return np.nan
    advantage = np.broadcast_to(entry.rule(np.ones((len(policy), 1)), reward, policy[:, None], b), (len(policy), 1))
    taken = reward - advantage[:, 0]
    same = np.ptp(taken) <= ROUNDING * max(float(np.abs(reward).max()), abs(b))
    return float(taken[0]) if same else np.nan


def estimator(name: str, k: int) -> Estimator:
    """An entry of ESTIMATORS that can use batches of K draws.

    Args:
        name: its name.
        k: from the entry's smallest K on.

    Raises:
        ValueError: naming estimator, if there is none of that name; naming k, if it is too small.
    """
    entry = _entry(name)
    check_integer("k", k, 1)
    if k < entry.smallest_k:
        raise ValueError(f"k must be at least {entry.smallest_k} for {name}, not {k}.")
    return entry


def _entry(name: str) -> Estimator:
    return ESTIMATORS[check_choice("estimator", name, tuple(ESTIMATORS))]
