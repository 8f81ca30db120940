"""The variance that each constant baseline leaves, a parabola, and the baselines worth naming on it."""

import numpy as np

from reinforce_viz.engine.batch_size import variance_by_baseline
from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.policy import Array
from reinforce_viz.figures.style.canvas import Drawing
from reinforce_viz.figures.style.theme import CURRENT, NEUTRAL
from reinforce_viz.text.format import number

OWN = ("current b", "your guess")


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
    drawing: Drawing,
    experiment: Experiment,
    marks: dict[str, float],
    edge: float,
    top: float,
    axes: tuple[str, str] = ("x", "y"),
) -> None:
    """Set named baselines on the parabola, each with a stem to a label below the height `top`.

    Right of `edge` a label stands left of its stem.  Marks in OWN are the reader's and drawn in colour.

    Args:
        drawing: to add to.
        experiment: the policy, its rewards and K.
        marks: b by name.
        edge: labels of marks beyond it are on the left of their stems.
        top: the height of the highest label.
        axes: of the drawing.
    """
    at = np.array(list(marks.values()))
    variance = variance_by_baseline(experiment.probs, experiment.rewards, experiment.k, at)
    colours = [CURRENT if name in OWN else NEUTRAL for name in marks]
    plane = dict(zip(("xref", "yref"), axes, strict=True))
    marker = {"size": 10, "color": colours}
    drawing.scatter(at, variance, xaxis=axes[0], yaxis=axes[1], mode="markers", marker=marker, name="marks")
    from_left = sorted(zip(marks, at.tolist(), variance.tolist(), colours, strict=True), key=lambda mark: mark[1])
    # The label with the longest way to cover stands highest, so that none crosses the stem of another.
    ordered = [mark for mark in reversed(from_left) if mark[1] > edge] + [m for m in from_left if m[1] <= edge]
    for row, (name, b, foot, colour) in enumerate(ordered):
        height = top * (0.96 - 0.09 * row)
        drawing.shape(type="line", x0=b, x1=b, y0=foot, y1=height, line={"color": colour, "width": 1}, **plane)
        side = {"xanchor": "right", "xshift": -3} if b > edge else {"xanchor": "left", "xshift": 3}
        font = {"color": colour, "size": 13}
        drawing.text(f"{name} {number(b, 4)}", b, height, yanchor="middle", font=font, **side, **plane)
