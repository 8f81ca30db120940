"""Where could one update point, and how likely is each place?"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, exp, lgamma, log, log10

import numpy as np
import plotly.graph_objects as go

from reinforce_viz.engine.estimators import ESTIMATORS
from reinforce_viz.engine.exact import Moments, Outcomes
from reinforce_viz.engine.policy import Array
from reinforce_viz.figures.style import paths
from reinforce_viz.figures.style.canvas import Drawing, Part, scatter
from reinforce_viz.figures.style.theme import (
    COLOURS,
    CURRENT,
    DOWN,
    FAINT,
    NEUTRAL,
    UP,
    breadth,
    fitting,
    title,
    translucent,
)
from reinforce_viz.figures.style.triangle import CORNERS, PLANE, to_plane
from reinforce_viz.text.answer_names import USUAL, written
from reinforce_viz.text.format import number, percent

NARROWEST = 175  # pixels that half the frame is wide on a telephone
# Bubbles, samples and arrows are as many pixels large as is said here where the frame is as wide as on a wide screen;
# on another they are larger or smaller with it.
WIDE = 380
HALF_THE_MASS = 64  # pixels across is a bubble of probability 1/2; the area is in proportion
SMALLEST_BUBBLE = 3  # pixels across: a smaller one could not be seen
SAMPLE = 2.7  # pixels across: a square with the area of a dot of 3 pixels


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

    @property
    def pixel(self) -> float:
        """How long a pixel of a wide screen is."""
        return 2 * self.half / WIDE

    @property
    def decimals(self) -> int:
        """How many decimals tell points apart that are a thirtieth of a pixel from each other."""
        return ceil(-log10(self.pixel / 30))


def frame(reached: list[Array]) -> Frame:
    """The square around zero and every estimate in `reached`, arrays [N, A], with a margin."""
    points = np.concatenate([np.zeros((1, 2)), *(to_plane(estimates) for estimates in reached)])
    low, high = points.min(axis=0), points.max(axis=0)
    x, y = (low + high) / 2
    return Frame(float(x), float(y), 0.62 * float((high - low).max()) or 1.0)


def gradient_cloud(
    batches: Outcomes,
    exact: Moments,
    sampled: Array,
    view: Frame,
    guess: float | None = None,
    names: Sequence[str] = USUAL,
) -> go.Figure:
    """The plane of gradients with every listed estimate, sampled ones, their mean, spread, and the downhill half.

    batches: the estimates to draw as bubbles.  sampled [n, A].  guess: the reader's P(downhill), set beside the truth.
    names: of the answers.
    """
    (left, bottom), (right, top) = (corner.tolist() for corner in view.corners)
    drawing = Drawing(
        446,
        title=title(exact.estimator) | {"y": 0.99, "yanchor": "top"},
        hoverdistance=HALF_THE_MASS // 2,
        margin={"l": 8, "r": 8, "t": 52, "b": 8},
        xaxis={"range": [left, right]} | PLANE,
        yaxis={"range": [bottom, top], "scaleanchor": "x"} | PLANE,
    )
    drawing.shape(type="rect", x0=left, y0=bottom, x1=right, y1=top, line={"color": FAINT, "width": 1})
    true_gradient = to_plane(exact.mean - exact.bias)
    possible = _possible(batches)
    drawing.traces = [
        downhill_half(true_gradient, view),
        _labels(possible, exact.probs, written(names)),
        _ellipse(exact),
    ]
    _add_bubbles(drawing, possible, view)
    if len(sampled):
        _add_rain(drawing, sampled, view)
    _name_downhill(drawing, exact.downhill, guess)
    add_directions(drawing, view, written(names))
    add_arrow(drawing, true_gradient, NEUTRAL, 6, view, "g")
    add_arrow(drawing, to_plane(exact.mean), CURRENT, 2.5, view, "E ĝ")
    return drawing.figure()


def gradient_cloud_reading(exact: Moments, batches: Outcomes) -> str:
    """The picture in a sentence."""
    share = float(batches.probability.sum())
    shown = "every possible estimate" if share > 1 - 1e-9 else f"the likeliest estimates ({percent(share)} of all mass)"
    zero = f"; {percent(exact.zero_step)} do not move at all" if exact.zero_step else ""
    return (
        f"With K = {exact.k} and {ESTIMATORS[exact.estimator].phrase}, "
        f"{percent(exact.downhill)} of updates point downhill{zero}. "
        f"The bubbles are {shown}."
    )


EXACT_FIGURES = [
    "length of the average, |E ĝ|",
    "length of the bias, |E ĝ − g|",
    "total variance",
    "mean squared error",
    "signal to noise",
    "P(downhill)",
    "P(zero step)",
]


def exact_figures(exact: Moments) -> list[str]:
    """The numbers of EXACT_FIGURES, in words."""
    values = (
        float(np.linalg.norm(exact.mean)),
        float(np.linalg.norm(exact.bias)),
        exact.total_variance,
        exact.mse,
        exact.snr,
    )
    return [*map(number, values), percent(exact.downhill), percent(exact.zero_step)]


def _possible(batches: Outcomes) -> Outcomes:
    """Without those in which there is an answer of probability 0."""
    can = batches.probability > 0
    return Outcomes(batches.counts[can], batches.probability[can], batches.gradient[can], batches.slope[can])


def _labels(batches: Outcomes, probs: Array, names: Sequence[str]) -> Part:
    """What the bubbles say to the pointer: points that are not drawn."""
    rows = zip(batches.counts, batches.probability, strict=True)
    return scatter(
        *to_plane(batches.gradient).T.astype(np.float32),
        mode="none",
        text=[_bubble_label(row, p, probs, names) for row, p in rows],
        hovertemplate="%{text}<extra></extra>",
        name="possible estimates",
    )


def _add_bubbles(drawing: Drawing, batches: Outcomes, view: Frame) -> None:
    """A path for each side of the gradient, as markers would take the browser several times as long."""
    across = np.maximum(HALF_THE_MASS * np.sqrt(batches.probability / 0.5), SMALLEST_BUBBLE)
    centres = to_plane(batches.gradient)
    for slope in dict.fromkeys(batches.slope.tolist()):  # the likeliest bubble's first: it lies below the others
        on_side = batches.slope == slope
        colour = (NEUTRAL, UP, DOWN)[slope]  # -1 picks the last
        drawing.shape(
            type="path",
            path=paths.circles(centres[on_side], across[on_side] / 2 * view.pixel, view.decimals),
            fillrule="nonzero",
            fillcolor=translucent(colour, 0.55),
            line={"width": 1, "color": colour},
            opacity=0.7,
            layer="between",
            name="possible estimates",
        )


def batch_label(counts: Array, probability: float, names: Sequence[str]) -> str:
    """A batch in words, by the written names, with its probability."""
    drawn = ", ".join(f"{n} {name}" for n, name in zip(counts, names, strict=True) if n)
    return f"{drawn}: {percent(probability)}"


def _bubble_label(counts: Array, probability: float, probs: Array, names: Sequence[str]) -> str:
    """The likeliest batch of a bubble in words, with the probability of all batches that share the bubble."""
    drawn = [(int(n), float(p)) for n, p in zip(counts, probs, strict=True) if n]
    own = exp(lgamma(counts.sum() + 1) + sum(n * log(p) - lgamma(n + 1) for n, p in drawn))
    alone = probability <= (1 + 1e-9) * own
    label = batch_label(counts, probability, names)
    return label if alone else label.replace(":", ", or another with this estimate:")


def _add_rain(drawing: Drawing, sampled: Array, view: Frame) -> None:
    # Spread a little: equal estimates would lie on each other and look like one.
    jitter = np.random.default_rng(0).normal(scale=0.015 * view.half, size=(len(sampled), 2))
    path = paths.squares(to_plane(sampled) + jitter, SAMPLE * view.pixel, view.decimals)
    _add_filled(drawing, path, NEUTRAL, layer="between", name="sampled estimates")


def add_arrow(drawing: Drawing, tip: Array, colour: str, width: float, view: Frame, name: str) -> None:
    """An arrow from zero.  width: in pixels of a wide screen."""
    _add_filled(drawing, paths.arrow(np.zeros(2), tip, width * view.pixel), colour, name=name)


def _add_filled(drawing: Drawing, path: str, colour: str, **shape: str) -> None:
    drawing.shape(type="path", path=path, fillrule="nonzero", fillcolor=colour, line={"width": 0}, **shape)


def _ellipse(exact: Moments) -> Part:
    """One standard deviation around E[ĝ] in every direction."""
    covariance = CORNERS.T @ exact.covariance @ CORNERS
    values, vectors = np.linalg.eigh(covariance)
    turn = np.linspace(0, 2 * np.pi, 61)
    circle = np.stack([np.cos(turn), np.sin(turn)])
    points = to_plane(exact.mean)[:, None] + vectors @ (np.sqrt(np.maximum(values, 0))[:, None] * circle)
    x, y = points.astype(np.float32)
    line = {"color": CURRENT, "width": 1.5, "dash": "dot"}
    return scatter(x, y, mode="lines", line=line, name="one standard deviation")


def downhill_half(true_gradient: Array, view: Frame) -> Part:
    """The half-plane of steps that make an angle of more than 90° with the true gradient."""
    length = float(np.linalg.norm(true_gradient))
    uphill = true_gradient / length if length else np.zeros(2)
    along = np.array([-uphill[1], uphill[0]])
    corners = 6 * view.half * np.array([along, -along, -along - uphill, along - uphill])
    x, y = corners.astype(np.float32).T
    colour = translucent(DOWN, 0.1)
    return scatter(x, y, mode="lines", line={"width": 0}, fill="toself", fillcolor=colour, name="downhill")


def _name_downhill(drawing: Drawing, truth: float, guess: float | None) -> None:
    """How much of the mass lies downhill, in the colour of that half; above the picture nothing is in the way."""
    said = "" if guess is None else f", your guess {percent(guess)}"
    font = {"color": DOWN, "size": 14}
    drawing.text(
        f"<b>downhill {percent(truth)}</b>{said}", 0.5, 1, xref="paper", yref="paper", yanchor="bottom", font=font
    )


def add_directions(drawing: Drawing, view: Frame, names: Sequence[str], narrowest: int = NARROWEST) -> None:
    """Dotted rays from zero towards the three answers, with their written names where they leave the picture.

    narrowest: as many pixels as half the frame has on a telephone.
    """
    low, high = view.corners
    size = fitting(names, 14)
    for corner, name, colour in zip(CORNERS, names, COLOURS, strict=True):
        reach = [edge / along for along, *edges in zip(corner, low, high, strict=True) if along for edge in edges]
        font = {"color": colour, "size": size}
        tip = 0.87 * min(step for step in reach if step > 0) * corner
        x, y = tip.tolist()
        drawing.shape(type="line", x0=0, y0=0, x1=x, y1=y, line={"color": colour, "width": 1, "dash": "dot"})
        drawing.text(f"<b>{name}</b>", x, y, xshift=inward(name, size, x, view, narrowest), font=font)


def inward(name: str, size: float, x: float, view: Frame, narrowest: int = NARROWEST) -> float:
    """How many pixels to move a written name at x towards the middle, so that it does not cross the frame's edge."""
    right = x > view.x
    room = (view.x + view.half - x if right else x - view.x + view.half) / view.half * narrowest
    return max(0.0, breadth(name, size) / 2 - room) * (-1 if right else 1)
