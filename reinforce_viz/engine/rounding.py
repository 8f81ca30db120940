"""The bounds below which a number is what rounding has left of a zero, and the signs and angles that need them."""

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

# Relative to the terms that cancel.  A double is off by 2^-53 = 1.1e-16 of itself, so a thousand of them together
# by at most 1.1e-13 of their terms, and sums here have fewer.  What anyone sets differs by far more: rewards by a
# tenth, probabilities by a thousandth.
ROUNDING = 1e-13
# What pictures and words take for 0, and write as 0: rewards and probabilities are not that small.  Wider, for they
# compare results of several functions.
NEGLIGIBLE = 1e-12


def without_rounding(values: npt.ArrayLike, scale: npt.ArrayLike) -> Array:
    """Values with 0 for what is only a rounding.

    Args:
        values: of any shape.
        scale: the size of the terms that each value is a sum or difference of; broadcasts with values.

    Returns:
        A new array, shaped as values.
    """
    return np.where(np.abs(values) <= ROUNDING * np.asarray(scale), 0.0, values)


def reward_scale(rewards: npt.ArrayLike, b: npt.ArrayLike = 0.0) -> float:
    """The scale for a difference of rewards: a thirty-second of the largest.

    Rewards are subtracted from one another before anything is added up, in sums of a few terms.  What is left of a zero
    is then the last digit of the rewards, so a far smaller part of them than of a long sum is enough, and rewards that
    are large beside their differences keep these.

    Args:
        rewards: of any shape.
        b: a baseline that is subtracted too, of any shape.
    """
    return max(float(np.max(np.abs(rewards))), float(np.max(np.abs(b)))) / 32


def signs(values: npt.ArrayLike, scale: npt.ArrayLike) -> npt.NDArray[np.int8]:
    """The sign of each value, 0 where it is only a rounding.

    Args:
        values: of any shape.
        scale: the size of the terms that each value is a sum or difference of; broadcasts with values.

    Returns:
        -1, 0 or +1, shaped as values.
    """
    return np.sign(without_rounding(values, scale)).astype(np.int8)


def angle(first: Array, second: Array) -> float:
    """Degrees between two vectors.

    Args:
        first: [A].
        second: [A].

    Returns:
        From 0 to 180, exactly 0, 90 or 180 where only a rounding is missing; NaN if a vector is zero.
    """
    if not (first.any() and second.any()):
        return np.nan
    # Of length 1 first, so that no product of short or long vectors underflows or overflows.
    first, second = (vector / np.abs(vector).max() for vector in (first, second))
    first, second = (vector / np.linalg.norm(vector) for vector in (first, second))
    cosine = without_rounding(first @ second, np.abs(first) @ np.abs(second))
    # atan2 of sine and cosine: the arc cosine alone cannot tell a small angle from none.
    sine = without_rounding(np.linalg.norm(first - second * cosine), 1.0)
    return float(np.degrees(np.arctan2(sine, cosine)))
