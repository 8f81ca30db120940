"""The plane of gradients: the square that a picture shows of it, its downhill half, and its directions and arrows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from reinforce_viz.engine.rounding import NEGLIGIBLE, Array
from reinforce_viz.figures.style.canvas import Drawing, Part, scatter
from reinforce_viz.figures.style.theme import COLOURS, DOWN, FAINT, breadth, fitting, translucent
from reinforce_viz.figures.style.triangle import CORNERS, PLANE, to_plane

WIDE = 380  # pixels that a frame is wide on a wide screen
NARROWEST = 175  # pixels that half a frame is wide on a phone
# An arrow's head is about four times as long as its shaft is wide: a shorter arrow is thinner.
HEAD = 4


@dataclass(frozen=True)
class Frame:
    """The square of the plane that a picture shows."""

    x: float  # of its centre
    y: float
    half: float  # of its side

    @property
    def corners(self) -> tuple[Array, Array]:
        """Lower left and upper right."""
        centre = np.array([self.x, self.y])
        return centre - self.half, centre + self.half


def frame(reached: list[Array], wider: float = 1) -> Frame:
    """The square around zero and every estimate in `reached`, arrays [N, A], with a margin.

    Args:
        reached: arrays [N, A] of estimates.
        wider: how many times as wide as the square the picture is.
    """
    points = np.concatenate([np.zeros((1, 2)), *(to_plane(estimates) for estimates in reached)])
    low, high = points.min(axis=0), points.max(axis=0)
    x, y = (low + high) / 2
    width, height = (high - low).tolist()
    half = 0.62 * max(width / wider, height)
    # Around a rounding the picture would be one of noise.
    return Frame(float(x), float(y), half if half > NEGLIGIBLE else 1.0)


def plane(height: int, low: Array, high: Array, **layout: Any) -> Drawing:
    """An empty plane without axes, with a line around it.

    Args:
        height: in pixels.
        low: [2], its lower left corner.
        high: [2], its upper right corner.
        layout: more of Plotly's layout.
    """
    (left, bottom), (right, top) = low.tolist(), high.tolist()
    drawing = Drawing(
        height,
        margin={"l": 8, "r": 8, "t": 8, "b": 8} | layout.pop("margin", {}),
        xaxis={"range": [left, right]} | PLANE,
        yaxis={"range": [bottom, top], "scaleanchor": "x"} | PLANE,
        **layout,
    )
    drawing.shape(type="rect", x0=left, y0=bottom, x1=right, y1=top, line={"color": FAINT, "width": 1})
    return drawing


def downhill_half(true_gradient: Array, view: Frame) -> Part:
    """The half-plane of steps that make an angle of more than 90° with the true gradient [2].

    Args:
        true_gradient: [2], in the plane.
        view: the square that is shown.
    """
    length = float(np.linalg.norm(true_gradient))
    uphill = true_gradient / length if length else np.zeros(2)
    along = np.array([-uphill[1], uphill[0]])
    corners = 6 * view.half * np.array([along, -along, -along - uphill, along - uphill])
    x, y = corners.astype(np.float32).T
    colour = translucent(DOWN, 0.1)
    return scatter(x, y, mode="lines", line={"width": 0}, fill="toself", fillcolor=colour, name="downhill")


def add_arrow(
    drawing: Drawing, tip: Array, colour: str, width: float, view: Frame, name: str, wide: float = WIDE
) -> None:
    """An arrow from zero to a point [2], unless that is zero too.

    Args:
        drawing: to add to.
        tip: [2].
        colour: of shaft and head.
        width: of the shaft in pixels, where there is room for its head.
        view: the square that is shown.
        name: for the pointer.
        wide: pixels that the square is wide.
    """
    pixels = float(np.linalg.norm(tip)) / (2 * view.half) * wide
    if pixels:
        drawing.arrow((0, 0), tip, colour, max(min(width, pixels / HEAD), 0.1), name=name)


def name_downhill(drawing: Drawing, gradient: Array, view: Frame) -> None:
    """The name of the downhill half, at the edge that lies furthest down of those where no answer is named.

    Args:
        drawing: to add to.
        gradient: the true one, in the plane, [2].
        view: the square that is shown.
    """
    low, high = view.corners
    places = {
        (view.x, float(low[1])): {"xanchor": "center", "yanchor": "bottom"},
        (float(low[0]), float(high[1])): {"xanchor": "left", "yanchor": "top"},
        (float(high[0]), float(high[1])): {"xanchor": "right", "yanchor": "top"},
    }
    (x, y), anchors = min(places.items(), key=lambda place: float(gradient @ place[0]))
    drawing.text("<b>downhill</b>", x, y, font={"color": DOWN, "size": 14}, **anchors)


def edge_along(direction: Array, view: Frame) -> float:
    """How many times a direction [2] fits between zero and the edge of the frame.

    Args:
        direction: [2], not zero.
        view: the square that is shown.
    """
    low, high = view.corners
    steps = [edge / along for along, *edges in zip(direction, low, high, strict=True) if along for edge in edges]
    return float(min(step for step in steps if step > 0))


def add_directions(drawing: Drawing, view: Frame, names: Sequence[str], narrowest: int = NARROWEST) -> None:
    """Dotted rays from zero towards the three answers, with their names where they leave the picture.

    Args:
        drawing: to add to.
        view: the square that is shown.
        names: [3], of the answers.
        narrowest: pixels that half the square is wide on a phone.
    """
    size = fitting(names, 14)
    for corner, name, colour in zip(CORNERS, names, COLOURS, strict=True):
        x, y = (0.87 * edge_along(corner, view) * corner).tolist()
        drawing.shape(type="line", x0=0, y0=0, x1=x, y1=y, line={"color": colour, "width": 1, "dash": "dot"})
        shift = inward(name, size, x, view, narrowest)
        drawing.text(f"<b>{name}</b>", x, y, xshift=shift, font={"color": colour, "size": size})


def inward(name: str, size: float, x: float, view: Frame, narrowest: int = NARROWEST) -> float:
    """How many pixels to move a name at x towards the middle, so that it does not cross the frame's edge.

    Args:
        name: what is written.
        size: of the font, in pixels.
        x: of its middle.
        view: the square that is shown.
        narrowest: pixels that half the square is wide on a phone.

    Returns:
        Pixels, positive to the right.
    """
    right = x > view.x
    room = (view.x + view.half - x if right else x - view.x + view.half) / view.half * narrowest
    return max(0.0, breadth(name, size) / 2 - room) * (-1 if right else 1)
