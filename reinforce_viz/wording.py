"""How is a number written in a sentence?"""

from math import isfinite, isnan

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


def listed(names: list[str]) -> str:
    """yes, no and maybe."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def compared(first: float, second: float, digits: int = 3) -> str:
    """How the first number stands to the second, as far as their written digits tell: less than, more than, or as."""
    if number(first, digits) == number(second, digits):
        return "the same as"
    return "less than" if first < second else "more than"
