"""Where could one update point, and how likely is each place?"""

import numpy as np
import plotly.graph_objects as go

from reinforce_viz.exact import Moments, Outcomes
from reinforce_viz.figures.theme import COLOURS, CURRENT, DOWN, NEUTRAL, RESPONSES, UP, figure, translucent
from reinforce_viz.figures.triangle import CORNERS, to_plane
from reinforce_viz.policy import Array
from reinforce_viz.wording import number, percent

LARGEST_BUBBLE = 46  # pixels across for probability 1/2; the area is in proportion


def gradient_cloud(batches: Outcomes, exact: Moments, sampled: Array, radius: float) -> go.Figure:
    """The plane of gradients with every listed estimate, sampled ones, their mean, spread, and the downhill half.

    batches: the estimates to draw as bubbles.  sampled [n, A].  The picture reaches `radius` from its centre.
    """
    fig = figure(430, title={"text": exact.estimator, "x": 0.5, "font": {"size": 15}}, margin={"l": 8, "r": 8, "b": 8})
    axis = {"range": [-radius, radius], "visible": False, "fixedrange": True}
    fig.update_layout(xaxis=axis, yaxis=axis | {"scaleanchor": "x", "constrain": "domain"})
    true_gradient = to_plane(exact.mean - exact.bias)
    fig.add_trace(_downhill(true_gradient, radius))
    _add_directions(fig, radius)
    fig.add_trace(_bubbles(batches))
    if len(sampled):
        fig.add_trace(_rain(sampled))
    fig.add_trace(_ellipse(exact))
    _add_arrow(fig, true_gradient, NEUTRAL, 5, "g")
    _add_arrow(fig, to_plane(exact.mean), CURRENT, 2.5, "E ĝ")
    return fig


def gradient_cloud_reading(exact: Moments, batches: Outcomes) -> str:
    """The picture in a sentence."""
    share = float(batches.probability.sum())
    shown = "every possible estimate" if share > 1 - 1e-9 else f"the likeliest estimates ({percent(share)} of all mass)"
    zero = f"; {percent(exact.zero_step)} do not move at all" if exact.zero_step else ""
    return (
        f"With K = {exact.k} and baseline {exact.estimator}, {percent(exact.downhill)} of updates point downhill"
        f"{zero}. "
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


def _bubbles(batches: Outcomes) -> go.Scatter:
    x, y = to_plane(batches.gradient).astype(np.float32).T
    colours = np.array([NEUTRAL, UP, DOWN])[batches.slope]  # -1 picks the last
    return go.Scatter(
        x=x,
        y=y,
        mode="markers",
        marker={
            "size": (LARGEST_BUBBLE * np.sqrt(batches.probability / 0.5)).astype(np.float32),
            "color": [translucent(colour, 0.55) for colour in colours],
            "line": {"width": 1, "color": colours.tolist()},
            "sizemin": 1.5,
        },
        text=[_batch(row, p) for row, p in zip(batches.counts, batches.probability, strict=True)],
        hovertemplate="%{text}<extra></extra>",
        name="possible estimates",
    )


def _batch(counts: Array, probability: float) -> str:
    drawn = ", ".join(f"{n} {name}" for n, name in zip(counts, RESPONSES, strict=True) if n)
    return f"{drawn}: {percent(probability)}"


def _rain(sampled: Array) -> go.Scatter:
    # Spread a little: equal estimates would lie on each other and look like one.
    jitter = np.random.default_rng(0).normal(scale=0.012 * float(np.abs(sampled).max()), size=(len(sampled), 2))
    x, y = (to_plane(sampled) + jitter).astype(np.float32).T
    return go.Scatter(
        x=x,
        y=y,
        mode="markers",
        marker={"size": 3.5, "color": NEUTRAL, "opacity": 0.8},
        hoverinfo="skip",
        name="sampled estimates",
    )


def _ellipse(exact: Moments) -> go.Scatter:
    """One standard deviation around E[ĝ] in every direction."""
    covariance = CORNERS.T @ exact.covariance @ CORNERS
    values, vectors = np.linalg.eigh(covariance)
    turn = np.linspace(0, 2 * np.pi, 61)
    circle = np.stack([np.cos(turn), np.sin(turn)])
    x, y = to_plane(exact.mean)[:, None] + vectors @ (np.sqrt(np.maximum(values, 0))[:, None] * circle)
    return go.Scatter(
        x=x.astype(np.float32),
        y=y.astype(np.float32),
        mode="lines",
        line={"color": CURRENT, "width": 1.5, "dash": "dot"},
        hoverinfo="skip",
        name="one standard deviation",
    )


def _downhill(true_gradient: Array, radius: float) -> go.Scatter:
    """The half-plane of steps that make an angle of more than 90° with the true gradient."""
    length = float(np.linalg.norm(true_gradient))
    uphill = true_gradient / length if length else np.zeros(2)
    along = np.array([-uphill[1], uphill[0]])
    corners = 3 * radius * np.array([along, -along, -along - uphill, along - uphill])
    x, y = corners.astype(np.float32).T
    return go.Scatter(
        x=x,
        y=y,
        fill="toself",
        fillcolor=translucent(DOWN, 0.1),
        line={"width": 0},
        mode="lines",
        hoverinfo="skip",
        name="downhill",
    )


def _add_directions(fig: go.Figure, radius: float) -> None:
    for corner, name, colour in zip(CORNERS, RESPONSES, COLOURS, strict=True):
        tip = corner * radius * 0.9
        fig.add_shape(type="line", x0=0, y0=0, x1=tip[0], y1=tip[1], line={"color": colour, "width": 1, "dash": "dot"})
        fig.add_annotation(
            x=tip[0], y=tip[1], text=f"<b>{name}</b>", showarrow=False, font={"color": colour, "size": 13}, yshift=10
        )


def _add_arrow(fig: go.Figure, tip: Array, colour: str, width: float, label: str) -> None:
    fig.add_annotation(
        x=tip[0],
        y=tip[1],
        ax=0,
        ay=0,
        xref="x",
        yref="y",
        axref="x",
        ayref="y",
        text="",
        arrowcolor=colour,
        arrowwidth=width,
        arrowhead=2,
        arrowsize=0.8,
        name=label,
    )
