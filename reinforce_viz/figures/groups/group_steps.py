"""GRPO's average step beside the gradient, with a slider in the browser that makes the group larger."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from reinforce_viz.engine.exact import Moments
from reinforce_viz.engine.policy import Array
from reinforce_viz.figures.style.canvas import Drawing, Part
from reinforce_viz.figures.style.plane import (
    Frame,
    add_directions,
    downhill_half,
    edge_along,
    frame,
    name_downhill,
    plane,
)
from reinforce_viz.figures.style.theme import CURRENT, NEUTRAL
from reinforce_viz.figures.style.triangle import to_plane
from reinforce_viz.text.readings.groups import angle_in_words

AT_ONCE = {"mode": "immediate", "frame": {"duration": 0, "redraw": False}, "transition": {"duration": 0}}


def group_steps(
    steps: Sequence[Moments], size: int, names: Sequence[str], guess: float | None = None, *, hidden: bool = False
) -> go.Figure:
    """The plane of gradients with g, the tips of GRPO's average steps, and an arrow to the one of a group size.

    g is drawn as long as the longest of these steps, which have another unit.

    Args:
        steps: the exact moments at every size of group.
        size: K of the arrow at first.
        names: written names of the answers.
        guess: degrees between the step and g that the reader expects.
        hidden: whether the reader has yet to guess; no average step is then in the figure.
    """
    tips = np.array([to_plane(exact.mean) for exact in steps])
    gradient = _as_long(to_plane(steps[0].mean - steps[0].bias), tips)
    # A square around zero: in whatever direction the steps turn, the picture stays where it is.
    around = np.array([exact.mean for exact in steps])
    view = frame([around, -around, _as_long(steps[0].mean - steps[0].bias, around)[None]])
    drawing = plane(430, *view.corners, margin={"t": 32, "b": 72})
    drawing.traces.append(downhill_half(gradient, view))
    add_directions(drawing, view, names)
    # As a trace: an arrow of Plotly's own would lie on top of GRPO's where the two agree.
    drawing.traces.append(_arrow(gradient, NEUTRAL, 6) | {"name": "g"})
    if gradient.any():
        drawing.text("<b>g</b>", *(1.14 * gradient).tolist(), font={"color": NEUTRAL, "size": 15})
        name_downhill(drawing, gradient, view)
    if hidden:
        drawing.text("Guess first", 0.5, 1, xref="paper", yref="paper", yanchor="bottom", yshift=6)
        return drawing.figure()
    if guess is not None and gradient.any():
        _add_guess(drawing, gradient, guess, view)
    marker = {"size": 6, "color": CURRENT, "symbol": "circle-open"}
    words = [angle_in_words(exact) for exact in steps]
    drawing.scatter(
        *tips.T,
        mode="lines+markers",
        line={"color": CURRENT, "width": 1, "dash": "dot"},
        marker=marker,
        text=words,
        hovertemplate="%{text}<extra></extra>",
        name="average steps",
    )
    here = [exact.k for exact in steps].index(size)
    _add_slider(drawing, tips, words, here, (view.x, float(view.corners[1][1])))
    return drawing.figure()


def _add_guess(drawing: Drawing, gradient: Array, degrees: float, view: Frame) -> None:
    """Where the step lies if the guess is right: on either side of g."""
    line = {"color": CURRENT, "width": 2, "dash": "dash"}
    for turn in (1, -1):
        cos, sin = np.cos(np.radians(degrees)), turn * np.sin(np.radians(degrees))
        ray = np.array([[cos, -sin], [sin, cos]]) @ gradient / np.linalg.norm(gradient)
        x, y = (0.95 * edge_along(ray, view) * ray).tolist()
        drawing.shape(type="line", x0=0, y0=0, x1=x, y1=y, line=line, layer="below", name="your guess")
    font = {"color": CURRENT, "size": 13}
    drawing.text(
        "- - your guess", 0, 1, xref="paper", yref="paper", xanchor="left", yanchor="bottom", yshift=6, font=font
    )


def _as_long(vector: Array, others: Array) -> Array:
    """A vector [n] as long as the longest of some others [N, n]."""
    length = float(np.linalg.norm(vector))
    return vector * (float(np.linalg.norm(others, axis=1).max()) / length) if length else vector


def _arrow(tip: Array, colour: str, width: float) -> Part:
    """An arrow from zero to a point [2] as a trace; at zero itself it has no head."""
    x, y = tip.tolist()
    head = {"symbol": ["circle", "arrow"], "angleref": "previous", "size": [0, 8 + 2 * width if tip.any() else 0]}
    return {
        "type": "scatter",
        "x": [0.0, x],
        "y": [0.0, y],
        "mode": "lines+markers",
        "line": {"color": colour, "width": width},
        "marker": head | {"color": colour, "line": {"width": 0}, "opacity": 1},
        "hoverinfo": "skip",
    }


def _add_slider(drawing: Drawing, tips: Array, words: list[str], here: int, top: tuple[float, float]) -> None:
    """An arrow to one of the tips with its words above the picture, and the slider that moves it to the others."""
    words_above: Part = {"type": "scatter", "x": [top[0]], "y": [top[1]], "mode": "text", "textposition": "top center"}
    look: Part = {"textfont": {"color": CURRENT, "size": 15}, "cliponaxis": False, "hoverinfo": "skip"}
    lasting: list[Part] = [
        _arrow(tips[here], CURRENT, 3) | {"name": "average step"},
        words_above | look | {"name": "group size"},
    ]
    moving = [_moving(tip, text) for tip, text in zip(tips, words, strict=True)]
    first = len(drawing.traces)
    drawing.traces += [part | moved for part, moved in zip(lasting, moving[here], strict=True)]
    drawing.layout["sliders"] = [
        {
            "active": here,
            "x": 0.08,
            "len": 0.84,
            "y": 0,
            "pad": {"t": 20},
            "currentvalue": {"visible": False},
            "bgcolor": CURRENT,
            "activebgcolor": CURRENT,
            "borderwidth": 0,
            "ticklen": 4,
            "steps": [
                {"label": text.partition(":")[0].removeprefix("K = "), "method": "animate"}
                | {"args": [[{"traces": [first, first + 1], "data": data}], AT_ONCE]}
                for text, data in zip(words, moving, strict=True)
            ],
        }
    ]


def _moving(tip: Array, text: str) -> list[Part]:
    """What changes from stop to stop: where the arrow ends, and the words above."""
    return [
        {"type": "scatter", "x": [0.0, float(tip[0])], "y": [0.0, float(tip[1])]},
        {"type": "scatter", "text": [f"<b>GRPO, {text}</b>"]},
    ]
