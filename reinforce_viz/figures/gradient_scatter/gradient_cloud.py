"""The estimates that one update may make, each as large as it is likely."""

from collections.abc import Sequence
from math import exp, lgamma, log

import numpy as np
import plotly.graph_objects as go

from reinforce_viz.engine.batches import Outcomes
from reinforce_viz.engine.exact import Moments
from reinforce_viz.engine.experiment import USUAL
from reinforce_viz.engine.policy import Array
from reinforce_viz.figures.style.bubbles import BY_SLOPE, batch_label, bubbles
from reinforce_viz.figures.style.canvas import Drawing, Part, scatter
from reinforce_viz.figures.style.plane import Frame, add_arrow, add_directions, downhill_half, plane
from reinforce_viz.figures.style.theme import CURRENT, DOWN, NEUTRAL, title
from reinforce_viz.figures.style.triangle import CORNERS, to_plane
from reinforce_viz.text.format import percent

HALF_THE_MASS = 64  # pixels across is a bubble of probability 1/2; the area is in proportion
SMALLEST_BUBBLE = 3  # pixels across: a smaller one could not be seen


def gradient_cloud(
    batches: Outcomes,
    exact: Moments,
    sampled: Array,
    view: Frame,
    guess: float | None = None,
    names: Sequence[str] = USUAL,
) -> go.Figure:
    """The plane of gradients with every listed estimate, sampled ones, their mean, spread, and the downhill half.

    Args:
        batches: the estimates to draw.
        exact: the moments of all of them.
        sampled: [N, A], sampled estimates.
        view: the square of the plane that is shown.
        guess: the reader's share of steps downhill.
        names: [A], of the answers.
    """
    title_above = title(exact.estimator) | {"y": 0.99, "yanchor": "top"}
    drawing = plane(446, *view.corners, title=title_above, margin={"t": 52})
    true_gradient = to_plane(exact.mean - exact.bias)
    drawing.traces = [downhill_half(true_gradient, view), _bubbles(_possible(batches), exact.probs, names)]
    if len(sampled):
        drawing.traces.append(_samples(sampled, view))
    drawing.traces.append(_ellipse(exact))
    _name_downhill(drawing, exact.downhill, guess)
    add_directions(drawing, view, names)
    add_arrow(drawing, true_gradient, NEUTRAL, 6, view, "g")
    add_arrow(drawing, to_plane(exact.mean), CURRENT, 2.5, view, "E ĝ")
    return drawing.figure()


def _possible(batches: Outcomes) -> Outcomes:
    """Without those in which there is an answer of probability 0."""
    can = batches.probability > 0
    return Outcomes(batches.counts[can], batches.probability[can], batches.gradient[can], batches.slope[can])


def _bubbles(batches: Outcomes, probs: Array, names: Sequence[str]) -> Part:
    """A bubble for each estimate, the likeliest first: it lies below the others."""
    rows = zip(batches.counts, batches.probability, strict=True)
    labels = [_bubble_label(row, p, probs, names) for row, p in rows]
    look = bubbles(batches.probability, labels, HALF_THE_MASS, SMALLEST_BUBBLE)
    side = {"color": batches.slope.tolist()} | BY_SLOPE
    look["marker"] |= side | {"line": {"width": 1} | side}
    return scatter(*to_plane(batches.gradient).T.astype(np.float32), **look)


def _bubble_label(counts: Array, probability: float, probs: Array, names: Sequence[str]) -> str:
    """The likeliest batch of a bubble in words, with the probability of all batches that share the bubble."""
    drawn = [(int(n), float(p)) for n, p in zip(counts, probs, strict=True) if n]
    own = exp(lgamma(counts.sum() + 1) + sum(n * log(p) - lgamma(n + 1) for n, p in drawn))
    alone = probability <= (1 + 1e-9) * own
    label = batch_label(counts, probability, names)
    return label if alone else label.replace(":", ", or another with this estimate:")


def _samples(sampled: Array, view: Frame) -> Part:
    """Sampled estimates [n, A] as dots, spread a little: equal ones would lie on each other and look like one."""
    jitter = np.random.default_rng(0).normal(scale=0.015 * view.half, size=(len(sampled), 2))
    x, y = (to_plane(sampled) + jitter).T.astype(np.float32)
    return scatter(x, y, mode="markers", marker={"size": 3, "color": NEUTRAL}, name="sampled estimates")


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


def _name_downhill(drawing: Drawing, truth: float, guess: float | None) -> None:
    """How much of the mass lies downhill, in the colour of that half; above the picture nothing is in the way."""
    said = "" if guess is None else f", your guess {percent(guess)}"
    font = {"color": DOWN, "size": 14}
    drawing.text(
        f"<b>downhill {percent(truth)}</b>{said}", 0.5, 1, xref="paper", yref="paper", yanchor="bottom", font=font
    )
