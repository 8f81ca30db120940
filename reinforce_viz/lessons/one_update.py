"""One update: one batch, draw by draw, after the updates that came before it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine.advantages import EPSILON
from reinforce_viz.engine.estimators import ESTIMATORS
from reinforce_viz.engine.policy import exact_gradient, logits, score, softmax
from reinforce_viz.engine.rounding import NEGLIGIBLE, ROUNDING, Array, angle, without_rounding
from reinforce_viz.engine.validation import check_policy

MOST_DRAWS = 16
LONGEST_RUN = 50
# Its own random numbers: no other picture draws from these sequences.
STREAM = 3


@dataclass(frozen=True)
class MadeWith:
    """The baseline that an update of a run was made with."""

    estimator: str
    b: float = 0.0


@dataclass(frozen=True, eq=False)
class Update:
    """One update from K draws, with every number on the way."""

    luck: Array  # [K], uniform from 0 to 1: where each draw falls among the probabilities laid end to end
    draws: npt.NDArray[np.int64]  # [K], the drawn answers, in order
    reward: Array  # [K]
    baseline: Array  # [K], what is subtracted from each reward
    divisor: float  # what the rest is divided by: 1, but for rewards normalised by the batch
    advantage: Array  # [K]
    score: Array  # [K, A], ∇ log π of each drawn answer
    push: Array  # [K, A], advantage times score
    estimate: Array  # [A], ĝ, the mean push
    gradient: Array  # [A], g, exact
    learning_rate: float
    before: Array  # [A], the policy that was drawn from
    after: Array  # [A], the policy after a step along ĝ
    exact: Array  # [A], the policy after a step along g instead

    @property
    def edges(self) -> Array:
        """Where the probabilities, laid end to end from 0 to 1, meet.  [A + 1]."""
        return _edges(self.before)

    @property
    def angle(self) -> float:
        """Degrees between ĝ and g; NaN if either is zero."""
        return angle(self.estimate, self.gradient)

    @property
    def pushed(self) -> npt.NDArray[np.bool_]:
        """Which draws push by more than a rounding.  [K]."""
        return np.asarray(np.abs(self.push).max(axis=1) > NEGLIGIBLE)

    @property
    def moves(self) -> bool:
        """Whether ĝ is more than a rounding, so that the step goes somewhere."""
        return bool(np.abs(self.estimate).max() > NEGLIGIBLE)


def updates(
    probs: npt.ArrayLike,
    rewards: npt.ArrayLike,
    k: int,
    learning_rate: float,
    seed: int,
    baselines: Sequence[MadeWith],
) -> tuple[Update, ...]:
    """A run of updates, one after the other, each with its own baseline.

    The luck of the draws comes from the seed and the number of the update alone, so a baseline cannot change it.

    Args:
        probs: [A], the policy at the start.
        rewards: [A].
        k: draws in each update, from 1 on; more where its estimator needs more.
        learning_rate: of each update.
        seed: of the draws, from 0 on.
        baselines: what each update is made with.

    Returns:
        As many updates as there are baselines.
    """
    probs, rewards = check_policy(probs, rewards)
    theta = logits(probs)
    made: list[Update] = []
    for step, how in enumerate(baselines):
        size = max(k, ESTIMATORS[how.estimator].smallest_k)
        luck = np.random.default_rng([seed, step, STREAM]).random(size)
        b = how.b
        for update in made:
            b = ESTIMATORS[how.estimator].next_b(b, float(update.reward.mean()))
        made.append(_update(theta, rewards, MadeWith(how.estimator, b), learning_rate, luck))
        theta = theta + learning_rate * made[-1].estimate
        # Only differences of logits matter: with the largest at 0 they neither drift nor overflow.
        theta -= theta.max()
    return tuple(made)


def pushed_up_yet_less_likely(update: Update) -> list[int]:
    """Answers whose own draws pushed them up, and whose probability fell by more than a rounding.

    Args:
        update: with its draws.
    """
    drawn_and_up = np.unique(update.draws[update.advantage > 0])
    return [int(a) for a in drawn_and_up if update.after[a] < update.before[a] - ROUNDING]


def _update(theta: Array, rewards: Array, how: MadeWith, rate: float, luck: Array) -> Update:
    before = softmax(theta)
    draws = np.searchsorted(_edges(before)[1:-1], luck, side="right")
    counts = np.bincount(draws, minlength=len(before)).astype(np.float64)
    reward = rewards[draws]
    advantage = ESTIMATORS[how.estimator].advantages(counts, rewards, before, how.b)[draws]
    baseline, divisor = _taken_off(how.estimator, reward, advantage)
    scores = score(before)[draws]
    push = advantage[:, None] * scores + 0.0  # which turns −0 into 0
    # Pushes that cancel leave nothing, not a rounding.
    estimate = without_rounding(push.mean(axis=0), np.abs(push).mean(axis=0))
    gradient = exact_gradient(before, rewards)
    return Update(
        luck=luck,
        draws=draws,
        reward=reward,
        baseline=baseline,
        divisor=divisor,
        advantage=advantage,
        score=scores,
        push=push,
        estimate=estimate,
        gradient=gradient,
        learning_rate=rate,
        before=before,
        after=softmax(theta + rate * estimate),
        exact=softmax(theta + rate * gradient),
    )


def _edges(probs: Array) -> Array:
    ends = np.cumsum(probs)
    # The last end is exactly 1, and so are those before it whose answers cannot be drawn.
    return np.concatenate([[0.0], ends / ends[-1]])


def _taken_off(name: str, reward: Array, advantage: Array) -> tuple[Array, float]:
    """What each reward of a batch is reduced by, and divided by: the baseline [K], and one divisor."""
    if name == "group-normalised":
        spread = reward.std(ddof=1) if len(reward) > 1 else 0.0
        return np.full(len(reward), reward.mean()), float(spread) + EPSILON
    return reward - advantage, 1.0
