"""What input is refused?  One ValueError for each kind, which names the argument and its value."""

from collections.abc import Sequence
from numbers import Integral, Real

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def check_policy(probs: npt.ArrayLike, rewards: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Probabilities and rewards as float arrays [A]."""
    policy = check_probs(probs)
    reward = _numbers("rewards", rewards)
    if reward.shape != policy.shape:
        raise ValueError(f"rewards must have one value per response ({len(policy)}), not shape {reward.shape}.")
    if not np.isfinite(reward).all():
        raise ValueError(f"rewards must be finite, not {reward.tolist()}.")
    return policy, reward


def check_probs(probs: npt.ArrayLike) -> Floats:
    """Probabilities as a float array [A]."""
    policy = _numbers("probs", probs)
    if policy.ndim != 1 or len(policy) < 2:
        raise ValueError(f"probs must be a list of at least 2 probabilities, not shape {policy.shape}.")
    if not np.isfinite(policy).all() or (policy < 0).any():
        raise ValueError(f"probs must be non-negative numbers, not {policy.tolist()}.")
    if abs(policy.sum() - 1) > 1e-9:
        raise ValueError(f"probs must sum to 1, but {policy.tolist()} sums to {policy.sum():.10g}.")
    return policy


def check_finite(name: str, value: float) -> float:
    """A finite number, as a float."""
    if not isinstance(value, Real) or not np.isfinite(value):
        raise ValueError(f"{name} must be finite, not {value!r}.")
    return float(value)


def check_whole(name: str, value: int, least: int) -> int:
    """A whole number of at least `least` that fits a machine word, as an int."""
    if not isinstance(value, Integral) or isinstance(value, bool) or value < least:
        raise ValueError(f"{name} must be a whole number of at least {least}, not {value!r}.")
    if value >= 2**63:
        raise ValueError(f"{name} must be below 2^63, not {value}.")
    return int(value)


def check_labels(name: str, labels: Sequence[str], count: int) -> tuple[str, ...]:
    """Labels for `count` things, as a tuple: as many different texts, none of them empty.  What they say is free."""
    given = tuple(labels) if isinstance(labels, list | tuple) else (labels,)
    good = all(isinstance(label, str) and label for label in given)
    if not good or len(given) != count or len(set(given)) < count:
        raise ValueError(f"{name} must be {count} different texts, not {labels!r}.")
    return given


def _numbers(name: str, values: npt.ArrayLike) -> Floats:
    try:
        return np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must be a list of numbers, not {values!r}.") from None
