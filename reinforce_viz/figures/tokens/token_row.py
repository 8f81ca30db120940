"""The tokens of a response, and which way each credit pushes them."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from reinforce_viz.engine.credits import CREDITS
from reinforce_viz.engine.experiment import USUAL
from reinforce_viz.engine.policy import Array
from reinforce_viz.figures.style.canvas import CLEAR, Drawing, Part, plotted
from reinforce_viz.figures.style.theme import COLOURS, CURRENT, DOWN, MARKERS, UP, longest, translucent
from reinforce_viz.lessons.tokens import Pushes
from reinforce_viz.text.answer_names import columns
from reinforce_viz.text.format import number, numbers

# What each credit gives a token, as short as it can be said.
SHORT = {
    "whole reward": "all of R",
    "expected reward": "R minus what is usual, E[R]",
    "reward-to-go": "what is paid from here on",
    "critic": "that minus what a critic, a second model, expects",
    "advantage": "how the token changes what the critic expects",
}
# Fewer tokens than this are drawn as wide as if there were as many.
WIDEST = 8
TOKEN, WORTH, FIRST = 0.0, 1.0, 2.0
# Pixels between two rows of cells: what is written there names the lower one.
GAP = 24
# As wide as a digit, and half of that.
SPACE, HALF_SPACE = "\u2007", "\u2005"
HIDDEN = "?"


def token_row(
    pushes: Pushes,
    credit: str,
    names: Sequence[str] = USUAL,
    *,
    guess: int | None = None,
    hidden: bool = False,
) -> go.Figure:
    """The same response once per credit, each token coloured by its push; one scale for all; `credit` is framed.

    The depth of the colour goes with the square root of the push, so that a small one still shows its sign.

    Args:
        pushes: the response, and its tokens' pushes.
        credit: whose row is framed.
        names: [A], of the answers.
        guess: the token to which the reader gives the credit, from 1.
        hidden: the response and its reward alone.
    """
    x, rows = np.arange(1.0, len(pushes.tokens) + 1), FIRST + np.arange(float(len(CREDITS)))
    drawing = _grid(x, guess)
    if not hidden:
        drawing.traces.append(_cells(pushes, x, rows))
    _tokens(drawing, pushes, x, names)
    _words(drawing, pushes, x, rows, hidden=hidden)
    _headings(drawing, pushes, None if hidden else credit, rows)
    if not hidden:
        chosen, frame = float(rows[list(CREDITS).index(credit)]), {"color": CURRENT, "width": 2}
        drawing.shape(type="rect", x0=0.5, x1=x[-1] + 0.5, y0=chosen - 0.27, y1=chosen + 0.27, line=frame)
    drawing.traces.append(_handles(pushes, x, rows, names, hidden=hidden))
    return drawing.figure()


def clicked(point: int, length: int) -> tuple[int, str | None]:
    """The token, from 1, and the credit whose row it is, if it is one's, of the point that a click has found.

    Args:
        point: its number, in the rows of the table one after the other.
        length: T, tokens in the response.
    """
    row, place = divmod(point, length)
    at = row - int(FIRST)
    return place + 1, list(CREDITS)[at] if 0 <= at < len(CREDITS) else None


def _grid(x: Array, guess: int | None) -> Drawing:
    """An empty table: a column per token, a row per credit below the tokens and what they are worth."""
    bare = {"showgrid": False, "ticks": "", "zeroline": False, "fixedrange": True}
    places = [str(int(place)) for place in x]
    if guess and guess <= len(x):
        places[guess - 1] = f'<span style="color:{CURRENT}"><b>{guess}: you</b></span>'
    return Drawing(
        424,
        xaxis={
            "side": "top",
            "range": [0.5, max(len(x), WIDEST) + 0.5],
            "tickvals": x.tolist(),
            "ticktext": places,
            **bare,
        },
        yaxis={"range": [FIRST + len(CREDITS) - 0.5, -0.5], "visible": False, **bare},
        margin={"l": 8, "t": 44, "r": 8, "b": 4, "pad": 0},
        barmode="overlay",
        # A click anywhere finds the nearest cell.
        hoverdistance=-1,
        # As Streamlit sets them where points are picked: set by it, everything would be drawn twice.
        clickmode="event+select",
        dragmode="pan",
        uniformtext={"mode": "hide", "minsize": 10},
        meta={"least": 1.45},  # on a projector: many rows of words
    )


def _cells(pushes: Pushes, x: Array, rows: Array) -> Part:
    values = np.array(list(pushes.by_credit.values()))
    reach = float(np.sqrt(_largest(pushes))) or 1.0
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
        "ygap": GAP,
        "hoverinfo": "skip",
        "name": "push",
    }


def _tokens(drawing: Drawing, pushes: Pushes, x: Array, names: Sequence[str]) -> None:
    """Each token as its answer's marker and name."""
    for a, (name, colour, marker) in enumerate(zip(names, COLOURS, MARKERS, strict=True)):
        at = x[pushes.tokens == a]
        style = {"color": colour, "symbol": marker, "size": 14}
        drawing.scatter(at, 0 * at + TOKEN - 0.3, mode="markers", marker=style, name=name, **_as_they_are(1))
        _write(drawing, at, TOKEN + 0.06, [f"<b>{_padded(name, longest(names))}</b>"] * len(at), colour, 12)


def _words(drawing: Drawing, pushes: Pushes, x: Array, rows: Array, *, hidden: bool) -> None:
    """What each token is worth, and the number of each push."""
    if hidden:
        for row in (WORTH, *rows):
            _write(drawing, x, row, [HIDDEN] * len(x))
        return
    _write(drawing, x, WORTH, ["·" if np.isnan(w) else number(w, 2) for w in pushes.worth])
    written = [[_signed(value) for value in values] for values in pushes.by_credit.values()]
    widest = longest([word for words in written for word in words])
    for row, words in zip(rows, written, strict=True):
        _write(drawing, x, row, [_padded(word, widest) for word in words])


def _headings(drawing: Drawing, pushes: Pushes, credit: str | None, rows: Array) -> None:
    """What the response earns, above it, and above each row of cells what it shows."""
    earned, usual = numbers(pushes.reward, pushes.usual)
    length = len(pushes.tokens)
    mark = f"one mark for all {length} tokens" if length > 1 else "the mark of the only token"
    above = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom", "yshift": 20}
    drawing.text(f"<b>{mark}: {earned}</b> ({usual} is usual)", 0, 1, font={"size": 14}, **above)
    words = {WORTH: "<b>what each token earned</b>"}
    for row, (name, said) in zip(rows, SHORT.items(), strict=True):
        colour = CURRENT if name == credit else "currentcolor"
        words[float(row)] = f'<span style="color:{colour}"><b>{name}</b></span>: {said}'
    for row, text in words.items():
        drawing.text(text, 0, row - 0.5, xref="paper", xanchor="left", yanchor="middle", font={"size": 12})


def _handles(pushes: Pushes, x: Array, rows: Array, names: Sequence[str], *, hidden: bool) -> Part:
    """What a click finds and the pointer reads: a point in each cell, row by row from the tokens down."""
    every = np.array([TOKEN, WORTH, *rows])
    drawn = [f"token {place}: {names[a]}" for place, a in enumerate(pushes.tokens, 1)]
    words = drawn * len(every)
    if not hidden:
        words = drawn * int(FIRST) + [
            f"{said}<br>{credit} pushes it by {number(push, 4)}"
            for credit, values in pushes.by_credit.items()
            for said, push in zip(drawn, values, strict=True)
        ]
    return {
        "type": "scatter",
        "x": plotted(np.tile(x, len(every))),
        "y": plotted(np.repeat(every, len(x))),
        "mode": "markers",
        "marker": {"size": 24, "symbol": "square", "color": CLEAR},
        "text": words,
        "hovertemplate": "%{text}<extra></extra>",
        "name": "cells",
        **_as_they_are(0),
    }


def _as_they_are(opacity: float) -> Part:
    """A look that a click does not change: Plotly fades what has not been clicked."""
    return {"selected": {"marker": {"opacity": opacity}}, "unselected": {"marker": {"opacity": opacity}}}


def _write(
    drawing: Drawing, x: Array, row: float, words: list[str], colour: str = "currentcolor", size: int = 13
) -> None:
    """Write words in the middle of cells, hidden where the cells are too narrow for them."""
    # Only what is written at a bar is measured against its width: hence bars of no height, their words outside.
    drawing.bar(
        x=plotted(x),
        base=plotted(np.full(len(x), row - 0.18)),
        y=plotted(np.full(len(x), 1e-6)),
        width=0.98,
        marker={"color": translucent(UP, 0)},
        # The page's own text colour, unless given one: that of its charts is too pale for a coloured cell.
        text=[f'<span style="color:{colour}">{word}</span>' for word in words],
        textposition="outside",
        constraintext="outside",
        textfont={"size": size},
        textangle=0,
        cliponaxis=False,
        **_as_they_are(0),
    )


def _padded(name: str, letters: int) -> str:
    """A name or number between spaces that make all about equally wide: narrow cells then hide all or none."""
    missing = letters - columns(name)
    halves = missing + (missing > 0)
    space = SPACE * (halves // 2) + HALF_SPACE * (halves % 2)
    return f"{space}{name}{space}"


def _largest(pushes: Pushes) -> float:
    return max(float(np.abs(values).max()) for values in pushes.by_credit.values())


def _signed(value: float) -> str:
    """A push with its sign, in as few letters as fit in a cell on a phone."""
    if not value:
        return "0"
    text = number(abs(value), 2 if abs(value) < 10 else 3)
    return f"{'+' if value > 0 else '−'}{text}"
