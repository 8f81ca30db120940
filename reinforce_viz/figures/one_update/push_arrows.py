"""The pushes of a batch, and the estimate that they add up to."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import plotly.graph_objects as go

from reinforce_viz.engine.experiment import USUAL
from reinforce_viz.engine.policy import Array, score
from reinforce_viz.figures.style.canvas import Drawing
from reinforce_viz.figures.style.plane import Frame, downhill_half, edge_along, frame, inward, plane
from reinforce_viz.figures.style.theme import COLOURS, CURRENT, DOWN, NEUTRAL, UP, fitting, longest, translucent
from reinforce_viz.figures.style.triangle import to_plane
from reinforce_viz.lessons.one_update import Update

FEW = 8  # arrows, and letters of a name, up to which each arrow has room for its answer's name
LEGIBLE = 0.14  # of half the picture's side: an arrow shorter than that has no room for its number


def push_arrows(update: Update, pick: int, names: Sequence[str] = USUAL) -> go.Figure:
    """Each draw's push over K, laid tip to tail, so that they end at their mean ĝ; beside it the true gradient g.

    Args:
        update: with its pushes.
        pick: the number of the draw that the reader looks at, from 1.
        names: [A], of the answers.
    """
    chain = np.cumsum(update.push, axis=0) / len(update.draws)
    view = frame([chain, update.gradient[None]])
    drawing = plane(400, *view.corners)
    drawing.traces = [downhill_half(to_plane(update.gradient), view)]
    _add_directions(drawing, update, view, names)
    joints = np.vstack([np.zeros(2), to_plane(chain)])
    for tip, colour, width, name in (
        (to_plane(update.gradient), NEUTRAL, 6, "g"),
        (joints[-1], CURRENT, 4, "ĝ"),
    ):
        if tip.any():
            drawing.arrow((0, 0), tip, colour, width, name=name)
            _add_label(drawing, tip, tip, f"<b>{name}</b>", colour, 17)
    for k, (tail, tip) in enumerate(pairwise(joints)):
        if update.push[k].any():
            _add_push(drawing, update, k, tail, tip, picked=k + 1 == pick)
            if k + 1 == pick or _length(tip - tail) > LEGIBLE * view.half:
                _add_number(drawing, update, k, (tail, tip), names)
    return drawing.figure()


def _add_push(drawing: Drawing, update: Update, k: int, tail: Array, tip: Array, picked: bool) -> None:
    if picked:
        (x0, y0), (x1, y1) = tail.tolist(), tip.tolist()
        halo = {"color": translucent(CURRENT, 0.3), "width": 14}
        drawing.shape(type="line", x0=x0, y0=y0, x1=x1, y1=y1, line=halo, name="picked")
    drawing.arrow(tail, tip, UP if update.advantage[k] > 0 else DOWN, 2.5, name=f"draw {k + 1}")


def _add_number(drawing: Drawing, update: Update, k: int, arrow: tuple[Array, Array], names: Sequence[str]) -> None:
    """Which draw an arrow is, beside its middle."""
    answer, (tail, tip) = update.draws[k], arrow
    name = f"{k + 1} {names[answer]}" if max(len(update.draws), longest(names)) <= FEW else str(k + 1)
    along = tip - tail
    _add_label(drawing, (tail + tip) / 2, np.array([along[1], -along[0]]), name, COLOURS[answer], 12)


def _add_directions(drawing: Drawing, update: Update, view: Frame, names: Sequence[str]) -> None:
    """Dotted lines along which a push makes each answer likelier, named where they leave the picture."""
    size = fitting(names, 13)
    for direction, name, colour in zip(to_plane(score(update.before)), names, COLOURS, strict=True):
        if _length(direction) < 1e-12:  # a certain answer has no push
            continue
        x, y = (0.9 * edge_along(direction, view) * direction).tolist()
        drawing.shape(
            type="line", x0=0, y0=0, x1=x, y1=y, line={"color": colour, "width": 1, "dash": "dot"}, layer="below"
        )
        label, font = f"up {name}", {"color": colour, "size": size}
        drawing.text(f"<b>{label}</b>", x, y, xshift=inward(label, size, x, view), font=font)


def _add_label(drawing: Drawing, at: Array, towards: Array, text: str, colour: str, size: int) -> None:
    """A text a little off a point, to the side of `towards`."""
    x, y = (14 * towards / (_length(towards) or 1.0)).tolist()
    drawing.text(text, at[0], at[1], xshift=x, yshift=y, font={"color": colour, "size": size})


def _length(vector: Array) -> float:
    return float(np.linalg.norm(vector))
