"""The checks that every input passes: one ValueError for each kind, which names the argument and its value."""

from collections.abc import Sequence
from numbers import Integral, Real

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine.rounding import ROUNDING, Array

# How far from 1 probabilities may sum: those of a softmax in 32 bits do so by some 1e-7.
SUM_TOLERANCE = 1e-6
# The fourth power of a reward, which the spread of a sampled variance takes, must still be a double.
LARGEST = 1e50


def check_policy(probs: npt.ArrayLike, rewards: npt.ArrayLike) -> tuple[Array, Array]:
    """Probabilities and rewards as arrays.

    Args:
        probs: [A], A ≥ 2, from 0 to 1, with a sum within SUM_TOLERANCE of 1.
        rewards: [A], from -LARGEST to LARGEST.

    Returns:
        Both as floats [A]; the probabilities sum to 1.

    Raises:
        ValueError: naming probs or rewards, if one is anything else.
    """
    policy = check_probs(probs)
    reward = _numbers("rewards", rewards)
    if reward.shape != policy.shape:
        raise ValueError(f"rewards must have one value per action ({len(policy)}), not shape {reward.shape}.")
    _check_size("rewards", reward)
    return policy, reward


def check_probs(probs: npt.ArrayLike, name: str = "probs", size: int | None = None) -> Array:
    """Probabilities as an array.

    Args:
        probs: [A], A ≥ 2, from 0 to 1, with a sum within SUM_TOLERANCE of 1.
        name: of the argument, for the message.
        size: how many actions there must be; None for any number.

    Returns:
        The same as floats [A]; they sum to 1 but for a rounding.

    Raises:
        ValueError: naming the argument, if they are anything else.
    """
    policy = _numbers(name, probs)
    if policy.ndim != 1 or len(policy) < 2:
        raise ValueError(f"{name} must be a list of at least 2 probabilities, not shape {policy.shape}.")
    if not np.isfinite(policy).all() or (policy < 0).any():
        raise ValueError(f"{name} must be non-negative numbers, not {policy.tolist()}.")
    off = abs(policy.sum() - 1)
    if off > SUM_TOLERANCE:
        raise ValueError(
            f"{name} must sum to 1 to within {SUM_TOLERANCE:g}, but {policy.tolist()} sums to {policy.sum():.10g}."
        )
    if size is not None and len(policy) != size:
        raise ValueError(f"{name} must have one value per action ({size}), not shape {policy.shape}.")
    # What is only a rounding stays as it was written.
    return policy / policy.sum() if off > ROUNDING else policy


def check_vector(name: str, values: npt.ArrayLike, size: int | None = None) -> Array:
    """A list of numbers as an array.

    Args:
        name: of the argument, for the message.
        values: [size], from -LARGEST to LARGEST.
        size: how many there must be; None for any number from 1 on.

    Returns:
        The same as floats [size].

    Raises:
        ValueError: naming the argument, if it is anything else.
    """
    vector = _numbers(name, values)
    if vector.ndim != 1 or len(vector) != (size or len(vector)) or len(vector) == 0:
        wanted = "at least 1 number" if size is None else f"{size} numbers, one per action"
        raise ValueError(f"{name} must be a list of {wanted}, not shape {vector.shape}.")
    _check_size(name, vector)
    return vector


def check_batch(counts: Array, rewards: Array, probs: Array) -> None:
    """Make sure that a batch, its rewards and its policy have one row per action each.

    Args:
        counts: [A] or [A, ...].
        rewards: [A].
        probs: as many axes as counts.

    Raises:
        ValueError: naming the argument that has other rows or axes.
    """
    if rewards.ndim != 1:
        raise ValueError(f"rewards must have one value per action, not shape {rewards.shape}.")
    for name, values in (("counts", counts), ("probs", probs)):
        if values.ndim != max(counts.ndim, 1) or len(values) != len(rewards):
            axes = "" if counts.ndim < 2 else f" and {counts.ndim} axes"
            raise ValueError(f"{name} must have one row per action ({len(rewards)}){axes}, not shape {values.shape}.")


def check_choice(name: str, value: str, known: Sequence[str]) -> str:
    """A name that is one of those known.

    Args:
        name: of the argument, for the message.
        value: one of `known`.
        known: all that there are.

    Raises:
        ValueError: naming the argument, if it is anything else.
    """
    if not isinstance(value, str) or value not in known:
        raise ValueError(f"{name} must be one of {', '.join(known)}, not {value!r}.")
    return value


def check_finite(name: str, value: float) -> float:
    """A number as a float.

    Args:
        name: of the argument, for the message.
        value: a real number from -LARGEST to LARGEST.

    Raises:
        ValueError: naming the argument, if it is anything else.
    """
    try:
        number = float(value) if isinstance(value, Real) else np.nan
    except OverflowError:  # an integer that is too long for a double
        number = np.inf
    if not np.isfinite(number):
        raise ValueError(f"{name} must be finite, not {value!r}.")
    if abs(number) > LARGEST:
        raise ValueError(f"{name} must lie between -{LARGEST:g} and {LARGEST:g}, not {value!r}.")
    return number


def check_integer(name: str, value: int, least: int) -> int:
    """An integer as an int.

    Args:
        name: of the argument, for the message.
        value: an integer of at least `least`, below 2^63.
        least: the smallest that is allowed.

    Raises:
        ValueError: naming the argument, if it is anything else.
    """
    if not isinstance(value, Integral) or isinstance(value, bool) or value < least:
        raise ValueError(f"{name} must be an integer of at least {least}, not {value!r}.")
    if value >= 2**63:
        raise ValueError(f"{name} must be below 2^63, not {value}.")
    return int(value)


def check_labels(name: str, labels: Sequence[str], count: int) -> tuple[str, ...]:
    """Labels as a tuple.  What they say is free.

    Args:
        name: of the argument, for the message.
        labels: as many different texts as `count`, none of them empty.
        count: of what they label.

    Raises:
        ValueError: naming the argument, if it is anything else.
    """
    given = tuple(labels) if isinstance(labels, list | tuple) else (labels,)
    good = all(isinstance(label, str) and label for label in given)
    if not good or len(given) != count or len(set(given)) < count:
        raise ValueError(f"{name} must be {count} different texts, not {labels!r}.")
    return given


def check_logits(logits: npt.ArrayLike) -> Array:
    """Logits as an array.

    Args:
        logits: [..., A], finite or -inf, with at least one finite number in each row.

    Raises:
        ValueError: naming logits, if they are anything else.
    """
    theta = _numbers("logits", logits)
    if theta.ndim < 1 or theta.shape[-1] < 1:
        raise ValueError(f"logits must have at least one number in each row, not shape {theta.shape}.")
    # The largest of a row is finite unless one is NaN or +inf, or all are -inf.
    if not np.isfinite(theta.max(axis=-1)).all():
        raise ValueError(
            f"logits must be finite or -inf, with at least one finite number in each row, not {theta.tolist()}."
        )
    return theta


def _check_size(name: str, values: Array) -> None:
    if not np.isfinite(values).all():
        raise ValueError(f"{name} must be finite, not {values.tolist()}.")
    if np.abs(values).max() > LARGEST:
        raise ValueError(f"{name} must lie between -{LARGEST:g} and {LARGEST:g}, not {values.tolist()}.")


def _numbers(name: str, values: npt.ArrayLike) -> Array:
    try:
        return np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"{name} must be a list of numbers, not {values!r}.") from None
