"""What does the model answer now, and which way should each answer go?"""

import numpy as np
import plotly.graph_objects as go

from reinforce_viz.experiment import Experiment
from reinforce_viz.figures.theme import COLOURS, DOWN, RESPONSES, UP, figure
from reinforce_viz.policy import exact_gradient, expected_reward
from reinforce_viz.wording import listed, number, percent


def policy_bars(experiment: Experiment) -> go.Figure:
    """A bar of probability per response with its reward, and an arrow for its component of the exact gradient."""
    probs, rewards = experiment.probs, experiment.rewards
    gradient = exact_gradient(probs, rewards)
    fig = figure(
        380,
        xaxis={
            "tickvals": [0, 1, 2],
            "ticktext": [f"<b>{name}</b><br>reward {number(r)}" for name, r in zip(RESPONSES, rewards, strict=True)],
            "tickfont": {"size": 15},
            "range": [-0.4, 2.75],
            "fixedrange": True,
        },
        yaxis={"title": "probability π", "range": [0, 1.1], "tickformat": ".0%", "fixedrange": True},
        margin={"b": 60},
    )
    fig.add_bar(
        x=[0, 1, 2],
        y=probs,
        width=0.4,
        marker={"color": list(COLOURS)},
        text=[percent(p) for p in probs],
        textposition="outside",
        textfont={"size": 15},
        hoverinfo="skip",
    )
    longest = float(np.abs(gradient).max()) or 1.0
    for place, (prob, push) in enumerate(zip(probs, gradient, strict=True)):
        if number(push) != "0":
            _add_push(fig, place + 0.28, prob, push, push / longest)
    return fig


def policy_bars_reading(experiment: Experiment) -> str:
    """The picture in a sentence."""
    probs, rewards = experiment.probs, experiment.rewards
    likeliest, best = _largest(probs), _largest(rewards)
    often, each = ("most", "") if len(likeliest) == 1 else ("equally", " each")
    is_best = "the best answer is" if len(best) == 1 else "the best answers are"
    pushes = "The arrows are the exact gradient: how the logit of each answer should move."
    if not exact_gradient(probs, rewards).any():
        pushes = "The exact gradient is zero: no logit should move."
    return (
        f"The model says {listed(likeliest)} {often} often ({percent(max(probs))}{each}); {is_best} {listed(best)} "
        f"(reward {number(max(rewards))}), and one answer earns J = {number(expected_reward(probs, rewards))} on "
        f"average. {pushes}"
    )


def _largest(values: tuple[float, ...]) -> list[str]:
    """The answers with the largest value: several where they share it."""
    return [name for name, value in zip(RESPONSES, values, strict=True) if value == max(values)]


def _add_push(fig: go.Figure, x: float, start: float, push: float, share: float) -> None:
    """An arrow beside a bar, from its top if there is room, for a push that is `share` of the longest one."""
    colour = UP if push > 0 else DOWN
    # Even a tiny push keeps room for its head, and one that would leave the picture starts further back.
    length = 0.3 * share + np.copysign(0.05, push)
    start = min(max(start, -length), 1.05 - length)
    tip = start + length
    arrow = {"showarrow": True, "arrowcolor": colour, "arrowwidth": 3, "arrowhead": 2, "arrowsize": 0.8}
    fig.add_annotation(x=x, y=tip, ax=x, ay=start, xref="x", yref="y", axref="x", ayref="y", text="", **arrow)
    label = ("+" if push > 0 else "") + number(push, 2)
    fig.add_annotation(
        x=x,
        y=(start + tip) / 2,
        text=label,
        showarrow=False,
        xanchor="left",
        xshift=8,
        font={"color": colour, "size": 14},
    )
