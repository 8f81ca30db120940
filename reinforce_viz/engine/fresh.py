"""Several steps, each on a fresh batch: every history of batches, listed.

What a fixed number of draws buys, if each is used once: set beside `expected_epochs`, which uses one batch again.
"""

from dataclasses import dataclass
from math import lgamma

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine.batches import LARGEST_ENUMERATION, outcomes
from reinforce_viz.engine.estimators import estimator as look_up
from reinforce_viz.engine.estimators import gradient
from reinforce_viz.engine.policy import Array, centred, move_logits
from reinforce_viz.engine.rounding import ROUNDING
from reinforce_viz.engine.validation import check_finite, check_integer, check_policy


@dataclass(frozen=True, eq=False)
class FreshSteps:
    """What T steps on fresh batches do on average; row 0 is before the first."""

    expected_reward: Array  # [T + 1], E[J]
    spread: Array  # [T + 1], standard deviation of J
    falls: Array  # [T + 1], probability that J is below where it began


def fresh_steps(
    estimator: str,
    probs: npt.ArrayLike,
    rewards: npt.ArrayLike,
    k: int,
    learning_rate: float,
    steps: int,
    b: float = 0.0,
) -> FreshSteps:
    """Several steps of REINFORCE, each with K new draws of the policy it has reached, averaged over all histories.

    Args:
        estimator: of an entry in ESTIMATORS; its advantages are those of the policy that draws.
        probs: [A], the policy at first.
        rewards: [A].
        k: draws a step, 1 or more.
        learning_rate: length of a step per unit of gradient, finite.
        steps: T, 0 or more.
        b: the baseline of the estimators that take one, finite; it stays what it is.

    Returns:
        Averages after 0, 1, …, T steps, exact.

    Raises:
        ValueError: naming the argument that is out of range, or steps, where the histories are more than
            LARGEST_ENUMERATION.
    """
    first, reward = check_policy(probs, rewards)
    check_finite("learning_rate", learning_rate)
    check_integer("steps", steps, 0)
    batches = outcomes(estimator, first, reward, k, b).counts.T.astype(np.float64)
    if batches.shape[1] ** steps > LARGEST_ENUMERATION:
        raise ValueError(
            f"steps = {steps} with {batches.shape[1]:,} different batches each give {batches.shape[1] ** steps:,} "
            f"histories; at most {LARGEST_ENUMERATION:,} can be listed."
        )
    entry = look_up(estimator, k)
    surprise, below = centred(first, reward), -ROUNDING * float(np.abs(reward).max())
    policies, chance, rows = first[:, None], np.ones(1), []
    for step in range(steps + 1):
        gain = surprise @ (policies - first[:, None])
        mean = float(chance @ gain)
        rows.append((first @ reward + mean, np.sqrt(chance @ (gain - mean) ** 2), chance[gain < below].sum()))
        if step < steps:
            policies, counts, chance = _with_every_batch(policies, chance, batches)
            move = learning_rate * gradient(counts, entry.advantages(counts, reward, policies, b), policies)
            policies = move_logits(policies, move)
    expected, spread, falls = np.array(rows).T
    return FreshSteps(expected, spread, falls)


def _with_every_batch(policies: Array, chance: Array, batches: Array) -> tuple[Array, Array, Array]:
    """Every history so far, policies [A, N] and chance [N], with each of the batches [A, M] that may come next.

    Returns the policies and the counts [A, N·M or fewer], and how likely each history is.
    """
    histories, ways = policies.shape[1], batches.shape[1]
    policies, counts = np.repeat(policies, ways, axis=1), np.tile(batches, histories)
    with np.errstate(divide="ignore", invalid="ignore"):
        log_chance = np.where(counts > 0, counts * np.log(policies), 0.0).sum(axis=0)
    log_chance += np.tile(_log_orders(batches), histories)
    chance = np.repeat(chance, ways) * np.exp(log_chance)
    possible = chance > 0
    return policies[:, possible], counts[:, possible], chance[possible]


def _log_orders(batches: Array) -> Array:
    """The logarithm of in how many orders each batch can be drawn, K! / Π n!.  [A, M] -> [M]."""
    log_factorial = np.array([lgamma(n + 1) for n in range(int(batches[:, 0].sum()) + 1)])
    return np.asarray(log_factorial[-1] - log_factorial[batches.astype(np.intp)].sum(axis=0))
