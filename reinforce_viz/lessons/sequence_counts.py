"""The number of responses that a language model could give, as a power of ten, beside numbers that people know."""

from dataclasses import dataclass
from math import log10

# About evenly spaced on a logarithmic scale, with the sizes of vocabularies in use at the end.
VOCABULARIES = (2, 10, 100, 1000, 10_000, 50_000, 100_000, 200_000)
LONGEST = 200


@dataclass(frozen=True)
class Known:
    """A large number that people have counted or estimated."""

    power: float  # of ten
    source: str
    working: str


KNOWN: dict[str, Known] = {
    "seconds since the Big Bang": Known(
        log10(4.35e17), "Planck Collaboration 2020", "13.79 billion years of 31.6 million seconds"
    ),
    "grains of sand on Earth": Known(
        log10(7.5e18), "University of Hawaii, told by Krulwich, NPR, 2012", "an estimate for all beaches"
    ),
    "atoms in the observable universe": Known(
        80.0,
        "Planck Collaboration 2020",
        "a quarter of an atom in each cubic metre of a ball with a radius of 46 billion light years",
    ),
    "possible games of chess": Known(120.0, "Shannon 1950", "a thousand ways for each pair of moves, forty pairs"),
}


def power_of_ten(vocabulary: int, length: int) -> float:
    """log₁₀ of the number of possible responses, vocabulary^length.

    Args:
        vocabulary: how many tokens there are, from 1 on.
        length: tokens in a response, from 1 on.

    Raises:
        ValueError: naming both, if either is below 1.
    """
    if vocabulary < 1 or length < 1:
        raise ValueError(f"vocabulary and length must be at least 1, not {vocabulary} and {length}.")
    return length * log10(vocabulary)
