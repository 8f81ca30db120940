"""The rewards of one group, and below them the advantages that each scheme makes of them."""

from collections.abc import Mapping

import numpy as np
import plotly.graph_objects as go

from reinforce_viz.engine.policy import Array
from reinforce_viz.figures.style.canvas import Drawing, Part
from reinforce_viz.figures.style.theme import DOWN, FAINT, NEUTRAL, UP
from reinforce_viz.text.readings.own_group import CALLED

PANELS = 4
SHARE = 0.8  # of a panel that its bars take, below its heading


def own_group(rewards: Array, by_scheme: Mapping[str, Array]) -> go.Figure:
    """Bars for each answer of the group, in the order given: its reward, then its advantage under each scheme.

    Args:
        rewards: [K], of the group.
        by_scheme: [K] each, the advantages.
    """
    rows = {"reward": rewards} | {CALLED[name]: values for name, values in by_scheme.items()}
    places = np.arange(1, len(rewards) + 1)
    drawing = Drawing(
        480,
        xaxis={"title": "answer", "range": [0.3, len(rewards) + 0.7], "anchor": f"y{PANELS}", "fixedrange": True}
        | {"nticks": 10, "tickformat": "d"}
        | ({"tickvals": places.tolist()} if len(rewards) <= 10 else {}),
        bargap=0.3 if len(rewards) <= 64 else 0.0,
        barmode="overlay",
        **{
            f"yaxis{'' if place == 0 else place + 1}": _axis(place, values)
            for place, values in enumerate(rows.values())
        },
    )
    for place, (name, values) in enumerate(rows.items()):
        axis = f"y{'' if place == 0 else place + 1}"
        colours = [NEUTRAL if place == 0 else UP if value >= 0 else DOWN for value in values]
        drawing.bar(
            x=places.tolist(),
            y=[float(value) if np.isfinite(value) else None for value in values],
            yaxis=axis,
            marker={"color": colours},
            name=name,
            hoverinfo="all",
            hovertemplate=f"answer %{{x}}, {name}: %{{y:.4g}}<extra></extra>",
        )
        heading = f"<b>{name}</b>" + ("" if np.isfinite(values).all() else ": not defined for one answer")
        drawing.text(heading, 0, 1 - place / PANELS, xref="paper", yref="paper", xanchor="left", yanchor="top")
    return drawing.figure()


def _axis(place: int, values: Array) -> Part:
    """The axis of one panel, from the top, with zero and all of its bars in it."""
    low, high = min(0.0, float(np.nan_to_num(values).min())), max(0.0, float(np.nan_to_num(values).max()))
    room = 0.08 * (high - low) or 1.0
    top = 1 - place / PANELS
    return {
        "domain": [top - SHARE / PANELS - 0.03, top - 0.06],
        "anchor": "x",
        "range": [low - room, high + room],
        "nticks": 4,
        "zeroline": True,
        "zerolinecolor": NEUTRAL,
        "gridcolor": FAINT,
        "fixedrange": True,
    }
