"""The four stages of an update as pictures of a few pixels, for the buttons that lead to them: SVG, not Plotly."""

from itertools import pairwise

import numpy as np

from reinforce_viz.engine.rounding import NEGLIGIBLE, Array
from reinforce_viz.figures.one_update.drawn_answers import piled
from reinforce_viz.figures.style.theme import COLOURS, CURRENT, DOWN, NEUTRAL, UP
from reinforce_viz.figures.style.triangle import to_plane
from reinforce_viz.lessons.one_update import Update

WIDE, HIGH = 64, 44
MARGIN = 5
ROW = 6.0  # pixels from a draw to the one that lies on it, where there is room
FLOOR = 36  # where draws come to rest on the bar


def stage_pictures(update: Update, *, hidden: bool) -> tuple[str, str, str, str]:
    """What was drawn, what that earned, how it adds up, and where that leads.

    Args:
        update: whose stages they are.
        hidden: without the step, because the reader has not guessed yet where it leads.

    Returns:
        The SVG of each stage, in the order of the walk.
    """
    return _sample(update), _reward(update), _gradient(update), _step(update, hidden=hidden)


def _sample(update: Update) -> str:
    """The policy as a bar, and the draws above it."""
    edges = (MARGIN + (WIDE - 2 * MARGIN) * update.edges).tolist()
    bar = [
        _rect(low, FLOOR, high, HIGH - 4, colour) for (low, high), colour in zip(pairwise(edges), COLOURS, strict=True)
    ]
    x, row = piled(update)
    apart = min(ROW, (FLOOR - MARGIN) / (row.max() + 1))
    places = np.stack([MARGIN + (WIDE - 2 * MARGIN) * x, FLOOR - apart * (row + 0.5) - 0.5], axis=1)
    return _svg(*bar, *(_dot(at, 2.2, COLOURS[a]) for at, a in zip(places, update.draws, strict=True)))


def _reward(update: Update) -> str:
    """Each draw's reward as a bar up or down from what is subtracted."""
    ends = np.stack([update.baseline, update.reward], axis=1)
    low, high = float(min(0.0, ends.min())), float(max(0.0, ends.max()))
    base, reward = (HIGH - MARGIN - (HIGH - 2 * MARGIN) * (ends - low) / (high - low or 1.0)).T
    place = (WIDE - 2 * MARGIN) / len(ends)
    parts = []
    for draw, (start, end) in enumerate(zip(base.tolist(), reward.tolist(), strict=True)):
        x = MARGIN + place * draw
        parts.append(
            _rect(x + 0.2 * place, min(start, end), x + 0.8 * place, max(start, end), UP if end < start else DOWN)
        )
        parts.append(_line(np.array([[x, start], [x + place, start]]), CURRENT, 1.5))
    return _svg(*parts)


def _gradient(update: Update) -> str:
    """The pushes tip to tail, and their mean."""
    joints = np.vstack([np.zeros(3), np.cumsum(update.push, axis=0) / len(update.draws)])
    points = _fitted(to_plane(joints))
    colours = [UP if advantage > 0 else DOWN for advantage in update.advantage]
    chain = [_line(points[draw : draw + 2], colour, 2) for draw, colour in enumerate(colours)]
    mean = _line(points[[0, -1]], CURRENT, 2, head=True) if update.moves else ""
    return _svg(*chain, mean, _dot(points[0], 2, NEUTRAL))


def _step(update: Update, *, hidden: bool) -> str:
    """The policy before the step, after it, and after the exact one."""
    policies = [update.before] if hidden else [update.before, update.exact, update.after]
    before, *ends = _fitted(to_plane(np.stack(policies)))
    parts = [_mark("?", before + np.array([16, 0]), NEUTRAL)] if hidden else []
    for end, colour in zip(ends, (NEUTRAL, CURRENT), strict=False):
        parts += [_line(np.stack([before, end]), colour, 2), _dot(end, 4, "none", colour)]
    return _svg(*parts, _dot(before, 3, CURRENT))


def _fitted(points: Array) -> Array:
    """Points of the plane in pixels from the upper left, as large as there is room.  [N, 2] -> [N, 2]."""
    low, high = points.min(axis=0), points.max(axis=0)
    room = np.array([WIDE, HIGH]) - 2.0 * MARGIN
    # What differs by a rounding alone is one point, not a picture of noise.
    size = float(((high - low) / room).max()) if (high - low).max() > NEGLIGIBLE else 1.0
    return np.asarray(np.array([WIDE, HIGH]) / 2 + (points - (low + high) / 2) / size * [1, -1])


def _svg(*parts: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}">{"".join(parts)}</svg>'


def _rect(left: float, top: float, right: float, bottom: float, colour: str) -> str:
    size = f'width="{right - left:.1f}" height="{bottom - top:.1f}"'
    return f'<rect x="{left:.1f}" y="{top:.1f}" {size} fill="{colour}" fill-opacity="0.8"/>'


def _dot(at: Array, radius: float, fill: str, edge: str = "none") -> str:
    x, y = at.tolist()
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{fill}" stroke="{edge}" stroke-width="2"/>'


def _mark(text: str, at: Array, colour: str) -> str:
    x, y = at.tolist()
    font = 'font-family="sans-serif" font-size="22" text-anchor="middle"'
    return f'<text x="{x:.1f}" y="{y + 8:.1f}" {font} fill="{colour}">{text}</text>'


def _line(points: Array, colour: str, width: float, *, head: bool = False) -> str:
    """A line between two points, with a head at the second if there is one."""
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points.tolist())
    line = f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{width}"/>'
    return line + _head(points, colour) if head else line


def _head(points: Array, colour: str) -> str:
    along = np.diff(points, axis=0)[0]
    along = along / (np.linalg.norm(along) or 1.0)
    aside = np.array([-along[1], along[0]])
    corners = np.stack([points[1], points[1] - 8 * along + 4 * aside, points[1] - 8 * along - 4 * aside])
    return f'<polygon points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in corners.tolist())}" fill="{colour}"/>'
