"""Arrows that move: outlines of filled shapes, which Plotly turns into each other from frame to frame."""

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine.policy import Array
from reinforce_viz.figures.style.canvas import Part, scatter

HEAD = 3.2  # an arrow's head is so many times as wide as its shaft
SLIM = 8  # an arrow is at least so many times as long as its shaft is wide
# Corners along the arrow and across it: with every arrow alike, Plotly can turn one into any other.
CORNERS = 8


def arrow_outline(tail: npt.ArrayLike, tip: npt.ArrayLike, width: float) -> Array:
    """The outline of an arrow, closed; of one without length, a point.

    Args:
        tail: [2].
        tip: [2].
        width: of its shaft, in the units of the two; a short arrow is thinner.

    Returns:
        [CORNERS, 2].
    """
    start, end = np.asarray(tail, dtype=float), np.asarray(tip, dtype=float)
    length = float(np.linalg.norm(end - start))
    if not length:
        return np.tile(start, (CORNERS, 1))
    along = (end - start) / length
    across = np.array([-along[1], along[0]])
    shaft = min(width, length / SLIM) / 2
    head = HEAD * shaft
    neck = end - 2 * head * along
    left, right = shaft * across, -shaft * across
    return np.array(
        [
            start + left,
            neck + left,
            neck + head * across,
            end,
            neck - head * across,
            neck + right,
            start + right,
            start + left,
        ]
    )


def filled(outline: Array, colour: str, name: str) -> Part:
    """A filled shape.

    Args:
        outline: [N, 2], closed.
        colour: of the shape.
        name: of the trace.
    """
    x, y = outline.astype(np.float32).T
    line = {"width": 1, "color": colour}
    return scatter(x, y, mode="lines", line=line, fill="toself", fillcolor=colour, name=name)
