"""The noise of a response against its length."""

import numpy as np
import plotly.graph_objects as go

from reinforce_viz.engine.token_length import LENGTHS, SAMPLED_LENGTHS, LengthCurve, beside
from reinforce_viz.engine.tokens import SequenceMoments
from reinforce_viz.figures.style.canvas import Drawing
from reinforce_viz.figures.style.curves import STYLES, add_names, add_samples, drawable, line_style, log_range
from reinforce_viz.figures.style.theme import CURRENT, FAINT, NEUTRAL
from reinforce_viz.text.readings.tokens import LONGER, POWERS, SHORTER, amount


def token_variance(
    curves: dict[str, LengthCurve],
    credit: str,
    length: int,
    longest: list[SequenceMoments],
    guess: float | None = None,
) -> go.Figure:
    """Total variance against T on two logarithmic axes: exact lines named by their growth, sampled points with 95%.

    longest: responses whose variance the axis must hold as well, so that it stays when the lines change.  guess: how
    many times the variance of SHORTER tokens the reader gives to LONGER ones.
    """
    guessed = (guess or 0.0) * curves[credit].at(SHORTER)
    values = [float(value) for curve in curves.values() for value in curve.exact]
    limits = log_range([*values, *(moments.total_variance for moments in longest), guessed])
    drawing = _axes(limits)
    drawing.vertical(length, {"color": FAINT, "width": 10}, layer="below")
    for (name, curve), (dash, symbol) in zip(curves.items(), STYLES, strict=True):
        exact, line = drawable(curve.exact, logarithmic=True), line_style(dash, chosen=name == credit)
        hover = f"{name}, T = %{{x}}: %{{y:.4g}}<extra></extra>"
        drawing.scatter(LENGTHS, exact, mode="lines", line=line, hovertemplate=hover, name=name)
        marker = {"color": line["color"], "size": 6, "symbol": symbol}
        add_samples(drawing, SAMPLED_LENGTHS, curve, name=name, marker=marker, logarithmic=True)
    words = {name: f"{name}<br><b>{_growth_label(curves, name)}</b>" for name in curves}
    ends = np.log10(drawable(np.array([curve.exact[-1] for curve in curves.values()]), logarithmic=True))
    add_names(drawing, words, ends.tolist(), credit, limits, 0.095)
    if guessed > 0:
        _add_guess(drawing, curves[credit], guessed)
    return drawing.figure()


def _axes(limits: tuple[float, float]) -> Drawing:
    """T and the variance, without any curve."""
    return Drawing(
        480,
        xaxis={
            "title": "tokens in the response, T",
            "type": "log",
            "range": [-0.05, np.log10(LENGTHS[-1]) + 0.05],
            "tickvals": [1, 2, 3, 4, 6, 8, 12, 16],
            "fixedrange": True,
        },
        yaxis={
            "title": "total variance, tr Cov(ĝ)",
            "type": "log",
            "range": list(limits),
            "dtick": 1,
            "fixedrange": True,
        },
        margin={"r": 128, "l": 68},
    )


def _growth_label(curves: dict[str, LengthCurve], credit: str) -> str:
    growth, other = POWERS[curves[credit].growth.power], beside(curves, credit)
    if other is None:
        return growth
    name, share = other
    return f"= {name}" if share is None else f"{growth}, {amount(share)}"


def _add_guess(drawing: Drawing, curve: LengthCurve, guessed: float) -> None:
    """A dotted step from SHORTER to the guessed variance at LONGER, beside the true one."""
    start, truth = curve.at(SHORTER), curve.at(LONGER)
    marks = {"color": CURRENT, "size": 12, "symbol": ["circle-open", "star"]}
    step = {"color": CURRENT, "width": 2, "dash": "dot"}
    drawing.scatter(
        [SHORTER, LONGER], [start, guessed], mode="lines+markers", line=step, marker=marks, name="your guess"
    )
    drawing.scatter([LONGER], [truth], mode="markers", marker={"color": NEUTRAL, "size": 12}, name="the truth")
    above = guessed > truth
    for text, y, colour, up in (("your guess", guessed, CURRENT, above), ("the truth", truth, NEUTRAL, not above)):
        # Every line climbs to the right: above a point there is room on its left, below it on its right.
        side = {"xanchor": "right", "xshift": -10} if up else {"xanchor": "left", "xshift": 10}
        drawing.text(text, np.log10(LONGER), np.log10(y), font={"color": colour, "size": 13}, **side)
