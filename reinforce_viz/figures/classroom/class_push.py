"""Every push of a class, their average, and how far from the true gradient theory lets it lie."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from reinforce_viz.engine.policy import Array
from reinforce_viz.figures.style.canvas import Drawing
from reinforce_viz.figures.style.plane import (
    Frame,
    add_arrow,
    add_directions,
    downhill_half,
    frame,
    name_downhill,
    plane,
)
from reinforce_viz.figures.style.theme import COLOURS, CURRENT, NEUTRAL, translucent
from reinforce_viz.figures.style.triangle import to_plane
from reinforce_viz.lessons.classroom import ClassPush

HEIGHT = 400
LARGEST = 90  # pixels across is the bubble of an answer that everybody has drawn; the area is in proportion
LONGEST_WALK = 150  # points
# The picture's plane is √1.5 times as large as the space of logits: what is a circle there is one here.
SCALE = np.sqrt(1.5)


def class_push(shown: ClassPush, names: Sequence[str], *, hidden: bool = False) -> go.Figure:
    """A bubble for each answer at its push, as large as it is often drawn, their average, and the true gradient.

    Args:
        shown: the pushes of a round.
        names: of the answers, [A].
        hidden: whether the class is still guessing: then neither the average nor the gradient is in the figure.
    """
    view = frame([np.vstack([shown.pushes, shown.gradient])])
    drawing = plane(HEIGHT, *view.corners, meta={"least": 1.05})  # the words have the plane to themselves
    if not hidden:
        drawing.traces.append(downhill_half(to_plane(shown.gradient), view))
        if shown.gradient.any():
            name_downhill(drawing, to_plane(shown.gradient), view)
    add_directions(drawing, view, names)
    _add_pushes(drawing, shown, names, view)
    if not hidden:
        _add_average(drawing, shown, view)
    return drawing.figure()


def _add_average(drawing: Drawing, shown: ClassPush, view: Frame) -> None:
    """The true gradient, the class's average with the way that it has come, and how far off it typically is."""
    truth = to_plane(shown.gradient)
    add_arrow(drawing, truth, NEUTRAL, 6, view, "g")
    drawing.text("<b>g</b>", *(1.15 * truth), font={"color": NEUTRAL, "size": 16})
    if not len(shown.walk):
        return
    if np.isfinite(shown.error):
        _add_ring(drawing, truth, SCALE * shown.error)
    shortened = shown.walk[np.unique(np.linspace(0, len(shown.walk) - 1, LONGEST_WALK).astype(int))]
    x, y = to_plane(shortened).T
    drawing.scatter(x, y, mode="lines", line={"color": translucent(CURRENT, 0.5), "width": 1}, name="so far")
    add_arrow(drawing, to_plane(shown.walk[-1]), CURRENT, 4, view, "the class's average")


def _add_pushes(drawing: Drawing, shown: ClassPush, names: Sequence[str], view: Frame) -> None:
    drawn = sum(shown.counts)
    tips = to_plane(shown.pushes)
    for count, tip, colour in zip(shown.counts, tips, COLOURS, strict=True):
        if count:
            add_arrow(drawing, tip, translucent(colour, 0.6), 1.5, view, "a push")
    size = [LARGEST * np.sqrt(count / drawn) if count else 0 for count in shown.counts]
    drawing.scatter(
        *tips.T,
        mode="markers+text",
        marker={"size": size, "color": list(COLOURS), "opacity": 0.55, "line": {"width": 0}},
        text=[f"<b>{count}</b>" if count else "" for count in shown.counts],
        textfont={"size": 18},
        hovertext=[f"{count} × {name}" for count, name in zip(shown.counts, names, strict=True)],
        hovertemplate="%{hovertext}<extra></extra>",
        cliponaxis=False,
        name="pushes",
    )


def _add_ring(drawing: Drawing, centre: Array, radius: float) -> None:
    """A circle that the average misses by about as often as it hits."""
    (x, y), line = centre.tolist(), {"color": NEUTRAL, "width": 2, "dash": "dot"}
    ends = {"x0": x - radius, "x1": x + radius, "y0": y - radius, "y1": y + radius}
    drawing.shape(type="circle", line=line, name="typical error", **ends)
