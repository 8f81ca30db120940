"""Which way through the probability triangle do the runs take?"""

from typing import Any

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.policy import Array
from reinforce_viz.engine.summary import Summary
from reinforce_viz.figures.style.canvas import Drawing, Part, packed, scatter
from reinforce_viz.figures.style.theme import CURRENT, NEUTRAL, title
from reinforce_viz.figures.style.triangle import PLANE, corner_marks, level_lines, outline, to_plane

MILLISECONDS = 120  # from one frame to the next
# Points are whole numbers with the triangle's corners at this distance: short to send, and fine enough.
RADIUS = 10_000


def simplex_paths(experiment: Experiment, summary: Summary, exact: Array) -> go.Figure:
    """The triangle with the runs' paths and exact ascent, and runs as dots that move through the steps.

    exact [T + 1, A].
    """
    # Every other instant and the last: in between the browser moves the dots in straight lines.
    shown = [*range(0, len(summary.frame_step) - 1, 2), len(summary.frame_step) - 1]
    steps = summary.frame_step[shown].tolist()
    drawing = Drawing(
        460,
        title=title(experiment.estimator),
        xaxis={"range": [-1.2 * RADIUS, 1.2 * RADIUS]} | PLANE,
        yaxis={"range": [-0.75 * RADIUS, 1.2 * RADIUS], "scaleanchor": "x"} | PLANE,
        margin={"l": 8, "r": 8, "b": 96},
        **_player(steps),
    )
    drawing.traces += [
        level_lines(experiment.rewards, RADIUS),
        outline(RADIUS),
        corner_marks(RADIUS, experiment.answers),
        _paths(summary),
        _exact(exact[summary.step]),
        _start(experiment),
        # At first all stand on the cross: one does for all, and the browser draws the rest when they begin to move.
        _dots(summary.dots[0, :1]),
    ]
    moving = len(drawing.traces) - 1
    drawing.frames = [
        {"name": str(step), "traces": [moving], "data": [{"type": "scatter", "x": packed(x), "y": packed(y)}]}
        for step, x, y in zip(steps, *_points(summary.dots[shown]), strict=True)
    ]
    return drawing.figure()


def _points(policies: Array) -> npt.NDArray[np.int16]:
    """Policies as points in whole numbers.  [..., 3] -> [2, ...]."""
    return np.moveaxis(np.rint(RADIUS * to_plane(policies)).astype(np.int16), -1, 0)


def _paths(summary: Summary) -> Part:
    # One trace for all runs, with a gap after each: thirty traces would cost thirty times as much to draw.
    x, y = (
        [number for path in paths for number in (*path, None)]
        for paths in _points(summary.paths).swapaxes(1, 2).tolist()
    )
    return scatter(x, y, mode="lines", line={"color": CURRENT, "width": 1}, opacity=0.3, name="runs")


def _exact(exact: Array) -> Part:
    line = {"color": NEUTRAL, "width": 3, "dash": "dash"}
    return scatter(*_points(exact), mode="lines", line=line, name="exact ascent")


def _start(experiment: Experiment) -> Part:
    marker = {"symbol": "x", "size": 10, "color": NEUTRAL}
    return scatter(*_points(np.array([experiment.probs])), mode="markers", marker=marker, name="start")


def _dots(policies: Array) -> Part:
    marker = {"size": 6, "color": CURRENT, "opacity": 0.55}
    return scatter(*_points(policies), mode="markers", marker=marker, name="runs, one dot each")


def _player(steps: list[int]) -> dict[str, Any]:
    """Play, pause and a slider, all of them in the browser."""

    def animate(duration: int) -> dict[str, Any]:
        return {
            "frame": {"duration": duration, "redraw": False},
            "transition": {"duration": duration, "easing": "linear"},
        }

    pause = [[None], animate(0) | {"mode": "immediate"}]
    return {
        "updatemenus": [
            {
                "type": "buttons",
                "direction": "left",
                "x": 0,
                "y": 0,
                "xanchor": "left",
                "yanchor": "top",
                "pad": {"t": 36, "r": 8},
                "showactive": False,
                "buttons": [
                    {"label": "▶", "method": "animate", "args": [None, animate(MILLISECONDS) | {"fromcurrent": True}]},
                    {"label": "❚❚", "method": "animate", "args": pause},
                ],
            }
        ],
        "sliders": [
            {
                "y": 0,
                "pad": {"t": 16, "l": 96, "r": 8},  # beside the buttons, however narrow the picture
                "currentvalue": {"prefix": "step ", "xanchor": "center"},
                "ticklen": 0,
                "minorticklen": 0,
                "steps": [
                    {
                        "label": str(step),
                        "method": "animate",
                        "args": [[str(step)], animate(0) | {"mode": "immediate"}],
                    }
                    for step in steps
                ],
            }
        ],
    }
