"""The push of each answer, times its probability and laid tip to tail: they end at the gradient."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from reinforce_viz.engine.experiment import USUAL
from reinforce_viz.engine.policy import Array
from reinforce_viz.figures.style.canvas import Part, plotted, scatter
from reinforce_viz.figures.style.player import player
from reinforce_viz.figures.style.shapes import filled
from reinforce_viz.figures.style.theme import COLOURS, CURRENT, NEUTRAL, fitting
from reinforce_viz.figures.style.triangle import to_plane
from reinforce_viz.figures.why_it_works.tip_to_tail import (
    ROOM,
    UNSAID,
    View,
    add_ring,
    beside,
    beyond,
    framed,
    tips,
    view_of,
)
from reinforce_viz.lessons.why_it_works import Identity
from reinforce_viz.text.format import number

HEIGHT, BELOW, ABOVE = 430, 64, 24
NEARLY = 1.2  # times as large is not worth a word
MILLISECONDS = 600  # from one frame to the next
WIDTH, BROAD = 7, 11  # pixels, of the shafts of an answer's arrow and of g
LETTERS = 15
# Where the reader expects the last arrow to end, as a share of g.
LEADS = {"back at the start": 0.0, "near g": 0.75, "at g": 1.0, "well past g": 1.6}


@dataclass(frozen=True, eq=False)
class Scene:
    """The arrows at one moment."""

    name: str
    said: str
    tails: Array  # [A, 2]
    tips: Array  # [A, 2], at the tails where an arrow is not there yet
    names: Sequence[str]  # of the arrows
    start: Array  # [2], where g begins
    gradient: Array  # [2], where it ends: where it begins, if it is not there yet
    scale: float = 1.0  # by how much everything is enlarged
    chained: bool = False  # whether a name is beside its arrow, and not beyond its tip


def identity_arrows(
    terms: Identity, probs: Sequence[float], names: Sequence[str] = USUAL, guess: float | None = None
) -> go.Figure:
    """The pushes r ∇log π as they come out, shrink to π r ∇log π, and are laid from zero to g; at first the end.

    Args:
        terms: of the two sums.
        probs: [A], the policy.
        names: [A], of the answers.
        guess: where the reader thinks that they end, one of LEADS.
    """
    chain = tips(terms.by_score)
    guessed = None if guess is None else guess * chain[-1]
    # Of a model that is certain nothing is left at the end.
    seen = chain if chain.any() else to_plane(terms.pushes)
    view = view_of(np.vstack([np.zeros(2), seen, *([] if guessed is None else [guessed])]), HEIGHT - BELOW - ABOVE)
    scenes = _scenes(terms, probs, names, view)
    end = scenes[-1]
    drawing = framed(view, HEIGHT, BELOW, above=ABOVE)
    drawing.layout["meta"] = {"of": f"{terms.pushes.tolist()}, {tuple(names)}, {guess}"}
    drawing.traces = _traces(end, names, view)
    if guessed is not None:
        side = "right" if guessed[0] >= end.tips[:, 0].mean() else "left"
        add_ring(drawing, guessed, CURRENT, 24, "your guess", f"middle {side}")
    if terms.pushes.any():
        drawing.layout |= player([scene.name for scene in scenes], MILLISECONDS, quiet=True)
        drawing.layout["sliders"][0]["active"] = len(scenes) - 1
        drawing.frames = [_frame(scene, names, view) for scene in scenes]
        if guessed is not None:
            for scene, frame in zip(scenes, drawing.frames, strict=True):
                _add_guess(frame, scene.start + scene.scale * guessed)
    return drawing.figure()


def before_the_guess(terms: Identity, names: Sequence[str] = USUAL) -> go.Figure:
    """The three pushes at their full length, and g: not where they lead.

    Args:
        terms: of the two sums.
        names: [A], of the answers.
    """
    pushes, gradient = to_plane(terms.pushes), to_plane(terms.sum_by_score)
    view = view_of(np.vstack([np.zeros(2), pushes, gradient]), HEIGHT)
    scene = Scene("", "", np.zeros_like(pushes), pushes, names, np.zeros(2), gradient)
    drawing = framed(view, HEIGHT)
    drawing.traces = _traces(scene, names, view)
    return drawing.figure()


def _scenes(terms: Identity, probs: Sequence[float], names: Sequence[str], view: View) -> list[Scene]:
    """From the first push to g, each answer's arrow in its turn; only at the end as large as the view."""
    pushes, shrunk, chain = to_plane(terms.pushes), to_plane(terms.by_score), tips(terms.by_score)
    far = view_of(np.vstack([np.zeros(2), pushes, chain]), HEIGHT - BELOW - ABOVE)
    small = view.half / far.half
    origin = view.centre - small * far.centre
    turns = np.arange(len(names))[:, None]

    def scene(name: str, said: str, tails: Array, arrows: Array, texts: Sequence[str], chained: bool) -> Scene:
        at = origin + small * tails
        return Scene(name, said, at, at + small * arrows, texts, origin, origin, small, chained)

    nowhere = np.zeros_like(pushes)
    weighted = [f"{number(p, 2)} × {name}" for p, name in zip(probs, names, strict=True)]
    said = [f"the push of <b>{names[0]}</b>", *(f"and of <b>{name}</b>" for name in names[1:])]
    scenes = [
        scene(f"push {turn + 1}", words, nowhere, np.where(turns <= turn, pushes, 0), names, False)
        for turn, words in enumerate(said)
    ]
    scenes.append(scene("shrunk", "each times its probability", nowhere, shrunk, weighted, False))
    for turn in range(1, len(names)):
        # Those in their places begin where the one before ends, the others still at zero.
        words = f"<b>{names[turn]}</b> begins where <b>{names[turn - 1]}</b> ends"
        scenes.append(scene(f"laid {turn}", words, np.where(turns <= turn, chain[:-1], 0), shrunk, weighted, True))
    larger = f", here {number(1 / small, 2)} times as large" if small < 1 / NEARLY else ""
    words = f"they end at <b>g</b>{larger}"
    return [*scenes, Scene("end", words, chain[:-1], chain[1:], weighted, np.zeros(2), chain[-1], chained=True)]


def _traces(scene: Scene, names: Sequence[str], view: View) -> list[Part]:
    """g below, the arrows, and their names on top."""
    arrows = [
        filled(view.arrow(tail, tip, WIDTH), colour, f"push of {name}")
        for tail, tip, colour, name in zip(scene.tails, scene.tips, COLOURS, names, strict=True)
    ]
    gradient = filled(view.arrow(scene.start, scene.gradient, BROAD), NEUTRAL, "g")
    words = {"mode": "text", "textfont": {"size": fitting(names, LETTERS), "color": [*COLOURS, NEUTRAL, NEUTRAL]}}
    return [
        gradient,
        *arrows,
        scatter([], [], **words, name="names", cliponaxis=False) | _words(scene, view, fitting(names, LETTERS)),
    ]


def _frame(scene: Scene, names: Sequence[str], view: View) -> Part:
    data = [
        {key: part[key] for key in ("type", "x", "y", "text") if key in part} for part in _traces(scene, names, view)
    ]
    return {"name": scene.name, "traces": list(range(len(data))), "data": data}


def _add_guess(frame: Part, point: Array) -> None:
    """Where the ring of the guess is in a frame."""
    frame["traces"].append(len(frame["traces"]))
    frame["data"].append({"type": "scatter", "x": plotted(point[:1]), "y": plotted(point[1:])})


def _words(scene: Scene, view: View, size: float) -> Part:
    """The names, each beside its arrow or beyond its tip, and above them what has happened.

    An arrow that is too short has no name.
    """
    arrows = np.stack([[*scene.tails, scene.start], [*scene.tips, scene.gradient]], axis=1)
    texts, places = [], []
    for (tail, tip), name in zip(arrows, [*scene.names, "g"], strict=True):
        texts.append(name if view.is_named(tail, tip) else UNSAID)
        if scene.chained:
            places.append(beside(view, tail, tip, name, size, arrows))
        else:
            places.append(beyond(view, tail, tip, name, size))
    above = view.centre + np.array([0, ROOM * view.half + (ABOVE / 2 - 2) * view.pixel])
    x, y = np.array([*places, above], dtype=np.float32).T
    return {"x": plotted(x), "y": plotted(y), "text": [*texts, scene.said]}
