"""Why a sampled push points the right way: the sum that cannot be sampled, and the one that can, term by term.

∇J = Σ_a R_a ∇π(a) = Σ_a π(a) R_a ∇log π(a).  The second is an average over draws, the first is not.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine.policy import logits, score, softmax
from reinforce_viz.engine.rounding import Array, without_rounding
from reinforce_viz.engine.validation import check_policy, check_probs

# Near where the two errors of a central difference, of its curve and of its rounding, are equal.
STEP = 1e-4


@dataclass(frozen=True, eq=False)
class Identity:
    """The terms of the sum that can be sampled, a row per answer, and the slope of J measured without it."""

    pushes: Array  # [A, A], R_a ∇log π(a), the push of one draw of a
    by_score: Array  # [A, A], π(a) R_a ∇log π(a)
    measured: Array  # [A], central finite difference of J; 0 where no more than its error
    error_bound: float  # of each component of `measured`

    @property
    def sum_by_score(self) -> Array:
        """Σ π R ∇log π, which is E[R ∇log π].  [A]."""
        return without_rounding(self.by_score.sum(axis=0), np.abs(self.by_score).sum(axis=0))


def identity(probs: npt.ArrayLike, rewards: npt.ArrayLike) -> Identity:
    """The terms of the sum that can be sampled, for a policy and its rewards.  Williams 1992.

    Args:
        probs: [A], sum to 1.
        rewards: [A].

    Raises:
        ValueError: naming probs or rewards, if they are not a policy and its rewards.
    """
    policy, reward = check_policy(probs, rewards)
    pushes = reward[:, None] * score(policy)
    measured, error = finite_difference(policy, reward), difference_error(reward)
    return Identity(
        pushes,
        policy[:, None] * pushes,
        np.where(np.abs(measured) <= error, 0.0, measured),
        error,
    )


def slopes(probs: npt.ArrayLike) -> Array:
    """∇π(a) with respect to the logits in row a, the Jacobian diag(π) − ππᵀ of softmax.

    Args:
        probs: [A], sum to 1.

    Returns:
        [A, A].

    Raises:
        ValueError: naming probs, if they are not a policy.
    """
    policy = check_probs(probs)
    return np.asarray(np.diag(policy) - np.outer(policy, policy))


def bias_terms(probs: npt.ArrayLike, b: float) -> Array:
    """b ∇π(a) in row a: what a baseline b adds to the sum, answer by answer.

    Args:
        probs: [A], sum to 1.
        b: the baseline.

    Returns:
        [A, A]; the rows sum to zero.
    """
    return b * slopes(probs)


def finite_difference(probs: npt.ArrayLike, rewards: npt.ArrayLike, step: float = STEP) -> Array:
    """The slope of J along each logit, (J(θ + h e) − J(θ − h e)) / 2h, from J alone.

    Args:
        probs: [A], sum to 1.
        rewards: [A].
        step: h, above 0.

    Returns:
        [A].
    """
    policy, reward = check_policy(probs, rewards)
    theta, nudge = logits(policy), step * np.eye(len(policy))
    return np.asarray((softmax(theta + nudge) @ reward - softmax(theta - nudge) @ reward) / (2 * step))


def difference_error(rewards: npt.ArrayLike, step: float = STEP) -> float:
    """A bound on the error of each component of `finite_difference`, of its curve and of its rounding.

    Along one logit J moves between two rewards as a logistic curve, whose third derivative is at most 1/8.

    Args:
        rewards: [A].
        step: h of the difference, above 0.
    """
    reward = np.asarray(rewards, dtype=np.float64)
    curve = float(np.ptp(reward)) / 8 * step**2 / 6
    rounding = 16 * float(np.finfo(np.float64).eps) * float(np.abs(reward).max()) / step
    return curve + rounding
