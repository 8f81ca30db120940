"""One batch, used again and again: the policy in the triangle, and below it each answer's ratio and the clip's bounds.

Two dots and six marks move from epoch to epoch, in the browser.
"""

from math import ceil, floor, log10
from typing import Any

import numpy as np
import plotly.graph_objects as go

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.policy import Array
from reinforce_viz.engine.surrogate import Epochs, Flags
from reinforce_viz.figures.style.canvas import Drawing, Part, scatter
from reinforce_viz.figures.style.theme import COLOURS, CURRENT, FAINT, NEUTRAL, breadth, fitting, translucent
from reinforce_viz.figures.style.triangle import PLANE, corner_marks, level_lines, outline, to_plane
from reinforce_viz.lessons.clipping import CLIP, EPOCHS, Reuse
from reinforce_viz.text.format import number

MILLISECONDS = 250  # from one epoch to the next
RADIUS = 10_000  # of the triangle: points are whole numbers
SMALLEST = 1e-3  # where the axis of the ratios ends at the latest; what is beyond its ends stands at them
WIDE = 30  # from where on its ends are too far apart to tell the bounds from 1
PHONE = 320  # pixels that a telephone leaves for a picture
SHIFT = 0.2  # of a mark from its answer's row: up with the clip, down without
WITH, WITHOUT = "with the clip", "without"


def one_batch(experiment: Experiment, reuse: Reuse) -> go.Figure:
    """The triangle with both paths, and the ratios on a logarithmic axis; a mark whose push is stopped is a cross."""
    ends = _ends(reuse.clipped)
    # Left of the ratios there is room for the names, right of them for a number, on a telephone too.
    size = fitting(experiment.answers, 14)
    left = (8 + max(breadth(name, size) for name in experiment.answers)) / PHONE
    drawing = Drawing(
        540,
        xaxis={"range": [-1.1 * RADIUS, 1.1 * RADIUS], "domain": [0, 1]} | PLANE,
        yaxis={"range": [-0.72 * RADIUS, 1.16 * RADIUS], "scaleanchor": "x", "domain": [0.41, 1]} | PLANE,
        xaxis2={
            "type": "log",
            "domain": [left, 0.74],
            "range": [log10(end) for end in ends],
            "anchor": "y2",
            "title": "ratio ρ",
            "fixedrange": True,
            **_ticks(*ends),
        },
        yaxis2={"range": [2.5, -0.5], "domain": [0, 0.36], "anchor": "x2", "visible": False, "fixedrange": True},
        margin={"l": 12, "r": 12, "t": 8, "b": 126},
        **_player(),
    )
    for row, (name, colour) in enumerate(zip(experiment.answers, COLOURS, strict=True)):
        font = {"color": colour, "size": size}
        drawing.text(f"<b>{name}</b>", 0, row, xref="paper", yref="y2", xanchor="left", font=font)
    _add_bounds(drawing)
    drawing.traces += [
        level_lines(experiment.rewards, RADIUS),
        outline(RADIUS),
        corner_marks(RADIUS, experiment.answers),
        _path(reuse.free, NEUTRAL, "path without the clip"),
        _path(reuse.clipped, CURRENT, "path with the clip"),
        scatter(*_points(reuse.clipped.probs[:1]), mode="markers", marker={"symbol": "x", "size": 9, "color": NEUTRAL}),
    ]
    first = len(drawing.traces)
    drawing.traces += _moving(reuse, 0)
    moving = list(range(first, len(drawing.traces)))
    drawing.frames = [_frame(epoch, moving, reuse) for epoch in range(EPOCHS + 1)]
    _add_legend(drawing)
    return drawing.figure()


def _ends(run: Epochs) -> tuple[float, float]:
    """The ends of the ratios' axis, the same for every epoch: they hold the run with the clip."""
    return max(min(float(run.ratio.min()) / 1.1, 0.5), SMALLEST), max(1.1 * float(run.ratio.max()), 2.0)


def _ticks(low: float, high: float) -> Part:
    """A tick at the bounds and at 1, and in a wide picture at powers of ten."""
    values = [10.0**power for power in range(ceil(log10(low)), floor(log10(high)) + 1)]
    if high / low < WIDE:
        values = sorted({0.5, 1 - CLIP, 1.0, 1 + CLIP, 2.0} | set(values))
    return {"tickvals": values, "ticktext": [number(v) for v in values]}


def _add_bounds(drawing: Drawing) -> None:
    """Where the clip lets a push go on: a band, with a line at 1."""
    rows = {"xref": "x2", "yref": "y2 domain", "y0": 0, "y1": 1}
    fill = {"fillcolor": translucent(CURRENT, 0.12), "line": {"color": CURRENT, "width": 1, "dash": "dot"}}
    drawing.shape(type="rect", x0=1 - CLIP, x1=1 + CLIP, layer="below", name="bounds", **fill, **rows)
    drawing.shape(type="line", x0=1, x1=1, line={"color": FAINT, "width": 1.5}, layer="below", **rows)


def _path(run: Epochs, colour: str, name: str) -> Part:
    line = {"color": translucent(colour, 0.5), "width": 2}
    return scatter(*_points(run.probs), mode="lines", line=line, name=name)


def _points(policies: Array) -> Array:
    """Policies as points in whole numbers.  [..., 3] -> [2, ...]."""
    return np.moveaxis(np.rint(RADIUS * to_plane(policies)).astype(np.int16), -1, 0)


def _moving(reuse: Reuse, epoch: int) -> list[Part]:
    """What moves: a dot and three ratios, with the clip and without."""
    unstopped, ends = np.zeros_like(reuse.stopped[epoch]), _ends(reuse.clipped)
    return [
        _dot(reuse.clipped.probs[epoch], WITH, {"size": 13, "color": CURRENT}),
        _ratios(reuse.clipped.ratio[epoch], reuse.stopped[epoch], WITH, ends),
        _dot(reuse.free.probs[epoch], WITHOUT, {"size": 13, "color": NEUTRAL, "symbol": "circle-open"}),
        _ratios(reuse.free.ratio[epoch], unstopped, WITHOUT, ends),
    ]


def _dot(policy: Array, name: str, marker: Part) -> Part:
    return scatter(*_points(policy[None]), mode="markers", marker=marker, name=f"policy {name}")


def _ratios(ratios: Array, stopped: Flags, name: str, ends: tuple[float, float]) -> Part:
    """A mark with its number for each answer, filled with the clip and a cross where it stops the next push."""
    clip = name == WITH
    symbols = [("x" if stop else "circle") if clip else "circle-open" for stop in stopped]
    return scatter(
        np.clip(ratios, *ends),
        [answer + (-SHIFT if clip else SHIFT) for answer in range(len(ratios))],
        mode="markers+text",
        xaxis="x2",
        yaxis="y2",
        marker={"size": 12, "symbol": symbols, "color": list(COLOURS) if clip else NEUTRAL},
        text=[f"{number(float(r))}{', stopped' if s else ''}" for r, s in zip(ratios, stopped, strict=True)],
        textposition="middle right",
        cliponaxis=False,
        name=f"ratios {name}",
    )


def _frame(epoch: int, moving: list[int], reuse: Reuse) -> Part:
    """Of what moves, only what changes."""
    changing = ("type", "x", "y", "marker", "text")
    data = [{key: part[key] for key in changing if key in part} for part in _moving(reuse, epoch)]
    return {"name": str(epoch), "traces": moving, "data": data}


def _add_legend(drawing: Drawing) -> None:
    """What the two kinds of marks are, in the corner of the triangle."""
    for words, colour, shift in (("● with the clip", CURRENT, 0), ("○ without", NEUTRAL, -20)):
        corner = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "top"}
        drawing.text(words, 0, 1, **corner, yshift=shift, font={"color": colour, "size": 13})


def _player() -> dict[str, Any]:
    """Play, pause and a slider over the epochs, all of them in the browser."""

    def animate(duration: int) -> dict[str, Any]:
        return {
            "frame": {"duration": duration, "redraw": False},
            "transition": {"duration": duration, "easing": "linear"},
        }

    at_once = animate(0) | {"mode": "immediate"}
    buttons = [
        {"label": "▶", "method": "animate", "args": [None, animate(MILLISECONDS) | {"fromcurrent": True}]},
        {"label": "❚❚", "method": "animate", "args": [[None], at_once]},
    ]
    steps = [{"label": str(epoch), "method": "animate", "args": [[str(epoch)], at_once]} for epoch in range(EPOCHS + 1)]
    menu = {"type": "buttons", "direction": "left", "x": 0, "y": 0, "xanchor": "left", "yanchor": "top"}
    menu |= {"pad": {"t": 70, "r": 8}, "showactive": False, "buttons": buttons}
    slider = {"y": 0, "pad": {"t": 50, "l": 96, "r": 8}, "ticklen": 0, "minorticklen": 0, "steps": steps}
    slider |= {"currentvalue": {"prefix": "epoch ", "xanchor": "center"}}
    return {"updatemenus": [menu], "sliders": [slider]}
