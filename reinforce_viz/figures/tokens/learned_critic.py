"""What a critic that is only partly right does to the gradient, with every λ."""

import plotly.graph_objects as go

from reinforce_viz.figures.style.canvas import Drawing
from reinforce_viz.figures.style.curves import STYLES, line_style
from reinforce_viz.figures.style.theme import CURRENT, FAINT, NEUTRAL, apart
from reinforce_viz.lessons.learned_critic import CriticCurve

NOISE_FROM = 0.44  # where the upper picture begins, as a share of the height


def learned_critic(curves: dict[str, CriticCurve], critic: str, trace: float) -> go.Figure:
    """Two pictures over one λ: the noise of an update, and the share of the gradient that is lost on average.

    Args:
        curves: by critic.
        critic: the one in colour.
        trace: the λ that is marked.
    """
    most = max(float(curve.variance.max()) for curve in curves.values()) or 1.0
    drawing = _axes(most)
    for axis in ("y", "y2"):
        line = {"color": FAINT, "width": 10}
        drawing.shape(
            type="line", x0=trace, x1=trace, y0=0, y1=1, yref=f"{axis} domain", xref="x", line=line, layer="below"
        )
    for (name, curve), (dash, _) in zip(curves.items(), STYLES, strict=False):
        line = line_style(dash, chosen=name == critic)
        for axis, values, what in (("y", curve.variance, "variance"), ("y2", 100 * curve.lost, "% lost")):
            hover = f"{name} critic, λ = %{{x}}: %{{y:.4g}} {what}<extra></extra>"
            drawing.scatter(
                curve.trace, values, yaxis=axis, mode="lines", line=line, hovertemplate=hover, name=f"{name}, {what}"
            )
    ends = [float(curve.variance[-1]) for curve in curves.values()]
    for (name, _), height in zip(curves.items(), apart(ends, 0.13 * most, most), strict=True):
        font = {"color": CURRENT if name == critic else NEUTRAL, "size": 13}
        drawing.text(name, 1, height, xanchor="left", xshift=6, font=font)
    return drawing.figure()


def _axes(most: float) -> Drawing:
    return Drawing(
        420,
        xaxis={"title": "λ", "range": [0, 1], "fixedrange": True, "anchor": "y2"},
        yaxis={
            "title": "variance",
            "range": [-0.04 * most, 1.06 * most],
            "domain": [NOISE_FROM, 1],
            "fixedrange": True,
        },
        yaxis2={
            "title": "% of g lost",
            "range": [-4, 104],
            "domain": [0, NOISE_FROM - 0.08],
            "dtick": 50,
            "fixedrange": True,
        },
        margin={"r": 84, "l": 68, "t": 12},
    )
