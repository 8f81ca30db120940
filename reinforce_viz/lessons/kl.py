"""A penalty on KL to a reference: three estimates of it from one draw, and where each one leads as a loss."""

from dataclasses import dataclass

import numpy as np

from reinforce_viz.engine.kl import KINDS, kl, kl_endpoint, kl_moments, kl_values
from reinforce_viz.engine.policy import Array, expected_reward
from reinforce_viz.engine.rounding import NEGLIGIBLE
from reinforce_viz.engine.validation import check_policy

BETAS = (0.5, 1.0, 2.0, 5.0, 10.0, 20.0)
# From nearly free to nearly forbidden: the way on which the policies of largest J − β KL lie.
WAY = np.geomspace(0.25, 250, 60)


@dataclass(frozen=True, eq=False)
class Estimate:
    """One estimate of KL from a draw of the best policy, and where it leads as a loss."""

    draws: Array  # [A], what a draw of each answer says, in nats; NaN for an answer that cannot be drawn
    mean: float
    variance: float
    end: Array  # [A], where J minus β times it ends as a loss
    expected_reward: float  # J there
    objective: float  # J − β KL there


@dataclass(frozen=True, eq=False)
class Penalty:
    """J − β KL(π ‖ ref): where it is largest, and the three estimates of KL."""

    reference: Array  # [A]
    best: Array  # [A], the policy at which it is largest
    kl: float  # of that policy, in nats
    expected_reward: float  # J of it
    estimates: dict[str, Estimate]  # by kind

    @property
    def still(self) -> bool:
        """Whether no reward draws the policy away from the reference."""
        return bool((self.estimates["k1"].end == self.reference).all())

    @property
    def at_the_ring(self) -> list[str]:
        """The kinds that lead to where it is largest, but for a rounding."""
        return [kind for kind, it in self.estimates.items() if np.abs(it.end - self.best).max() <= NEGLIGIBLE]


def penalty(probs: tuple[float, ...], rewards: tuple[float, ...], beta: float) -> Penalty:
    """What a penalty does to a policy that starts as its own reference.

    Args:
        probs: [A], the reference, sum to 1.
        rewards: [A].
        beta: β, the price of a nat, above 0.
    """
    reference, _ = check_policy(probs, rewards)
    alone = without_penalty(reference, rewards)
    # Where the rewards agree nothing moves, not even by a rounding.
    still = bool((alone == reference).all())
    best, other = (reference if still else kl_endpoint(rewards, reference, beta, loss) for loss in ("k1", "k3"))
    ends = {"k1": alone, "k2": best, "k3": other}
    estimates = {}
    for kind in KINDS:
        mean, variance = kl_moments(kind, best, reference)
        draws, end = kl_values(kind, best, reference), ends[kind]
        j = expected_reward(end, rewards)
        estimates[kind] = Estimate(draws, mean, variance, end, j, j - beta * kl(end, reference))
    return Penalty(reference, best, kl(best, reference), expected_reward(best, rewards), estimates)


def without_penalty(probs: Array, rewards: tuple[float, ...]) -> Array:
    """Where ascent on J alone ends, which is where the loss k1 leads: its push is zero on average.

    That is the best answer of those that can be drawn, and of several the likeliest: on the way up a tie is broken
    more and more in its favour.  Where the rewards agree nothing moves.

    Args:
        probs: [A], where it begins.
        rewards: [A].

    Returns:
        [A].
    """
    reward = np.array(rewards)
    possible = probs > 0
    best = possible & (reward == reward[possible].max())
    if (best == possible).all():
        return probs
    winners = best & (probs == probs[best].max())
    return np.asarray(winners / winners.sum())


def way(probs: tuple[float, ...], rewards: tuple[float, ...]) -> Array:
    """The policies of largest J − β KL, for every β of WAY.

    Args:
        probs: [A], the reference, sum to 1.
        rewards: [A].

    Returns:
        [len(WAY), A].
    """
    return np.array([kl_endpoint(rewards, probs, float(beta)) for beta in WAY])
