"""One step in the triangle of policies, as large as the picture: before, after, and where exact ascent would lead."""

import numpy as np
import plotly.graph_objects as go

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.policy import Array
from reinforce_viz.figures.style.canvas import Drawing, Part, scatter
from reinforce_viz.figures.style.plane import Frame
from reinforce_viz.figures.style.theme import CURRENT, DOWN, NEUTRAL, UP, translucent
from reinforce_viz.figures.style.triangle import PLANE, corner_marks, outline, to_plane
from reinforce_viz.lessons.one_update import Update
from reinforce_viz.text.format import numbers

HEIGHT = 340
UNKNOWN = 0.2  # half the side of the picture where the step is not to be seen, or has no length
SQUARE = np.array([[-1.0, 1.0, 1.0, -1.0, -1.0], [-1.0, -1.0, 1.0, 1.0, -1.0]])
LEFT = 0.7  # of the width is the step; to its right the whole triangle, and what J is


def large_step(experiment: Experiment, update: Update, guess: float | None, *, hidden: bool = False) -> go.Figure:
    """The step along ĝ and the exact one, drawn large; beside them the whole triangle, and J before and after.

    Args:
        experiment: whose rewards say where J is higher.
        update: the step.
        guess: above 0 if the reader expects J to rise, below 0 if to fall; None without a guess.
        hidden: with the policy before the step alone.
    """
    before, after, exact = (to_plane(probs) for probs in (update.before, update.after, update.exact))
    view = _view(before[None] if hidden else np.stack([before, after, exact]))
    (left, bottom), (right, top) = (corner.tolist() for corner in view.corners)
    drawing = Drawing(
        HEIGHT,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        xaxis={"range": [left, right], "domain": [0, LEFT - 0.02]} | PLANE,
        yaxis={"range": [bottom, top], "scaleanchor": "x"} | PLANE,
        xaxis2={"range": [-1.4, 1.4], "domain": [LEFT, 1], "anchor": "y2"} | PLANE,
        yaxis2={"range": [-0.9, 1.4], "domain": [0.5, 1], "scaleanchor": "x2", "anchor": "x2"} | PLANE,
    )
    drawing.shape(type="rect", x0=left, y0=bottom, x1=right, y1=top, line={"color": NEUTRAL, "width": 1})
    _add_slope(drawing, experiment, before, view, guess)
    drawing.traces.append(outline(1.0))
    if not hidden:
        drawing.traces += [_step(before, exact, NEUTRAL, "exact step"), _step(before, after, CURRENT, "step")]
        drawing.traces += [_end(exact, after, NEUTRAL, "exact"), _end(after, exact, CURRENT, "after")]
    drawing.traces.append(_here(before))
    _add_whole(drawing, experiment, view)
    _add_rewards(drawing, experiment, update, hidden)
    return drawing.figure()


def _view(points: Array) -> Frame:
    """The square around some points of the triangle [N, 2], with a margin."""
    low, high = points.min(axis=0), points.max(axis=0)
    x, y = (low + high) / 2
    return Frame(float(x), float(y), 0.95 * float((high - low).max()) or UNKNOWN)


def _add_slope(drawing: Drawing, experiment: Experiment, before: Array, view: Frame, guess: float | None) -> None:
    """The half where J is lower, shaded, and in a corner of each half what J does there."""
    uphill = to_plane(np.array(experiment.rewards))  # J is linear in the policy
    length = float(np.linalg.norm(uphill))
    if length <= 1e-12:
        return
    uphill = uphill / length
    along = np.array([-uphill[1], uphill[0]])
    corners = before + 6 * view.half * np.array([along, -along, -along - uphill, along - uphill])
    x, y = corners.T
    colour = translucent(DOWN, 0.12)
    shade = scatter(x, y, mode="lines", line={"width": 0}, fill="toself", fillcolor=colour, name="J falls")
    drawing.traces.append(shade)
    level = before + 6 * view.half * np.array([along, -along])
    line = {"color": DOWN, "width": 1.5, "dash": "dash"}
    drawing.traces.append(scatter(*level.T, mode="lines", line=line, name="J as before"))
    for way, said, colour in ((1.0, "J rises", UP), (-1.0, "J falls", DOWN)):
        side = np.sign(way * uphill)
        side[side == 0] = 1.0
        x, y = (np.array([view.x, view.y]) + side * view.half).tolist()
        mine = guess is not None and guess * way > 0
        drawing.text(
            f"<b>you said: {said}</b>" if mine else said,
            x,
            y,
            xanchor="right" if side[0] > 0 else "left",
            yanchor="top" if side[1] > 0 else "bottom",
            xshift=-6 * side[0],
            yshift=-4 * side[1],
            font={"color": CURRENT if mine else colour, "size": 14},
        )


def _step(tail: Array, tip: Array, colour: str, name: str) -> Part:
    return scatter(*np.stack([tail, tip]).T, mode="lines", line={"color": colour, "width": 4}, name=name)


def _end(tip: Array, other: Array, colour: str, name: str) -> Part:
    """A ring at the end of a step, named on the side away from the other one."""
    across = tip - other
    upward = across[1] > 0 or (not across.any() and name == "after")
    marker = {"symbol": "circle-open", "size": 16, "color": colour, "line": {"width": 3}}
    font = {"color": colour, "size": 14}
    where = "top center" if upward else "bottom center"
    return scatter(
        tip[:1], tip[1:], mode="markers+text", marker=marker, text=[f"<b>{name}</b>"], textfont=font, name=name,
        textposition=where,
    )  # fmt: skip


def _here(before: Array) -> Part:
    text = {"text": ["<b>before</b>"], "textposition": "middle left", "textfont": {"size": 14}}
    marker = {"size": 13, "color": CURRENT}
    return scatter(before[:1], before[1:], mode="markers+text", marker=marker, name="before", **text)


def _add_whole(drawing: Drawing, experiment: Experiment, view: Frame) -> None:
    """The whole triangle, and what part of it the picture shows."""
    second = {"xaxis": "x2", "yaxis": "y2"}
    marks = corner_marks(1.0, experiment.answers)
    marks["marker"] = marks["marker"] | {"size": 8}
    marks["textfont"] = marks["textfont"] | {"size": 12}
    drawing.traces += [outline(1.0) | second, marks | second]
    half = max(view.half, 0.03)  # smaller could not be seen
    x, y = view.x + half * SQUARE[0], view.y + half * SQUARE[1]
    drawing.traces.append(scatter(x, y, mode="lines", line={"color": CURRENT, "width": 2}, name="shown large") | second)


def _add_rewards(drawing: Drawing, experiment: Experiment, update: Update, hidden: bool) -> None:
    """J before, after and after the exact step, below the triangle."""
    policies = (update.before, update.after, update.exact)
    values = numbers(*(float(probs @ np.array(experiment.rewards)) for probs in policies), digits=4)
    if hidden:
        values = numbers(float(update.before @ np.array(experiment.rewards)), digits=4)
    rows = zip((0.42, 0.24, 0.06), ("before", "after", "exact"), values, (None, CURRENT, NEUTRAL), strict=False)
    for height, name, value, colour in rows:
        font = {"size": 15} | ({"color": colour} if colour else {})
        drawing.text(
            f"{name}<br><b>J {value}</b>",
            (1 + LEFT) / 2,
            height,
            xref="paper",
            yref="paper",
            yanchor="middle",
            font=font,
        )
