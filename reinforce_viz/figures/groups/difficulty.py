"""How much weight GRPO gives a right-or-wrong prompt, by how often it is answered right."""

from collections.abc import Mapping
from itertools import cycle

import plotly.graph_objects as go

from reinforce_viz.engine.policy import Array
from reinforce_viz.figures.style.canvas import Drawing
from reinforce_viz.figures.style.curves import STYLES, add_names, line_style
from reinforce_viz.lessons.groups import SUCCESS


def difficulty(factors: Mapping[int, Array], size: int) -> go.Figure:
    """The factor of the gradient in GRPO's average step against the share of right answers; K = size is in colour.

    Args:
        factors: [N] by size of group, at every SUCCESS.
        size: that is chosen.
    """
    top = 1.06 * max(float(of.max()) for of in factors.values())
    drawing = Drawing(
        380,
        xaxis={"title": "share of right answers", "range": [0, 1], "tickformat": ".0%", "dtick": 0.25}
        | {"fixedrange": True},
        yaxis={"title": "weight, E[ĝ] / g", "range": [0, top], "fixedrange": True},
        margin={"r": 72},
    )
    for (k, of), (dash, _) in zip(factors.items(), cycle(STYLES), strict=False):
        drawing.scatter(
            SUCCESS,
            of,
            mode="lines",
            line=line_style(dash, chosen=k == size),
            hovertemplate=f"K = {k}, %{{x:.0%}} right: %{{y:.4g}}<extra></extra>",
            name=f"K = {k}",
        )
    names = {str(k): f"K = {k}" for k in factors}
    add_names(drawing, names, [float(of[-1]) for of in factors.values()], str(size), (0, top), 0.055)
    return drawing.figure()
