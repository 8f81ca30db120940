"""Sums of the three answers' pushes: each arrow begins where the last one ends."""

from collections.abc import Sequence
from itertools import pairwise, product

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from reinforce_viz.engine.experiment import USUAL, Experiment
from reinforce_viz.engine.policy import Array
from reinforce_viz.figures.style.canvas import Drawing
from reinforce_viz.figures.style.plane import frame, plane
from reinforce_viz.figures.style.theme import (
    COLOURS,
    CURRENT,
    MARKERS,
    NEUTRAL,
    breadth,
    fitting,
    longest,
    translucent,
)
from reinforce_viz.figures.style.triangle import CORNERS, to_plane
from reinforce_viz.lessons.why_it_works import Identity, bias_terms
from reinforce_viz.text.format import number

LARGEST_B = 10.0
# What the three pushes of a baseline may be thought to do.
NOWHERE, TO_LIKELIEST, TO_BEST, FROM_BEST = (float(place) for place in range(4))
LEADS = {
    "nowhere": NOWHERE,
    "up for the likeliest": TO_LIKELIEST,
    "up for the best": TO_BEST,
    "down for the best": FROM_BEST,
}
COMPASS = 6  # letters of a name up to which the compass has room for it, and not only for its mark
SMALL = 0.24  # half the side of a small picture, of that of the large one
RIGHT = 1.75  # how far the small pictures reach, likewise


def identity_arrows(terms: Identity, names: Sequence[str] = USUAL) -> go.Figure:
    """The terms of both sums, R ∇π broad and π R ∇log π narrow, from zero to g, with the measured slope as a ring."""
    chains = [_chain(terms.by_slope), _chain(terms.by_score)]
    view = frame([terms.by_score.cumsum(axis=0)])
    picture = plane(430, *view.corners)
    _add_compass(picture, view.corners, chains, names)
    tip = to_plane(terms.sum_by_score)
    picture.arrow(np.zeros(2), tip, NEUTRAL, 6, name="g")
    middle = chains[1].mean(axis=0)
    for answer, colour in enumerate(COLOURS):
        broad, narrow = (chain[answer : answer + 2] for chain in chains)
        line = {"color": translucent(colour, 0.25), "width": 14}
        picture.scatter(broad[:, 0], broad[:, 1], mode="lines", line=line, name=f"R ∇π({names[answer]})")
        picture.arrow(narrow[0], narrow[1], colour, 3, name=f"π R ∇log π({names[answer]})")
        _add_label(picture, narrow, names[answer], colour, middle, fitting(names, 14))
    _add_label(picture, np.array([np.zeros(2), tip]), "<b>g</b>", NEUTRAL, middle)
    _add_ring(picture, to_plane(terms.measured), CURRENT, 20, name="measured slope")
    return picture.figure()


def zero_bias(
    experiment: Experiment, b: float, others: list[tuple[float, ...]], guess: float | None = None
) -> go.Figure:
    """The pushes b ∇π of the three answers, and small beside them those under other policies, each to its own scale.

    guess: where the reader thinks that they lead, one of LEADS.
    """
    probs, names = experiment.probs, experiment.answers
    reach = [_loop(probs, sign * LARGEST_B) for sign in (-1, 1)]
    half = 1.12 * max(float(np.abs(chain).max()) for chain in reach) or 1.0
    low, high = np.array([-half, -half]), np.array([half, half])
    picture = plane(430, low, np.array([RIGHT * half, half]))
    # Where the arrows reach with the largest b of this sign, and where the name of their start stands.
    sign = 1 if b >= 0 else -1
    widest = reach[sign > 0]
    name = np.array([widest[0], widest[0] + sign * half * np.array([0.6, -0.12])])
    _add_compass(picture, (low, high), [widest, name], names)
    chain = _loop(probs, b)
    _add_loop(picture, chain, 3.5, names)
    for answer, arrow in enumerate(pairwise(chain)):
        if b:
            _add_label(picture, np.array(arrow), names[answer], COLOURS[answer], np.zeros(2), fitting(names, 14))
    heights = half * np.linspace(0.68, -0.6, max(len(others), 2))
    for policy, y in zip(others, heights, strict=False):
        _add_small(picture, policy, b, half, float(y), names)
    # The first arrow leaves the start and the last one comes back to it: their names stand on the other side.
    outside, inside = ("right", "left") if sign > 0 else ("left", "right")
    side = f"{'bottom' if sign > 0 else 'top'} {outside}"
    _add_ring(picture, chain[-1], NEUTRAL, 10, name="start and end", textposition=side)
    if guess is not None:
        tip = _guessed_end(guess, experiment, chain[0], half)
        if guess != NOWHERE:
            picture.arrow(chain[0], tip, CURRENT, 2, name="guess")
        side = f"middle {outside if guess == NOWHERE else inside}"
        _add_ring(picture, tip, CURRENT, 18, name="your guess", textposition=side)
    return picture.figure()


def _chain(terms: Array) -> Array:
    """The points that arrows laid tip to tail go through, from zero.  [A, A] -> [A + 1, 2]."""
    return np.vstack([np.zeros(2), to_plane(terms.cumsum(axis=0))])


def _loop(probs: npt.ArrayLike, b: float) -> Array:
    """The chain of b ∇π, moved so that its middle stands at zero.  [A + 1, 2]."""
    chain = _chain(bias_terms(probs, b))
    return np.asarray(chain - chain[:-1].mean(axis=0))


def _add_compass(picture: Drawing, corners: tuple[Array, Array], chains: list[Array], names: Sequence[str]) -> None:
    """Which way is up for each answer's logit, small in the corner that the arrows leave free."""
    low, high = corners
    size = 0.09 * float(high[0] - low[0])
    inset = np.array([1.9 * size, 1.6 * size])
    along = np.linspace(0, 1, 9)[:, None]
    taken = np.concatenate([tail + along * (tip - tail) for chain in chains for tail, tip in pairwise(chain)])
    candidates = [np.where(right_top, high - inset, low + inset) for right_top in product([False, True], repeat=2)]
    centre = max(candidates, key=lambda place: float(np.linalg.norm(taken - place, axis=1).min()))
    few = longest(names) <= COMPASS
    for corner, name, colour, marker in zip(CORNERS, names, COLOURS, MARKERS, strict=True):
        (x0, y0), (x1, y1) = centre.tolist(), (centre + 0.75 * size * corner).tolist()
        picture.shape(type="line", x0=x0, y0=y0, x1=x1, y1=y1, line={"color": colour, "width": 1, "dash": "dot"})
        tip = (centre + 1.12 * size * corner).tolist()
        if few:
            picture.text(name, *tip, font={"color": colour, "size": 12})
        else:
            mark = {"symbol": marker, "size": 10, "color": colour}
            picture.scatter(tip[:1], tip[1:], mode="markers", marker=mark, name=f"up {name}")


def _add_loop(picture: Drawing, chain: Array, width: float, names: Sequence[str]) -> None:
    for answer, (tail, tip) in enumerate(pairwise(chain)):
        picture.arrow(tail, tip, COLOURS[answer], width, name=f"b ∇π({names[answer]})")


def _add_small(
    picture: Drawing, policy: tuple[float, ...], b: float, half: float, y: float, names: Sequence[str]
) -> None:
    """The loop of another policy at its own scale, with its probabilities."""
    largest = float(np.abs(_loop(policy, LARGEST_B)).max()) or 1.0
    x = (1 + RIGHT) / 2 * half
    _add_loop(picture, np.array([x, y]) + _loop(policy, b) * (SMALL * half / largest), 2, names)
    text = f"({', '.join(number(p, 2) for p in policy)})"
    picture.text(text, x, y - SMALL * half, yanchor="top", font={"color": NEUTRAL, "size": 12})


def _guessed_end(guess: float, experiment: Experiment, start: Array, half: float) -> Array:
    """Where the reader expects the last arrow to end.  [2]."""
    target = CORNERS[int(np.argmax(experiment.probs if guess == TO_LIKELIEST else experiment.rewards))]
    length = {NOWHERE: 0.0, FROM_BEST: -0.6}.get(guess, 0.6) * half
    return np.asarray(np.clip(start + length * target, -0.9 * half, 0.9 * half))


def _add_ring(picture: Drawing, point: Array, colour: str, size: int, name: str, textposition: str = "") -> None:
    """A ring, with its name beside it if that has a place."""
    words = {"text": [name], "textposition": textposition, "textfont": {"color": colour, "size": 14}}
    picture.scatter(
        point[:1],
        point[1:],
        mode="markers+text" if textposition else "markers",
        marker={"symbol": "circle-open", "size": size, "color": colour, "line": {"width": 2.5}},
        name=name,
        **(words if textposition else {}),
    )


def _add_label(picture: Drawing, arrow: Array, text: str, colour: str, outward_from: Array, size: float = 14) -> None:
    """A name beside an arrow, on the side away from a point."""
    tail, tip = arrow
    middle = 0.6 * tail + 0.4 * tip
    away = np.array([tip[1] - tail[1], tail[0] - tip[0]])
    if away @ (middle - outward_from) < 0:
        away = -away
    # Off the arrow by a line's height, and sideways by what a long name reaches beyond a short one.
    reach = np.array([18 + max(0.0, breadth(text, size) / 2 - 22), 18])
    right, up = (reach * away / (float(np.linalg.norm(away)) or 1.0)).tolist()
    picture.text(text, *middle, xshift=right, yshift=up, font={"color": colour, "size": size})
