"""One update at every baseline on the dial: what turning it changes, and what stays as it is."""

import numpy as np
import plotly.graph_objects as go

from reinforce_viz.engine.batch_size import variance_by_baseline
from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.policy import Array
from reinforce_viz.engine.rounding import ROUNDING
from reinforce_viz.figures.baselines.dial_stops import EDGE, at_rest, rail
from reinforce_viz.figures.style.canvas import Drawing, Part
from reinforce_viz.figures.style.parabola import Mark, add_marks, add_parabola
from reinforce_viz.figures.style.plane import Frame, add_arrow, add_directions, downhill_half
from reinforce_viz.figures.style.theme import COLOURS, CURRENT, FAINT, MARKERS, NEUTRAL, fitting, longest
from reinforce_viz.figures.style.triangle import PLANE, to_plane
from reinforce_viz.lessons.baselines import Dial, known_marks
from reinforce_viz.text.format import number

# Panels from left to right and from bottom to top, as shares of the space between the margins: in one row, and on a
# phone the parabola below the other two.
HEIGHT = 400
Panels = dict[str, tuple[list[float], list[float]]]
WIDE_SCREEN: Panels = {"parabola": ([0, 0.42], [0, 1]), "bars": ([0.47, 0.64], [0.1, 1]), "cloud": ([0.68, 1], [0, 1])}
PHONE: Panels = {"parabola": ([0, 1], [0, 0.45]), "bars": ([0.6, 1], [0.64, 1]), "cloud": ([0, 0.55], [0.56, 1])}
AXES = {"cloud": "", "bars": "2", "parabola": "3"}
GUESS = "your guess"
BOTTOM = 48  # pixels for the words below the parabola
MASS_IN_VIEW = 0.9
WIDE = 340  # pixels that the cloud is wide on a wide screen
NARROWEST = 83  # pixels that half of it is wide on a phone
FLAT = 5  # letters of a name up to which it lies flat below its bar


def baseline_dial(experiment: Experiment, dial: Dial, guess: float | None = None, *, hidden: bool = False) -> go.Figure:
    """The variance, the advantages and the cloud at the experiment's b, and what turning b in the browser shows.

    Args:
        experiment: its policy, rewards, K and b.
        dial: has a stop at b.
        guess: the reader's b of least variance, beside the truth.
        hidden: whether the reader has yet to guess; then only the cloud and the advantages at b are in the figure.
    """
    low, high = float(dial.b[0]), float(dial.b[-1])
    b = np.linspace(low, high, 121)
    variance = variance_by_baseline(experiment.probs, experiment.rewards, experiment.k, b)
    top = 1.06 * float(variance.max()) or 1.0
    unit = EDGE / _reach(dial)
    drawing = Drawing(
        HEIGHT,
        margin={"l": 8, "r": 8, "t": 28, "b": BOTTOM},
        barmode="overlay",
        meta=_elsewhere(experiment, guess, hidden=hidden),
        **_axes(experiment, dial, top),
    )
    _draw_plane(drawing, experiment, to_plane(unit * dial.mean))
    _add_titles(drawing)
    _add_rewards(drawing, experiment)
    here = int(np.abs(dial.b - experiment.b).argmin())
    moving = at_rest(dial, here, unit, top, experiment.answers)
    if hidden:
        drawing.text("Guess first", 0.5, 0.5, xref="x3 domain", yref="y3 domain", font={"size": 16})
        drawing.layout["yaxis3"] |= {"showticklabels": False, "showgrid": False, "range": [0, 1]}
        drawing.traces += moving[:-1]
        return drawing.figure()
    add_parabola(drawing, b, variance, ("x3", "y3"))
    add_marks(drawing, _marks(experiment, guess), low + 0.62 * (high - low), top, ("x3", "y3"))
    still = len(drawing.traces)
    drawing.traces += moving
    moved, width = list(range(still, len(drawing.traces))), WIDE_SCREEN["parabola"][0][1]
    drawing.layout["sliders"] = [rail(dial, here, unit, top, moved, width)]
    return drawing.figure()


def _elsewhere(experiment: Experiment, guess: float | None, *, hidden: bool) -> Part:
    """Where the panels are on a narrow screen and on a wide one, and what the picture is of."""
    e = experiment
    of = repr((e.answers, e.probs, e.rewards, e.k, e.b, guess, hidden))
    return {"of": of, "narrow": _places(PHONE), "wide": _places(WIDE_SCREEN)}


def _places(panels: Panels) -> Part:
    """The place of each panel, by the name that Plotly has for it."""
    return {
        f"{side}axis{AXES[panel]}.domain": share
        for panel, sides in panels.items()
        for side, share in zip("xy", sides, strict=True)
    }


def _add_titles(drawing: Drawing) -> None:
    for panel, title in (
        ("parabola", "variance of the estimate"),
        ("bars", "advantage r − b"),
        ("cloud", "every estimate ĝ"),
    ):
        place = {"xref": f"x{AXES[panel]} domain", "yref": f"y{AXES[panel]} domain"}
        middle = {"xanchor": "center", "yanchor": "bottom", "yshift": 6, "font": {"size": 14}}
        drawing.text(title, 0.5, 1, **place, **middle)
    below = {"xref": "x3 domain", "yref": "y3 domain", "yanchor": "top", "yshift": -24, "font": {"size": 13}}
    drawing.text("baseline b", 0.5, 0, **below)


def _add_rewards(drawing: Drawing, experiment: Experiment) -> None:
    """What each answer earns, on the axis of b: there its advantage changes its sign."""
    marker = {"color": list(COLOURS), "symbol": list(MARKERS), "size": 9}
    axes = {"xaxis": "x3", "yaxis": "y3", "cliponaxis": False}
    drawing.scatter(list(experiment.rewards), [0, 0, 0], mode="markers", marker=marker, name="rewards", **axes)


def _marks(experiment: Experiment, guess: float | None) -> list[Mark]:
    """The baselines worth naming; the reader's guess is one of them, or one more."""
    known = known_marks(experiment.probs, experiment.rewards)
    own = "" if guess is None else next((name for name, b in known.items() if _alike(b, guess, experiment)), GUESS)
    known |= {} if guess is None or own in known else {GUESS: guess}
    at = np.array(list(known.values()))
    variance = variance_by_baseline(experiment.probs, experiment.rewards, experiment.k, at).tolist()
    labels = [f"{name} {number(b, 4)}" for name, b in known.items()]
    return [
        Mark(_guessed(label, name) if name == own else label, b, height, name == own)
        for label, (name, b), height in zip(labels, known.items(), variance, strict=True)
    ]


def _guessed(label: str, name: str) -> str:
    return f"<b>{label}</b>" if name == GUESS else f"<b>{label}, {GUESS}</b>"


def _alike(b: float, guess: float, experiment: Experiment) -> bool:
    return abs(b - guess) <= ROUNDING * max(map(abs, experiment.rewards))


def _reach(dial: Dial) -> float:
    """Half the side of a square around zero with most of the mass at every stop, and with room for the gradient."""
    reach = 2 * float(np.abs(to_plane(dial.mean)).max())
    for estimates in dial.gradient:
        distance = np.abs(to_plane(estimates)).max(axis=1)
        order = np.argsort(distance)
        mass = np.cumsum(dial.probability[order])
        reach = max(reach, 1.1 * float(distance[order][np.searchsorted(mass, MASS_IN_VIEW * mass[-1])]))
    return reach or 1.0


def _axes(experiment: Experiment, dial: Dial, top: float) -> Part:
    """The three panels: the plane, the advantages, and the parabola, which is `top` high."""
    fixed = {"fixedrange": True}
    plane = {"range": [-EDGE, EDGE]} | PLANE
    low, high = float(dial.advantage.min()), float(dial.advantage.max())
    room = 0.16 * (high - low)
    names = experiment.answers
    labels = [f'<b style="color: {colour}">{name}</b>' for name, colour in zip(names, COLOURS, strict=True)]
    # Long names stand upright: side by side there is no room for them on a phone.
    flat = longest(names) <= FLAT
    name_style = {"tickangle": 0 if flat else -90, "tickfont": {"size": fitting(names, 13)}}
    return {
        "xaxis": {"domain": WIDE_SCREEN["cloud"][0]} | plane,
        "yaxis": {"domain": WIDE_SCREEN["cloud"][1], "scaleanchor": "x"} | plane,
        "xaxis2": {"domain": WIDE_SCREEN["bars"][0], "anchor": "y2", "range": [-0.6, 2.6], "showgrid": False}
        | {"tickvals": [0, 1, 2], "ticktext": labels}
        | name_style
        | fixed,
        "yaxis2": {
            "domain": WIDE_SCREEN["bars"][1],
            "anchor": "x2",
            "range": [low - room, high + room],
            "showgrid": False,
        }
        | {"showticklabels": False, "zeroline": True, "zerolinecolor": NEUTRAL}
        | fixed,
        "xaxis3": {"domain": WIDE_SCREEN["parabola"][0], "anchor": "y3", "range": [float(dial.b[0]), float(dial.b[-1])]}
        | {"zeroline": False}
        | fixed,
        "yaxis3": {"domain": WIDE_SCREEN["parabola"][1], "anchor": "x3", "range": [0, 1.3 * top], "gridcolor": FAINT}
        | {"ticklabelposition": "inside top", "nticks": 5, "tickfont": {"color": NEUTRAL}}
        | fixed,
    }


def _draw_plane(drawing: Drawing, experiment: Experiment, gradient: Array) -> None:
    view = Frame(0, 0, EDGE)
    drawing.shape(type="rect", x0=-EDGE, y0=-EDGE, x1=EDGE, y1=EDGE, line={"color": FAINT, "width": 1})
    drawing.traces.append(downhill_half(gradient, view))
    add_directions(drawing, view, experiment.answers, NARROWEST)
    add_arrow(drawing, gradient, NEUTRAL, 5, view, "g", WIDE)
    add_arrow(drawing, gradient, CURRENT, 2, view, "E ĝ", WIDE)
    # Named behind its tail: where it points, the bubbles are.
    x, y = -0.2 * EDGE / (float(np.linalg.norm(gradient)) or 1.0) * gradient
    drawing.text("<b>E[ĝ]</b>", x, y, font={"color": CURRENT, "size": 14})
