"""How are many marks drawn at the price of one?  As a single SVG path in the units of the axes.

Plotly makes, styles and places a node for every marker and several for every arrow; a path it hands to the browser as
it is.  What a path draws grows and shrinks with the picture.  Read the overlaps with `fillrule` "nonzero": all marks
turn the same way.
"""

import numpy as np

from reinforce_viz.engine.policy import Array

# How far the handles of a Bézier curve lead so that four of them make a circle to three parts in ten thousand.
HANDLE = 4 / 3 * (np.sqrt(2) - 1)
# Two numbers for each point: S takes its first handle from the curve before it.
CIRCLE = "M%g,%gC%g,%g %g,%g %g,%gS%g,%g %g,%gS%g,%g %g,%gS%g,%g %g,%gZ"
AROUND = np.array(
    [(1, 0), (1, HANDLE), (HANDLE, 1), (0, 1), (-1, HANDLE), (-1, 0), (-HANDLE, -1), (0, -1), (1, -HANDLE), (1, 0)]
)
SQUARE = "M%g,%gH%gV%gH%gZ"
ARROW = "M%.7g,%.7g" + 6 * "L%.7g,%.7g" + "Z"
HALF_BREADTHS = np.array([0.25, 0.25, 1, 0, -1, -0.25, -0.25])  # of an arrow, as shares of its head's


def circles(centres: Array, radii: Array, decimals: int) -> str:
    """Circles around points [N, 2] with radii [N]."""
    points = centres[:, None, :] + radii[:, None, None] * AROUND
    return _written(CIRCLE, points.reshape(len(points), -1), decimals)


def squares(centres: Array, side: float, decimals: int) -> str:
    """Upright squares around points [N, 2]."""
    (left, bottom), (right, top) = (centres - side / 2).T, (centres + side / 2).T
    return _written(SQUARE, np.stack([left, bottom, right, top, left], axis=1), decimals)


def arrow(tail: Array, tip: Array, width: float) -> str:
    """An arrow between two points [2] with a shaft of this width; a short one is thinner, one of no length nothing."""
    length = float(np.linalg.norm(tip - tail))
    along = (tip - tail) / length if length else np.zeros(2)
    across = np.array([-along[1], along[0]])
    head = min(4 * width, length)
    base = tip - head * along
    on = np.array([tail, base, base, tip, base, base, tail])
    points = on + head / 2 * HALF_BREADTHS[:, None] * across
    return ARROW % tuple(points.ravel().tolist())


def _written(mark: str, numbers: Array, decimals: int) -> str:
    """A path of N marks with their numbers, [N, M]."""
    return (len(numbers) * mark) % tuple(np.round(numbers, decimals).ravel().tolist())
