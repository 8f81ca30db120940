"""The noise of a response against its length."""

import numpy as np
import plotly.graph_objects as go

from reinforce_viz.engine.token_length import LENGTHS, SAMPLED_LENGTHS, LengthCurve, beside
from reinforce_viz.engine.tokens import SequenceMoments
from reinforce_viz.figures.style.canvas import Drawing
from reinforce_viz.figures.style.curves import STYLES, add_names, add_samples, drawable, line_style, log_range
from reinforce_viz.figures.style.theme import FAINT
from reinforce_viz.text.readings.tokens import POWERS, amount


def token_variance(
    curves: dict[str, LengthCurve], credit: str, length: int, longest: list[SequenceMoments]
) -> go.Figure:
    """Total variance against T on two logarithmic axes: exact lines named by their growth, sampled points with 95%.

    Args:
        curves: by credit.
        credit: the one in colour.
        length: the T that is marked.
        longest: moments whose variance the axis must hold as well, so that it stays when the lines change.
    """
    values = [float(value) for curve in curves.values() for value in curve.exact]
    limits = log_range([*values, *(moments.total_variance for moments in longest)])
    drawing = _axes(limits)
    drawing.vertical(length, {"color": FAINT, "width": 10}, layer="below")
    for (name, curve), (dash, symbol) in zip(curves.items(), STYLES, strict=True):
        exact, line = drawable(curve.exact, logarithmic=True), line_style(dash, chosen=name == credit)
        hover = f"{name}, T = %{{x}}: %{{y:.4g}}<extra></extra>"
        drawing.scatter(LENGTHS, exact, mode="lines", line=line, hovertemplate=hover, name=name)
        marker = {"color": line["color"], "size": 6, "symbol": symbol}
        add_samples(drawing, SAMPLED_LENGTHS, curve, name=name, marker=marker, logarithmic=True)
    words = {name: f"{name}<br><b>{growth_label(curves, name)}</b>" for name in curves}
    ends = np.log10(drawable(np.array([curve.exact[-1] for curve in curves.values()]), logarithmic=True))
    add_names(drawing, words, ends.tolist(), credit, limits, 0.115)
    return drawing.figure()


def _axes(limits: tuple[float, float]) -> Drawing:
    """T and the variance, without any curve."""
    return Drawing(
        400,
        xaxis={
            "title": "tokens in the response, T",
            "type": "log",
            "range": [-0.05, np.log10(LENGTHS[-1]) + 0.05],
            "tickvals": [1, 2, 4, 8, 16],
            "fixedrange": True,
        },
        yaxis={
            "title": "total variance, tr Cov(ĝ)",
            "type": "log",
            "range": list(limits),
            "dtick": 1,
            "tickformat": ",.1r",
            "fixedrange": True,
        },
        margin={"r": 128, "l": 68},
    )


def growth_label(curves: dict[str, LengthCurve], credit: str) -> str:
    """How a credit's variance grows, as short as it can be said.

    Args:
        curves: by credit.
        credit: of an entry in CREDITS.
    """
    growth, other = POWERS[curves[credit].growth.power], beside(curves, credit)
    if other is None:
        return growth
    name, share = other
    return f"= {name}" if share is None else f"{growth}, {amount(share)}"
