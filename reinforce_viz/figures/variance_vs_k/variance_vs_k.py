"""How does the noise fall as the batch grows?"""

import numpy as np
import plotly.graph_objects as go

from reinforce_viz.engine.batch_size import QUANTITIES, Curve
from reinforce_viz.engine.estimators import ESTIMATORS
from reinforce_viz.engine.experiment import BATCH_SIZES
from reinforce_viz.engine.policy import Array
from reinforce_viz.engine.token_length import LengthCurve
from reinforce_viz.figures.style.canvas import Drawing, Part, plotted
from reinforce_viz.figures.style.theme import CURRENT, FAINT, NEUTRAL, apart
from reinforce_viz.text.format import number

STYLES = (("solid", "circle"), ("dash", "square"), ("dot", "diamond"), ("dashdot", "x"), ("longdash", "cross"))


def variance_vs_k(
    curves: dict[str, Curve], quantity: str, k: int, current: str, guess: tuple[float, float] | None = None
) -> go.Figure:
    """A quantity against K for each estimator: exact curve, sampled points with 95% intervals, a mark at K.

    The current estimator is drawn in colour, the others in grey.  guess: the reader's batch size, and the true one.
    """
    asked = QUANTITIES[quantity]
    low, high = _range(curves, logarithmic=asked.logarithmic)
    drawing = Drawing(
        460,
        xaxis={
            "title": "batch size K",
            "type": "log",
            "range": [-0.06, np.log10(BATCH_SIZES[-1]) + 0.06],
            "tickvals": [1, 2, 4, 8, 16, 32, 64, 128, 256],
            "fixedrange": True,
        },
        yaxis={
            "title": asked.axis,
            "type": "log" if asked.logarithmic else "linear",
            "range": [low, high],
            "dtick": 1 if asked.logarithmic else None,
            "fixedrange": True,
        },
        margin={"r": 128, "l": 72},
    )
    drawing.vertical(k, {"color": FAINT, "width": 10}, layer="below")
    for text, size, colour in zip(("your guess", "the truth"), guess or (), (CURRENT, NEUTRAL), strict=False):
        if not np.isfinite(size):  # without any variance there is no such K
            continue
        drawing.vertical(size, {"color": colour, "width": 2, "dash": "dot"})
        drawing.text(text, np.log10(size), 1, yref="paper", yanchor="bottom", font={"color": colour})
    ends = []
    for row, (name, curve) in enumerate(curves.items()):
        dash, marker = STYLES[row % len(STYLES)]
        colour, width = (CURRENT, 3.5) if name == current else (NEUTRAL, 1.75)
        exact = drawable(curve.exact, logarithmic=asked.logarithmic)
        drawing.scatter(
            curve.k,
            exact,
            mode="lines",
            line={"color": colour, "width": width, "dash": dash},
            hovertemplate=f"{name}, K = %{{x}}: %{{y:.4g}}<extra></extra>",
            name=name,
        )
        look = {"mode": "markers", "marker": {"color": colour, "size": 5, "symbol": marker}}
        value, bars = intervals(curve, logarithmic=asked.logarithmic)
        drawing.scatter(curve.k, value, error_y=bars, name=f"{name}, sampled", **look)
        ends.append(float(np.log10(exact[-1]) if asked.logarithmic else exact[-1]))
    heights = apart([end if np.isfinite(end) else low for end in ends], 0.055 * (high - low), high)
    for name, height in zip(curves, heights, strict=True):
        font = {"color": CURRENT if name == current else NEUTRAL, "size": 13}
        drawing.text(name, 1, height, xref="paper", xanchor="left", xshift=4, font=font)
    return drawing.figure()


def variance_vs_k_reading(curves: dict[str, Curve], quantity: str, k: int, current: str) -> str:
    """The picture in a sentence."""
    said = [
        f"{name} {number(float(curve.exact[curve.k == k][0]))}"
        for name, curve in sorted(curves.items(), key=lambda item: item[0] != current)
        if k in curve.k and not np.isnan(curve.exact[curve.k == k][0])
    ]
    if not said:
        return f"At K = {k} the {quantity} is not defined for these baselines."
    return f"At K = {k} the {quantity} is: {', '.join(said)}."


def comparable(names: list[str], quantity: str) -> tuple[list[str], list[str]]:
    """The estimators that a quantity can be compared on, and those whose estimates have another scale."""
    free = QUANTITIES[quantity].scale_free
    fits = [name for name in names if free or ESTIMATORS[name].expectation != "other"]
    return fits, [name for name in names if name not in fits]


def why_left_out(names: list[str], quantity: str) -> str:
    """Why some estimators are missing from the picture."""
    free = [name for name, entry in QUANTITIES.items() if entry.scale_free]
    return (
        f"{' and '.join(names).capitalize()} is not drawn: dividing by the batch's standard deviation changes the "
        f"length of every estimate, so its {quantity} is in other units. Choose "
        f"{', '.join(free[:-1])} or {free[-1]}, where the scale cancels."
    )


def drawable(values: Array, *, logarithmic: bool) -> Array:
    """Values with NaN for what the axis cannot show: infinite ones, and on a logarithmic axis zero."""
    shown = np.isfinite(values) & ((values > 0) | (not logarithmic))
    return np.where(shown, values, np.nan)


def intervals(curve: Curve | LengthCurve, *, logarithmic: bool) -> tuple[Array, Part]:
    """The sampled values, and their intervals as error bars."""
    value = drawable(curve.sampled, logarithmic=logarithmic)
    # An interval that reaches zero has no lower end on a logarithmic axis: stop it a tenth of the value above.
    low = np.maximum(curve.low, value / 10) if logarithmic else curve.low
    ends = {"array": plotted(curve.high - value), "arrayminus": plotted(value - low)}
    return value, {"type": "data", "symmetric": False, **ends, "thickness": 1, "width": 3}


def _range(curves: dict[str, Curve], *, logarithmic: bool) -> tuple[float, float]:
    values = np.concatenate([drawable(curve.exact, logarithmic=logarithmic) for curve in curves.values()])
    values = values[np.isfinite(values)]
    if logarithmic:
        exponents = np.log10(values) if len(values) else np.zeros(1)
        return float(np.floor(exponents.min() * 2 - 0.3) / 2), float(np.ceil(exponents.max() * 2 + 0.3) / 2)
    most = float(values.max()) if len(values) else 0.0
    return (-0.06 * most, 1.12 * most) if most > 0 else (-0.06, 1.0)
