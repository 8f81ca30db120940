"""The tokens of a response, and which way each credit pushes them."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from reinforce_viz.engine.credits import CREDITS
from reinforce_viz.engine.experiment import USUAL
from reinforce_viz.engine.policy import Array
from reinforce_viz.figures.style.canvas import Drawing, Part, plotted
from reinforce_viz.figures.style.theme import COLOURS, CURRENT, DOWN, MARKERS, UP, longest, translucent
from reinforce_viz.lessons.tokens import Pushes
from reinforce_viz.text.answer_names import columns
from reinforce_viz.text.format import number

# What each credit multiplies a token's score by, as short as it can be said.
SHORT = {
    "whole reward": "R",
    "expected reward": "R − E[R]",
    "reward-to-go": "R still to come",
    "critic": "to come − V",
    "advantage": "Q − V",
}
# Fewer tokens than this are drawn as wide as if there were as many.
WIDEST = 8
TOKEN, WORTH, FIRST = 0.0, 1.0, 2.0
# As wide as a digit, and half of that.
SPACE, HALF_SPACE = "\u2007", "\u2005"


def token_row(pushes: Pushes, credit: str, names: Sequence[str] = USUAL) -> go.Figure:
    """The same response once per credit, each token coloured by its push; one scale for all; `credit` is framed.

    The depth of the colour goes with the square root of the push, so that a small one still shows its sign.
    """
    length = len(pushes.tokens)
    x, rows = np.arange(1.0, length + 1), FIRST + np.arange(float(len(CREDITS)))
    drawing = _grid(x, rows, credit)
    drawing.traces.append(_cells(pushes, x, rows, names))
    for a, (name, colour, marker) in enumerate(zip(names, COLOURS, MARKERS, strict=True)):
        at = x[pushes.tokens == a]
        style = {"color": colour, "symbol": marker, "size": 12}
        drawing.scatter(at, 0 * at + TOKEN - 0.22, mode="markers", marker=style, name=name)
        _write(drawing, at, TOKEN + 0.2, [f"<b>{_padded(name, longest(names))}</b>"] * len(at), colour)
    _write(drawing, x, WORTH, ["·" if np.isnan(w) else number(w, 2) for w in pushes.worth])
    decimals = 1 if _largest(pushes) >= 10 else 2
    for row, values in zip(rows, pushes.by_credit.values(), strict=True):
        _write(drawing, x, row, [_signed(value, decimals) for value in values])
    chosen, frame = float(rows[list(CREDITS).index(credit)]), {"color": CURRENT, "width": 2}
    drawing.shape(type="rect", x0=0.5, x1=length + 0.5, y0=chosen - 0.49, y1=chosen + 0.49, line=frame)
    return drawing.figure()


def _grid(x: Array, rows: Array, credit: str) -> Drawing:
    """An empty table: a column per token, a row per credit below the tokens and what they are worth."""
    labels = [_label(name, SHORT[name], chosen=name == credit) for name in CREDITS]
    bare = {"showgrid": False, "ticks": "", "zeroline": False, "fixedrange": True}
    return Drawing(
        400,
        xaxis={
            "title": "position in the response",
            "range": [0.5, max(len(x), WIDEST) + 0.5],
            "tickvals": x.tolist(),
            **bare,
        },
        yaxis={
            "range": [float(rows[-1]) + 0.5, -0.6],
            "tickvals": [TOKEN, WORTH, *rows.tolist()],
            "ticktext": [_label("token", "as drawn"), _label("worth", "its reward"), *labels],
            **bare,
        },
        margin={"l": 108, "t": 32, "r": 8},
        barmode="overlay",
        uniformtext={"mode": "hide", "minsize": 9},
    )


def _cells(pushes: Pushes, x: Array, rows: Array, names: Sequence[str]) -> Part:
    values = np.array(list(pushes.by_credit.values()))
    reach = float(np.sqrt(_largest(pushes))) or 1.0
    words = [
        [f"{name} pushes {names[a]} by {number(v, 4)}" for a, v in zip(pushes.tokens, row, strict=True)]
        for name, row in pushes.by_credit.items()
    ]
    see_through, full = 0, 0.75  # in the middle, so that the scale fades into either theme's background
    return {
        "type": "heatmap",
        "x": plotted(x),
        "y": plotted(rows),
        "z": np.round(np.sign(values) * np.sqrt(np.abs(values)), 4).tolist(),
        "zmin": -reach,
        "zmax": reach,
        "colorscale": [
            [0, translucent(DOWN, full)],
            [0.5, translucent(DOWN, see_through)],
            [0.5, translucent(UP, see_through)],
            [1, translucent(UP, full)],
        ],
        "showscale": False,
        "xgap": 3,
        "ygap": 5,
        "text": words,
        "hovertemplate": "token %{x}: %{text}<extra></extra>",
        "name": "push",
    }


def _write(drawing: Drawing, x: Array, row: float, words: list[str], colour: str = "currentcolor") -> None:
    """Write words in the middle of cells, hidden where the cells are too narrow for them."""
    # Only what is written at a bar is measured against its width: hence bars of no height, their words outside.
    drawing.bar(
        x=plotted(x),
        base=plotted(np.full(len(x), row - 0.28)),
        y=plotted(np.full(len(x), 1e-6)),
        width=0.98,
        marker={"color": translucent(UP, 0)},
        # The page's own text colour, unless given one: that of its charts is too pale for a coloured cell.
        text=[f'<span style="color:{colour}">{word}</span>' for word in words],
        textposition="outside",
        constraintext="outside",
        textfont={"size": 13},
        textangle=0,
        cliponaxis=False,
    )


def _label(name: str, below: str, *, chosen: bool = False) -> str:
    name = f'<span style="color:{CURRENT}">{name}</span>' if chosen else name
    return f'<b>{name}</b><br><span style="font-size:0.85em">{below}</span>'


def _padded(name: str, letters: int) -> str:
    """A name between spaces that make all about equally wide: narrow cells then hide all or none."""
    missing = letters - columns(name)
    halves = missing + (missing > 0)
    space = SPACE * (halves // 2) + HALF_SPACE * (halves % 2)
    return f"{space}{name}{space}"


def _largest(pushes: Pushes) -> float:
    return max(float(np.abs(values).max()) for values in pushes.by_credit.values())


def _signed(value: float, decimals: int) -> str:
    """A push with its sign and so many decimals, one more if it would read as none."""
    if not value:
        return "0"
    return f"{value:+.{decimals + (not round(value, decimals))}f}".replace("-", "−")
