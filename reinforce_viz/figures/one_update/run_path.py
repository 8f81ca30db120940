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


def run_path(experiment: Experiment, run: Sequence[Update], step: int) -> go.Figure:
    """The triangle with the policies of a run, the one at `step` marked.

    Args:
        experiment: whose run it is.
        run: its updates, the last of them not made yet.
        step: the number of the update that is shown, from 0.
    """
    policies = np.array([update.before for update in run])
    drawing = Drawing(
        340,
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
        _points(policies[step][None], {"size": 11, "color": CURRENT}, "here"),
    ]
    return drawing.figure()


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
