"""Why the reward of a drawn answer has no slope, and its probability has."""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.figures.style.canvas import Drawing
from reinforce_viz.figures.style.theme import COLOURS, CURRENT, DASHES, NEUTRAL, fitting
from reinforce_viz.lessons.start import WIDEST, Nudged
from reinforce_viz.text.format import number

TIGHT = 0.12  # of the span of the rewards: a line of numbers
WIDTH = 0.46  # of each panel, as a share of the picture


def nudged(experiment: Experiment, moves: Nudged) -> go.Figure:
    """Two panels against the same logit: the reward of the answer drawn, in steps, and a probability with its slope.

    Args:
        experiment: whose draw it is.
        moves: the draw at every move of the logit.
    """
    rewards, name = experiment.rewards, experiment.answers[moves.moved]
    room = 0.3 * (max(rewards) - min(rewards)) or 1.0
    picture = Drawing(
        276,
        xaxis=_across([0, WIDTH], "y"),
        yaxis={
            "range": [min(rewards) - room, max(rewards) + room],
            "tickvals": _apart(rewards),
            "fixedrange": True,
        },
        xaxis2=_across([1 - WIDTH, 1], "y2"),
        yaxis2={"range": [-0.05, 1.05], "tickformat": ".0%", "dtick": 0.5, "anchor": "x2", "fixedrange": True},
        margin={"t": 52, "b": 48},
        hovermode=False,
    )
    _title(picture, "reward of the draw,<br>same random number", "x", experiment.answers)
    _title(picture, f"probability of {name}", "x2", experiment.answers)
    _add_rewards(picture, experiment, moves)
    _add_probability(picture, moves)
    picture.text(f"logit of {name}, moved by", 0.5, 0, xref="paper", yref="paper", yshift=-26, yanchor="top")
    return picture.figure()


def _apart(rewards: tuple[float, ...]) -> list[float]:
    """Lowest and highest reward, and the one between where its number has room beside theirs."""
    low, high = min(rewards), max(rewards)
    return [r for r in sorted(set(rewards)) if r in (low, high) or min(r - low, high - r) > TIGHT * (high - low)]


def _across(domain: list[float], anchor: str) -> dict[str, Any]:
    return {"domain": domain, "anchor": anchor, "range": [-WIDEST, WIDEST], "dtick": 2, "fixedrange": True}


def _title(picture: Drawing, text: str, axis: str, names: tuple[str, ...]) -> None:
    place = {"xref": f"{axis} domain", "yref": "paper", "yanchor": "bottom", "yshift": 8}
    picture.text(text, 0.5, 1, font={"size": fitting(names, 14)}, **place)


def _add_rewards(picture: Drawing, experiment: Experiment, moves: Nudged) -> None:
    """A level stretch for each answer, with its name, and where the draw is now."""
    for answer, reward in enumerate(experiment.rewards):
        here = moves.answer == answer
        if not here.any():
            continue
        stretch = np.where(here, reward, np.nan)
        line = {"color": COLOURS[answer], "width": 4, "dash": DASHES[answer]}
        picture.scatter(moves.shift, stretch, mode="lines", line=line, name=f"reward of {experiment.answers[answer]}")
        middle = float(moves.shift[here].mean())
        picture.text(experiment.answers[answer], middle, reward, yanchor="bottom", yshift=4, font={"size": 14})
    now = experiment.rewards[moves.answer[len(moves.shift) // 2]]
    _add_now(picture, now, number(now), xaxis="x", yaxis="y")


def _add_probability(picture: Drawing, moves: Nudged) -> None:
    """The curve of the probability, its tangent, and where the model is now."""
    on = {"xaxis": "x2", "yaxis": "y2"}
    prob = float(moves.prob[len(moves.shift) // 2])
    slope, far = prob * (1 - prob), 1.5
    line = {"color": COLOURS[moves.moved], "width": 3}
    picture.scatter(moves.shift, moves.prob, mode="lines", line=line, name="probability", **on)
    tangent = {"color": NEUTRAL, "width": 2, "dash": "dash"}
    picture.scatter(
        [-far, far], [prob - far * slope, prob + far * slope], mode="lines", line=tangent, name="slope", **on
    )
    _add_now(picture, prob, "", **on)


def _add_now(picture: Drawing, height: float, text: str, **on: str) -> None:
    ring = {"size": 12, "color": "rgba(0, 0, 0, 0)", "line": {"color": CURRENT, "width": 3}}
    picture.scatter([0], [height], mode="markers", marker=ring, name=f"now {text}".strip(), **on)
