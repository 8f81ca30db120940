"""The triangle with the reference, the policy of largest J − β KL, and where each estimate leads as a loss."""

from collections.abc import Mapping

import plotly.graph_objects as go

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.policy import Array
from reinforce_viz.figures.style.canvas import Drawing, Part, scatter
from reinforce_viz.figures.style.theme import CURRENT, NEUTRAL
from reinforce_viz.figures.style.triangle import PLANE, corner_marks, level_lines, outline, to_plane
from reinforce_viz.lessons.kl import Penalty

HEIGHT = 400
ALL = "all three"
BESIDE = "\u2002"  # a space as wide as half a letter is high
# Of each estimate, and where its name stands beside its mark: where two marks meet their names do not.
SYMBOLS = {"k1": ("triangle-up", "middle right"), "k2": ("circle", "middle left"), "k3": ("square", "bottom right")}


def ends(experiment: Experiment, penalty: Penalty, way: Array, guessed: str = "", *, hidden: bool = False) -> go.Figure:
    """The reference as a cross, the goal as a ring on its way as β falls, and a mark where each loss ends.

    Args:
        experiment: the rewards, and the names of the answers.
        penalty: the goal and the estimates.
        way: the goal for many β, [N, A].
        guessed: the estimates that the reader expects at the ring, in words; ALL for every one.
        hidden: whether the reader has yet to guess; no estimate is then in the figure.
    """
    drawing = Drawing(
        HEIGHT,
        xaxis={"range": [-1.15, 1.15]} | PLANE,
        yaxis={"range": [-0.72, 1.2], "scaleanchor": "x"} | PLANE,
        margin={"l": 8, "r": 8, "t": 4, "b": 4},
    )
    drawing.traces += [
        level_lines(experiment.rewards, 1.0),
        outline(1.0),
        corner_marks(1.0, experiment.answers, hollow=True),
    ]
    line = {"color": NEUTRAL, "width": 2, "dash": "dash"}
    drawing.scatter(*to_plane(way).T, mode="lines", line=line, name="largest J − β KL, by β")
    drawing.traces.append(_mark(penalty.reference, "ref", {"symbol": "x", "size": 10}, "bottom center"))
    ring = {"symbol": "circle-open", "size": 20, "line": {"width": 3}}
    drawing.traces.append(_mark(penalty.best, "", ring, "top left") | {"name": "largest J − β KL"})
    if not hidden:
        drawing.traces += _ends({kind: estimate.end for kind, estimate in penalty.estimates.items()}, guessed)
    return drawing.figure()


def _ends(found: Mapping[str, Array], guessed: str) -> list[Part]:
    parts = []
    for kind, end in found.items():
        symbol, place = SYMBOLS[kind]
        words = f"{kind}, your guess" if kind in guessed or guessed == ALL else kind
        # A name begins outside the ring, should the mark be in it.
        words = f"{BESIDE}{words}{BESIDE}" if place.startswith("middle") else words
        parts.append(_mark(end, words, {"symbol": symbol, "size": 11, "color": CURRENT}, place) | {"name": kind})
    return parts


def _mark(policy: Array, words: str, marker: Part, place: str) -> Part:
    """A policy with a name beside it."""
    colour = marker.get("color", NEUTRAL)
    look: Part = {"marker": {"color": colour} | marker, "textfont": {"color": colour, "size": 14}, "cliponaxis": False}
    text: Part = {"mode": "markers+text", "text": [f"<b>{words}</b>"], "textposition": place, "name": words}
    return scatter(*to_plane(policy[None]).T) | text | look
