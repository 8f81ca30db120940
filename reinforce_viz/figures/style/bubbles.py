"""Bubbles: each a possible batch or estimate, as large as it is likely, in the colour of its side of the gradient."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine.policy import Array
from reinforce_viz.figures.style.canvas import Part, plotted
from reinforce_viz.figures.style.theme import DOWN, NEUTRAL, UP
from reinforce_viz.text.format import percent

# The colour of a slope, -1, 0 or 1: downhill, level or uphill.
BY_SLOPE: Part = {"cmin": -1, "cmax": 1, "colorscale": [[0, DOWN], [0.5, NEUTRAL], [1, UP]]}


def bubbles(probability: Array, labels: list[str], half_the_mass: float, smallest: float) -> Part:
    """What bubbles [N] look like, wherever they stand; their colours are slopes, -1, 0 or 1.

    Args:
        probability: [N], of each.
        labels: [N], in words, for the pointer.
        half_the_mass: pixels across is a bubble of probability 1/2; areas are in proportion.
        smallest: pixels across is the smallest one.

    Returns:
        Parts of a scatter trace.
    """
    across = np.maximum(half_the_mass * np.sqrt(probability / 0.5), smallest)
    return {
        "mode": "markers",
        "marker": {
            "size": plotted(across.astype(np.float32)),
            **BY_SLOPE,
            "opacity": 0.6,
            "line": {"width": 1, "color": NEUTRAL},
        },
        "text": labels,
        "hovertemplate": "%{text}<extra></extra>",
        "name": "possible estimates",
    }


def batch_label(counts: npt.NDArray[Any], probability: float, names: Sequence[str]) -> str:
    """A batch in words, by the names, with its probability.

    Args:
        counts: [A], how often each answer is drawn.
        probability: of the batch.
        names: [A], of the answers.
    """
    drawn = ", ".join(f"{n} {name}" for n, name in zip(counts, names, strict=True) if n)
    return f"{drawn}: {percent(probability)}"
