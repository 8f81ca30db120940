"""How is a number written in a sentence?"""

from math import isfinite, isnan


def percent(share: float) -> str:
    """A probability: 19%, 0.4%, and 0% or 100% only where it is exactly that."""
    if share in (0, 1):
        return f"{share:.0%}"
    if share < 0.0005:
        return "less than 0.1%"
    if share > 0.9995:
        return "more than 99.9%"
    return f"{share:.1%}" if share < 0.1 or share > 0.99 else f"{share:.0%}"


def number(value: float, digits: int = 3) -> str:
    """A number to some significant digits, without an exponent where it can be helped."""
    if not isfinite(value):
        return "undefined" if isnan(value) else "infinite"
    size = abs(value)
    if size >= 10**digits and size < 1e6:
        text = f"{value:,.0f}"
    elif value == 0 or 0.0001 <= size < 10**digits:
        text = f"{value:.{digits}g}"
    else:
        text = f"{value:.{digits - 1}e}"
    return text.replace("-", "−")
