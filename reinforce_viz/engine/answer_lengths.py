"""What becomes of the gradient when answers differ in length and the loss is divided by it.

Answer a has ℓ_a tokens.  Adding up the tokens of every answer gives the gradient itself (Dr. GRPO divides by a
constant).  Averaging over the tokens of each answer divides its part by ℓ_a (GRPO); averaging over all tokens of the
batch divides the whole by their number (DAPO).  The advantage is A = r − J, so that nothing else differs, and every
mean is scaled by the expected length π·ℓ, so that it is the gradient where all lengths are equal.
"""

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine.batches import outcomes
from reinforce_viz.engine.estimators import mean_push
from reinforce_viz.engine.policy import Array, centred, exact_gradient, move_logits
from reinforce_viz.engine.validation import check_choice, check_finite, check_integer, check_policy, check_vector

KINDS = ("sum", "answer mean", "token mean")


def mean_gradient(kind: str, probs: npt.ArrayLike, rewards: npt.ArrayLike, lengths: npt.ArrayLike, k: int = 1) -> Array:
    """The expected gradient, times the expected length.  Shao et al. 2024; Liu et al. 2025; Yu et al. 2025.

    Args:
        kind: "sum" (Dr. GRPO), "answer mean" (GRPO) or "token mean" (DAPO).
        probs: [A].
        rewards: [A].
        lengths: [A], tokens of each answer, above 0.
        k: K, draws in the batch; only the token mean depends on it.

    Returns:
        [A]; sums to 0.

    Raises:
        ValueError: naming the argument that is out of range, or k, where the token mean has more batches than
            LARGEST_ENUMERATION.
    """
    check_choice("kind", kind, KINDS)
    policy, reward = check_policy(probs, rewards)
    tokens = _check_lengths(lengths, len(policy))
    check_integer("k", k, 1)
    return _mean_gradient(kind, policy, reward, tokens, k, float(policy @ tokens))


def ascent_with_lengths(
    kind: str,
    probs: npt.ArrayLike,
    rewards: npt.ArrayLike,
    lengths: npt.ArrayLike,
    learning_rate: float,
    steps: int,
    k: int = 1,
) -> Array:
    """The policy after 0, 1, … steps along `mean_gradient`, always scaled by the length expected at first.

    Liu et al. 2025 found that with GRPO wrong answers grow longer.

    Args:
        kind: "sum" (Dr. GRPO), "answer mean" (GRPO) or "token mean" (DAPO).
        probs: [A], the policy at first.
        rewards: [A].
        lengths: [A], tokens of each answer, above 0.
        learning_rate: length of a step per unit of gradient, finite.
        steps: T, 0 or more.
        k: K, draws in the batch; only the token mean depends on it.

    Returns:
        [T + 1, A].

    Raises:
        ValueError: naming the argument that is out of range, or k, where the token mean has more batches than
            LARGEST_ENUMERATION.
    """
    policy, reward = check_policy(probs, rewards)
    tokens = _check_lengths(lengths, len(policy))
    check_choice("kind", kind, KINDS)
    check_finite("learning_rate", learning_rate)
    check_integer("steps", steps, 0)
    check_integer("k", k, 1)
    path, typical = [policy], float(policy @ tokens)
    for _ in range(steps):
        move = learning_rate * _mean_gradient(kind, path[-1], reward, tokens, k, typical)
        path.append(move_logits(path[-1], move))
    return np.array(path)


def mean_length(probs: npt.ArrayLike, lengths: npt.ArrayLike, among: npt.ArrayLike) -> Array:
    """The mean length of some of the answers, given that one of them is drawn.

    Args:
        probs: [..., A], policies.
        lengths: [A], tokens of each answer, above 0.
        among: [A], true for the answers that count, such as the wrong ones.

    Returns:
        [...]; NaN where none of them can be drawn.

    Raises:
        ValueError: naming lengths or among, if they are not one per answer.
    """
    policy = np.asarray(probs, dtype=np.float64)
    tokens = _check_lengths(lengths, policy.shape[-1])
    chosen = check_vector("among", among, policy.shape[-1]) != 0
    share = policy[..., chosen].sum(axis=-1)
    total = policy[..., chosen] @ tokens[chosen]
    return np.asarray(np.divide(total, share, out=np.full_like(total, np.nan), where=share > 0))


def _mean_gradient(kind: str, probs: Array, rewards: Array, tokens: Array, k: int, typical: float) -> Array:
    """The expected gradient, times a typical length."""
    if kind == "sum":
        return exact_gradient(probs, rewards)
    advantage = centred(probs, rewards)
    if kind == "answer mean":
        return mean_push(probs, advantage * (typical / tokens), probs)
    batches = outcomes("none", probs, rewards, k)
    counts = batches.counts.T.astype(np.float64)
    sums = k * mean_push(counts, advantage[:, None], probs[:, None])
    return np.asarray(sums * (typical / (tokens @ counts)) @ batches.probability)


def _check_lengths(lengths: npt.ArrayLike, size: int) -> Array:
    tokens = check_vector("lengths", lengths, size)
    if (tokens <= 0).any():
        raise ValueError(f"lengths must be above 0, not {tokens.tolist()}.")
    return tokens
