"""The pushes of a baseline, laid tip to tail: they come back to where they began, whatever b is."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from reinforce_viz.engine.experiment import USUAL
from reinforce_viz.engine.policy import Array
from reinforce_viz.figures.style.canvas import Part, packed, plotted, scatter
from reinforce_viz.figures.style.shapes import filled
from reinforce_viz.figures.style.theme import COLOURS, NEUTRAL, breadth, fitting
from reinforce_viz.figures.why_it_works.tip_to_tail import UNSAID, beside, framed, tips, view_of
from reinforce_viz.lessons.why_it_works import bias_terms
from reinforce_viz.text.format import number

LARGEST_B, STEP = 10.0, 0.5
HEIGHT = 400
WIDTH, NARROW = 7, 4  # pixels, of the shafts of arrows under the policy and under others
LETTERS = 14
START = "start and end"
SMALL = 0.24  # half the side of a small picture, of that of the large one
RIGHT = 1.7  # how far the small pictures reach, likewise


def zero_bias(
    probs: tuple[float, ...], b: float, others: list[tuple[float, ...]], names: Sequence[str] = USUAL
) -> go.Figure:
    """The pushes b ∇π of the three answers, and small beside them those under other policies, each to its own scale.

    It has a frame for every b of the control, named as that number is written.

    Args:
        probs: [A], the policy.
        b: the baseline.
        others: other policies.
        names: [A], of the answers.
    """
    loops = _Loops([probs, *others])
    drawing = framed(loops.view, HEIGHT, right=RIGHT)
    drawing.layout["meta"] = {"of": f"{probs}, {tuple(names)}, {b}", "at": f"{b:g}"}
    drawing.traces = [
        filled(outline, colour, f"b ∇π({name})")
        for outline, colour, name in zip(loops.at(b), COLOURS, names, strict=True)
    ]
    words = {"mode": "text", "textfont": {"size": fitting(names, LETTERS), "color": [*COLOURS, NEUTRAL]}}
    drawing.traces.append(scatter([], [], **words, name="names", cliponaxis=False) | _words(loops, names, b))
    for policy, (x, y) in zip(others, loops.places[1:], strict=True):
        text = f"({', '.join(number(p, 2) for p in policy)})"
        drawing.text(text, x, y - SMALL * loops.view.half, yanchor="top", font={"size": 12})
    stops = np.arange(-LARGEST_B, LARGEST_B + STEP / 2, STEP).tolist()
    drawing.frames = [_frame(loops, stop, names) for stop in stops]
    return drawing.figure()


class _Loops:
    """The closed loops of some policies, the first large and the others small beside it."""

    def __init__(self, policies: list[tuple[float, ...]]) -> None:
        self.policies = policies
        # So large that the largest b of either sign has room.
        reach = [float(np.abs([_centred(p, b) for b in (-LARGEST_B, LARGEST_B)]).max()) or 1.0 for p in policies]
        half = reach[0]
        self.view = view_of(np.array([[-half, -half], [half, half]]), HEIGHT)
        self.scales = [1.0, *(SMALL * half / other for other in reach[1:])]
        heights = half * np.linspace(0.78, -0.62, max(len(policies) - 1, 2))
        x = (1 + RIGHT) / 2 * half
        self.places = [(0.0, 0.0), *((x, float(y)) for _, y in zip(policies[1:], heights, strict=False))]

    def of(self, place: int, b: float) -> Array:
        """The points of one loop.  [A + 1, 2]."""
        return np.asarray(np.array(self.places[place]) + self.scales[place] * _centred(self.policies[place], b))

    def at(self, b: float) -> list[Array]:
        """By answer, the outlines of its arrows in all loops, with gaps between them.  [N, 2]."""
        widths = [WIDTH, *([NARROW] * (len(self.policies) - 1))]
        outlines: list[list[Array]] = [[] for _ in COLOURS]
        for place, width in enumerate(widths):
            for answer, (tail, tip) in enumerate(pairwise(self.of(place, b))):
                outlines[answer] += [self.view.arrow(tail, tip, width), np.full((1, 2), np.nan)]
        return [np.vstack(parts[:-1]) for parts in outlines]


def _centred(probs: npt.ArrayLike, b: float) -> Array:
    """The loop of b ∇π, moved so that its middle stands at zero.  [A + 1, 2]."""
    loop = tips(bias_terms(probs, b))
    return np.asarray(loop - loop[:-1].mean(axis=0))


def _frame(loops: _Loops, b: float, names: Sequence[str]) -> Part:
    arrows = [
        {"type": "scatter", "x": packed(x), "y": packed(y)}
        for x, y in (outlines.T.astype(np.float32) for outlines in loops.at(b))
    ]
    data = [*arrows, {"type": "scatter"} | _words(loops, names, b)]
    return {"name": f"{b:g}", "traces": list(range(len(data))), "data": data}


def _words(loops: _Loops, names: Sequence[str], b: float) -> Part:
    """The names beside the arrows of the large loop, and that of its start."""
    view, loop, size = loops.view, loops.of(0, b), fitting(names, LETTERS)
    arrows = np.stack([loop[:-1], loop[1:]], axis=1)
    places = [beside(view, arrow[0], arrow[1], name, size, arrows) for arrow, name in zip(arrows, names, strict=True)]
    texts = [name if view.is_named(arrow[0], arrow[1]) else UNSAID for arrow, name in zip(arrows, names, strict=True)]
    # The first arrow leaves the start and the last one comes back to it: its name stands on the other side.
    side = np.array([breadth(START, size) / 2 + 10, -8]) * view.pixel * (1 if b >= 0 else -1)
    x, y = np.array([*places, loop[0] + side], dtype=np.float32).T
    return {"x": plotted(x), "y": plotted(y), "text": [*texts, START]}
