"""How does the noise fall as the batch grows?"""

from collections.abc import Sequence
from itertools import cycle

import numpy as np
import plotly.graph_objects as go

from reinforce_viz.engine.batch_size import QUANTITIES, Curve, Quantity
from reinforce_viz.engine.experiment import BATCH_SIZES
from reinforce_viz.figures.style.canvas import Drawing
from reinforce_viz.figures.style.curves import STYLES, add_names, add_samples, drawable, line_style
from reinforce_viz.figures.style.theme import CURRENT, FAINT, NEUTRAL


def variance_vs_k(
    curves: dict[str, Curve], quantity: str, k: int, current: str, guess: tuple[float, float] | None = None
) -> go.Figure:
    """A quantity against K for each estimator: exact curve, sampled points with 95% intervals, a mark at K.

    The current estimator is drawn in colour, the others in grey.  guess: the reader's batch size, and the true one.
    """
    logarithmic = QUANTITIES[quantity].logarithmic
    limits = _range(curves, logarithmic=logarithmic)
    drawing = _axes(QUANTITIES[quantity], limits)
    drawing.vertical(k, {"color": FAINT, "width": 10}, layer="below")
    _add_guess(drawing, guess or ())
    ends = []
    for (name, curve), (dash, symbol) in zip(curves.items(), cycle(STYLES), strict=False):
        exact, line = drawable(curve.exact, logarithmic=logarithmic), line_style(dash, chosen=name == current)
        hover = f"{name}, K = %{{x}}: %{{y:.4g}}<extra></extra>"
        drawing.scatter(curve.k, exact, mode="lines", line=line, hovertemplate=hover, name=name)
        marker = {"color": line["color"], "size": 5, "symbol": symbol}
        add_samples(drawing, curve.k, curve, name=name, marker=marker, logarithmic=logarithmic)
        ends.append(float(np.log10(exact[-1]) if logarithmic else exact[-1]))
    add_names(drawing, {name: name for name in curves}, ends, current, limits, 0.055)
    return drawing.figure()


def _axes(quantity: Quantity, limits: tuple[float, float]) -> Drawing:
    """K and a quantity, without any curve."""
    return Drawing(
        460,
        xaxis={
            "title": "batch size K",
            "type": "log",
            "range": [-0.06, np.log10(BATCH_SIZES[-1]) + 0.06],
            "tickvals": [1, 2, 4, 8, 16, 32, 64, 128, 256],
            "fixedrange": True,
        },
        yaxis={
            "title": quantity.axis,
            "type": "log" if quantity.logarithmic else "linear",
            "range": list(limits),
            "dtick": 1 if quantity.logarithmic else None,
            "fixedrange": True,
        },
        margin={"r": 128, "l": 72},
    )


def _add_guess(drawing: Drawing, sizes: Sequence[float]) -> None:
    """The reader's batch size and the true one, or neither."""
    for text, size, colour in zip(("your guess", "the truth"), sizes, (CURRENT, NEUTRAL), strict=False):
        if np.isfinite(size):  # without any variance there is no such K
            drawing.vertical(size, {"color": colour, "width": 2, "dash": "dot"})
            drawing.text(text, np.log10(size), 1, yref="paper", yanchor="bottom", font={"color": colour})


def _range(curves: dict[str, Curve], *, logarithmic: bool) -> tuple[float, float]:
    values = np.concatenate([drawable(curve.exact, logarithmic=logarithmic) for curve in curves.values()])
    values = values[np.isfinite(values)]
    if logarithmic:
        exponents = np.log10(values) if len(values) else np.zeros(1)
        return float(np.floor(exponents.min() * 2 - 0.3) / 2), float(np.ceil(exponents.max() * 2 + 0.3) / 2)
    most = float(values.max()) if len(values) else 0.0
    return (-0.06 * most, 1.12 * most) if most > 0 else (-0.06, 1.0)
