"""Checks of what is neither the policy nor its rewards."""

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine.policy import Array
from reinforce_viz.engine.validation import LARGEST, check_probs


def check_vector(name: str, values: npt.ArrayLike, size: int | None = None) -> Array:
    """A list of numbers, as a float array.

    Args:
        name: What the argument is called in the message.
        values: [size], from -LARGEST to LARGEST.
        size: How many there must be; None for any number from 1.

    Returns:
        The numbers, [size].

    Raises:
        ValueError: The values are no numbers, not a list of the right length, not finite or too large.
    """
    try:
        vector = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must be a list of numbers, not {values!r}.") from None
    if vector.ndim != 1 or len(vector) != (size or len(vector)) or len(vector) == 0:
        wanted = "at least 1 number" if size is None else f"{size} numbers, one per action"
        raise ValueError(f"{name} must be a list of {wanted}, not shape {vector.shape}.")
    if not np.isfinite(vector).all():
        raise ValueError(f"{name} must be finite, not {vector.tolist()}.")
    if np.abs(vector).max() > LARGEST:
        raise ValueError(f"{name} must lie between -{LARGEST:g} and {LARGEST:g}, not {vector.tolist()}.")
    return vector


def check_second_policy(name: str, values: npt.ArrayLike, size: int | None = None) -> Array:
    """Another policy, as a float array.

    Args:
        name: What the argument is called in the message.
        values: [size], probabilities.
        size: How many actions there must be; None for any number.

    Returns:
        The probabilities, [size].

    Raises:
        ValueError: The values are no policy, or not of the right length.
    """
    try:
        policy = check_probs(values)
    except ValueError as error:
        raise ValueError(str(error).replace("probs", name, 1)) from None
    if len(policy) != (size or len(policy)):
        raise ValueError(f"{name} must have one value per action ({size}), not shape {policy.shape}.")
    return policy


def check_choice(name: str, value: str, known: tuple[str, ...]) -> str:
    """The value, if it is one of those known.

    Args:
        name: What the argument is called in the message.
        value: One of `known`.
        known: All values there are.

    Returns:
        The value.

    Raises:
        ValueError: It is not one of them.
    """
    if not isinstance(value, str) or value not in known:
        raise ValueError(f"{name} must be one of {', '.join(known)}, not {value!r}.")
    return value
