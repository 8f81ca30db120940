"""Whose reward pushes each token: a square of T times T for every credit."""

import numpy as np
import plotly.graph_objects as go

from reinforce_viz.engine.credits import CREDITS
from reinforce_viz.engine.token_length import LengthCurve
from reinforce_viz.engine.tokens import rewards_that_count
from reinforce_viz.figures.style.canvas import Drawing, Part
from reinforce_viz.figures.style.theme import CURRENT, FAINT, NEUTRAL, translucent
from reinforce_viz.figures.tokens.token_variance import growth_label

LINES = {
    "whole reward": "whole<br>reward",
    "expected reward": "expected<br>reward",
    "reward-to-go": "reward-<br>to-go",
    "critic": "<br>critic",
    "advantage": "<br>advantage",
}
NOT_COUNTED, SURPRISE, REWARD = 0, 1, 2
IN_COLOUR = 2  # what the chosen credit adds to the two above


def token_sums(curves: dict[str, LengthCurve], credit: str, length: int, task: str) -> go.Figure:
    """A square for each credit: a row is a token, and its cells are the rewards that push it; `credit` is in colour.

    A reward that counts as it is is full, one of which only the surprise r − J counts is pale.

    Args:
        curves: variance against length, by credit.
        credit: the one in colour.
        length: T, tokens in the response.
        task: of an entry in TASKS.
    """
    step = length + max(2, round(0.4 * length))
    z = np.full((length, step * len(CREDITS) - (step - length)), np.nan)
    drawing = _axes(z.shape[1], length)
    for place, (name, entry) in enumerate(CREDITS.items()):
        kind = (SURPRISE if entry.centred else REWARD) + IN_COLOUR * (name == credit)
        square = np.where(rewards_that_count(name, length, task), kind, NOT_COUNTED)
        z[:, place * step : place * step + length] = square
        font = {"color": CURRENT if name == credit else NEUTRAL, "size": 12}
        middle = place * step + length / 2 + 0.5
        drawing.text(LINES[name], middle, 0.5, yanchor="bottom", yshift=4, font=font)
        growth = growth_label(curves, name).replace(", ", "<br>").replace("= ", "=<br>")
        drawing.text(f"<b>{growth}</b>", middle, length + 0.5, yanchor="top", yshift=-4, font=font)
    drawing.traces.append(_squares(z))
    return drawing.figure()


def _axes(columns: int, rows: int) -> Drawing:
    hidden = {"visible": False, "fixedrange": True, "constrain": "domain"}
    return Drawing(
        230,
        xaxis={"range": [0.5, columns + 0.5], **hidden},
        yaxis={"range": [rows + 0.5, 0.5], "scaleanchor": "x", **hidden},
        margin={"l": 28, "r": 28, "t": 44, "b": 44, "pad": 0},
    )


def _squares(z: np.ndarray) -> Part:
    shades = [FAINT.replace("0.25", "0.12"), *(translucent(c, o) for c in (NEUTRAL, CURRENT) for o in (0.45, 1))]
    parts = len(shades)
    return {
        "type": "heatmap",
        "x": list(range(1, z.shape[1] + 1)),
        "y": list(range(1, z.shape[0] + 1)),
        "z": [[None if np.isnan(value) else int(value) for value in row] for row in z],
        "zmin": -0.5,
        "zmax": parts - 0.5,
        "colorscale": [[edge / parts, shade] for place, shade in enumerate(shades) for edge in (place, place + 1)],
        "showscale": False,
        "xgap": 1,
        "ygap": 1,
        "hoverinfo": "skip",
        "name": "rewards that count",
    }
