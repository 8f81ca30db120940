"""The share of groups that teach nothing against their size, as the policy improves."""

from itertools import cycle

import numpy as np
import plotly.graph_objects as go

from reinforce_viz.figures.style.canvas import Drawing
from reinforce_viz.figures.style.curves import STYLES, add_names, line_style
from reinforce_viz.figures.style.theme import FAINT
from reinforce_viz.lessons.groups import WAY, UselessGroups

TICKS = (2, 4, 8, 16, 32, 64)


def useless_groups(groups: UselessGroups, size: int) -> go.Figure:
    """P(all rewards agree) against K, a curve for each policy, the first in colour; a mark at K = size.

    Args:
        groups: against K, at several policies.
        size: that is chosen.
    """
    drawing = Drawing(
        380,
        xaxis={"title": "size of the group K", "type": "log", "range": [0.27, 1.84], "tickvals": list(TICKS)}
        | {"fixedrange": True},
        yaxis={"title": "useless groups", "range": [-0.03, 1.05], "tickformat": ".0%", "fixedrange": True},
        margin={"r": 116},
    )
    drawing.vertical(size, {"color": FAINT, "width": 10}, layer="below")
    names = {str(steps): f"after {steps} steps" if steps else "now" for steps in WAY}
    for (key, name), share, draws, (dash, symbol) in zip(
        names.items(), groups.share, groups.draws, cycle(STYLES), strict=False
    ):
        line = line_style(dash, chosen=key == "0")
        drawing.scatter(
            groups.sizes,
            share,
            customdata=[f"{value:.4g}" if np.isfinite(value) else "no number of" for value in draws],
            mode="lines+markers",
            line=line,
            marker={"color": line["color"], "size": 6, "symbol": symbol},
            hovertemplate=f"{name}, K = %{{x}}: %{{y:.3%}}, %{{customdata}} draws for a useful group<extra></extra>",
            name=name,
        )
    add_names(drawing, names, groups.share[:, -1].tolist(), "0", (-0.03, 1.05), 0.07)
    return drawing.figure()
