"""What the page's two pictures share: arrows laid tip to tail, the words beside them, and an empty frame."""

from dataclasses import dataclass

import numpy as np

from reinforce_viz.engine.policy import Array
from reinforce_viz.figures.style.canvas import Drawing
from reinforce_viz.figures.style.shapes import arrow_outline
from reinforce_viz.figures.style.theme import FAINT, breadth
from reinforce_viz.figures.style.triangle import PLANE, to_plane

ROOM = 1.2  # the edge of a picture lies so many times as far off as its arrows reach
UNSAID = "\u00a0"  # not nothing, which Plotly would not turn into a word again
SHORTEST = 4  # pixels that an arrow is long at least, if it is named


@dataclass(frozen=True, eq=False)
class View:
    """What a picture shows of the plane: at least a square."""

    centre: Array  # [2]
    half: float  # of its side, as far as arrows reach
    pixel: float  # how long one is, where the picture is not made smaller

    def arrow(self, tail: Array, tip: Array, pixels: float) -> Array:
        """The outline of an arrow.  [N, 2].

        Args:
            tail: [2].
            tip: [2].
            pixels: how wide its shaft is.
        """
        return arrow_outline(tail, tip, pixels * self.pixel)

    def is_named(self, tail: Array, tip: Array) -> bool:
        """Whether an arrow is long enough for a name.

        Args:
            tail: [2].
            tip: [2].
        """
        return float(np.linalg.norm(tip - tail)) >= SHORTEST * self.pixel


def view_of(points: Array, pixels: float) -> View:
    """The view that holds some points.

    Args:
        points: [N, 2].
        pixels: how high the picture is.
    """
    low, high = points.min(axis=0), points.max(axis=0)
    half = float((high - low).max()) / 2 or 1.0
    return View((low + high) / 2, half, 2 * ROOM * half / pixels)


def framed(view: View, height: int, below: int = 8, right: float = 1.0, above: int = 0) -> Drawing:
    """An empty picture with a line around it, in which both directions have the same scale.

    Args:
        view: what it shows.
        height: in pixels.
        below: the margin below, in pixels.
        right: how far it reaches to the right, in halves of the view.
        above: pixels of room for words above what the view holds.
    """
    (x, y), half = view.centre.tolist(), ROOM * view.half
    drawing = Drawing(
        height,
        margin={"l": 8, "r": 8, "t": 8, "b": below},
        xaxis={"range": [x - half, x + right * half]} | PLANE,
        yaxis={"range": [y - half, y + half + above * view.pixel], "scaleanchor": "x"} | PLANE,
    )
    edge = {"xref": "paper", "yref": "paper", "x0": 0, "x1": 1, "y0": 0, "y1": 1}
    drawing.shape(type="rect", **edge, line={"color": FAINT, "width": 1})
    return drawing


def tips(terms: Array) -> Array:
    """The points that arrows laid tip to tail go through, from zero.

    Args:
        terms: [A, A], a vector in each row.

    Returns:
        [A + 1, 2].
    """
    return np.vstack([np.zeros(2), to_plane(terms.cumsum(axis=0))])


def add_ring(drawing: Drawing, point: Array, colour: str, size: int, name: str, textposition: str) -> None:
    """A ring around a point with its name beside it.

    Args:
        drawing: where it is added.
        point: [2].
        colour: of ring and name.
        size: across, in pixels.
        name: the word.
        textposition: of the name, as Plotly has it.
    """
    marker = {"symbol": "circle-open", "size": size, "color": colour, "line": {"width": 2.5}}
    words = {"text": [name], "textposition": textposition, "textfont": {"color": colour, "size": 14}}
    drawing.scatter(point[:1], point[1:], mode="markers+text", marker=marker, name=name, **words)


def beyond(view: View, tail: Array, tip: Array, text: str, size: float) -> Array:
    """Where the middle of a word stands beyond an arrow's tip.

    Args:
        view: of the picture.
        tail: [2].
        tip: [2].
        text: the word.
        size: of its letters, in pixels.

    Returns:
        [2].
    """
    along = tip - tail
    reach = view.pixel * np.array([18 + max(0.0, breadth(text, size) / 2 - 14), 18])
    return np.asarray(tip + reach * along / (float(np.linalg.norm(along)) or 1.0))


def beside(view: View, tail: Array, tip: Array, text: str, size: float, others: Array) -> Array:
    """Where the middle of a word stands beside an arrow, where there is most room for it.

    Args:
        view: of the picture.
        tail: [2].
        tip: [2].
        text: the word.
        size: of its letters, in pixels.
        others: [N, 2, 2], tails and tips of the arrows that it should not lie on.

    Returns:
        [2].
    """
    along = tip - tail
    across = np.array([along[1], -along[0]]) / (float(np.linalg.norm(along)) or 1.0)
    half = np.array([breadth(text, size) / 2, 0.6 * size])
    off = view.pixel * (10 + np.abs(across) @ half)
    places = [tail + share * along + side * off * across for share in (0.5, 0.35, 0.65, 0.2, 0.8) for side in (1, -1)]
    points = others[:, :1] + np.linspace(0, 1, 13)[:, None] * (others[:, 1:] - others[:, :1])
    room = [np.maximum(np.abs(points - place) / view.pixel - half, 0) for place in places]
    # Beyond some pixels more room is no better, and the first place is the most usual one.
    found = [min(float(np.linalg.norm(gap, axis=-1).min()), 12.0) for gap in room]
    return np.asarray(places[int(np.argmax(found))])
