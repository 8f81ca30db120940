"""What each drawn answer is worth: its reward, above or below the baseline."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.policy import Array
from reinforce_viz.engine.rounding import NEGLIGIBLE
from reinforce_viz.figures.style.canvas import Drawing, Part
from reinforce_viz.figures.style.theme import (
    COLOURS,
    CURRENT,
    DOWN,
    MARKERS,
    NEUTRAL,
    UP,
    longest,
    translucent,
)
from reinforce_viz.lessons.one_update import Update
from reinforce_viz.text.format import number, signed

HEIGHT = 340
FEW = 6  # draws up to which each has room for its name


def rewarded_answers(experiment: Experiment, update: Update, pick: int) -> go.Figure:
    """Each draw's reward, its baseline, and the advantage between them as a bar, up or down.

    Args:
        experiment: whose update it is.
        update: with its draws.
        pick: the number of the draw that the reader looks at, from 1.
    """
    zero = {"zeroline": True, "zerolinecolor": NEUTRAL, "zerolinewidth": 1}
    drawing = _by_draw(
        update, pick, experiment.answers, {"title": "reward r", "range": _room(experiment, update), **zero}
    )
    place = list(range(1, len(update.draws) + 1))
    colours = [_way(advantage) for advantage in update.advantage]
    drawing.bar(
        x=place,
        y=(update.reward - update.baseline).tolist(),
        base=update.baseline.tolist(),
        width=0.34,
        marker={"color": [translucent(colour, 0.7) for colour in colours], "line": {"width": 0}},
        name="advantage",
    )
    _add_baselines(drawing, update)
    _add_marks(drawing, update, update.reward, experiment.answers)
    _write_advantages(drawing, update)
    same = float(np.ptp(update.baseline)) < NEGLIGIBLE
    last = float(update.baseline[-1])
    _beside(drawing, last, f"b = {number(last)}" if same else "b", CURRENT)
    return drawing.figure()


def _write_advantages(drawing: Drawing, update: Update) -> None:
    """Each draw's advantage, above its reward if it is positive and below it if not."""
    few = len(update.draws) <= FEW
    shift = 20 if few else 28
    for at, (reward, advantage) in enumerate(zip(update.reward, update.advantage, strict=True), 1):
        drawing.text(
            f"<b>{signed(advantage)}</b>",
            at,
            reward,
            yshift=-shift if advantage < 0 else shift,
            textangle=0 if few else -90,
            font={"color": _way(advantage), "size": 13},
        )


def _by_draw(update: Update, pick: int, names: Sequence[str], height: Part) -> Drawing:
    """A picture with a place for each draw, the picked one framed, and the axis `height`."""
    k = len(update.draws)
    ticks = [f"{at}<br>{names[a]}" if k <= FEW else str(at) for at, a in enumerate(update.draws, 1)]
    every = 1 if k <= 2 * FEW else 2
    upright = k <= FEW < longest(names)
    drawing = Drawing(
        HEIGHT,
        xaxis={
            "title": "draw, in order",
            "range": [0.4, k + 0.6],
            "tickvals": list(range(1, k + 1, every)),
            "ticktext": ticks[::every],
            "tickangle": -90 if upright else 0,
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
        yaxis={"fixedrange": True, **height},
        margin={"r": 96, "t": 16, "b": 128 if upright else 72},
    )
    line = {"color": CURRENT, "width": 1.5}
    drawing.shape(type="rect", x0=pick - 0.45, x1=pick + 0.45, yref="paper", y0=0, y1=1, line=line, name="picked")
    return drawing


def _add_marks(drawing: Drawing, update: Update, height: Array, names: Sequence[str]) -> None:
    drawing.scatter(
        np.arange(1, len(update.draws) + 1),
        height,
        mode="markers",
        marker={
            "size": 15 if len(update.draws) <= FEW else 11,
            "color": [COLOURS[a] for a in update.draws],
            "symbol": [MARKERS[a] for a in update.draws],
        },
        text=[names[a] for a in update.draws],
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
        hovertemplate="draw %{x}: %{text}, %{y:.3g}<extra></extra>",
        name="draws",
        cliponaxis=False,
    )


def _add_baselines(drawing: Drawing, update: Update) -> None:
    """A dash across each draw's place: one line where the baseline is the same for all."""
    place = np.arange(1, len(update.draws) + 1)
    gap = np.full(len(place), np.nan)
    x = np.stack([place - 0.5, place + 0.5, gap], axis=1).ravel()
    y = np.stack([update.baseline, update.baseline, gap], axis=1).ravel()
    drawing.scatter(x, y, mode="lines", line={"color": CURRENT, "width": 2}, name="baseline")


def _room(experiment: Experiment, update: Update) -> list[float]:
    """The range of rewards to show: the same for every batch, with room for a number at either end."""
    values = [0.0, *experiment.rewards, *update.baseline.tolist()]
    low, high = min(values), max(values)
    margin = 0.18 * (high - low or 1.0)
    return [low - margin, high + margin]


def _beside(drawing: Drawing, y: float, text: str, colour: str, size: float = 13) -> None:
    """A label at the right-hand edge."""
    drawing.text(text, 1, y, xref="paper", xanchor="left", xshift=6, align="left", font={"color": colour, "size": size})


def _way(advantage: float) -> str:
    return UP if advantage > 0 else DOWN if advantage < 0 else NEUTRAL
