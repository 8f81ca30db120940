"""Several gradient steps on one batch, with and without PPO's clip.

A batch drawn from π_old is used for M epochs.  Each epoch is one step of plain ascent on the whole batch's surrogate

    L(θ) = (1/K) Σ_a n_a min(ρ_a A_a, clip(ρ_a, 1 − ε, 1 + ε) A_a),    ρ_a = π_θ(a) / π_old(a),

and the advantages A_a stay those of the policy that drew.  At ρ = 1 its gradient is REINFORCE's estimate, so the first
epoch is a step of REINFORCE, clip or not.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine.batches import outcomes
from reinforce_viz.engine.estimators import estimator as look_up
from reinforce_viz.engine.policy import Array, centred
from reinforce_viz.engine.rounding import ROUNDING
from reinforce_viz.engine.validation import check_finite, check_integer, check_policy, check_vector

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Epochs:
    """What M epochs on one batch do to the policy that drew it; row 0 is that policy."""

    probs: Array  # [M + 1, A]
    ratio: Array  # [M + 1, A], ρ = π_θ / π_old; 1 for an action of probability 0
    clipped: Flags  # [M, A], whose push the clip stopped in that epoch, judged at the policy it begins with
    kl: Array  # [M + 1], KL(π_old ‖ π_θ) in nats
    expected_reward: Array  # [M + 1], J


@dataclass(frozen=True, eq=False)
class ExpectedEpochs:
    """What M epochs do on average over every batch of K draws; row 0 is before the first."""

    expected_reward: Array  # [M + 1], E[J]
    spread: Array  # [M + 1], standard deviation of J
    falls: Array  # [M + 1], probability that J is below where it began
    kl: Array  # [M + 1], E[KL(π_old ‖ π_θ)] in nats
    clipped: Array  # [M], expected share of the draws whose push the clip stopped in that epoch
    move: Array  # [M + 1, A], E[θ_m − θ_0]; sums to 0


def epochs(
    probs: npt.ArrayLike,
    rewards: npt.ArrayLike,
    counts: npt.ArrayLike,
    advantages: npt.ArrayLike,
    learning_rate: float,
    epochs: int,
    clip: float | None = 0.2,
) -> Epochs:
    """Several steps of ascent on the surrogate of one batch.  Schulman et al. 2017.

    Args:
        probs: [A], the policy that drew the batch.
        rewards: [A].
        counts: [A], how often each action was drawn; any weights of at least 0, some above 0.
        advantages: [A], the same in every epoch.
        learning_rate: length of a step per unit of gradient, finite.
        epochs: M, 0 or more.
        clip: ε, above 0 and below 1; None for no clip.

    Returns:
        The policy after 0, 1, …, M epochs, and what follows from it.

    Raises:
        ValueError: naming the argument that is out of range, or counts, where an action of probability 0 was drawn.
    """
    old, reward = check_policy(probs, rewards)
    drawn = _check_counts(counts, old)
    advantage = check_vector("advantages", advantages, len(old))
    _check_steps(learning_rate, epochs, clip)
    ascent = _ascend(old[:, None], drawn[:, None], advantage[:, None], learning_rate, clip)
    each_epoch = list(islice(ascent, epochs + 1))
    log_ratio = np.array([log_ratio[:, 0] for _, log_ratio, _ in each_epoch])
    clipped = np.array([stopped[:, 0] for _, _, stopped in each_epoch])
    ratio = np.exp(log_ratio)
    gain = (old * np.expm1(log_ratio)) @ centred(old, reward)
    return Epochs(old * ratio, ratio, clipped[:-1], _divergence(old, log_ratio.T), old @ reward + gain)


def expected_epochs(
    estimator: str,
    probs: npt.ArrayLike,
    rewards: npt.ArrayLike,
    k: int,
    learning_rate: float,
    epochs: int,
    clip: float | None = 0.2,
    b: float = 0.0,
) -> ExpectedEpochs:
    """Several steps of ascent on the surrogate, averaged over every batch.  Schulman et al. 2017.

    Args:
        estimator: of an entry in ESTIMATORS; its rule gives the advantages, under the policy that draws.
        probs: [A], the policy that draws.
        rewards: [A].
        k: draws in the batch, 1 or more.
        learning_rate: length of a step per unit of gradient, finite.
        epochs: M, 0 or more.
        clip: ε, above 0 and below 1; None for no clip.
        b: the baseline of the estimators that take one, finite.

    Returns:
        Averages after 0, 1, …, M epochs, exact: every batch is listed.

    Raises:
        ValueError: naming the argument that is out of range, or k, where the batches are more than LARGEST_ENUMERATION.
    """
    old, reward = check_policy(probs, rewards)
    _check_steps(learning_rate, epochs, clip)
    batches = outcomes(estimator, old, reward, k, b)
    # A batch that cannot come, with an action of probability 0, has no ratio and counts for nothing.
    possible = batches.probability > 0
    chance = batches.probability[possible]
    counts = batches.counts[possible].T.astype(np.float64)
    advantage = look_up(estimator, k).advantages(counts, reward, old[:, None], b)
    start, surprise = float(old @ reward), centred(old, reward)
    below = -ROUNDING * float(np.abs(reward).max())
    rows = []
    for shift, log_ratio, stopped in islice(_ascend(old[:, None], counts, advantage, learning_rate, clip), epochs + 1):
        gain = surprise @ (old[:, None] * np.expm1(log_ratio))
        of_each = gain, _divergence(old, log_ratio), (counts * stopped).sum(axis=0) / k, gain < below, *shift
        average = np.array(of_each) @ chance
        rows.append((np.sqrt(chance @ (gain - average[0]) ** 2), *average))
    spread, mean_gain, kl, clipped, falls, *move = np.array(rows).T
    return ExpectedEpochs(start + mean_gain, spread, falls, kl, clipped[:-1], np.array(move).T)


def stopped_by_clip(ratio: Array, advantages: Array, clip: float | None) -> Flags:
    """Where the clip leaves no gradient: past the bound on the side to which the advantage pushes.

    Args:
        ratio: ρ, any shape.
        advantages: what broadcasts with it.
        clip: ε; None for no clip.

    Returns:
        True where A > 0 and ρ > 1 + ε, or A < 0 and ρ < 1 − ε.
    """
    if clip is None:
        return np.zeros(np.broadcast(ratio, advantages).shape, dtype=np.bool_)
    return np.asarray(((advantages > 0) & (ratio > 1 + clip)) | ((advantages < 0) & (ratio < 1 - clip)))


def _ascend(
    old: Array, counts: Array, advantages: Array, learning_rate: float, clip: float | None
) -> Iterator[tuple[Array, Array, Flags]]:
    """Before each epoch, for ever: θ − θ_old, log ρ, and which drawn actions the clip stops.  [A, N] each.

    N batches at a time: old [A, 1], counts and advantages [A, N].
    """
    share = counts / counts.sum(axis=0)
    move = np.zeros_like(share)
    while True:
        log_ratio = _log_ratio(move, old)
        ratio = np.exp(log_ratio)
        stopped = stopped_by_clip(ratio, advantages, clip) & (counts > 0)
        yield move, log_ratio, stopped
        push = np.where(stopped, 0.0, share * ratio * advantages)
        move = move + learning_rate * (push - old * ratio * push.sum(axis=0))


def _log_ratio(move: Array, old: Array) -> Array:
    """log ρ once the logits have moved by `move`; exactly 0 where nothing has moved.  [A, N]."""
    possible = old > 0
    top = np.where(possible, move, -np.inf).max(axis=0)
    shift = np.where(possible, move - top, 0.0)
    total = (old * np.exp(shift)).sum(axis=0) / old.sum()
    return np.where(possible, shift - np.log(total), 0.0)


def _divergence(old: Array, log_ratio: Array) -> Array:
    """KL(π_old ‖ π_θ), [N], from log ρ, [A, N]."""
    # E[ρ − 1 − log ρ] in place of −E[log ρ]: the same, as E[ρ] = 1, and no rounding makes it negative.
    divergence: Array = old @ (np.expm1(log_ratio) - log_ratio)
    return divergence


def _check_counts(counts: npt.ArrayLike, old: Array) -> Array:
    drawn = check_vector("counts", counts, len(old))
    if (drawn < 0).any() or not drawn.any():
        raise ValueError(f"counts must be at least 0, and some above 0, not {drawn.tolist()}.")
    if drawn[old == 0].any():
        raise ValueError(f"counts must be 0 where probs are 0, not {drawn.tolist()} for probs {old.tolist()}.")
    return drawn


def _check_steps(learning_rate: float, epochs: int, clip: float | None) -> None:
    check_finite("learning_rate", learning_rate)
    check_integer("epochs", epochs, 0)
    if clip is not None and not 0 < check_finite("clip", clip) < 1:
        raise ValueError(f"clip must be above 0 and below 1, or None, not {clip!r}.")
