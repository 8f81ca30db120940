"""Noise against the batch size: a line for each baseline, and how many draws another baseline is worth."""

import re

import numpy as np
import plotly.graph_objects as go

from reinforce_viz.engine.batch_size import Curve
from reinforce_viz.engine.experiment import BATCH_SIZES
from reinforce_viz.engine.quantities import QUANTITIES, Quantity
from reinforce_viz.figures.style.canvas import Drawing, Part
from reinforce_viz.figures.style.curves import add_samples, drawable
from reinforce_viz.figures.style.theme import CURRENT, FAINT, UP, apart, translucent
from reinforce_viz.figures.variance_vs_k.styles import STYLES
from reinforce_viz.lessons.variance_vs_k import COMPARED, RARE, before_guess, enough
from reinforce_viz.text.format import number
from reinforce_viz.text.readings.variance_vs_k import ABOUT_DOWNHILL, ABOUT_VARIANCE, spoken

# Pixels for names of one line, and of two on a phone, where most of the width is the picture's.
ONE_LINE, TWO_LINES = 144, 96
GAP = 0.1  # between two names of two lines each, as a share of the axis
LEADER = 16  # pixels from a line's end to its name


def variance_vs_k(
    curves: dict[str, Curve],
    quantity: str,
    k: int,
    current: str,
    *,
    match: float | None = None,
    guess: float | None = None,
    hidden: bool = False,
) -> go.Figure:
    """A quantity against K for each baseline: exact line, sampled points with 95% intervals, a mark at K.

    Args:
        curves: by estimator.
        quantity: of an entry in QUANTITIES.
        k: the batch size of the controls.
        current: the estimator of the controls, whose line is the thicker one.
        match: the batch size at which no baseline has the variance of leave-one-out at K = COMPARED.
        guess: the reader's.
        hidden: whether the reader has yet to guess; nothing beyond K = COMPARED is then in the figure.
    """
    if hidden:
        curves = before_guess(curves)
    asked = QUANTITIES[quantity]
    limits = _range(curves, quantity)
    drawing = _axes(asked, limits)
    drawing.vertical(k, {"color": FAINT, "width": 10}, layer="below")
    if quantity == ABOUT_DOWNHILL:
        _add_band(drawing)
    ends = {name: _add_curve(drawing, name, curve, asked, chosen=name == current) for name, curve in curves.items()}
    if hidden:
        _add_veil(drawing)
    elif quantity == ABOUT_DOWNHILL:
        _add_enough(drawing, curves)
    elif quantity == ABOUT_VARIANCE and {"none", "leave-one-out"} <= {*curves}:
        _add_distance(drawing, curves["leave-one-out"], match, guess)
    _add_names(drawing, ends, current, limits)
    drawing.layout["meta"]["of"] = repr((quantity, k, current, guess, hidden, ends))
    return drawing.figure()


def _axes(quantity: Quantity, limits: tuple[float, float]) -> Drawing:
    """K and a quantity, without any curve."""
    drawing = Drawing(
        400,
        xaxis={
            "title": "batch size K",
            "type": "log",
            "range": [-0.06, np.log10(BATCH_SIZES[-1]) + 0.06],
            "tickvals": [1, 2, 4, 8, 16, 32, 64, 128, 256],
            "fixedrange": True,
        },
        yaxis={
            "type": "log" if quantity.logarithmic else "linear",
            "range": list(limits),
            "dtick": 1 if quantity.logarithmic else None,
            "tickformat": ".3~p" if quantity.share else "",
            "fixedrange": True,
        },
        margin={"l": 52, "r": ONE_LINE, "t": 32},
    )
    # Above the axis, not beside it, where it would take the width of a phone.
    above: Part = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom", "yshift": 10}
    drawing.text(quantity.axis, 0, 1, font={"size": 13}, xshift=-44, **above)
    return drawing


def _add_curve(
    drawing: Drawing, name: str, curve: Curve, quantity: Quantity, *, chosen: bool
) -> tuple[float, float] | None:
    """Draw a baseline's line and its points.  -> where the line ends, on the axes; None if nothing of it is seen."""
    style, exact = STYLES[name], drawable(curve.exact, logarithmic=quantity.logarithmic)
    value = ".3~p" if quantity.share else ".4~g"
    drawing.scatter(
        curve.k,
        exact,
        mode="lines",
        line={"color": style.colour, "width": 3.5 if chosen else 1.75, "dash": style.dash},
        hovertemplate=f"{spoken(name)}, K = %{{x}}: %{{y:{value}}}<extra></extra>",
        name=name,
    )
    marker = {"color": style.colour, "size": 6, "symbol": style.marker}
    add_samples(drawing, curve.k, curve, name=name, marker=marker, logarithmic=quantity.logarithmic)
    seen = np.flatnonzero(np.isfinite(exact))
    if not len(seen):
        return None
    k, last = float(curve.k[seen[-1]]), float(exact[seen[-1]])
    return float(np.log10(k)), float(np.log10(last)) if quantity.logarithmic else last


def _add_names(
    drawing: Drawing,
    ends: dict[str, tuple[float, float] | None],
    current: str,
    limits: tuple[float, float],
) -> None:
    """Each baseline's name at the end of its line, the chosen one's in bold; of one that has no line, at the bottom.

    On a phone a name of several words has two lines.
    """
    wide: Part = {"margin.r": ONE_LINE}
    narrow: Part = {"margin.r": TWO_LINES}
    low, high = limits
    gap = GAP * (high - low)
    ends = dict(sorted(ends.items(), key=lambda end: end[1][1] if end[1] else low))
    # Not lower than the words about the band leave room for.
    heights = apart([max(end[1] if end else low, low + 1.5 * gap) for end in ends.values()], gap, high)
    for (name, end), height in zip(ends.items(), heights, strict=True):
        colour, place = STYLES[name].colour, f"annotations[{len(drawing.annotations)}].text"
        text = wide[place] = _name(name, spoken(name), chosen=name == current)
        narrow[place] = _name(name, _in_two_lines(spoken(name)), chosen=name == current)
        left: Part = {"xanchor": "left", "align": "left"}
        if end is None:
            drawing.text(text, 1, height, xref="paper", yanchor="middle", xshift=LEADER + 6, **left)
            continue
        leader: Part = {"showarrow": True, "arrowhead": 0, "arrowwidth": 1, "arrowcolor": colour, "standoff": 2}
        x, y = end
        drawing.text(text, x, y, yanchor="middle", ax=LEADER, ayref="y", ay=height, **left, **leader)
    drawing.layout["meta"] = {"wide": wide, "narrow": narrow}


def _name(estimator: str, words: str, *, chosen: bool) -> str:
    """A baseline's mark and name."""
    style = STYLES[estimator]
    return f'<span style="color:{style.colour}">{style.glyph}</span> {f"<b>{words}</b>" if chosen else words}'


def _in_two_lines(name: str) -> str:
    """A name broken at its first space or hyphen."""
    return re.sub(" |(?<=-)", "<br>", name, count=1)


def _add_band(drawing: Drawing) -> None:
    """Where fewer than RARE of the steps go downhill."""
    band = {"x0": 0, "x1": 1, "xref": "x domain", "y0": 0, "y1": RARE}
    drawing.shape(type="rect", fillcolor=translucent(UP, 0.35), line={"width": 0}, layer="below", **band)
    # Below the curves, and off the left end, where the rings of good baselines are.
    drawing.text("<b>fewer than 1 in 100</b>", 1, 0, xref="paper", xanchor="right", yanchor="top", xshift=-8)


def _add_enough(drawing: Drawing, curves: dict[str, Curve]) -> None:
    """Ring the batch size from which on a baseline is in the band."""
    for name, curve in curves.items():
        size = enough(name, curve)
        if size is None:
            continue
        ring = {"symbol": "circle-open", "size": 15, "color": STYLES[name].colour, "line": {"width": 2}}
        height = float(curve.exact[curve.k == size][0])
        drawing.scatter([size], [height], mode="markers", marker=ring, name=f"{name}, enough")
        if size > 2:  # others stand at the edge of the picture, where they need no number
            drawing.text(f"<b>{size}</b>", np.log10(size), height, yanchor="bottom", yshift=9)


def _add_veil(drawing: Drawing) -> None:
    """What is not shown until the reader has guessed."""
    veil = {"x0": COMPARED, "x1": 10 * BATCH_SIZES[-1], "y0": 0, "y1": 1, "yref": "y domain"}
    drawing.shape(type="rect", fillcolor=FAINT, line={"width": 0}, layer="below", **veil)
    drawing.text("Guess first", 1, 1, xref="paper", yref="paper", xanchor="right", yanchor="top", xshift=-8, yshift=-8)


def _add_distance(drawing: Drawing, leave_one_out: Curve, match: float | None, guess: float | None) -> None:
    """An arrow from leave-one-out at K = COMPARED to no baseline with the same variance, and the guess on its line."""
    if not match or not np.isfinite(match):
        return  # where one of the two has no variance there is no such K
    aim = float(leave_one_out.exact[leave_one_out.k == COMPARED][0])
    height, size = np.log10(aim), float(np.clip(match, 1, BATCH_SIZES[-1]))
    drawing.arrow((np.log10(COMPARED), height), (np.log10(size), height), CURRENT, 2.5)
    # All lines fall to the right: there is room in the corner.
    sign = f'<span style="color:{CURRENT}">⟷</span>'
    words = f"{sign} <b>{COMPARED} with leave-one-out<br>= {number(match)} without a baseline</b>"
    drawing.text(words, 1, 1, xref="paper", yref="paper", xanchor="right", yanchor="top", align="right", xshift=-4)
    if guess is not None:
        marker = {"color": CURRENT, "size": 13, "symbol": "circle-open", "line": {"width": 3}}
        drawing.scatter([guess], [aim], mode="markers", marker=marker, name="your guess")
        drawing.text("your guess", np.log10(guess), height, yanchor="top", yshift=-9)


def _range(curves: dict[str, Curve], quantity: str) -> tuple[float, float]:
    logarithmic = QUANTITIES[quantity].logarithmic
    values = np.concatenate([drawable(curve.exact, logarithmic=logarithmic) for curve in curves.values()])
    values = values[np.isfinite(values)]
    if logarithmic:
        exponents = np.log10(values) if len(values) else np.zeros(1)
        return float(np.floor(exponents.min() * 2 - 0.3) / 2), float(np.ceil(exponents.max() * 2 + 0.3) / 2)
    least = 2 * RARE if quantity == ABOUT_DOWNHILL else 0.0
    most = max(float(values.max()) if len(values) else 0.0, least)
    return (-0.07 * most, 1.12 * most) if most > 0 else (-0.07, 1.0)
