"""What a draw is worth to a policy that has moved on since: the weighted, the plain and the truncated estimate.

One action is drawn from π_old and used at π, with the advantage A = r − J(π) and the ratio ρ = π / π_old.  Weighted by
ρ the estimate A s(π) is unbiased, if π_old can give all that π can; unweighted it is not; and min(ρ, c) lies between.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine.policy import Array, centred, exact_gradient, score
from reinforce_viz.engine.rounding import ROUNDING, angle
from reinforce_viz.engine.validation import check_finite, check_integer, check_policy, check_probs


@dataclass(frozen=True, eq=False)
class StaleEstimate:
    """An estimate of the gradient from one draw, exactly."""

    mean: Array  # [A], E[ĝ]
    total_variance: float  # trace of the covariance
    bias: float  # |E[ĝ] − g|; exactly 0 where no more than rounding is left of it
    angle: float  # degrees between E[ĝ] and g; NaN if either is zero


@dataclass(frozen=True, eq=False)
class StaleDraw:
    """The four ways to estimate the gradient at π from one draw."""

    fresh: StaleEstimate  # drawn from π itself: A s
    weighted: StaleEstimate  # drawn from π_old: ρ A s
    unweighted: StaleEstimate  # drawn from π_old: A s
    truncated: StaleEstimate  # drawn from π_old: min(ρ, c) A s


def chi_squared(probs: npt.ArrayLike, drawn_from: npt.ArrayLike) -> float:
    """The variance of ρ = π / π_old under π_old, Σ π² / π_old − 1.

    Args:
        probs: [A], π.
        drawn_from: [A], π_old.

    Returns:
        At least 0; infinite if π_old can never give what π can.

    Raises:
        ValueError: naming the argument that is not a policy, or not of the same length.
    """
    policy = check_probs(probs)
    old = check_probs(drawn_from, "drawn_from", len(policy))
    if policy[old == 0].any():
        return np.inf
    possible = old > 0
    # Squares of deviations: two policies that are alike give exactly 0.
    return float(((policy - old)[possible] ** 2 / old[possible]).sum())


def effective_share(probs: npt.ArrayLike, drawn_from: npt.ArrayLike, length: int = 1) -> float:
    """The effective sample size of weighted draws as a share of their number, 1 / (1 + χ²)^T.  Kong 1992.

    Args:
        probs: [A], π.
        drawn_from: [A], π_old.
        length: T, tokens of a response, each drawn so and weighted by the product of their ratios; 1 or more.

    Returns:
        From 0 to 1.

    Raises:
        ValueError: naming the argument that is out of range.
    """
    check_integer("length", length, 1)
    return float(np.exp(-length * np.log1p(chi_squared(probs, drawn_from))))


def stale_draw(
    probs: npt.ArrayLike, rewards: npt.ArrayLike, drawn_from: npt.ArrayLike, largest_ratio: float = 1.2
) -> StaleDraw:
    """The gradient at π from one draw of π_old, estimated in each way.  Ionides 2008 for the truncated ratio.

    Args:
        probs: [A], π, at which the gradient is wanted.
        rewards: [A].
        drawn_from: [A], π_old.
        largest_ratio: c, at which the truncated ratio stops, above 0.

    Returns:
        The exact mean, spread, bias and angle of each estimate.

    Raises:
        ValueError: naming the argument that is out of range.
    """
    policy, reward = check_policy(probs, rewards)
    old = check_probs(drawn_from, "drawn_from", len(policy))
    if check_finite("largest_ratio", largest_ratio) <= 0:
        raise ValueError(f"largest_ratio must be above 0, not {largest_ratio!r}.")
    ratio = np.divide(policy, old, out=np.zeros_like(policy), where=old > 0)
    return StaleDraw(
        fresh=_estimate(policy, np.ones_like(policy), policy, reward),
        weighted=_estimate(old, ratio, policy, reward),
        unweighted=_estimate(old, np.ones_like(policy), policy, reward),
        truncated=_estimate(old, np.minimum(ratio, largest_ratio), policy, reward),
    )


def _estimate(draws: Array, weight: Array, policy: Array, rewards: Array) -> StaleEstimate:
    """Weight times advantage times score at `policy`, averaged over one draw from `draws`."""
    true_gradient = exact_gradient(policy, rewards)
    gradients = (weight * centred(policy, rewards))[:, None] * score(policy)
    mean = draws @ gradients
    # Weighted before it is squared, which the ratio of a very rare draw may be too large for.
    spread = float(((np.sqrt(draws)[:, None] * (gradients - mean)) ** 2).sum())
    bias = float(np.linalg.norm(mean - true_gradient))
    rounding = ROUNDING * float(np.linalg.norm(draws @ abs(gradients)))
    return StaleEstimate(mean, spread, bias if bias > rounding else 0.0, angle(mean, true_gradient))
