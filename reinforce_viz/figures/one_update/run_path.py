"""The way of the policy through a run of updates."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.policy import Array
from reinforce_viz.figures.style.canvas import Drawing, Part, scatter
from reinforce_viz.figures.style.theme import CURRENT, NEUTRAL, translucent
from reinforce_viz.figures.style.triangle import PLANE, corner_marks, level_lines, outline, to_plane
from reinforce_viz.lessons.one_update import Update


def run_path(experiment: Experiment, run: Sequence[Update], now: Update, step: int, show_step: bool) -> go.Figure:
    """The triangle with the policies of a run, the one at `step` marked, and where `now` leads from there.

    Args:
        experiment: whose run it is.
        run: its updates, one after the other.
        now: the update that is shown.
        step: its number in the run, from 0.
        show_step: whether its own step is drawn.
    """
    policies = np.array([update.before for update in run])
    drawing = Drawing(
        400,
        # Wide enough for the corners' names where the picture is narrow.
        xaxis={"range": [-1.5, 1.5]} | PLANE,
        yaxis={"range": [-0.72, 1.2], "scaleanchor": "x"} | PLANE,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
    )
    drawing.traces = [
        level_lines(experiment.rewards, 1.0),
        outline(1.0),
        corner_marks(1.0, experiment.answers),
        _line(policies, translucent(CURRENT, 0.35), "run so far"),
        _line(policies[: step + 1], CURRENT, "up to here"),
        _points(policies[:1], {"symbol": "x", "size": 10, "color": NEUTRAL}, "start"),
        *(_steps(now) if show_step else []),
        _points(now.before[None], {"size": 11, "color": CURRENT}, "here"),
    ]
    return drawing.figure()


def _steps(now: Update) -> list[Part]:
    """Where the step leads, and where the exact one would, each name on the side away from the other one."""
    sides = ("right", "left") if to_plane(now.exact)[0] >= to_plane(now.after)[0] else ("left", "right")
    ends = (now.exact, NEUTRAL, "exact"), (now.after, CURRENT, "after")
    parts = []
    for (probs, colour, name), side in zip(ends, sides, strict=True):
        ring = {"symbol": "circle-open", "size": 11, "color": colour, "line": {"width": 2.5}}
        parts.append(_line(np.array([now.before, probs]), colour, f"{name} step"))
        parts.append(_points(probs[None], ring, name, f"middle {side}"))
    return parts


def _line(policies: Array, colour: str, name: str) -> Part:
    x, y = to_plane(policies).astype(np.float32).T
    line, marker = {"color": colour, "width": 2.5}, {"color": colour, "size": 5}
    return scatter(x, y, mode="lines+markers", line=line, marker=marker, name=name)


def _points(policies: Array, marker: Part, name: str, label: str | None = None) -> Part:
    """Marks in the triangle; label: where their name stands beside them, if it does."""
    x, y = to_plane(policies).astype(np.float32).T
    text = {"text": f" {name} ", "textposition": label, "textfont": {"color": marker["color"], "size": 13}}
    mode = "markers+text" if label else "markers"
    return scatter(x, y, mode=mode, marker=marker, name=name, **(text if label else {}))
