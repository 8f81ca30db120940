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
    fig = figure(380, yaxis={"title": "probability π", "range": [0, 1.15], "tickformat": ".0%", "fixedrange": True})
    names = [f"<b>{name}</b><br>reward {number(r)}" for name, r in zip(RESPONSES, rewards, strict=True)]
    fig.add_bar(
        x=names,
        y=probs,
        width=0.5,
        marker={"color": list(COLOURS)},
        text=[percent(p) for p in probs],
        textposition="inside",
        textfont={"color": "white", "size": 15},
        hoverinfo="skip",
    )
    longest = float(np.abs(gradient).max()) or 1.0
    for name, prob, push in zip(names, probs, gradient, strict=True):
        colour = UP if push > 0 else DOWN
        # The arrow stands beside its bar and starts at its top; even a tiny push keeps a visible head.
        length = 0.3 * push / longest + np.copysign(0.02, push)
        fig.add_annotation(
            x=name,
            y=min(max(prob + length, 0.0), 1.12),
            ax=name,
            ay=prob,
            axref="x",
            ayref="y",
            xshift=0,
            arrowcolor=colour,
            arrowwidth=3,
            arrowhead=2,
            text="",
        )
    fig.update_xaxes(fixedrange=True)
    return fig


def policy_bars_reading(experiment: Experiment) -> str:
    """The picture in a sentence."""
    probs, rewards = experiment.probs, experiment.rewards
    likeliest, best = int(np.argmax(probs)), int(np.argmax(rewards))
    mean = expected_reward(probs, rewards)
    return (
        f"The model says {RESPONSES[likeliest]} most often ({percent(probs[likeliest])}); the best answer is "
        f"{RESPONSES[best]} (reward {number(rewards[best])}), and one answer earns J = {number(mean)} on average."
    )
