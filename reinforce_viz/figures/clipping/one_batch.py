"""One batch, used again and again: two triangles with the policy, and each answer's ratio with the bounds.

On the left with the clip, on the right without.  Two dots and six marks move from epoch to epoch, in the browser.
A cross lies on a mark, rather than being another one: Plotly cannot turn one mark into another while it moves.
"""

from dataclasses import dataclass
from math import ceil, floor, log10

import numpy as np
import plotly.graph_objects as go

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.policy import Array
from reinforce_viz.engine.surrogate import Epochs, Flags
from reinforce_viz.figures.style.canvas import Drawing, Part, scatter
from reinforce_viz.figures.style.player import player
from reinforce_viz.figures.style.theme import COLOURS, CURRENT, FAINT, NEUTRAL, breadth, fitting, translucent
from reinforce_viz.figures.style.triangle import PLANE, corner_marks, level_lines, outline, whole_points
from reinforce_viz.lessons.clipping import CLIP, EPOCHS, Reuse
from reinforce_viz.text.format import number

# The epochs that are shown: each of the first, where most happens, and then ever fewer.
SHOWN = (*range(9), 10, 12, 14, 16, 20, 24, 28, 32, 40, 48, 56, EPOCHS)
MILLISECONDS = 250  # from one to the next
RADIUS = 10_000  # of the triangle: points are whole numbers
SMALLEST = 1e-3  # where the axis of the ratios ends at the latest; what is beyond its ends stands at them
WIDE = 30  # from where on its ends are too far apart to tell the bounds from 1
PHONE = 320  # pixels that a phone leaves for a picture
SHIFT = 0.2  # of a mark from its answer's row: up with the clip, down without
# A space of no width: Plotly takes an empty text out of the picture, and does not always put it back.
CROSS, NO_CROSS = "<b>×</b>", "\u200b"
HEIGHT = 420
# Where the panels are: side by side, or on a phone the ratios below the triangles.
WIDE_SCREEN = {
    "xaxis.domain": [0, 0.3],
    "yaxis.domain": [0, 1],
    "xaxis2.domain": [0.4, 0.63],
    "yaxis2.domain": [0.12, 0.86],
    "xaxis3.domain": [0.7, 1],
    "yaxis3.domain": [0, 1],
}
NARROW_SCREEN = {
    "xaxis.domain": [0, 0.48],
    "yaxis.domain": [0.4, 1],
    "yaxis2.domain": [0, 0.36],
    "xaxis3.domain": [0.52, 1],
    "yaxis3.domain": [0.4, 1],
}


@dataclass(frozen=True, eq=False)
class Side:
    """One of the two runs: what it is called, its colour, and the axes of its triangle."""

    name: str
    colour: str
    dot: Part
    axes: Part


LEFT = Side("with the clip", CURRENT, {"size": 13, "color": CURRENT}, {"xaxis": "x", "yaxis": "y"})
RIGHT = Side(
    "without", NEUTRAL, {"size": 13, "color": NEUTRAL, "symbol": "circle-open"}, {"xaxis": "x3", "yaxis": "y3"}
)


def one_batch(
    experiment: Experiment, reuse: Reuse, guess: float | None = None, *, of: str = "", hidden: bool = False
) -> go.Figure:
    """Two triangles side by side, and the ratios on a logarithmic axis; a mark whose push is stopped is crossed out.

    Args:
        experiment: the policy that drew the batch, and the rewards.
        reuse: the batch, and the policies after each epoch.
        guess: how far from 1 the reader expects a ratio to get.
        of: what the picture shows, for the player that starts it.
        hidden: whether the reader has yet to guess; nothing after epoch 0 is then in the figure.
    """
    ends = (0.5, 2.0) if hidden else _ends(reuse.clipped)
    drawing = _panels(experiment, ends, of)
    _add_bounds(drawing)
    for run, side in ((reuse.clipped, LEFT), (reuse.free, RIGHT)):
        _add_triangle(drawing, experiment, run, side, hidden=hidden)
    if not hidden:
        _add_furthest(drawing, reuse)
    first = len(drawing.traces)
    drawing.traces += _moving(reuse, 0, ends)
    if hidden:
        drawing.text(
            "Guess first, then play the epochs.", 0.5, 0, xref="paper", yref="paper", yanchor="top", yshift=-52
        )
        return drawing.figure()
    moving = list(range(first, len(drawing.traces)))
    drawing.frames = [_frame(epoch, moving, reuse, ends) for epoch in SHOWN]
    drawing.layout |= player([str(epoch) for epoch in SHOWN], MILLISECONDS, "epoch ")
    if guess is not None:
        _add_guess(drawing, guess, ends)
    return drawing.figure()


def _panels(experiment: Experiment, ends: tuple[float, float], of: str) -> Drawing:
    """Room for two triangles and for a row of ratios for each answer, with its name."""
    # Left of the ratios there is room for the names, right of them for a number, on a phone too.
    size = fitting(experiment.answers, 14)
    left = (16 + max(breadth(name, size) for name in experiment.answers)) / PHONE
    triangle = {"range": [-1.3 * RADIUS, 1.3 * RADIUS]} | PLANE
    height = {"range": [-0.72 * RADIUS, 1.5 * RADIUS]} | PLANE
    drawing = Drawing(
        HEIGHT,
        xaxis=dict(triangle),
        yaxis=height | {"scaleanchor": "x"},
        xaxis3=triangle | {"anchor": "y3"},
        yaxis3=height | {"scaleanchor": "x3", "anchor": "x3"},
        xaxis2={
            "type": "log",
            "range": [log10(end) for end in ends],
            "anchor": "y2",
            "fixedrange": True,
            **_ticks(*ends),
        },
        yaxis2={"range": [2.5, -0.5], "anchor": "x2", "visible": False, "fixedrange": True},
        margin={"l": 12, "r": 12, "t": 18, "b": 88},
        meta={"of": of, "wide": WIDE_SCREEN, "narrow": NARROW_SCREEN | {"xaxis2.domain": [left, 0.74]}},
    )
    for axis, domain in WIDE_SCREEN.items():
        drawing.layout[axis.removesuffix(".domain")]["domain"] = domain
    beside = {"xref": "x2 domain", "xanchor": "right", "xshift": -10}
    for row, (name, colour) in enumerate(zip(experiment.answers, COLOURS, strict=True)):
        drawing.text(f"<b>{name}</b>", 0, row, yref="y2", font={"color": colour, "size": size}, **beside)
    drawing.text("ratio ρ", 0, 0, yref="y2 domain", yanchor="top", yshift=-8, **beside)
    return drawing


def _add_triangle(drawing: Drawing, experiment: Experiment, run: Epochs, side: Side, *, hidden: bool) -> None:
    """The triangle of one run: lines of equal J, the policy that drew the batch, and the path of the run."""
    start = {"symbol": "x", "size": 9, "color": NEUTRAL}
    parts = [level_lines(experiment.rewards, RADIUS), outline(RADIUS), corner_marks(RADIUS, experiment.answers)]
    if not hidden:
        line = {"color": translucent(side.colour, 0.5), "width": 2}
        parts.append(scatter(*whole_points(run.probs, RADIUS), mode="lines", line=line, name=f"path {side.name}"))
    parts.append(scatter(*whole_points(run.probs[:1], RADIUS), mode="markers", marker=start))
    drawing.traces += [part | side.axes for part in parts]


def _add_guess(drawing: Drawing, guess: float, ends: tuple[float, float]) -> None:
    """How far from 1 the reader expects the ratios to get, on either side."""
    low, high = max(1 - guess, ends[0]), min(1 + guess, ends[1])
    line = {"color": CURRENT, "width": 2.5}
    rows = {"xref": "x2", "yref": "y2 domain", "y0": -0.04, "y1": -0.04}
    drawing.shape(type="line", x0=low, x1=high, line=line, name="guess", **rows)
    font = {"color": CURRENT, "size": 12}
    drawing.text("your guess", log10(high), 0, xref="x2", yref="y2 domain", xanchor="left", xshift=6, font=font)


def _add_furthest(drawing: Drawing, reuse: Reuse) -> None:
    """A bar where a ratio is furthest from 1 with the clip."""
    if reuse.still:
        return
    epoch, answer = reuse.furthest
    ratio = float(reuse.clipped.ratio[epoch, answer])
    bar = {"symbol": "line-ns-open", "size": 22, "color": COLOURS[answer], "line": {"width": 3}}
    at = {"xaxis": "x2", "yaxis": "y2", "cliponaxis": False}
    drawing.scatter([max(ratio, SMALLEST)], [answer], mode="markers", marker=bar, name="furthest with the clip", **at)


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


def _moving(reuse: Reuse, epoch: int, ends: tuple[float, float]) -> list[Part]:
    """What moves: with the clip and without, a dot, three ratios, and J above the triangle; and the crosses."""
    parts = []
    for run, side in ((reuse.clipped, LEFT), (reuse.free, RIGHT)):
        dot = scatter(
            *whole_points(run.probs[epoch][None], RADIUS), mode="markers", marker=side.dot, name=f"policy {side.name}"
        )
        parts += [dot | side.axes, _ratios(run.ratio[epoch], side, ends), _heading(run, epoch, side)]
    return [*parts, _crosses(reuse.clipped.ratio[epoch], reuse.stopped[epoch])]


def _heading(run: Epochs, epoch: int, side: Side) -> Part:
    """What a triangle shows, and J after an epoch, as a trace that can move."""
    words = f"<b>{side.name}</b>: J = {number(float(run.expected_reward[epoch]))}"
    font = {"color": side.colour, "size": 14}
    text = {"mode": "text", "text": [words], "textposition": "top center", "textfont": font, "cliponaxis": False}
    return scatter([0], [1.42 * RADIUS], name=f"J {side.name}", **text) | side.axes


def _ratios(ratios: Array, side: Side, ends: tuple[float, float]) -> Part:
    """A mark with its number for each answer, filled with the clip."""
    clip = side is LEFT
    return scatter(
        np.clip(ratios, *ends),
        [answer + (-SHIFT if clip else SHIFT) for answer in range(len(ratios))],
        mode="markers+text",
        xaxis="x2",
        yaxis="y2",
        marker={"size": 14, "color": list(COLOURS)} if clip else RIGHT.dot,
        text=[number(float(ratio)) for ratio in ratios],
        # On the side where the bar of the furthest ratio is not.
        textposition=[f"middle {'left' if clip and ratio > 1 else 'right'}" for ratio in ratios],
        cliponaxis=False,
        name=f"ratios {side.name}",
    )


def _crosses(ratios: Array, stopped: Flags) -> Part:
    """A cross on the mark of each answer whose next push the clip stops."""
    return scatter(
        ratios,
        [answer - SHIFT for answer in range(len(ratios))],
        mode="text",
        text=[CROSS if stop else NO_CROSS for stop in stopped],
        textfont={"color": "white", "size": 15},
        xaxis="x2",
        yaxis="y2",
        cliponaxis=False,
        name="crosses",
    )


def _frame(epoch: int, moving: list[int], reuse: Reuse, ends: tuple[float, float]) -> Part:
    """Of what moves, only what changes."""
    changing = ("type", "x", "y", "text", "textposition")
    data = [{key: part[key] for key in changing if key in part} for part in _moving(reuse, epoch, ends)]
    return {"name": str(epoch), "traces": moving, "data": data}
