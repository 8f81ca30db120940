"""Where one update takes the policy, and where the exact gradient would take it."""

import plotly.graph_objects as go

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.figures.style.canvas import Drawing, Part
from reinforce_viz.figures.style.theme import COLOURS, NEUTRAL, fitting, translucent
from reinforce_viz.lessons.one_update import Update
from reinforce_viz.text.format import number, percent

BARS = ("π", "ĝ", "g")  # before the step, after it, and after the exact one
APART = 4  # a group of three bars and a gap


def policy_step(experiment: Experiment, update: Update, *, hidden: bool = False) -> go.Figure:
    """Per answer its probability before, after, and after the exact step.

    Args:
        experiment: whose update it is.
        update: with the policies before and after.
        hidden: with the probabilities before the step alone.
    """
    left = [APART * a for a in range(len(experiment.answers))]
    drawing = _axes(left)
    policies = [update.before] if hidden else [update.before, update.after, update.exact]
    for place, (name, probs) in enumerate(zip(BARS, policies, strict=False)):
        drawing.bar(
            x=[x + place for x in left],
            y=probs.tolist(),
            width=0.86,
            marker=_style(name),
            # "less than 0.1%" is wider than three bars.
            text=[percent(p).replace("less than ", "&lt;").replace("more than ", "&gt;") for p in probs],
            textposition="outside",
            textangle=0,
            textfont={"size": 13 if name == "ĝ" else 11},
            cliponaxis=False,
            name=name,
        )
    _name_answers(drawing, experiment, left)
    return drawing.figure()


def _axes(left: list[int]) -> Drawing:
    """Groups of three bars that begin at these places, and probability, without any bar."""
    return Drawing(
        340,
        xaxis={
            "tickvals": [x + place for x in left for place in range(len(BARS))],
            "ticktext": BARS * len(left),
            "tickfont": {"size": 12},
            "tickangle": 0,
            "range": [-0.8, left[-1] + 2.8],
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
        yaxis={"title": "probability π", "range": [0, 1.12], "tickformat": ".0%", "fixedrange": True},
        margin={"t": 16, "b": 84},
    )


def _name_answers(drawing: Drawing, experiment: Experiment, left: list[int]) -> None:
    """Each answer and its reward, below its bars."""
    size = fitting(experiment.answers, 14)
    for x, name, colour, reward in zip(left, experiment.answers, COLOURS, experiment.rewards, strict=True):
        label = f"<b>{name}</b><br>r = {number(reward)}"
        drawing.text(label, x + 1, 0, yref="paper", yshift=-66, font={"color": colour, "size": size})


def _style(name: str) -> Part:
    faint = [translucent(colour, 0.4) for colour in COLOURS]
    if name == "g":
        pattern = {"shape": "/", "fgcolor": NEUTRAL, "bgcolor": "rgba(0, 0, 0, 0)", "size": 6}
        return {"color": NEUTRAL, "pattern": pattern, "line": {"color": NEUTRAL, "width": 1.5}}
    return {"color": faint if name == "π" else list(COLOURS), "line": {"width": 0}}
