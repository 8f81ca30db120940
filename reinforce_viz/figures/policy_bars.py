"""What does the model answer now, and which way should each answer go?"""

import numpy as np
import plotly.graph_objects as go

from reinforce_viz.experiment import Experiment
from reinforce_viz.figures.theme import COLOURS, DOWN, RESPONSES, UP, figure
from reinforce_viz.policy import exact_gradient, expected_reward
from reinforce_viz.wording import number, percent


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
            "range": [-0.5, 2.6],
            "fixedrange": True,
        },
        yaxis={"title": "probability π", "range": [0, 1.1], "tickformat": ".0%", "fixedrange": True},
        margin={"b": 60},
    )
    fig.add_bar(
        x=[0, 1, 2],
        y=probs,
        width=0.5,
        marker={"color": list(COLOURS)},
        text=[percent(p) for p in probs],
        textposition="outside",
        textfont={"size": 15},
        hoverinfo="skip",
    )
    longest = float(np.abs(gradient).max()) or 1.0
    for place, (prob, push) in enumerate(zip(probs, gradient, strict=True)):
        if push:
            _add_push(fig, place + 0.33, prob, push, push / longest)
    return fig


def policy_bars_reading(experiment: Experiment) -> str:
    """The picture in a sentence."""
    probs, rewards = experiment.probs, experiment.rewards
    likeliest, best = int(np.argmax(probs)), int(np.argmax(rewards))
    mean = expected_reward(probs, rewards)
    return (
        f"The model says {RESPONSES[likeliest]} most often ({percent(probs[likeliest])}); the best answer is "
        f"{RESPONSES[best]} (reward {number(rewards[best])}), and one answer earns J = {number(mean)} on average. "
        "The arrows are the exact gradient: how the logit of each answer should move."
    )


def _add_push(fig: go.Figure, x: float, start: float, push: float, share: float) -> None:
    """An arrow beside a bar, from its top, for a push that is `share` of the longest one."""
    colour = UP if push > 0 else DOWN
    # Even a tiny push keeps room for its head.
    tip = min(max(start + 0.3 * share + np.copysign(0.03, push), 0.0), 1.05)
    arrow = {"showarrow": True, "arrowcolor": colour, "arrowwidth": 3, "arrowhead": 2, "arrowsize": 0.8}
    fig.add_annotation(x=x, y=tip, ax=x, ay=start, xref="x", yref="y", axref="x", ayref="y", text="", **arrow)
    label = f"{push:+.2f}".replace("-", "−")
    fig.add_annotation(
        x=x,
        y=(start + tip) / 2,
        text=label,
        showarrow=False,
        xanchor="left",
        xshift=8,
        font={"color": colour, "size": 14},
    )
