"""What a sentence says, in numbers and names: the tests of the sweep hold it against what is so."""

import re
from collections.abc import Iterable

import numpy as np

NUMBER = r"−?[\d,]*\.?\d+(?:e[+−]\d+)?"
PERCENT = r"(?:less than |more than )?[\d.]+%"
NAME = r"\*\*(.+?)\*\*"
# Between what is written to a digit and what is computed in another order.
SLACK = 1e-9


def names(text: str) -> list[str]:
    """The answers that a part of a sentence names, in order."""
    return re.findall(NAME, text)


def read(text: str) -> float:
    """A written number."""
    return float(text.replace(",", "").replace("−", "-"))


def agrees(text: str, value: float, slack: float = 1e-6) -> bool:
    """Whether a written number is the value, to its last digit; slack: how much of a digit more is let pass."""
    mantissa, _, exponent = text.replace("−", "-").replace(",", "").partition("e")
    # A number without a point is written to the unit, or has lost zeros after it.
    unit = 10.0 ** (int(exponent or 0) - len(mantissa.partition(".")[2]))
    return abs(read(text) - value) <= 0.5 * unit * (1 + slack) + SLACK * abs(value) + 1e-12


def is_share(text: str, share: float) -> bool:
    """Whether a written percentage is the share, to its last digit; 0% and 100% are only what is exactly that."""
    number = text.removeprefix("less than ").removeprefix("more than ").rstrip("%")
    value, half = float(number), 0.5 * 10.0 ** -len(number.partition(".")[2]) + SLACK
    if text.startswith("less"):
        return 0 < 100 * share < value + SLACK
    if text.startswith("more"):
        return value - SLACK < 100 * share < 100
    if value in (0, 100):
        return abs(100 * share - value) <= SLACK
    return abs(100 * share - value) <= half


def order(text: str) -> float:
    """A number that goes with a written percentage as it is read: less than 0.1% is below 0.1%."""
    number = float(text.removeprefix("less than ").removeprefix("more than ").rstrip("%"))
    return number + {"l": -1e-13, "m": 1e-13}.get(text[0], 0.0)


def vectors(text: str) -> list[list[str]]:
    """The written vectors of a sentence, component by component."""
    found = re.findall(r"\((−?[\d.]+(?:, −?[\d.]+)+)\)", text)
    return [vector.split(", ") for vector in found]


def is_vector(texts: Iterable[str], values: Iterable[float]) -> bool:
    """Whether a written vector is the values, to its decimals."""
    # It is rounded twice: first to four decimals more.
    return all(agrees(text, float(value), slack=2e-4) for text, value in zip(texts, values, strict=True))


def plain_softmax(probs: Iterable[float], step: Iterable[float]) -> list[float]:
    """The policy after a step on the logits, an answer of probability 0 left at 0."""
    p, moved = np.array(list(probs)), np.array(list(step))
    weights = p * np.exp(moved - moved.max())
    if weights.sum() == 0:  # what is left has lost itself beside what is impossible
        weights = np.where(p > 0, p * np.exp(moved - moved[p > 0].max()), 0.0)
    return [float(w) for w in weights / weights.sum()]
