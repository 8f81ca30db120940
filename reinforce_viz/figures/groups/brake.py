"""How long the average steps are on the way to the goal, with useless groups and without them."""

from itertools import cycle

import numpy as np
import plotly.graph_objects as go

from reinforce_viz.figures.style.canvas import Drawing
from reinforce_viz.figures.style.curves import STYLES, add_names, drawable, line_style, log_range
from reinforce_viz.lessons.groups import LONGEST_WAY, Brake

TICKS = (0, 1, 10, 100, LONGEST_WAY)


def brake(along: Brake) -> go.Figure:
    """Lengths of |g|, of |g| over σ, and of GRPO's average step with and without useless groups against steps.

    Args:
        along: lengths of average steps along exact ascent.
    """
    lines = {
        "GRPO": along.grpo,
        "g": along.gradient,
        "g / σ": along.over_sigma,
        "GRPO, no<br>useless groups": along.useful,
    }
    shown = {name: drawable(values, logarithmic=True) for name, values in lines.items()}
    limits = log_range([float(v) for values in shown.values() for v in values if np.isfinite(v)])
    drawing = Drawing(
        380,
        # One more than the steps, so that the first policy has a place on a logarithmic axis.
        xaxis={"title": "exact steps made", "type": "log", "range": [-0.05, np.log10(LONGEST_WAY + 1) + 0.05]}
        | {"tickvals": [step + 1 for step in TICKS], "ticktext": [f"{step:,}" for step in TICKS], "fixedrange": True},
        yaxis={"title": "length of the average step", "type": "log", "range": list(limits), "fixedrange": True}
        | {"exponentformat": "power", "dtick": 1},
        margin={"r": 116},
    )
    for (name, values), (dash, _) in zip(shown.items(), cycle(STYLES), strict=False):
        plain = name.replace("<br>", " ")
        drawing.scatter(
            along.steps + 1,
            values,
            customdata=along.steps.tolist(),
            mode="lines",
            line=line_style(dash, chosen=name == "GRPO"),
            hovertemplate=f"{plain}, %{{customdata}} steps: %{{y:.4g}}<extra></extra>",
            name=plain,
        )
    ends = [float(np.log10(values[-1])) for values in shown.values()]
    add_names(drawing, {name: name for name in lines}, ends, "GRPO", limits, 0.09)
    return drawing.figure()
