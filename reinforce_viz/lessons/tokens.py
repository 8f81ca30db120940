"""How hard each credit pushes the tokens of one drawn response, and the best constant baseline for responses."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine.credits import CREDITS, TASKS, Index
from reinforce_viz.engine.policy import Array, expected_reward, optimal_baseline, score
from reinforce_viz.engine.rounding import ROUNDING, without_rounding
from reinforce_viz.engine.tokens import sample_responses, sequence_moments, token_advantages
from reinforce_viz.engine.validation import check_policy

LONGEST = 16


@dataclass(frozen=True, eq=False)
class Pushes:
    """One response of T tokens, what each token is worth, and the factor of its score under every credit."""

    tokens: Index  # [T], numbers from 0 to A − 1
    worth: Array  # [T], what the token adds to the response's reward; NaN where it adds nothing whatever it is
    by_credit: dict[str, Array]  # [T] each
    usual: float  # E[R], what a response earns on average

    @property
    def reward(self) -> float:
        """The reward of the whole response."""
        return float(np.nansum(self.worth))

    @property
    def surprise(self) -> float:
        """R − E[R], exactly 0 where only a rounding is missing."""
        return float(self.by_credit["expected reward"][0])


def draw_pushes(
    probs: npt.ArrayLike, rewards: npt.ArrayLike, length: int, task: str, seed: int, draw: int = 0
) -> Pushes:
    """Draw a response and push it.

    A longer response of the same seed and draw has the same beginning.

    Args:
        probs: [A], sum to 1.
        rewards: [A], of each token.
        length: T, from 1 to LONGEST.
        task: of an entry in TASKS.
        seed: of the draws, from 0 on.
        draw: which response of the seed, from 0 on.

    Raises:
        ValueError: naming the argument that is impossible.
    """
    if length > LONGEST:
        raise ValueError(f"length must be at most {LONGEST}, not {length}.")
    _, reward = check_policy(probs, rewards)
    tokens = sample_responses(probs, LONGEST, 1, np.random.default_rng([seed, draw]))[0, :length]
    # A push of 1e-16 has a sign, but is none.
    scale = length * np.abs(reward).max()
    by_credit = {
        credit: without_rounding(token_advantages(credit, tokens, probs, rewards, task), scale) for credit in CREDITS
    }
    worth = np.full(length, np.nan)
    worth[TASKS[task].rewarded] = reward[tokens[TASKS[task].rewarded]]
    usual = len(range(length)[TASKS[task].rewarded]) * expected_reward(probs, rewards)
    return Pushes(tokens, worth, by_credit, usual)


def deserving(pushes: Pushes) -> list[int]:
    """The tokens, from 1, that have the most of the blame for a low reward, or of the credit for a high one.

    Args:
        pushes: of the response.

    Returns:
        Their places in the response; none if no token made a difference.
    """
    shares = pushes.by_credit["advantage"] * (-1.0 if pushes.surprise < 0 else 1.0)
    if shares.max() <= 0:
        return []
    return (np.flatnonzero(shares >= shares.max() * (1 - ROUNDING)) + 1).tolist()


def best_constant(probs: npt.ArrayLike, rewards: npt.ArrayLike, length: int, task: str) -> float:
    """The constant b for which giving every token R − b has the least variance.

    Greensmith, Bartlett and Baxter 2004.

    b = E[R S] / E[S], where S = Σ_t |s_t|² adds up the squared scores of all tokens.  R and |s_t|² go together only
    through the reward of token t itself, so only the rewarded tokens move b away from E[R].

    Args:
        probs: [A], sum to 1.
        rewards: [A], of each token.
        length: T, tokens in the response.
        task: of an entry in TASKS.
    """
    single, average = optimal_baseline(probs, rewards), expected_reward(probs, rewards)
    rewarded = len(range(length)[TASKS[task].rewarded])
    return rewarded * average + rewarded / length * (single - average)


def excess_of_average(probs: npt.ArrayLike, rewards: npt.ArrayLike, length: int, task: str) -> float:
    """How much more variance R − E[R] has than R − b with the best constant b, as a share of the latter.

    Infinite where the best constant leaves no variance, NaN where E[R] leaves none either.  As responses grow longer
    it falls to zero, where E[R] is the best constant (Weaver and Tao 2001).

    Args:
        probs: [A], sum to 1.
        rewards: [A], of each token.
        length: T, tokens in the response.
        task: of an entry in TASKS.
    """
    policy, reward = check_policy(probs, rewards)
    average = sequence_moments("expected reward", policy, reward, length, task).total_variance
    rewarded = len(range(length)[TASKS[task].rewarded])
    # E[(R − b)² S] is a parabola in b, with the second coefficient E[S] = T · E|s|².
    squared_scores = length * float(policy @ (score(policy) ** 2).sum(axis=1))
    gap = best_constant(policy, reward, length, task) - rewarded * expected_reward(policy, reward)
    saved = squared_scores * gap**2
    if saved >= average * (1 - ROUNDING):
        return float("inf") if average > 0 else float("nan")
    return saved / (average - saved)
