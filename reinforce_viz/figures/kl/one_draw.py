"""What one draw says about KL, by each of the three estimates: a bubble for each answer that can be drawn."""

from math import sqrt

import numpy as np
import plotly.graph_objects as go

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.figures.style.canvas import Drawing, Part, scatter
from reinforce_viz.figures.style.theme import COLOURS, CURRENT, NEUTRAL
from reinforce_viz.lessons.kl import Penalty
from reinforce_viz.text.format import number, percent

HEIGHT = 400
LARGEST, SMALLEST = 44.0, 7.0  # pixels across a bubble
MEAN = {"symbol": "line-ns-open", "size": 46, "color": CURRENT, "line": {"width": 3}}
BEYOND = 1.2  # times as far as the estimates k1 reaches, an axis ends: what lies further off stands at the edge
APART = 0.4  # rows between two that stand at the edge
ROOM = 0.15  # of the axis, for the number of one that lies further off


def one_draw(experiment: Experiment, penalty: Penalty) -> go.Figure:
    """Three rows of bubbles as large as they are likely, their mean as a bar, and a line at KL.

    Args:
        experiment: whose rewards and names they are.
        penalty: with the estimates.
    """
    low, high = _limits(penalty)
    drawing = Drawing(
        HEIGHT,
        xaxis={"title": "what one draw says, in nats", "range": [low, high], "fixedrange": True, "nticks": 6},
        yaxis={"range": [2.6, -0.75], "visible": False, "fixedrange": True},
        margin={"l": 44, "r": 24, "t": 26},
    )
    drawing.vertical(penalty.kl, {"color": NEUTRAL, "width": 2, "dash": "dash"}, layer="below", name="KL")
    drawing.text(f"KL = {number(penalty.kl)}", penalty.kl, -0.75, xanchor="left", yanchor="top", xshift=6)
    can = np.flatnonzero(penalty.best > 0)
    for row, kind in enumerate(penalty.estimates):
        drawing.text(f"<b>{kind}</b>", 0, row, xref="paper", xanchor="right", xshift=-12, font={"size": 15})
        drawing.traces.append(_bubbles(experiment, penalty, kind, row))
        mean = np.clip(penalty.estimates[kind].mean, low, high)
        drawing.scatter([mean], [row], mode="markers", marker=MEAN, name=f"mean of {kind}")
    _add_legend(drawing, [(experiment.answers[a], COLOURS[a]) for a in can])
    return drawing.figure()


def _bubbles(experiment: Experiment, penalty: Penalty, kind: str, row: int) -> Part:
    """What one draw of each answer says by an estimate; at the edge with an arrow where it lies further off."""
    (low, high), can = _limits(penalty), np.flatnonzero(penalty.best > 0)
    at = penalty.estimates[kind].draws[can]
    places = np.full(len(can), float(row))
    if (at > high).any():
        near = np.flatnonzero(at > high - ROOM * (high - low))
        places[near] += APART * (np.arange(len(near)) - (len(near) - 1) / 2)
    shares = penalty.best[can].tolist()
    return scatter(
        np.clip(at, low, high),
        places,
        mode="markers+text",
        marker={
            "size": [max(SMALLEST, LARGEST * sqrt(share)) for share in shares],
            "color": [COLOURS[a] for a in can],
            "opacity": 0.75,
        },
        text=[f"{number(value)} →" if value > high else "" for value in at.tolist()],
        textposition="middle left",
        customdata=[
            f"{experiment.answers[a]}, {percent(share)} of the draws: {number(value)}"
            for a, share, value in zip(can, shares, at.tolist(), strict=True)
        ],
        hovertemplate="%{customdata}<extra></extra>",
        cliponaxis=False,
        name=kind,
    )


def _add_legend(drawing: Drawing, answers: list[tuple[str, str]]) -> None:
    """What the colours and the bars are, above the rows."""
    named = "  ".join(f'<span style="color:{colour}">● {name}</span>' for name, colour in answers)
    above: Part = {"xref": "paper", "yref": "paper", "yanchor": "bottom", "font": {"size": 13}}
    drawing.text(named, 0, 1, xanchor="left", **above)
    drawing.text(f'<span style="color:{CURRENT}">┃ mean</span>', 1, 1, xanchor="right", **above)


def _limits(penalty: Penalty) -> tuple[float, float]:
    """The ends of the axis: it holds all of k1 and of k2's mean, and zero."""
    k1 = penalty.estimates["k1"].draws
    low = min(0.0, float(np.nanmin(k1)))
    high = max(float(np.nanmax(np.abs(k1))), penalty.estimates["k2"].mean, penalty.kl) * BEYOND
    room = 0.08 * ((high - low) or 1.0)
    return low - room, (high or 1.0) + room
