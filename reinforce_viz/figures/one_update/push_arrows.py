"""The pushes of a batch, laid tip to tail one after the other, and the estimate that they add up to."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from reinforce_viz.engine.experiment import USUAL
from reinforce_viz.engine.policy import score
from reinforce_viz.engine.rounding import NEGLIGIBLE, Array
from reinforce_viz.figures.style.canvas import Drawing, Part, scatter
from reinforce_viz.figures.style.plane import WIDE, Frame, downhill_half, edge_along, frame, inward, plane
from reinforce_viz.figures.style.player import player
from reinforce_viz.figures.style.theme import COLOURS, CURRENT, DOWN, NEUTRAL, UP, fitting, longest, translucent
from reinforce_viz.figures.style.triangle import to_plane
from reinforce_viz.lessons.one_update import Update

FEW = 8  # arrows, and letters of a name, up to which each arrow has room for its answer's name
LEGIBLE = 0.14  # of half the picture's side: an arrow shorter than that has no room for its number
ASIDE = 14  # pixels from the middle of an arrow to its number
HEAD = 14  # pixels
MILLISECONDS = 350  # for an arrow to grow


def push_arrows(update: Update, pick: int, names: Sequence[str] = USUAL, *, hidden: bool = False) -> go.Figure:
    """Each draw's push over K, laid tip to tail, so that they end at their mean ĝ; beside it the true gradient g.

    Args:
        update: whose pushes they are.
        pick: the draw that is marked, from 1.
        names: of the answers.
        hidden: without g, which tells whether the step goes uphill.
    """
    chain = np.cumsum(update.push, axis=0) / len(update.draws)
    view = frame([chain] if hidden else [chain, update.gradient[None]])
    joints = np.vstack([np.zeros(2), to_plane(chain)])
    k = len(update.draws)
    order = [*(str(draw) for draw in range(k + 1)), "ĝ"]
    low, high = view.corners
    layout = {"margin": {"b": 56}, "meta": {"of": repr((update.push.tolist(), hidden))}}
    drawing = plane(340, low, high, **layout, **player(order, MILLISECONDS, quiet=True, shown=k + 1))
    _add_directions(drawing, update, view, names)
    if not hidden:
        truth = to_plane(update.gradient)
        drawing.traces += [downhill_half(truth, view), _arrow(np.zeros(2), truth, NEUTRAL, 6, view, "g")]
        _add_label(drawing, truth, "g", NEUTRAL)
    first = len(drawing.traces)
    drawing.traces += _moving(update, joints, pick, k + 1, view, names)
    moving = range(first, len(drawing.traces))
    drawing.traces.append(_answering(update, joints, names))
    still = [*range(first), len(drawing.traces) - 1]
    drawing.frames = [
        {
            "name": name,
            "traces": [*moving, *still],
            "data": [
                *(_part_that_moves(part) for part in _moving(update, joints, pick, laid, view, names)),
                # A trace that no frame names would not answer a click any more.
                *({"type": "scatter"} for _ in still),
            ],
        }
        for laid, name in enumerate(order)
    ]
    return drawing.figure()


def _moving(update: Update, joints: Array, pick: int, laid: int, view: Frame, names: Sequence[str]) -> list[Part]:
    """The arrows once the first `laid` of them lie there, and after the last one their mean.  Others have no length."""
    k = len(update.draws)
    ends = np.where(np.arange(1, k + 1)[:, None] <= laid, joints[1:], joints[:-1])
    halo = {"color": translucent(CURRENT, 0.3), "width": 14}
    parts = [
        scatter(*np.stack([joints[pick - 1], ends[pick - 1]]).T, mode="lines", line=halo, name="picked"),
        _arrow(np.zeros(2), joints[-1] if laid > k and update.moves else np.zeros(2), CURRENT, 4, view, "ĝ"),
        *(_push(update, draw, joints[draw], ends[draw], view) for draw in range(k)),
        _numbers(update, joints, pick, laid, view, names),
    ]
    mean = {
        "text": ["", "<b>ĝ</b>" if laid > k and update.moves else ""],
        "textfont": {"color": CURRENT, "size": 17},
    }
    parts[1] |= mean | {"mode": "lines+markers+text", "textposition": _side(joints[-1])}
    return parts


def _part_that_moves(part: Part) -> Part:
    moves = {key: part[key] for key in ("type", "x", "y", "text") if key in part}
    if part["name"] == "numbers":
        moves = {"type": part["type"], "text": part["text"]}
    return moves | ({"marker": {"size": part["marker"]["size"]}} if "marker" in part else {})


def _arrow(tail: Array, tip: Array, colour: str, width: float, view: Frame, name: str) -> Part:
    """A line with a head, which is smaller on a short line."""
    x, y = np.stack([tail, tip]).astype(np.float32).T
    length = _length(tip - tail)
    pixels = length / (2 * view.half) * WIDE
    head = min(HEAD + width, max(0.7 * pixels, 4.0)) if length > NEGLIGIBLE else 0
    marker = {"symbol": "arrow", "angleref": "previous", "size": [0, round(head, 1)], "color": colour}
    return scatter(x, y, mode="lines+markers", line={"color": colour, "width": width}, marker=marker, name=name)


def _push(update: Update, draw: int, tail: Array, tip: Array, view: Frame) -> Part:
    """The arrow of a draw, from 0."""
    colour = UP if update.advantage[draw] > 0 else DOWN
    return _arrow(tail, tip, colour, 2.5, view, f"draw {draw + 1}")


def _answering(update: Update, joints: Array, names: Sequence[str]) -> Part:
    """Unseen marks in the middle of the arrows, which answer the pointer and a click."""
    x, y = ((joints[:-1] + joints[1:]) / 2).astype(np.float32).T
    unseen = {"marker": {"opacity": 0}}
    return scatter(
        x,
        y,
        mode="markers",
        marker={"size": 24, "opacity": 0},
        selected=unseen,
        unselected=unseen,
        hovertext=[f"draw {draw}: {names[a]}" for draw, a in enumerate(update.draws, 1)],
        hovertemplate="%{hovertext}<extra></extra>",
        name="draws",
    )


def _numbers(update: Update, joints: Array, pick: int, laid: int, view: Frame, names: Sequence[str]) -> Part:
    """Which draw each arrow is, beside its middle."""
    k = len(update.draws)
    along = np.diff(joints, axis=0)
    lengths = np.linalg.norm(along, axis=1)
    aside = np.stack([along[:, 1], -along[:, 0]], axis=1) / np.where(lengths, lengths, 1.0)[:, None]
    x, y = (joints[:-1] + along / 2 + aside * ASIDE * 2 * view.half / WIDE).astype(np.float32).T
    named = max(k, longest(names)) <= FEW
    text = []
    for draw, answer in enumerate(update.draws):
        shown = draw < laid and lengths[draw] and (draw + 1 == pick or lengths[draw] > LEGIBLE * view.half)
        text.append((f"{draw + 1} {names[answer]}" if named else str(draw + 1)) if shown else "")
    font = {"color": [COLOURS[a] for a in update.draws], "size": 13}
    return scatter(x, y, mode="text", text=text, textfont=font, name="numbers")


def _add_directions(drawing: Drawing, update: Update, view: Frame, names: Sequence[str]) -> None:
    """Dotted lines along which a push makes each answer likelier, named where they leave the picture."""
    size = fitting(names, 13)
    for direction, name, colour in zip(to_plane(score(update.before)), names, COLOURS, strict=True):
        if _length(direction) < 1e-12:  # a certain answer has no push
            continue
        x, y = (0.9 * edge_along(direction, view) * direction).tolist()
        line = {"color": colour, "width": 1, "dash": "dot"}
        drawing.shape(type="line", x0=0, y0=0, x1=x, y1=y, line=line, layer="below")
        label, font = f"up {name}", {"color": colour, "size": size}
        drawing.text(f"<b>{label}</b>", x, y, xshift=inward(label, size, x, view), font=font)


def _add_label(drawing: Drawing, tip: Array, name: str, colour: str) -> None:
    """The name of an arrow from zero, a little beyond its tip."""
    if tip.any():
        x, y = (14 * tip / _length(tip)).tolist()
        drawing.text(f"<b>{name}</b>", *tip, xshift=x, yshift=y, font={"color": colour, "size": 17})


def _side(tip: Array) -> str:
    """Where a name goes that is not to lie on an arrow from zero."""
    return f"{'top' if tip[1] >= 0 else 'bottom'} {'right' if tip[0] >= 0 else 'left'}"


def _length(vector: Array) -> float:
    return float(np.linalg.norm(vector))
