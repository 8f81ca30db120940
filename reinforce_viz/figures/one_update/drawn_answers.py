"""The policy as one bar, and the answers drawn from it, which fall on their share and pile up there."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import plotly.graph_objects as go

from reinforce_viz.engine.experiment import USUAL
from reinforce_viz.engine.policy import Array
from reinforce_viz.figures.style.canvas import Drawing, Part
from reinforce_viz.figures.style.player import player
from reinforce_viz.figures.style.theme import COLOURS, CURRENT, MARKERS, apart, fitting, longest, translucent
from reinforce_viz.lessons.one_update import Update
from reinforce_viz.text.format import percent

HEIGHT = 340
MILLISECONDS = 300  # for a draw to fall
ABREAST = 12  # draws that lie side by side on the whole bar
FEWEST_ROWS = 2  # that the picture has room for
FALL = 1.5  # rows above the highest, from where a draw falls


def drawn_answers(update: Update, pick: int, names: Sequence[str] = USUAL) -> go.Figure:
    """The policy as a bar from 0 to 1, and each draw above the share of its answer; one after the other, they fall.

    Args:
        update: whose draws they are.
        pick: the draw that is marked, from 1.
        names: of the answers.
    """
    x, row = piled(update)
    rows = max(FEWEST_ROWS, int(row.max()) + 1)
    k = len(update.draws)
    order = [str(draw) for draw in range(k + 1)]
    drawing = Drawing(
        HEIGHT,
        xaxis={"range": [-0.02, 1.02], "visible": False, "fixedrange": True},
        yaxis={"range": [-0.5 * rows, rows + FALL], "visible": False, "fixedrange": True},
        margin={"l": 8, "r": 8, "t": 8, "b": 56},
        meta={"of": repr((update.draws.tolist(), update.before.tolist()))},
        **player(order, MILLISECONDS, quiet=True, shown=k),
    )
    _add_bar(drawing, update, rows, names)
    drawing.scatter([x[pick - 1]], [row[pick - 1] + 0.5], mode="markers", marker=_ring(), name="picked")
    drawing.traces.append(_draws(update, x, row + 0.5, names))
    # Where each draw will lie: a number could not fall with its mark.
    drawing.scatter(x, row + 0.5, mode="text", text=order[1:], textfont={"size": 13}, name="numbers")
    drawing.frames = [
        {
            "name": name,
            "traces": [0, 1, 2],
            "data": [
                {"type": "scatter", "marker": {"opacity": float(pick <= fallen)}},
                {
                    "type": "scatter",
                    "y": np.where(np.arange(k) < fallen, row + 0.5, rows + FALL - 0.5).tolist(),
                    "marker": {"opacity": [float(draw < fallen) for draw in range(k)]},
                },
                # A trace that no frame names would not answer a click any more.
                {"type": "scatter"},
            ],
        }
        for fallen, name in enumerate(order)
    ]
    return drawing.figure()


def piled(update: Update) -> tuple[Array, Array]:
    """Where each draw comes to rest: how far along the bar, and in which row above it.

    Args:
        update: whose draws they are.

    Returns:
        From 0 to 1 along the bar, and from 0 for the lowest row.  [K] each.
    """
    x, row = np.zeros(len(update.draws)), np.zeros(len(update.draws))
    for answer, (low, high) in enumerate(pairwise(update.edges)):
        drawn = np.flatnonzero(update.draws == answer)
        wide = max(1, int(ABREAST * (high - low)))
        for rank, draw in enumerate(drawn):
            row[draw], place = divmod(rank, wide)
            in_row = min(wide, len(drawn) - int(row[draw]) * wide)
            x[draw] = (low + high) / 2 + (place - (in_row - 1) / 2) / ABREAST
    return x, row


def _draws(update: Update, x: Array, y: Array, names: Sequence[str]) -> Part:
    k = len(update.draws)
    return {
        "type": "scatter",
        "x": x.tolist(),
        "y": y.tolist(),
        "mode": "markers",
        "marker": {
            "size": 24,
            "color": [translucent(COLOURS[a], 0.3) for a in update.draws],
            "line": {"color": [COLOURS[a] for a in update.draws], "width": 2},
            "symbol": [MARKERS[a] for a in update.draws],
            "opacity": [1.0] * k,
        },
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 1}},
        "hovertext": [f"draw {draw}: {names[a]}" for draw, a in enumerate(update.draws, 1)],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
        "name": "draws",
    }


def _ring() -> Part:
    return {"size": 36, "color": "rgba(0, 0, 0, 0)", "line": {"color": CURRENT, "width": 2}, "opacity": 1.0}


def _add_bar(drawing: Drawing, update: Update, rows: int, names: Sequence[str]) -> None:
    """The three shares side by side, each named below it."""
    edges = update.edges.tolist()
    size = fitting(names, 15)
    middles = [(low + high) / 2 for low, high in pairwise(edges)]
    width = min(0.3, 0.026 * max(longest(names), 4))
    places = apart([max(middle, width / 2) for middle in middles], width, 1 - width / 2)
    for answer, (name, colour) in enumerate(zip(names, COLOURS, strict=True)):
        drawing.shape(
            type="rect",
            x0=edges[answer],
            x1=edges[answer + 1],
            y0=-0.2 * rows,
            y1=0,
            fillcolor=translucent(colour, 0.55),
            line={"width": 0},
            name="share",
        )
        drawing.text(
            f"<b>{name}</b><br>{percent(update.before[answer])}",
            places[answer],
            -0.34 * rows,
            font={"color": colour, "size": size},
        )
