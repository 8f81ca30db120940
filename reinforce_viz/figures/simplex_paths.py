"""Which way through the probability triangle do the runs take?"""

from typing import Any

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from reinforce_viz.estimators import ESTIMATORS
from reinforce_viz.experiment import Experiment
from reinforce_viz.figures.theme import CURRENT, NEUTRAL, RESPONSES, figure
from reinforce_viz.figures.triangle import corner_marks, level_lines, outline, to_plane
from reinforce_viz.policy import Array
from reinforce_viz.summary import Summary
from reinforce_viz.wording import percent

MILLISECONDS = 60  # a frame is shown for
# Points are whole numbers with the triangle's corners at this distance: two bytes each, so that 50 frames stay small.
RADIUS = 10_000


def simplex_paths(experiments: list[Experiment], summaries: list[Summary], exact: Array) -> go.Figure:
    """The triangle with the runs' paths and exact ascent, and all runs as dots that move through the steps.

    One panel per experiment, all with the same policy, rewards and steps.  exact [T + 1, A].
    """
    steps = summaries[0].frame_step
    fig = figure(500, margin={"l": 8, "r": 8, "b": 96, "t": 40})
    moving: list[int] = []
    for panel, (experiment, summary) in enumerate(zip(experiments, summaries, strict=True)):
        still = (
            level_lines(np.array(experiment.rewards), RADIUS),
            outline(RADIUS),
            _paths(summary),
            _exact(exact[summary.step]),
            _start(experiment),
            corner_marks(RADIUS),
        )
        moving.append(len(fig.data) + len(still))
        axes = _add_panel(fig, panel, len(experiments), experiment.estimator)
        for trace in (*still, _dots(summary.dots[0])):
            fig.add_trace(trace.update(axes))
    fig.frames = [
        go.Frame(name=str(step), traces=moving, data=[_points(s.dots[f]) for s in summaries])
        for f, step in enumerate(steps.tolist())
    ]
    return fig.update_layout(**_player(steps.tolist()))


def simplex_paths_reading(experiments: list[Experiment], summaries: list[Summary]) -> str:
    """The picture in a sentence."""
    first = experiments[0]
    corner = RESPONSES[int(np.argmax(first.rewards))]
    shares = [
        f"{percent(s.fates[RESPONSES.index(corner)])} with {ESTIMATORS[e.estimator].phrase}"
        for e, s in zip(experiments, summaries, strict=True)
    ]
    return (
        f"All {first.runs:,} runs start at the cross; {first.steps:,} steps later these have come within the corner of "
        f"{corner}: {', '.join(shares)}."
    )


def _add_panel(fig: go.Figure, panel: int, panels: int, title: str) -> dict[str, str]:
    """Axes for one triangle; returns what places a trace on them."""
    number = "" if panel == 0 else str(panel + 1)
    fig.update_layout(
        {
            f"xaxis{number}": {
                "domain": [panel / panels, (panel + 1) / panels],
                "range": [-1.15 * RADIUS, 1.15 * RADIUS],
                "visible": False,
                "fixedrange": True,
                "anchor": f"y{number}",
            },
            f"yaxis{number}": {
                "range": [-0.75 * RADIUS, 1.2 * RADIUS],
                "visible": False,
                "fixedrange": True,
                "anchor": f"x{number}",
                "scaleanchor": f"x{number}",
                "constrain": "domain",
            },
        }
    )
    fig.add_annotation(
        x=(panel + 0.5) / panels,
        y=1,
        xref="paper",
        yref="paper",
        yshift=26,
        showarrow=False,
        text=title,
        font={"size": 15},
    )
    return {"xaxis": f"x{number}", "yaxis": f"y{number}"}


def _points(policies: Array) -> dict[str, npt.NDArray[np.int16]]:
    x, y = np.rint(RADIUS * to_plane(policies)).astype(np.int16).T
    return {"x": x, "y": y}


def _paths(summary: Summary) -> go.Scatter:
    # One trace for all runs, with a gap after each: thirty traces would cost thirty times as much to draw.
    gap = np.full((1, summary.paths.shape[1], 2), np.nan)
    paths = np.concatenate([RADIUS * to_plane(summary.paths), gap])
    x, y = paths.swapaxes(0, 1).reshape(-1, 2).astype(np.float32).T
    return go.Scatter(
        x=x, y=y, mode="lines", line={"color": CURRENT, "width": 1}, opacity=0.3, hoverinfo="skip", name="runs"
    )


def _exact(exact: Array) -> go.Scatter:
    return go.Scatter(
        **_points(exact),
        mode="lines",
        line={"color": NEUTRAL, "width": 3, "dash": "dash"},
        hoverinfo="skip",
        name="exact ascent",
    )


def _start(experiment: Experiment) -> go.Scatter:
    return go.Scatter(
        **_points(np.array([experiment.probs])),
        mode="markers",
        marker={"symbol": "x", "size": 10, "color": NEUTRAL},
        hoverinfo="skip",
        name="start",
    )


def _dots(policies: Array) -> go.Scatter:
    return go.Scatter(
        **_points(policies),
        mode="markers",
        marker={"size": 6, "color": CURRENT, "opacity": 0.55},
        hoverinfo="skip",
        name="all runs",
    )


def _player(steps: list[int]) -> dict[str, Any]:
    """Play, pause and a slider, all of them in the browser."""

    def animate(duration: int) -> dict[str, Any]:
        return {"frame": {"duration": duration, "redraw": False}, "transition": {"duration": 0}}

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
                "x": 0.16,
                "len": 0.82,
                "y": 0,
                "pad": {"t": 16},
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
