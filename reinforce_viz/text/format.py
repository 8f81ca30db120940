"""How numbers are written in a sentence."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import floor, isfinite, isnan, log10

from reinforce_viz.engine.rounding import NEGLIGIBLE

SMALLEST_PLAIN = 1e-9  # below it a number would be mostly zeros
MOST_DECIMALS = 10  # of a percentage: enough to write what is more than a rounding
MOST_DIGITS = 12
HALF_A_UNIT = 0.0005  # of the third decimal


def percent(share: float, decimals: int | None = None) -> str:
    """A probability: 19%, 0.4%, and 0% or 100% only where it is exactly that, but for a rounding.

    Args:
        share: from 0 to 1.
        decimals: how many of the percentage; by default one near 0 and 1, none elsewhere.
    """
    if isnan(share):
        return "undefined"
    if share <= 0 or share >= 1 - NEGLIGIBLE:
        return "0%" if share <= 0 else "100%"
    if decimals is None:
        decimals = 1 if share < 0.1 or share > 0.99 else 0
    text = f"{share:.{decimals}%}"
    smallest = 10.0**-decimals
    if float(text[:-1]) == 0:
        return f"less than {smallest:.{decimals}f}%"
    return f"more than {100 - smallest:.{decimals}f}%" if float(text[:-1]) == 100 else text


def percents(*shares: float) -> tuple[str, ...]:
    """Probabilities with enough decimals to tell different ones apart: 50.2% and 50.4%, not 50% and 50%.

    What differs by no more than a rounding is written alike.

    Args:
        shares: from 0 to 1.
    """
    different = _different(shares, NEGLIGIBLE)
    texts = tuple(map(percent, shares))
    for decimals in range(1, MOST_DECIMALS + 1):
        if len({text.replace(".0%", "%") for text in texts}) >= different:
            break
        texts = tuple(percent(share, decimals) for share in shares)
    return texts


def parts(*shares: float) -> tuple[str, ...]:
    """The parts of a whole, with enough decimals for them to add up to 100% as they are written, where three will do.

    Args:
        shares: from 0 to 1, sum to 1.
    """
    usual = percents(*shares)
    more = (tuple(percent(share, decimals) for share in shares) for decimals in (1, 2, 3))
    return next((texts for texts in (usual, *more) if _are_whole(texts)), usual)


def _are_whole(texts: Sequence[str]) -> bool:
    """Whether written percentages add up to 100%; one below or above a bound has no value to add."""
    if any("than" in text for text in texts):
        return False
    return abs(sum(float(text[:-1]) for text in texts) - 100) < HALF_A_UNIT


def number(value: float, digits: int = 3) -> str:
    """A number to some significant digits, without an exponent where it can be helped.

    Args:
        value: any, infinite or NaN too.
        digits: how many significant ones.
    """
    if not isfinite(value):
        return "undefined" if isnan(value) else "infinite"
    size = abs(value)
    if size < NEGLIGIBLE:
        return "0"
    if 10**digits - 0.5 <= size < 1e6:  # from where that many digits would round up to one more
        text = f"{value:,.0f}"
    elif 0.0001 <= size < 10**digits:
        text = f"{value:,.{digits}g}"
    elif SMALLEST_PLAIN <= size < 0.0001:
        text = f"{value:.{digits - 1 - floor(log10(size))}f}".rstrip("0")
    else:
        text = f"{value:.{digits - 1}e}"
    return text.replace("-", "−")


def numbers(*values: float, digits: int = 3) -> tuple[str, ...]:
    """Numbers with enough digits, `digits` or more, to tell different ones apart: 8,035.1 and 8,035.3.

    Args:
        values: any.
        digits: how many significant ones at least.
    """
    texts = tuple(number(value, digits) for value in values)
    if not all(map(isfinite, values)):
        return texts
    different = _different(values, NEGLIGIBLE * max(map(abs, values)))
    for more in range(digits + 1, MOST_DIGITS + 1):
        # As numbers: 1,000,000 and 1.00e+06 are two texts for one.
        if len(set(map(_read, texts))) >= different:
            break
        texts = tuple(number(value, more) for value in values)
    return texts


def _read(text: str) -> float:
    """The value that `number` has written."""
    return float(text.replace(",", "").replace("−", "-"))


def _different(values: Sequence[float], rounding: float) -> int:
    """How many different values there are, where those that lie no further apart than `rounding` are one."""
    ordered = sorted(values)
    return 1 + sum(high - low > rounding for low, high in pairwise(ordered))


def listed(names: Sequence[str], last: str = "and") -> str:
    """Words in a row: yes, no and maybe.

    Args:
        names: one or more.
        last: the word before the last of them.
    """
    return f" {last} ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def comparison(first: float, second: float, digits: int = 3) -> tuple[str, str, str]:
    """Two numbers with as many digits as tell them apart, and how the first compares with the second.

    Args:
        first: any number.
        second: what it is compared with.
        digits: how many significant ones at least.

    Returns:
        The first number, "less than", "more than" or "the same as", and the second number.
    """
    if abs(first - second) <= NEGLIGIBLE * max(abs(first), abs(second)):
        return number(first, digits), "the same as", number(first, digits)
    one, other = numbers(first, second, digits=digits)
    return one, "less than" if first < second else "more than", other


def difference(first: float, second: float) -> tuple[str, str, str]:
    """Two numbers and what is left of the first, with as many decimals as make it right on paper: 5 − 5.519 = −0.519.

    Args:
        first: any number.
        second: what is subtracted from it.
    """
    values = first, second, first - second
    texts = (number(first), number(second), number(first - second))
    if not all(text.lstrip("−").replace(",", "").replace(".", "").isdigit() for text in texts):
        return texts  # with an exponent, or no number
    fewest = max(len(text.partition(".")[2]) for text in texts)
    for decimals in range(fewest, fewest + MOST_DIGITS):
        texts = (_to(decimals, values[0]), _to(decimals, values[1]), _to(decimals, values[2]))
        minuend, subtrahend, left = map(_read, texts)
        if abs(minuend - subtrahend - left) < 0.5 * 10.0**-decimals:  # not off by one in the last place
            break
    return texts


def _to(decimals: int, value: float) -> str:
    """A number to some decimals, without the zeros at its end."""
    text = f"{round(value, decimals) + 0.0:,.{decimals}f}"
    return (text.rstrip("0").rstrip(".") if decimals else text).replace("-", "−")


def signed(value: float, digits: int = 3) -> str:
    """A push or a change: a number that says + where it is one.

    Args:
        value: any.
        digits: how many significant ones.
    """
    text = number(value, digits)
    return f"+{text}" if value > 0 and text != "0" else text


def components(values: Iterable[float], places: int = 2) -> list[str]:
    """Components of a vector, each with the same number of decimals.

    Args:
        values: [N].
        places: how many decimals.
    """
    # Rounding twice writes 0.00205 alike whichever way its last bit has fallen; adding 0.0 turns −0.0 into 0.0.
    rounded = (round(round(float(value), places + 4), places) + 0.0 for value in values)
    return [f"{value:.{places}f}".replace("-", "−") for value in rounded]


def vector(values: Iterable[float], places: int = 2) -> str:
    """A vector, each component with the same number of decimals: (0.93, −0.95, 0.02).

    Args:
        values: [N].
        places: how many decimals.
    """
    return f"({', '.join(components(values, places))})"


def places(values: Iterable[float]) -> int:
    """How many decimals a vector needs: two, or if it is short three digits of the largest component.

    Args:
        values: [N], one or more.
    """
    largest = max(abs(float(value)) for value in values)
    return 2 if largest >= 0.1 or largest < NEGLIGIBLE else 2 - floor(log10(largest))
