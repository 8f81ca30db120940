"""One batch of eight answers, used again and again: what becomes of the policy with PPO's clip and without it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine.estimators import estimator
from reinforce_viz.engine.fresh import fresh_steps
from reinforce_viz.engine.policy import Array, expected_reward
from reinforce_viz.engine.rounding import ROUNDING, reward_scale, without_rounding
from reinforce_viz.engine.stale import chi_squared, effective_share, stale_draw
from reinforce_viz.engine.steps import exact_ascent
from reinforce_viz.engine.surrogate import Epochs, ExpectedEpochs, Flags, epochs, expected_epochs
from reinforce_viz.engine.validation import check_policy

ANSWERS = 8
EPOCHS = 64
CLIP = 0.2
TOKENS = 64
FRESH = (1, 2, 4, 8)  # steps that share the eight answers
AGAIN = (2, 4, 8, 16, 64)  # epochs on all eight
BEHIND = (1, 2, 5, 10, 50)  # exact steps since the batch was drawn


@dataclass(frozen=True)
class Scene:
    """A batch worth seeing."""

    lucky: bool  # whether a best answer is in it
    estimator: str
    learning_rate: float | None = None  # None for the reader's


SCENES = {
    "lucky": Scene(lucky=True, estimator="batch mean"),
    "unlucky": Scene(lucky=False, estimator="batch mean"),
    "no baseline": Scene(lucky=True, estimator="none"),
    "learning rate 2": Scene(lucky=True, estimator="batch mean", learning_rate=2.0),
}


@dataclass(frozen=True, eq=False)
class Reuse:
    """One batch, and the policy after 0, 1, …, EPOCHS epochs on it."""

    counts: Array  # [A]
    advantages: Array  # [A]
    clipped: Epochs
    free: Epochs  # without the clip
    stopped: Flags  # [EPOCHS + 1, A], whose next push the clip would stop

    @property
    def still(self) -> bool:
        """Whether the batch moves nothing."""
        return bool((abs(self.free.ratio - 1) <= ROUNDING).all())

    @property
    def furthest(self) -> tuple[int, int]:
        """The epoch and the answer at which a ratio of the clipped run is furthest from 1."""
        epoch, answer = np.unravel_index(abs(self.clipped.ratio - 1).argmax(), self.clipped.ratio.shape)
        return int(epoch), int(answer)


@dataclass(frozen=True)
class Use:
    """One way to use eight answers."""

    name: str
    expected_reward: float
    spread: float  # standard deviation of J
    gain: float  # of J per answer


@dataclass(frozen=True)
class Stale:
    """A batch drawn some exact steps ago, weighted by the ratios."""

    steps: int
    share: float  # effective sample size as a share of the batch
    noise: float  # variance of the weighted gradient over that of a fresh one; NaN if that is 0
    response: float  # variance of the ratio of a response of TOKENS tokens


def batch(probs: npt.ArrayLike, rewards: npt.ArrayLike, *, lucky: bool) -> Array:
    """Eight answers, their shares as close to the policy as they can be; with a best answer among them or without.

    Best is the largest reward of those that can be drawn.  If all of these are best, there is no unlucky batch, and
    the lucky one is returned.

    Args:
        probs: [A], sum to 1.
        rewards: [A].
        lucky: whether a best answer is among them.

    Returns:
        [A], how often each answer is in the batch.
    """
    probs, rewards = check_policy(probs, rewards)
    best = (probs > 0) & (rewards == rewards[probs > 0].max())
    others = (probs > 0) & ~best
    if not lucky and others.any():
        return _shared_out(np.where(others, probs, 0.0))
    counts = _shared_out(probs)
    if not counts[best].any():
        counts[counts.argmax()] -= 1
        counts[np.where(best, probs, -1.0).argmax()] += 1
    return counts


def reuse(probs: npt.ArrayLike, rewards: npt.ArrayLike, learning_rate: float, scene: str) -> Reuse:
    """The batch of a scene, used for EPOCHS epochs with and without the clip.

    Args:
        probs: [A], sum to 1.
        rewards: [A].
        learning_rate: of each epoch, unless the scene has its own.
        scene: of SCENES.
    """
    probs, rewards = check_policy(probs, rewards)
    shown = SCENES[scene]
    rate = shown.learning_rate or learning_rate
    counts = batch(probs, rewards, lucky=shown.lucky)
    raw = estimator(shown.estimator, ANSWERS).advantages(counts[:, None], rewards, probs[:, None], 0.0)
    advantages = without_rounding(np.broadcast_to(raw, (len(probs), 1))[:, 0], reward_scale(rewards))
    # One epoch more than is shown: it tells what the clip stops at the last policy.
    longer = epochs(probs, rewards, counts, advantages, rate, EPOCHS + 1, CLIP)
    clipped = epochs(probs, rewards, counts, advantages, rate, EPOCHS, CLIP)
    free = epochs(probs, rewards, counts, advantages, rate, EPOCHS, None)
    return Reuse(counts, advantages, clipped, free, longer.clipped)


def every_batch(
    probs: npt.ArrayLike,
    rewards: npt.ArrayLike,
    learning_rate: float,
    scene: str,
    k: int = ANSWERS,
    most: int = EPOCHS,
) -> tuple[ExpectedEpochs, ExpectedEpochs]:
    """The same over every batch of k answers, by the scene's advantages and rate: with the clip and without.

    Args:
        probs: [A], sum to 1.
        rewards: [A].
        learning_rate: of each epoch, unless the scene has its own.
        scene: of SCENES.
        k: answers in a batch, from 2 on.
        most: epochs, from 1 on.
    """
    name, rate = SCENES[scene].estimator, SCENES[scene].learning_rate or learning_rate
    clipped, free = (expected_epochs(name, probs, rewards, k, rate, most, clip) for clip in (CLIP, None))
    return clipped, free


def uses(probs: npt.ArrayLike, rewards: npt.ArrayLike, learning_rate: float) -> list[Use]:
    """What eight answers buy: fresh, shared out over several steps; or all at once, for several epochs.

    The advantage is r − J of the policy that draws.

    Args:
        probs: [A], sum to 1.
        rewards: [A].
        learning_rate: of each step and epoch.
    """
    name, start = "expected reward", expected_reward(probs, rewards)
    found = []
    for steps in FRESH:
        fresh = fresh_steps(name, probs, rewards, ANSWERS // steps, learning_rate, steps)
        each = "1 answer" if steps == ANSWERS else f"{ANSWERS // steps} answers"
        called = f"{steps} fresh steps, {each} each" if steps > 1 else f"1 step, {each}"
        found.append((called, fresh.expected_reward[-1], fresh.spread[-1]))
    for words, clip in (("no clip", None), ("clip", CLIP)):
        again = expected_epochs(name, probs, rewards, ANSWERS, learning_rate, EPOCHS, clip)
        found += [(f"{m} epochs, {words}", again.expected_reward[m], again.spread[m]) for m in AGAIN]
    return [Use(called, float(j), float(spread), float(j - start) / ANSWERS) for called, j, spread in found]


def stale(probs: npt.ArrayLike, rewards: npt.ArrayLike, learning_rate: float) -> list[Stale]:
    """What an old batch is worth after each number of exact steps in BEHIND.

    Args:
        probs: [A], the policy that drew it.
        rewards: [A].
        learning_rate: of the exact steps.
    """
    path = exact_ascent(probs, rewards, learning_rate, max(BEHIND))
    found = []
    for steps in BEHIND:
        draw = stale_draw(path[steps], rewards, probs)
        fresh, weighted = draw.fresh.total_variance, draw.weighted.total_variance
        response = float(np.expm1(TOKENS * np.log1p(chi_squared(path[steps], probs))))
        noise = weighted / fresh if fresh > 0 else float("nan")
        found.append(Stale(steps, effective_share(path[steps], probs), noise, response))
    return found


def _shared_out(weights: Array) -> Array:
    """Eight answers shared out by some weights, what is left over to the largest remainders."""
    exact = ANSWERS * weights / weights.sum()
    # A share that is whole but for its last bit is whole.
    counts: Array = np.floor(exact + ROUNDING)
    left = int(ANSWERS - counts.sum())
    for answer in np.argsort(counts - exact, kind="stable")[:left]:
        counts[answer] += 1
    return counts
