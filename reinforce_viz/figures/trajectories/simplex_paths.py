"""The runs on their way through the triangle of policies."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.policy import Array
from reinforce_viz.engine.summary import Summary, instants
from reinforce_viz.figures.style.canvas import Drawing, Part, packed, scatter
from reinforce_viz.figures.style.player import player, player_below
from reinforce_viz.figures.style.theme import COLOURS, NEUTRAL, title
from reinforce_viz.figures.style.triangle import PLANE, corner_marks, level_lines, outline, whole_points
from reinforce_viz.text.format import percent

MILLISECONDS = 180  # from one frame to the next
# Points are whole numbers with the triangle's corners at this distance: short to send, and fine enough.
RADIUS = 10_000
HEIGHT = 400
BOTTOM = 80  # the room for the player, in pixels
SPREAD = 0.015  # of the radius


def simplex_paths(experiment: Experiment, summary: Summary | None, exact: Array) -> go.Figure:
    """The triangle with exact ascent, and runs as dots that move through the steps.

    Each dot has the colour of the answer that it prefers, and the corners say what share of all runs prefers theirs.
    The dots are spread a little, always the same way, so that those in one place do not look like one.

    Args:
        experiment: whose runs they are.
        summary: of the runs; None for the start alone, before the reader has guessed where they end.
        exact: the policies of exact ascent, [T + 1, A].
    """
    drawing = Drawing(
        HEIGHT,
        title=title(experiment.estimator) | {"font": {"size": 12}},  # two are side by side on a phone
        xaxis={"range": [-1.2 * RADIUS, 1.2 * RADIUS]} | PLANE,
        yaxis={"range": [-0.8 * RADIUS, 1.4 * RADIUS], "scaleanchor": "x"} | PLANE,
        margin={"l": 8, "r": 8, "t": 32, "b": BOTTOM},
        meta={"of": repr(experiment)},
    )
    drawing.traces += [level_lines(experiment.rewards, RADIUS), outline(RADIUS), _exact(exact), _start(experiment)]
    if summary is None:
        drawing.traces.append(corner_marks(RADIUS, experiment.answers, hollow=True))
    else:
        _add_runs(drawing, experiment, summary)
    return drawing.figure()


def _add_runs(drawing: Drawing, experiment: Experiment, summary: Summary) -> None:
    """The dots, the counts at the corners, and the player that moves both."""
    steps = summary.frame_step.tolist()
    drawing.layout["meta"] |= player_below(BOTTOM)
    drawing.layout |= player([str(step) for step in steps], MILLISECONDS, prefix="step ")
    drawing.traces += [
        corner_marks(RADIUS, _counted(experiment.answers, summary.frame_preferred[0]), hollow=True),
        # At first all stand on the cross: one does for all, and the browser draws the rest when they begin to move.
        _dots(summary.dots[0, :1]),
    ]
    moving = [len(drawing.traces) - 2, len(drawing.traces) - 1]
    drawing.frames = [
        {"name": str(step), "traces": moving, "data": [_corners_at(experiment, share), _dots_at(policies)]}
        for step, policies, share in zip(steps, summary.dots, summary.frame_preferred, strict=True)
    ]


def _corners_at(experiment: Experiment, share: Array) -> Part:
    return {"type": "scatter", "text": _counted(experiment.answers, share)}


def _counted(names: Sequence[str], share: Array) -> list[str]:
    """The names of the answers, each above the share of runs that prefer it, [A]: side by side they are too wide."""
    return [f"<b>{name}</b><br>{percent(float(part))}" for name, part in zip(names, share, strict=True)]


def _dots_at(policies: Array) -> Part:
    """Where the dots are at one step, and which answer each prefers.  [D, A]."""
    x, y = _spread(policies)
    return {"type": "scatter", "x": packed(x), "y": packed(y)} | {
        "marker": {"color": packed(policies.argmax(axis=1).astype(np.uint8))}
    }


def _exact(exact: Array) -> Part:
    """Exact ascent [T + 1, A], at the steps worth drawing."""
    exact = exact[instants(len(exact) - 1)]
    line = {"color": NEUTRAL, "width": 3, "dash": "dash"}
    return scatter(*whole_points(exact, RADIUS), mode="lines", line=line, name="exact ascent")


def _start(experiment: Experiment) -> Part:
    marker = {"symbol": "x", "size": 10, "color": NEUTRAL}
    return scatter(*whole_points(np.array([experiment.probs]), RADIUS), mode="markers", marker=marker, name="start")


def _dots(policies: Array) -> Part:
    scale = [[0, COLOURS[0]], [0.5, COLOURS[1]], [1, COLOURS[2]]]
    marker = {"size": 6, "color": policies.argmax(axis=1).tolist(), "cmin": 0, "cmax": 2, "colorscale": scale}
    return scatter(*_spread(policies), mode="markers", marker=marker | {"opacity": 0.7}, name="runs, one dot each")


def _spread(policies: Array) -> npt.NDArray[np.int16]:
    """Policies as points, each moved a little.  [D, A] -> [2, D]."""
    offset = np.random.default_rng(0).normal(scale=SPREAD * RADIUS, size=(2, len(policies)))
    return (whole_points(policies, RADIUS) + np.rint(offset)).astype(np.int16)
