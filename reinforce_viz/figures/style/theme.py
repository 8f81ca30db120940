"""The look of all pictures: one colour, one marker and one pattern per answer, on every page.

The colours are read on a light page and on a dark one, so each has a contrast of at least 3:1 against either
background.  Only words have a colour for each.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from typing import Any

from reinforce_viz.text.answer_names import columns


@dataclass(frozen=True)
class Theme:
    """The colours of a page that a picture is drawn on."""

    background: str
    text: str  # of the words in a picture, paler than those of the page
    # Of words in the colours below, each like its colour and with a contrast of at least 4.5:1.
    answers: tuple[str, ...]  # like COLOURS
    meanings: tuple[str, ...]  # like UP, DOWN and CURRENT

    def words(self) -> dict[str, str]:
        """The colour of words, by that of the marks that they speak of."""
        marks = (*COLOURS, UP, DOWN, CURRENT, NEUTRAL)
        return dict(zip(marks, (*self.answers, *self.meanings, self.text), strict=True))


LIGHT = Theme("#ffffff", "#5b5864", ("#0072B2", "#B04B00", "#007A58"), ("#6E50B8", "#7F5A00", "#AD3577"))
DARK = Theme("#17161a", "#b9b6c3", ("#56B4E9", "#FF8A3D", "#2FC79A"), ("#A890E6", "#D9A52E", "#E879B5"))
FONT = '"Source Sans", sans-serif'  # the page's

# Okabe and Ito 2008: distinguishable without colour vision.
COLOURS = ("#0072B2", "#D55E00", "#009E73")
MARKERS = ("circle", "square", "diamond")
DASHES = ("solid", "longdash", "dot")

UP = "#8A6BD1"  # a push up, a step uphill, better
DOWN = "#A8780F"  # a push down, a step downhill, worse
CURRENT = "#C2478B"  # what the controls have chosen
NEUTRAL = "#808080"  # the truth that samples are compared with, and what is only context

# A letter's width as a share of its size, in a bold font and with little to spare.
LETTER = 0.6
ROOM = 9  # letters of a name that every picture has room for; more are written smaller

FAINT = "rgba(128, 128, 128, 0.25)"


def title(estimator: str) -> dict[str, Any]:
    """A heading that says which baseline a picture is of.

    Args:
        estimator: of an entry in ESTIMATORS.
    """
    return {"text": f"<b>baseline: {estimator}</b>", "x": 0.5, "xanchor": "center", "font": {"size": 15}}


def longest(names: Sequence[str]) -> int:
    """How many letters the longest of the names has.

    Args:
        names: at least one.
    """
    return max(columns(name) for name in names)


def breadth(name: str, size: float) -> float:
    """About how many pixels wide a name is.

    Args:
        name: what is written.
        size: of the font, in pixels.
    """
    return LETTER * size * columns(name)


def fitting(names: Sequence[str], size: float) -> float:
    """The font size for some names: `size`, or less if one of them is long.

    Args:
        names: [A], of the answers.
        size: of the font, in pixels.
    """
    return max(12.0, size * min(1.0, ROOM / longest(names)))


def translucent(colour: str, opacity: float) -> str:
    """A hex colour as rgba.

    Args:
        colour: as #rrggbb.
        opacity: from 0 to 1.
    """
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, {opacity})"


def apart(heights: list[float], gap: float, top: float = inf) -> list[float]:
    """Heights for end labels: the given ones, pushed up to be `gap` apart, and back down if they pass `top`.

    Args:
        heights: where the labels would be.
        gap: the least distance between two.
        top: the highest place.

    Returns:
        Heights in the same order.
    """
    placed = list(heights)
    order = sorted(range(len(heights)), key=heights.__getitem__)
    for lower, upper in pairwise(order):
        placed[upper] = max(placed[upper], placed[lower] + gap)
    highest = top
    for place in reversed(order):
        placed[place] = min(placed[place], highest)
        highest = placed[place] - gap
    return placed
