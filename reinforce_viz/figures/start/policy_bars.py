"""What does the model answer now, and what would one step of the last draw's push make of it?"""

import numpy as np
import plotly.graph_objects as go

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.policy import Array
from reinforce_viz.figures.style.canvas import Drawing
from reinforce_viz.figures.style.theme import COLOURS, CURRENT, DOWN, NEUTRAL, UP, fitting
from reinforce_viz.lessons.start import Drawn, after_push
from reinforce_viz.text.format import number, percent

SMALLEST_ARROW = 0.015


def policy_bars(experiment: Experiment, drawn: Drawn | None = None) -> go.Figure:
    """A bar of probability per answer with its reward; after a draw, also where one step would move its top."""
    probs, picture = np.array(experiment.probs), _axes(experiment)
    answer = int(drawn.answer[-1]) if drawn and drawn.n else None
    edge = {"color": CURRENT, "width": [4 if place == answer else 0 for place in range(3)]}
    picture.bar(
        x=[0, 1, 2],
        y=probs.tolist(),
        width=0.4,
        marker={"color": list(COLOURS), "line": edge},
        text=[("<b>drawn</b><br>" if place == answer else "") + percent(p) for place, p in enumerate(probs)],
        textposition="outside",
        textfont={"size": 15},
        name="probability",
    )
    if drawn and answer is not None:
        _add_step(picture, probs, after_push(experiment, drawn.push[-1]))
    return picture.figure()


def _axes(experiment: Experiment) -> Drawing:
    """The answers with their rewards, and probability, without any bar."""
    names = experiment.answers
    labels = [f"<b>{name}</b><br>reward {number(r)}" for name, r in zip(names, experiment.rewards, strict=True)]
    return Drawing(
        400,
        xaxis={
            "tickvals": [0, 1, 2],
            "ticktext": labels,
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


def _add_step(picture: Drawing, before: Array, after: Array) -> None:
    """Beside each bar, an arrow from its height to where the step takes it, and the new probability."""
    for place, (start, tip) in enumerate(zip(before.tolist(), after.tolist(), strict=True)):
        colour = NEUTRAL if tip == start else UP if tip > start else DOWN
        left, right = place + 0.22, place + 0.34
        picture.shape(type="line", x0=left, x1=right, y0=tip, y1=tip, line={"color": colour, "width": 2})
        if abs(tip - start) > SMALLEST_ARROW:
            picture.arrow([place + 0.28, start], [place + 0.28, tip], colour, 3)
        picture.text(percent(tip), right, tip, xanchor="left", xshift=4, font={"color": colour, "size": 15})
