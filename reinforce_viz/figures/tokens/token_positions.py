"""The noise at each position of a response."""

import numpy as np
import plotly.graph_objects as go

from reinforce_viz.engine.tokens import SequenceMoments
from reinforce_viz.figures.style.canvas import Drawing, plotted
from reinforce_viz.figures.style.curves import STYLES, add_names, line_style, log_range


def token_positions(moments: dict[str, SequenceMoments], credit: str, longest: list[SequenceMoments]) -> go.Figure:
    """Exact variance of each position's gradient under every credit; `credit` is in colour.

    Positions without variance are on the floor of the logarithmic axis, which is labelled 0.

    Args:
        moments: by credit, of the response.
        credit: the one in colour.
        longest: moments that the axis must hold as well, so that it stays when the lines change.
    """
    low, high = log_range([float(v) for exact in (*moments.values(), *longest) for v in exact.per_position])
    floor = low - 0.35
    ticks = {10.0**power: f"{10.0**power:,g}" for power in range(int(np.ceil(low)), int(np.floor(high)) + 1)}
    if any((exact.per_position <= 0).any() for exact in moments.values()):
        ticks[10**floor] = "0"
    length = len(next(iter(moments.values())).per_position)
    drawing = _axes(length, (floor - 0.1, high), ticks)
    ends = []
    for (name, exact), (dash, symbol) in zip(moments.items(), STYLES, strict=True):
        line, shown = line_style(dash, chosen=name == credit), np.maximum(exact.per_position, 10**floor)
        drawing.scatter(
            np.arange(1, length + 1),
            shown,
            customdata=plotted(exact.per_position),
            mode="lines+markers",
            line=line,
            marker={"color": line["color"], "size": 6, "symbol": symbol},
            hovertemplate=f"{name}, token %{{x}}: %{{customdata:.4g}}<extra></extra>",
            name=name,
        )
        ends.append(float(np.log10(shown[-1])))
    add_names(drawing, {name: name for name in moments}, ends, credit, (floor, high), 0.05)
    return drawing.figure()


def _axes(length: int, limits: tuple[float, float], ticks: dict[float, str]) -> Drawing:
    """Positions and their variance, without any curve."""
    return Drawing(
        400,
        xaxis={
            "title": "position in the response",
            "range": [0.5, max(length, 2) + 0.5],
            "tickvals": list(range(1, length + 1, 1 if length <= 8 else 3)),
            "fixedrange": True,
        },
        yaxis={
            "title": "variance of the token's gradient",
            "type": "log",
            "range": list(limits),
            "tickvals": list(ticks),
            "ticktext": list(ticks.values()),
            "fixedrange": True,
        },
        margin={"r": 120, "l": 68},
    )
