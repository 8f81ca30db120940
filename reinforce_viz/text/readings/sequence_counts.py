"""The sentence about how many responses there are."""

from reinforce_viz.lessons.sequence_counts import KNOWN, power_of_ten
from reinforce_viz.text.format import listed, numbers


def sequence_counts(vocabulary: int, length: int) -> str:
    """How many responses there are, and between which known numbers that lies.

    Args:
        vocabulary: how many tokens there are to choose from, from 1 on.
        length: tokens in a response, from 1 on.
    """
    power = power_of_ten(vocabulary, length)
    same = [name for name, known in KNOWN.items() if abs(known.power - power) <= 1e-9 * power]
    fewer = [name for name, known in KNOWN.items() if known.power < power and name not in same]
    more = [name for name, known in KNOWN.items() if known.power > power and name not in same]
    beside = [f"as many as the {name}" for name in same]
    if not same:
        beside = [f"more than the {name}" for name in fewer[-1:]] + [f"fewer than the {name}" for name in more[:1]]
    return (
        f"With {vocabulary:,} token{'s' if vocabulary > 1 else ''} to choose from, a response of {length:,} "
        f"token{'s' if length > 1 else ''} can be any of 10 to the power of {written_power(power)} sequences: "
        f"{listed(beside)}."
    )


def written_power(power: float) -> str:
    """A power of ten, told apart from those that people know.

    Args:
        power: of ten, from 0 on.
    """
    return numbers(power, *(known.power for known in KNOWN.values()), digits=4)[0]
