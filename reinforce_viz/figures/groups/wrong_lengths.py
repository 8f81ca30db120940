"""How long wrong answers get, by what the loss of an answer is divided by."""

from collections.abc import Mapping

import numpy as np
import plotly.graph_objects as go

from reinforce_viz.engine.policy import Array
from reinforce_viz.figures.style.canvas import Drawing
from reinforce_viz.figures.style.curves import STYLES, add_names, line_style

# By the kind of mean over tokens.
NAMES = {"sum": "sum<br>(Dr. GRPO)", "answer mean": "answer mean<br>(GRPO)", "token mean": "token mean<br>(DAPO)"}


def wrong_lengths(lengths: Mapping[str, Array]) -> go.Figure:
    """The mean length of wrong answers against steps, a curve for each kind of mean; GRPO's is in colour.

    Args:
        lengths: [T + 1] by kind of mean over tokens.
    """
    steps = len(next(iter(lengths.values()))) - 1
    values = np.concatenate(list(lengths.values()))
    room = 0.12 * float(np.ptp(values)) or 1.0
    limits = float(values.min()) - room, float(values.max()) + room
    drawing = Drawing(
        380,
        xaxis={"title": "steps made", "range": [0, steps], "fixedrange": True},
        yaxis={"title": "tokens in a wrong answer", "range": list(limits), "fixedrange": True},
        margin={"r": 108},
    )
    for (kind, of), (dash, _) in zip(lengths.items(), STYLES, strict=False):
        drawing.scatter(
            np.arange(steps + 1),
            of,
            mode="lines",
            line=line_style(dash, chosen=kind == "answer mean"),
            hovertemplate=f"{kind}, %{{x}} steps: %{{y:.4g}}<extra></extra>",
            name=kind,
        )
    ends = [float(of[-1]) for of in lengths.values()]
    add_names(drawing, NAMES, ends, "answer mean", limits, 0.12)
    return drawing.figure()
