"""KL to a reference policy: its value, three estimates of it from one draw, and where a penalty with it ends.

A draw x from π, with u = ref(x) / π(x), gives k1 = −log u, k2 = (log u)² / 2 and k3 = u − 1 − log u.  As numbers k1
and k3 are right on average, if π can give all that the reference can.  As losses, differentiated, they are not
estimates of KL: what each one pushes towards is another matter.
"""

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine.policy import Array, centred
from reinforce_viz.engine.validation import check_choice, check_finite, check_policy, check_probs

KINDS = ("k1", "k2", "k3")
BISECTIONS = 100


def kl(probs: npt.ArrayLike, reference: npt.ArrayLike) -> float:
    """The divergence KL(π ‖ reference) = Σ π log(π / reference).  Kullback and Leibler 1951.

    Args:
        probs: [A], π.
        reference: [A], another policy over the same actions.

    Returns:
        In nats, at least 0; infinite if the reference can never give what π can.

    Raises:
        ValueError: naming the argument that is not a policy, or not of the same length.
    """
    policy, ref = _check_pair(probs, reference)
    # The mean of k3 and what it misses: each term is at least 0, so that no rounding makes their sum negative.
    return float(policy @ (_excess(policy, ref) + _log_ratio(policy, ref)) + ref[policy == 0].sum())


def kl_values(kind: str, probs: npt.ArrayLike, reference: npt.ArrayLike) -> Array:
    """The estimate of KL(π ‖ reference) that a draw of each action gives.  Schulman 2020.

    Args:
        kind: "k1", "k2" or "k3".
        probs: [A], π, which draws.
        reference: [A], another policy over the same actions.

    Returns:
        [A], in nats; infinite where the reference is 0, NaN where π is.

    Raises:
        ValueError: naming the argument that is unknown, no policy, or not of the same length.
    """
    check_choice("kind", kind, KINDS)
    policy, ref = _check_pair(probs, reference)
    k1 = _log_ratio(policy, ref)
    values = {"k1": k1, "k2": k1**2 / 2, "k3": _excess(policy, ref) + k1}[kind]
    return np.where(policy > 0, values, np.nan)


def kl_moments(kind: str, probs: npt.ArrayLike, reference: npt.ArrayLike) -> tuple[float, float]:
    """Mean and variance of the estimate of KL(π ‖ reference) from one draw of π.  Schulman 2020.

    Args:
        kind: "k1", "k2" or "k3".
        probs: [A], π, which draws.
        reference: [A], another policy over the same actions.

    Returns:
        The mean in nats, and the variance in nats².  Both are infinite if the reference can never give what π can.
        The mean of k3 falls short of KL by the reference's probability of what π can never give.

    Raises:
        ValueError: naming the argument that is unknown, no policy, or not of the same length.
    """
    values = kl_values(kind, probs, reference)
    policy, _ = _check_pair(probs, reference)
    weight, value = policy[policy > 0], values[policy > 0]
    if np.isinf(value).any():
        return np.inf, np.inf
    mean = float(weight @ value)
    # Weighted before it is squared, which a very rare draw's value may be too large for.
    return mean, float((weight * (value - mean)) @ (value - mean))


def kl_loss_gradient(kind: str, probs: npt.ArrayLike, reference: npt.ArrayLike) -> Array:
    """The expected gradient of the estimate as a loss: differentiated by the logits, its draw left as it is.

    The estimates are those of Schulman 2020; the penalty of GRPO is k3 as a loss, Shao et al. 2024.

    Args:
        kind: "k1", "k2" or "k3".
        probs: [A], π, which draws.
        reference: [A], another policy over the same actions, nowhere 0 where π is not.

    Returns:
        [A]; sums to 0.  k1: zero.  k2: the gradient of KL(π ‖ reference).  k3: π − reference, the gradient of the
        other divergence, KL(reference ‖ π).

    Raises:
        ValueError: naming the argument that is unknown, no policy, or not of the same length, or reference, if KL is
            infinite.
    """
    check_choice("kind", kind, KINDS)
    policy, ref = _check_pair(probs, reference)
    if (ref[policy > 0] == 0).any():
        raise ValueError(f"reference must be above 0 wherever probs are, not {ref.tolist()} for {policy.tolist()}.")
    if kind == "k1":
        return np.zeros_like(policy)
    if kind == "k2":
        return policy * centred(policy, _log_ratio(policy, ref))
    # Of each draw the gradient is (1 − u) s; what π cannot give is never drawn.
    possible = np.where(policy > 0, ref, 0.0)
    return np.asarray(policy * possible.sum() - possible)


def kl_endpoint(rewards: npt.ArrayLike, reference: npt.ArrayLike, beta: float, loss: str = "k1") -> Array:
    """The policy where ascent on J − β KL(π ‖ reference) ends, or where a loss in its place leads it instead.

    Args:
        rewards: [A].
        reference: [A], the policy from which π starts.
        beta: β, the price of a nat in rewards, above 0.
        loss: "k1": subtracted from each draw's reward, which is exact (as a loss it does nothing); "k2": as a loss,
            which ends at the same place; "k3": as a loss, as GRPO has it (Shao et al. 2024).

    Returns:
        [A]: reference · exp(rewards / β), scaled to sum to 1, for "k1" and "k2"; for "k3" the policy with
        π = β reference / (β + J − rewards).

    Raises:
        ValueError: naming the argument that is out of range.
    """
    ref, reward = check_policy(check_probs(reference, "reference"), rewards)
    check_choice("loss", loss, KINDS)
    if check_finite("beta", beta) <= 0:
        raise ValueError(f"beta must be above 0, not {beta!r}.")
    possible = ref > 0
    with np.errstate(over="ignore"):  # a gap that β makes infinite leaves nothing of its action
        gap = (reward[possible].max() - reward[possible]) / beta
    weight = np.zeros_like(ref)
    if loss == "k3":
        weight[possible] = ref[possible] / (_above_best(gap, ref[possible]) + gap)
    else:
        weight[possible] = ref[possible] * np.exp(-gap)
    return np.asarray(weight / weight.sum())


def _above_best(gap: Array, ref: Array) -> float:
    """The x at which Σ ref / (x + gap) = 1: by how much 1 + J/β exceeds the best reward/β."""
    # The sum falls from at least 1, where the best action alone gives 1, to at most 1, where all gaps are 0.
    low, high = np.log(ref[gap == 0].sum()), 0.0
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        if (ref / (np.exp(middle) + gap)).sum() > 1:
            low = middle
        else:
            high = middle
    return float(np.exp(high))


def _excess(policy: Array, ref: Array) -> Array:
    """u − 1, [A], without the rounding of u; 0 where π is 0."""
    return np.divide(ref - policy, policy, out=np.zeros_like(policy), where=policy > 0)


def _log_ratio(policy: Array, ref: Array) -> Array:
    """−log u = log(π / reference), [A]; 0 where π is 0."""
    with np.errstate(divide="ignore"):
        return -np.log1p(_excess(policy, ref))


def _check_pair(probs: npt.ArrayLike, reference: npt.ArrayLike) -> tuple[Array, Array]:
    policy = check_probs(probs)
    return policy, check_probs(reference, "reference", len(policy))
