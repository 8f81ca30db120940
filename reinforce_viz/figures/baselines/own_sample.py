"""The cost of comparing an answer with a mean that contains it."""

import numpy as np
import plotly.graph_objects as go

from reinforce_viz.engine.exact import Moments
from reinforce_viz.figures.style.canvas import Drawing
from reinforce_viz.figures.style.theme import CURRENT, FAINT, NEUTRAL
from reinforce_viz.text.format import number, percent

LENGTHS, ERRORS = [0.64, 1], [0, 0.36]  # shares of the height
LEFT = 112  # pixels, for the names


def own_sample(estimates: list[Moments]) -> go.Figure:
    """For each estimator a bar for the average step beside the gradient, and one for its error: noise, then bias.

    Args:
        estimates: the exact moments of leave-one-out and of the batch mean.
    """
    names = [exact.estimator for exact in estimates]
    errors = [exact.mse for exact in estimates]
    side = {"range": [len(names) - 0.5, -0.5], "fixedrange": True, "tickfont": {"size": 14}}
    drawing = Drawing(
        380,
        xaxis={"range": [0, 1.3], "tickformat": ".0%", "dtick": 0.25, "anchor": "y", "fixedrange": True},
        yaxis={"domain": LENGTHS} | side,
        xaxis2={"range": [0, 1.3 * max(errors) or 1.0], "anchor": "y2", "nticks": 6, "fixedrange": True},
        yaxis2={"domain": ERRORS} | side,
        barmode="stack",
        bargap=0.35,
        margin={"l": LEFT, "t": 32, "b": 32},
    )
    outside = {"y": names, "orientation": "h", "textposition": "outside", "cliponaxis": False}
    shares = [share_of_gradient(exact) for exact in estimates]
    drawing.bar(x=shares, text=list(map(percent, shares)), marker={"color": NEUTRAL}, name="average step", **outside)
    noise = [exact.total_variance for exact in estimates]
    bias = [float(exact.bias @ exact.bias) for exact in estimates]
    below = outside | {"xaxis": "x2", "yaxis": "y2"}
    drawing.bar(x=noise, marker={"color": NEUTRAL}, name="variance", **below)
    drawing.bar(x=bias, text=list(map(number, errors)), marker={"color": CURRENT}, name="squared bias", **below)
    drawing.vertical(1, {"color": FAINT, "width": 3}, layer="below")
    corner = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom", "xshift": 8 - LEFT}
    drawing.text("average step E[ĝ] as a share of g", 0, LENGTHS[1], font={"size": 14}, **corner)
    bias_in_colour = f'<b style="color: {CURRENT}">squared bias</b>'
    drawing.text(f"mean squared error: variance + {bias_in_colour}", 0, ERRORS[1], font={"size": 14}, **corner)
    return drawing.figure()


def share_of_gradient(exact: Moments) -> float:
    """How much of the gradient is left in the average estimate; NaN where the gradient is zero.

    Args:
        exact: the moments of an estimate.
    """
    gradient = exact.mean - exact.bias
    length = float(gradient @ gradient)
    return float(exact.mean @ gradient) / length if length else np.nan
