"""Which constant should be subtracted?"""

import numpy as np
import plotly.graph_objects as go

from reinforce_viz.engine.batch_size import variance_by_baseline
from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.policy import Array, optimal_baseline
from reinforce_viz.figures.style.canvas import Drawing
from reinforce_viz.figures.style.theme import CURRENT, NEUTRAL, UP, translucent
from reinforce_viz.lessons.variance_vs_k import marks, stretch
from reinforce_viz.text.format import compared, number

OWN = ("current b", "your guess")


def variance_vs_baseline(experiment: Experiment) -> go.Figure:
    """Exact total variance at the current K against the constant b, with the known baselines marked.

    The stretch where a baseline has less variance than none, between 0 and 2b*, is shaded.
    """
    probs, rewards, k = np.array(experiment.probs), np.array(experiment.rewards), experiment.k
    best = optimal_baseline(probs, rewards)
    low, high = stretch(experiment)
    b = np.linspace(low, high, 121)
    variance = variance_by_baseline(probs, rewards, k, b)
    top = float(variance.max()) * 1.06 or 1.0
    drawing = Drawing(
        400,
        xaxis={"title": "baseline b", "range": [low, high], "fixedrange": True},
        yaxis={"title": f"total variance at K = {k}", "range": [0, top], "fixedrange": True},
        margin={"l": 72},
    )
    helps = sorted((0.0, 2 * best)) if variance.any() else (0.0, 0.0)
    shaded = {"x0": helps[0], "x1": helps[1], "y0": 0, "y1": 1, "yref": "y domain"}
    drawing.shape(type="rect", fillcolor=translucent(UP, 0.12), line={"width": 0}, layer="below", **shaded)
    if helps[1] - helps[0] > 0.3 * (high - low):
        corner = {"align": "left", "xanchor": "left", "yanchor": "bottom", "xshift": 4}
        drawing.text("less variance<br>than no baseline", helps[0], 0, font={"color": UP}, **corner)
    add_parabola(drawing, b, variance)
    add_marks(drawing, experiment, marks(experiment), low + 0.8 * (high - low), top)
    return drawing.figure()


def variance_vs_baseline_reading(experiment: Experiment) -> str:
    """The picture in a sentence."""
    probs, rewards, k = np.array(experiment.probs), np.array(experiment.rewards), experiment.k
    best, mean = optimal_baseline(probs, rewards), float(probs @ rewards)
    none, expected, least = variance_by_baseline(probs, rewards, k, [0.0, mean, best])
    low, high = (number(end, 4) for end in sorted((0.0, 2 * best)))
    saves = compared(least, none) == "less than"
    helps = f"Only a b between {low} and {high} helps at all." if saves else "No b has less variance than none."
    return (
        f"At K = {k} the least variance is {number(least)}, at b* = {number(best)}; the expected reward "
        f"{number(mean)} gives {number(expected)}, {compared(expected, none)} no baseline ({number(none)}). {helps}"
    )


def add_parabola(drawing: Drawing, b: Array, variance: Array, axes: tuple[str, str] = ("x", "y")) -> None:
    """The variance [N] that each baseline [N] leaves."""
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
