"""What does the model answer now, and what would one step of the last draw's push make of it?"""

import numpy as np
import plotly.graph_objects as go

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.policy import Array, expected_reward
from reinforce_viz.figures.style.canvas import Drawing
from reinforce_viz.figures.style.theme import COLOURS, CURRENT, DOWN, NEUTRAL, UP, fitting
from reinforce_viz.lessons.start import Drawn, after_push
from reinforce_viz.text.format import listed, number, percent, signed

SMALLEST_ARROW = 0.015


def policy_bars(experiment: Experiment, drawn: Drawn | None = None) -> go.Figure:
    """A bar of probability per answer with its reward; after a draw, also where one step would move its top."""
    probs, rewards, names = np.array(experiment.probs), experiment.rewards, experiment.written
    picture = Drawing(
        400,
        xaxis={
            "tickvals": [0, 1, 2],
            "ticktext": [f"<b>{name}</b><br>reward {number(r)}" for name, r in zip(names, rewards, strict=True)],
            "tickfont": {"size": fitting(names, 15)},
            "tickangle": 0,
            "range": [-0.4, 2.75],
            "fixedrange": True,
        },
        yaxis={
            "title": "probability π",
            "range": [0, 1.14],
            "tickformat": ".0%",
            "dtick": 0.25,
            "fixedrange": True,
        },
        margin={"b": 60},
    )
    answer = int(drawn.answer[-1]) if drawn and drawn.n else None
    picture.bar(
        x=[0, 1, 2],
        y=probs.tolist(),
        width=0.4,
        marker={
            "color": list(COLOURS),
            "line": {"color": CURRENT, "width": [4 if place == answer else 0 for place in range(3)]},
        },
        text=[("<b>drawn</b><br>" if place == answer else "") + percent(p) for place, p in enumerate(probs)],
        textposition="outside",
        textfont={"size": 15},
        name="probability",
    )
    if drawn and answer is not None:
        _add_step(picture, probs, after_push(experiment, drawn.push[-1]))
    return picture.figure()


def policy_bars_reading(experiment: Experiment, drawn: Drawn | None = None) -> str:
    """The picture in a sentence."""
    probs, rewards = experiment.probs, experiment.rewards
    if drawn and drawn.n:
        return _step_in_words(experiment, after_push(experiment, drawn.push[-1]))
    likeliest, best = _largest(experiment, probs), _largest(experiment, rewards)
    often, each = ("most", "") if len(likeliest) == 1 else ("equally", " each")
    is_best = "the best answer is" if len(best) == 1 else "the best answers are"
    return (
        f"The model says {listed(likeliest)} {often} often ({percent(max(probs))}{each}); {is_best} {listed(best)} "
        f"(reward {number(max(rewards))}), and one answer earns J = {number(expected_reward(probs, rewards))} on "
        "average."
    )


PUSH_FIGURES = ["push on the logit", "change of the probability"]


def push_figures(experiment: Experiment, push: Array) -> dict[str, list[str]]:
    """For PUSH_FIGURES: which way and how far a push moves each answer's logit and, in one step, its probability."""
    change = 100 * (after_push(experiment, push) - experiment.probs)
    return {
        PUSH_FIGURES[0]: [_arrow(value) + signed(value) for value in push],
        PUSH_FIGURES[1]: [f"{_arrow(value)}{signed(value)} points" for value in change],
    }


def _step_in_words(experiment: Experiment, after: Array) -> str:
    steps = zip(experiment.written, experiment.probs, after, strict=True)
    ends = [(name, percent(p), percent(q)) for name, p, q in steps]
    moved = [f"{name} from {p} to {q}" for name, p, q in ends if p != q]
    still = [f"{name} ({p})" for name, p, q in ends if p == q]
    parts = [f"take {listed(moved)}"] * bool(moved) + [f"hardly move {listed(still)}"] * bool(still)
    return f"One step of this push would {' and '.join(parts)}. Then the model is put back for the next draw."


def _arrow(value: float) -> str:
    return ("▲ " if value > 0 else "▼ ") if signed(value) != "0" else ""


def _largest(experiment: Experiment, values: tuple[float, ...]) -> list[str]:
    """The answers with the largest value: several where they share it."""
    return [name for name, value in zip(experiment.written, values, strict=True) if value == max(values)]


def _add_step(picture: Drawing, before: Array, after: Array) -> None:
    """Beside each bar, an arrow from its height to where the step takes it, and the new probability."""
    for place, (start, tip) in enumerate(zip(before.tolist(), after.tolist(), strict=True)):
        colour = NEUTRAL if tip == start else UP if tip > start else DOWN
        left, right = place + 0.22, place + 0.34
        picture.shape(type="line", x0=left, x1=right, y0=tip, y1=tip, line={"color": colour, "width": 2})
        if abs(tip - start) > SMALLEST_ARROW:
            picture.arrow([place + 0.28, start], [place + 0.28, tip], colour, 3)
        picture.text(percent(tip), right, tip, xanchor="left", xshift=4, font={"color": colour, "size": 15})
