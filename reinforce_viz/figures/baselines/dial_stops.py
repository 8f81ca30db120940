"""What turning b changes: the stops of the dial, and the traces that move from one to the next."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine.policy import Array
from reinforce_viz.figures.style.bubbles import batch_label, bubbles
from reinforce_viz.figures.style.canvas import Part, packed, plotted
from reinforce_viz.figures.style.theme import CURRENT, DOWN, UP
from reinforce_viz.figures.style.triangle import to_plane
from reinforce_viz.lessons.baselines import Dial
from reinforce_viz.text.format import number, percent, signed

# The plane is drawn in whole numbers, two bytes each, so that 60 stops stay small; its edge is at this distance.
EDGE = 10_000
HALF_THE_MASS = 44  # pixels across is a bubble of probability 1/2; the area is in proportion
SMALLEST_BUBBLE = 1.5  # pixels across
AT_ONCE = {"mode": "immediate", "frame": {"duration": 0, "redraw": False}, "transition": {"duration": 0}}


def at_rest(dial: Dial, stop: int, unit: float, top: float, names: Sequence[str]) -> list[Part]:
    """The traces that move, as they stand at one stop.

    Args:
        dial: with that stop.
        stop: its number, from 0.
        unit: how long 1 is in the plane.
        top: of the parabola.
        names: [A], of the answers.
    """
    there = _moving(dial, stop, unit, top, plotted)
    return [_merged(*parts) for parts in zip(_lasting(dial, names), there, strict=True)]


def _lasting(dial: Dial, names: Sequence[str]) -> list[Part]:
    """What does not change about the traces that move."""
    labels = [batch_label(row, p, names) for row, p in zip(dial.counts, dial.probability, strict=True)]
    # The edge that lies furthest down, where no answer is named.
    places = {"top center": (0, -EDGE), "bottom right": (-EDGE, EDGE), "bottom left": (EDGE, EDGE)}
    position, (x, y) = min(places.items(), key=lambda place: float(to_plane(dial.mean) @ place[1]))
    downhill = {"x": [x], "y": [y], "mode": "text", "textposition": position, "name": "share downhill"} | {
        "textfont": {"color": DOWN, "size": 14}
    }
    bar = {"x": [0, 1, 2], "width": 0.65, "xaxis": "x2", "yaxis": "y2", "textposition": "outside", "cliponaxis": False}
    up, down = (
        bar | {"marker": {"color": colour}, "textfont": {"size": 13, "color": colour}, "name": name}
        for name, colour in (("pushed up", UP), ("pushed down", DOWN))
    )
    here = {
        "xaxis": "x3",
        "yaxis": "y3",
        "mode": "lines+markers+text",
        "line": {"color": CURRENT, "width": 2},
        "marker": {"color": CURRENT, "size": [0, 13, 0, 0], "opacity": 1},
        "textfont": {"size": 15},
        "name": "variance here",
    }
    possible = bubbles(dial.probability, labels, HALF_THE_MASS, SMALLEST_BUBBLE)
    return [possible, *(trace | {"hoverinfo": "skip"} for trace in (downhill, up, down, here))]


def _moving(dial: Dial, stop: int, unit: float, top: float, numbers: Callable[[npt.ArrayLike], object]) -> list[Part]:
    """What changes about them from stop to stop."""
    limits = np.iinfo(np.int16)
    x, y = np.clip(np.rint(to_plane(unit * dial.gradient[stop])), limits.min, limits.max).astype(np.int16).T
    advantage = dial.advantage[stop]
    b, variance = float(dial.b[stop]), float(dial.variance[stop])
    middle = float(dial.b[0] + dial.b[-1]) / 2
    said = ["", "", "", f"<b>b = {number(b, 4)}</b>: variance <b>{number(variance)}</b>"]
    return [
        {"type": "scatter", "x": numbers(x), "y": numbers(y)} | {"marker": {"color": numbers(dial.slope[stop])}},
        {"type": "scatter", "text": [f"<b>downhill {percent(dial.downhill[stop])}</b>"]},
        # A trace for each colour: the bars then only change their length.
        _bars(advantage, advantage >= 0),
        _bars(advantage, advantage < 0),
        {
            "type": "scatter",
            "x": [b, b, None, middle],
            "y": [0, variance, None, 1.22 * top],
            "text": said,
        },
    ]


def _bars(advantage: Array, drawn: npt.NDArray[np.bool_]) -> Part:
    return {
        "type": "bar",
        "y": np.where(drawn, advantage, 0.0).tolist(),
        "text": [signed(a, 2) if shown else "" for a, shown in zip(advantage, drawn, strict=True)],
    }


def _merged(lasting: Part, moving: Part) -> Part:
    """A trace as it stands at one stop."""
    return lasting | moving | {"marker": lasting.get("marker", {}) | moving.get("marker", {})}


def rail(dial: Dial, stop: int, unit: float, top: float, traces: list[int], width: float) -> Part:
    """Every stop of b, on a rail that only the file to take home shows: on the page the parabola is dragged.

    Each step carries its own frame: as frames of the figure they would be checked one by one, which takes ten times
    as long as all the rest.

    Args:
        dial: with its stops.
        stop: the number of the one that is shown, from 0.
        unit: how long 1 is in the plane.
        top: of the parabola.
        traces: the numbers of those that move.
        width: of the rail, as a share of the picture.
    """
    frames = [_moving(dial, place, unit, top, packed) for place in range(len(dial.b))]
    return {
        "active": stop,
        "visible": False,
        "x": 0,
        "len": width,
        "y": 0,
        # The handle is 20 pixels wide: so its middle goes from end to end.
        "pad": {"t": 48, "l": -10, "r": -10},
        "currentvalue": {"visible": False},
        "ticklen": 0,
        "minorticklen": 0,
        "bgcolor": CURRENT,
        "activebgcolor": CURRENT,
        "borderwidth": 0,
        "steps": [
            {"value": number(b, 4), "label": ""}
            | {"method": "animate", "args": [[{"traces": traces, "data": frame}], AT_ONCE]}
            for b, frame in zip(dial.b, frames, strict=True)
        ],
    }
