"""The triangle of policies, the same way up on every page: where in it a policy or a gradient lies.

A policy over three answers is a point of a triangle, a gradient (its components sum to zero) an arrow in the same
plane: both are drawn by the same linear map.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine.policy import Array
from reinforce_viz.figures.style.canvas import Part, scatter
from reinforce_viz.figures.style.theme import COLOURS, FAINT, MARKERS, NEUTRAL

# The first answer on top, the second on the left, the third on the right; the centre is the uniform policy.
CORNERS = np.array([[0.0, 1.0], [-np.sqrt(3) / 2, -0.5], [np.sqrt(3) / 2, -0.5]])
GAP = np.full(2, np.nan)  # where a line is broken off

# An axis of the plane, unseen.  Where the panel is not square the picture is smaller, instead of showing more.
PLANE = {"visible": False, "fixedrange": True, "constrain": "domain"}


def to_plane(values: Array) -> Array:
    """Policies or gradients as points of the picture.  [..., 3] -> [..., 2].

    Args:
        values: [..., 3].

    Returns:
        [..., 2].
    """
    return np.asarray(values @ CORNERS)


def whole_points(policies: Array, radius: int) -> npt.NDArray[np.int16]:
    """Policies as points in whole numbers, which are short to send.

    Args:
        policies: [..., 3].
        radius: distance of the corners from the middle, at most 32,767.

    Returns:
        [2, ...].
    """
    return np.moveaxis(np.rint(radius * to_plane(policies)).astype(np.int16), -1, 0)


def outline(radius: float) -> Part:
    """The edge of the triangle.

    Args:
        radius: distance of the corners from the middle.
    """
    x, y = radius * CORNERS[[0, 1, 2, 0]].T
    return scatter(x, y, mode="lines", line={"color": NEUTRAL, "width": 1})


def corner_marks(radius: float, names: Sequence[str], *, hollow: bool = False) -> Part:
    """The three pure policies with their names, in their colours; hollow, they hide no dot that lies on them.

    Args:
        radius: distance of the corners from the middle.
        names: [3], of the answers.
        hollow: so that they hide no dot that lies on them.
    """
    symbols = [f"{marker}-open" if hollow else marker for marker in MARKERS]
    x, y = radius * CORNERS.T
    return scatter(
        x,
        y,
        mode="markers+text",
        text=list(names),
        textposition=["top center", "bottom center", "bottom center"],
        textfont={"size": 14, "color": list(COLOURS)},
        marker={"size": 13, "color": list(COLOURS), "symbol": symbols, "line": {"width": 2}},
        cliponaxis=False,
    )


def level_lines(rewards: Sequence[float], radius: float, levels: int = 7) -> Part:
    """Lines of equal expected reward J, straight because J is linear in the policy.

    Args:
        rewards: [3].
        radius: distance of the corners from the middle.
        levels: how many lines.
    """
    corners = radius * CORNERS
    edges = [(rewards[i], rewards[j], corners[i], corners[j]) for i, j in ((0, 1), (1, 2), (2, 0))]
    low, high = min(rewards), max(rewards)
    line: list[Array] = []
    for n in range(1, levels + 1):
        level = low + n / (levels + 1) * (high - low)
        ends = [
            start + (level - first) / (last - first) * (end - start)
            for first, last, start, end in edges
            if first != last and min(first, last) <= level <= max(first, last)
        ]
        if len(ends) >= 2:  # a level through a corner meets two edges there, so the far end is the farthest one
            near = ends[0]
            line += [near, max(ends, key=lambda end: float(np.linalg.norm(end - near))), GAP]
    x, y = np.reshape(line, (-1, 2)).T
    return scatter(x, y, mode="lines", line={"color": FAINT, "width": 1}, name="equal J")
