"""Rewards as they are pasted from a log or a spreadsheet: numbers in, or one sentence about what cannot be read."""

import re
from math import isfinite

MOST = 256  # rewards in a group
LARGEST = 1e6  # either way: beyond it the digits of a picture tell nothing
LONGEST = 4000  # characters of a text
MOST_SHOWN = 24  # characters of a refused word
ALLOWED = f"Write 1 to {MOST} numbers, such as 0, 1, −0.5 or 2e3, and put commas, spaces or new lines between them."
# Not what Python reads beyond that: 1_000, nan, infinity.
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)

# Words for a value that is missing or no number: no heading, though they are words.
VALUES = {"nan", "na", "inf", "infinity", "none", "null", "true", "false"}


def read_rewards(text: str) -> list[float]:
    """The rewards in a text: brackets around them and a heading above a column are skipped.

    Args:
        text: as it was typed or pasted, of any length.

    Raises:
        ValueError: with a sentence that names what is refused and one that says what is allowed.
    """
    if len(text) > LONGEST:
        raise ValueError(f"This is longer than {LONGEST:,} characters, too long for one group. {ALLOWED}")
    words = re.split(r"[,\s]+", text.replace("−", "-").strip(" \t\r\n[](),"))
    words = [word for word in words if word]
    if len(words) > 1 and _is_heading(text):
        words = words[1:]
    if not words:
        raise ValueError(f"There is no reward yet. {ALLOWED}")
    for word in words:
        if not NUMBER.fullmatch(word):
            raise ValueError(f"“{_shown(word)}” is not a number. {ALLOWED}")
        if not (isfinite(float(word)) and abs(float(word)) <= LARGEST):
            raise ValueError(f"“{_shown(word)}” is too large. A reward lies between −1,000,000 and 1,000,000.")
    if len(words) > MOST:
        raise ValueError(f"There are {len(words):,} rewards, too many for one group. {ALLOWED}")
    return [float(word) + 0.0 for word in words]


def _is_heading(text: str) -> bool:
    """Whether the first line is one word, as above a column, and none that stands for a value."""
    first = text.strip().splitlines()[0].strip(" \t\"',")
    return re.fullmatch(r"[^\W\d]\w*", first) is not None and first.casefold() not in VALUES


def _shown(word: str) -> str:
    """A word as it can stand in a sentence: short, and what Markdown could read as markup as codes."""
    end = "…" if len(word) > MOST_SHOWN else ""
    return "".join(c if c.isalnum() else f"&#{ord(c)};" for c in word[:MOST_SHOWN] if c.isprintable()) + end
