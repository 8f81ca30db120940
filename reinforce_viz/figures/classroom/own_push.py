"""One phone's push, as a small drawing that a browser shows without loading anything for it."""

from collections.abc import Sequence
from html import escape

import numpy as np

from reinforce_viz.engine.policy import Array
from reinforce_viz.figures.style.theme import COLOURS, NEUTRAL, Theme, fitting
from reinforce_viz.figures.style.triangle import CORNERS, to_plane

RADIUS = 100  # from the middle to a corner
ARROW = 85
# To the edges of the picture, in which a name has room at each corner.
WIDE, HIGH = 155, 135


def own_push(push: Array, answer: int, names: Sequence[str], theme: Theme) -> str:
    """Which way a push points between the directions of the three answers, as an SVG drawing.

    Args:
        push: of one draw, [A].
        answer: that was drawn, which gives the colour.
        names: of the answers, [A].
        theme: the colours of the page that it is drawn on.
    """
    x, y = (ARROW * to_plane(push) / (np.linalg.norm(to_plane(push)) or 1.0)).tolist()
    corners = (RADIUS * CORNERS).tolist()
    parts = [_line(right, up, NEUTRAL, 'stroke-dasharray="2 5"') for right, up in corners]
    for name, (right, up), colour in zip(names, corners, theme.answers, strict=True):
        parts.append(_name(name, 1.16 * right, 1.16 * up, colour))
    head = (
        f'<marker id="head" orient="auto" markerWidth="4" markerHeight="4" refX="2" refY="2">'
        f'<path d="M0 0 4 2 0 4z" fill="{COLOURS[answer]}"/></marker>'
    )
    arrow = _line(x, y, COLOURS[answer], 'stroke-width="6" marker-end="url(#head)"')
    box = f"{-WIDE} {-HIGH} {2 * WIDE} {1.7 * HIGH:.0f}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{head}{"".join(parts)}{arrow}</svg>'


def _line(x: float, y: float, colour: str, look: str) -> str:
    # Down is up in SVG.
    return f'<line x1="0" y1="0" x2="{x:.1f}" y2="{-y:.1f}" stroke="{colour}" {look}/>'


def _name(name: str, x: float, y: float, colour: str) -> str:
    look = f'font-family="sans-serif" font-size="{fitting([name], 16):g}" font-weight="bold" text-anchor="middle"'
    return f'<text x="{x:.1f}" y="{5 - y:.1f}" fill="{colour}" {look}>{escape(name)}</text>'
