"""Curves against a size: the look of each, what an axis can show of it, and its name at its end."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine.batch_size import Curve
from reinforce_viz.engine.policy import Array
from reinforce_viz.engine.token_length import LengthCurve
from reinforce_viz.figures.style.canvas import Drawing, Part, plotted
from reinforce_viz.figures.style.theme import CURRENT, NEUTRAL, apart

# A dash and a marker for each curve of a picture, in order.
STYLES = (("solid", "circle"), ("dash", "square"), ("dot", "diamond"), ("dashdot", "x"), ("longdash", "cross"))


def line_style(dash: str, *, chosen: bool) -> Part:
    """The line of a curve: in colour and thicker if the controls have chosen it.

    Args:
        dash: of STYLES.
        chosen: whether the controls have chosen the curve.
    """
    return {"color": CURRENT, "width": 3.5, "dash": dash} if chosen else {"color": NEUTRAL, "width": 1.75, "dash": dash}


def add_samples(
    drawing: Drawing, x: npt.ArrayLike, curve: Curve | LengthCurve, *, name: str, marker: Part, logarithmic: bool
) -> None:
    """The sampled points of a curve with their 95% intervals.

    Args:
        drawing: to add to.
        x: [N], where the points are.
        curve: with its samples.
        name: for the pointer.
        marker: its look, as Plotly has it.
        logarithmic: whether the y axis is.
    """
    value = drawable(curve.sampled, logarithmic=logarithmic)
    # An interval that reaches zero has no lower end on a logarithmic axis: stop it a tenth of the value above.
    low = np.maximum(curve.low, value / 10) if logarithmic else curve.low
    ends = {"array": plotted(curve.high - value), "arrayminus": plotted(value - low)}
    bars = {"type": "data", "symmetric": False, **ends, "thickness": 1, "width": 3}
    drawing.scatter(x, value, mode="markers", error_y=bars, marker=marker, name=f"{name}, sampled")


def add_names(
    drawing: Drawing, words: dict[str, str], ends: Sequence[float], chosen: str, limits: tuple[float, float], gap: float
) -> None:
    """The words for each curve at its end on the right, apart from each other by a share of the axis.

    Args:
        drawing: to add to.
        words: what is written, by curve.
        ends: of each curve, on the axis, as exponents of 10 if it is logarithmic; NaN for one at the bottom.
        chosen: the curve in colour.
        limits: of the axis.
        gap: between two names, as a share of the axis.
    """
    low, high = limits
    heights = apart([end if np.isfinite(end) else low for end in ends], gap * (high - low), high)
    for (name, text), height in zip(words.items(), heights, strict=True):
        font = {"color": CURRENT if name == chosen else NEUTRAL, "size": 13}
        drawing.text(text, 1, height, xref="paper", xanchor="left", xshift=6, align="left", font=font)


def drawable(values: Array, *, logarithmic: bool) -> Array:
    """Values with NaN for what the axis cannot show: infinite ones, and on a logarithmic axis zero.

    Args:
        values: of any shape.
        logarithmic: whether the axis is.
    """
    shown = np.isfinite(values) & ((values > 0) | (not logarithmic))
    return np.where(shown, values, np.nan)


def log_range(values: list[float]) -> tuple[float, float]:
    """Exponents of 10 between which positive values lie, with a margin; others are left out.

    Args:
        values: any numbers; those that are not positive are left out.
    """
    exponents = np.log10([value for value in values if value > 0] or [1.0])
    return float(exponents.min()) - 0.25, float(exponents.max()) + 0.25
