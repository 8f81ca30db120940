"""How is a number written in a sentence?"""

from collections.abc import Iterable, Sequence
from math import floor, isfinite, isnan, log10

# Below this a number is what rounding has left of a zero: rewards and probabilities are not that small.
ROUNDING = 1e-12


def percent(share: float) -> str:
    """A probability: 19%, 0.4%, and 0% or 100% only where it is exactly that, but for a rounding."""
    if isnan(share):
        return "undefined"
    if share <= 0 or share >= 1 - ROUNDING:
        return "0%" if share <= 0 else "100%"
    if share < 0.0005:
        return "less than 0.1%"
    if share >= 0.9995:
        return "more than 99.9%"
    return f"{share:.1%}" if share < 0.1 or share > 0.99 else f"{share:.0%}"


def number(value: float, digits: int = 3) -> str:
    """A number to some significant digits, without an exponent where it can be helped."""
    if not isfinite(value):
        return "undefined" if isnan(value) else "infinite"
    size = abs(value)
    if size < ROUNDING:
        return "0"
    if 10**digits - 0.5 <= size < 1e6:  # from where that many digits would round up to one more
        text = f"{value:,.0f}"
    elif 0.0001 <= size < 10**digits:
        text = f"{value:.{digits}g}"
    else:
        text = f"{value:.{digits - 1}e}"
    return text.replace("-", "−")


def listed(names: Sequence[str], last: str = "and") -> str:
    """yes, no and maybe."""
    return f" {last} ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def compared(first: float, second: float, digits: int = 3) -> str:
    """How the first number stands to the second, as far as their written digits tell: less than, more than, or as."""
    if number(first, digits) == number(second, digits):
        return "the same as"
    return "less than" if first < second else "more than"


def signed(value: float, digits: int = 3) -> str:
    """A push or a change: a number that says + where it is one."""
    text = number(value, digits)
    return f"+{text}" if value > 0 and text != "0" else text


def vector(values: Iterable[float], places: int = 2) -> str:
    """Components with so many decimals each: (0.93, −0.95, 0.02)."""
    # Rounding twice writes 0.00205 alike whichever way its last bit has fallen; adding 0.0 turns −0.0 into 0.0.
    rounded = [f"{round(round(float(value), places + 4), places) + 0.0:.{places}f}" for value in values]
    return f"({', '.join(rounded)})".replace("-", "−")


def places(values: Iterable[float]) -> int:
    """How many decimals a vector needs: two, or if it is short three digits of the largest component."""
    largest = max(abs(float(value)) for value in values)
    return 2 if largest >= 0.1 or largest < ROUNDING else 2 - floor(log10(largest))
