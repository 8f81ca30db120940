"""The variance that each constant baseline leaves, a parabola, and the baselines worth naming on it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reinforce_viz.engine.policy import Array
from reinforce_viz.figures.style.canvas import Drawing
from reinforce_viz.figures.style.theme import CURRENT, NEUTRAL

ROW = 0.13  # from one label to the next, as a share of the highest variance
ABOVE = 0.08  # the least from a mark up to its label


@dataclass(frozen=True)
class Mark:
    """A baseline with a name, on the parabola."""

    label: str
    b: float
    variance: float
    own: bool = False  # whether it is the reader's guess, which is drawn in colour


def add_parabola(drawing: Drawing, b: Array, variance: Array, axes: tuple[str, str] = ("x", "y")) -> None:
    """The variance [N] that each baseline [N] leaves.

    Args:
        drawing: to add to.
        b: [N], rising.
        variance: [N].
        axes: of the drawing.
    """
    drawing.scatter(
        b.astype(np.float32),
        variance.astype(np.float32),
        xaxis=axes[0],
        yaxis=axes[1],
        mode="lines",
        line={"color": NEUTRAL, "width": 2.5},
        hovertemplate="b = %{x:.3g}: %{y:.4g}<extra></extra>",
        name="total variance",
    )


def add_marks(
    drawing: Drawing, marks: Sequence[Mark], edge: float, top: float, axes: tuple[str, str] = ("x", "y")
) -> None:
    """Set named baselines on the parabola, each with a stem to a label.

    Args:
        drawing: to add to.
        marks: where each is, and whether it is the reader's own.
        edge: labels of marks beyond it are on the left of their stems.
        top: the highest variance of the picture.
        axes: of the drawing.
    """
    plane = dict(zip(("xref", "yref"), axes, strict=True))
    colours = [CURRENT if mark.own else NEUTRAL for mark in marks]
    marker = {"size": 10, "color": colours}
    at, variance = [mark.b for mark in marks], [mark.variance for mark in marks]
    drawing.scatter(at, variance, xaxis=axes[0], yaxis=axes[1], mode="markers", marker=marker, name="marks")
    from_left = sorted(marks, key=lambda mark: mark.b)
    # The label with the longest way to cover is highest, so that none crosses the stem of another.
    ordered = [mark for mark in reversed(from_left) if mark.b > edge] + [m for m in from_left if m.b <= edge]
    for row, mark in enumerate(ordered):
        # High on an arm of the parabola there is room above it alone.
        height = max(top * (0.96 - ROW * row), mark.variance + ABOVE * top)
        line = {"color": CURRENT if mark.own else NEUTRAL, "width": 1}
        drawing.shape(type="line", x0=mark.b, x1=mark.b, y0=mark.variance, y1=height, line=line, **plane)
        side = {"xanchor": "right", "xshift": -3} if mark.b > edge else {"xanchor": "left", "xshift": 3}
        drawing.text(mark.label, mark.b, height, yanchor="middle", font={"size": 13}, **side, **plane)
