"""How a class has guessed."""

from collections.abc import Sequence

import plotly.graph_objects as go

from reinforce_viz.figures.style.canvas import Drawing
from reinforce_viz.figures.style.theme import CURRENT, NEUTRAL

ROW = 44  # pixels for each choice


def guess_bars(choices: Sequence[str], counts: Sequence[int], right: Sequence[int] = ()) -> go.Figure:
    """A bar for each choice, as long as it was often chosen.

    Args:
        choices: every choice, in the order asked.
        counts: how many have chosen each, [A].
        right: the places of the choices that are right, which are drawn in colour.
    """
    drawing = Drawing(
        ROW * len(choices) + 40,
        xaxis={"range": [0, 1.15 * max(1, *counts)], "visible": False, "fixedrange": True},
        yaxis={"type": "category", "range": [len(choices) - 0.5, -0.5], "fixedrange": True, "showgrid": False},
        margin={"l": 12 + 9 * max(map(len, choices)), "t": 8, "b": 8},
        font={"size": 16},
    )
    drawing.bar(
        x=list(counts),
        y=list(choices),
        orientation="h",
        marker={"color": [CURRENT if place in right else NEUTRAL for place in range(len(choices))]},
        text=[f"<b>{count} ✓</b>" if place in right else str(count) for place, count in enumerate(counts)],
        textposition="outside",
        cliponaxis=False,
        name="guesses",
    )
    return drawing.figure()
