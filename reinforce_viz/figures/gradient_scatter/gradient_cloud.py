"""The plane of all estimates that one update can be made from, at every K."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from reinforce_viz.engine.batches import Outcomes
from reinforce_viz.engine.exact import Moments
from reinforce_viz.engine.experiment import USUAL
from reinforce_viz.engine.policy import Array
from reinforce_viz.figures.gradient_scatter.estimates import (
    ABOVE,
    BELOW,
    HEIGHT,
    at_rest,
    is_biased,
    pixel,
    rain,
    words,
)
from reinforce_viz.figures.style.canvas import Drawing, Part
from reinforce_viz.figures.style.plane import Frame, add_directions, downhill_half, frame
from reinforce_viz.figures.style.shapes import arrow_outline, filled
from reinforce_viz.figures.style.theme import CURRENT, DOWN, FAINT, NEUTRAL, UP, title
from reinforce_viz.figures.style.triangle import PLANE, to_plane
from reinforce_viz.text.format import percent

WIDER = 1.25  # than high is the part of the plane that is shown
BROAD = 8  # pixels, of the shaft of g
MILLISECONDS = 250  # from one lot to the next


def room_for(estimates: list[Array]) -> Frame:
    """The part of the plane that pictures of some estimates show, arrays [N, A].

    Args:
        estimates: arrays [N, A].
    """
    return frame(estimates, WIDER)


def in_sight(batches: Outcomes, view: Frame) -> npt.NDArray[np.bool_]:
    """Which estimates lie in the picture, however narrow it is.  [M].

    Args:
        batches: with their estimates.
        view: the part of the plane that is shown.
    """
    away = np.abs(to_plane(batches.gradient) - [view.x, view.y])
    return np.asarray((away <= [WIDER * view.half, view.half]).all(axis=1))


def gradient_cloud(
    cloud: tuple[Moments, Outcomes],
    sampled: Array,
    view: Frame,
    frames: list[Part],
    guess: float | None = None,
    names: Sequence[str] = USUAL,
) -> go.Figure:
    """The plane of gradients with every listed estimate, sampled ones, their mean, spread, and the downhill half.

    Args:
        cloud: the moments of all estimates, and those to draw.
        sampled: [N, A], sampled estimates, which fall in some frames more.
        view: the part of the plane that is shown.
        frames: of every K, as `at_every_size` makes them.
        guess: the reader's share of steps downhill.
        names: [A], of the answers.
    """
    exact, _ = cloud
    drawing = _plane(exact.mean - exact.bias, exact.estimator, view, names)
    drawing.traces += at_rest(cloud, sampled, view, names)
    if guess is not None:
        where = {"xref": "paper", "yref": "paper", "yanchor": "bottom"}
        drawing.text(f"your guess: {percent(guess)}", 0.5, 1, font={"color": CURRENT, "size": 14}, **where)
    drops = rain(exact, sampled, view)
    drawing.frames = frames + drops
    drawing.layout["meta"] = {"of": _what(exact, sampled, guess, names), "pace": MILLISECONDS}
    drawing.layout["meta"] |= {"plays": [frame["name"] for frame in drops], "at": str(exact.k)}
    _explain(drawing, exact)
    return drawing.figure()


def before_the_guess(gradient: Array, estimator: str, view: Frame, names: Sequence[str] = USUAL) -> go.Figure:
    """The plane with g and the downhill half, and no estimate in it.

    Args:
        gradient: [A], g.
        estimator: of an entry in ESTIMATORS.
        view: the part of the plane that is shown.
        names: [A], of the answers.
    """
    drawing = _plane(gradient, estimator, view, names)
    if gradient.any():
        drawing.traces.append(words(view) | {"text": ["<b>shaded: downhill</b>"]})
    return drawing.figure()


def _plane(gradient: Array, estimator: str, view: Frame, names: Sequence[str]) -> Drawing:
    """The plane with what does not depend on K: the downhill half, the answers' directions, and g."""
    wide, half = WIDER * view.half, view.half
    drawing = Drawing(
        HEIGHT,
        title=title(estimator) | {"y": 0.99, "yanchor": "top"},
        margin={"l": 8, "r": 8, "t": ABOVE, "b": BELOW},
        xaxis={"range": [view.x - wide, view.x + wide]} | PLANE,
        yaxis={"range": [view.y - half, view.y + half], "scaleanchor": "x"} | PLANE,
    )
    line = {"color": FAINT, "width": 1}
    drawing.shape(type="rect", xref="x domain", yref="y domain", x0=0, y0=0, x1=1, y1=1, line=line)
    tip = to_plane(gradient)
    drawing.traces += [downhill_half(tip, view), filled(arrow_outline((0, 0), tip, BROAD * pixel(view)), NEUTRAL, "g")]
    add_directions(drawing, view, names)
    if gradient.any():
        # Behind its tail: where it points, the bubbles are.
        behind = -14 * pixel(view) / float(np.linalg.norm(tip)) * tip
        drawing.text("<b>g</b>", behind[0], behind[1], font={"size": 16})
    return drawing


def _explain(drawing: Drawing, exact: Moments) -> None:
    """What is what, below the picture."""
    average = "hollow arrow: their average" if is_biased(exact) else "g is their average"
    said = (
        f'<span style="color: {CURRENT}">•</span> sampled updates &nbsp; ┄ one standard deviation<br>'
        f'bubbles <span style="color: {UP}">●</span> uphill <span style="color: {DOWN}">●</span> downhill; {average}'
    )
    where = {"xref": "paper", "yref": "paper", "yanchor": "top"}
    drawing.text(said, 0.5, 0, yshift=-26, font={"size": 12}, **where)


def _what(exact: Moments, sampled: Array, guess: float | None, names: Sequence[str]) -> str:
    """What a picture shows, in a text that no other picture has."""
    setting = exact.estimator, exact.probs.tolist(), exact.rewards.tolist(), exact.k, exact.b
    return f"{setting}, {sampled.sum(axis=0).tolist()}, {guess}, {tuple(names)}"
