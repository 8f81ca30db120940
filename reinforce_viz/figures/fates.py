"""Where do the runs end?"""

import numpy as np
import plotly.graph_objects as go

from reinforce_viz.experiment import Experiment
from reinforce_viz.figures.theme import COLOURS, NEUTRAL, RESPONSES, figure
from reinforce_viz.summary import DECIDED, Summary
from reinforce_viz.wording import number, percent


def fates(experiments: list[Experiment], summaries: list[Summary]) -> go.Figure:
    """The share of runs that ended above .95 on each response, and the undecided, a row of bars per experiment."""
    names = [*RESPONSES, "undecided"]
    fig = figure(
        500,
        xaxis={"title": "share of runs", "range": [0, 1.18], "tickformat": ".0%", "dtick": 0.25, "fixedrange": True},
        yaxis={"autorange": "reversed", "fixedrange": True},
        barmode="group",
        bargap=0.3,
        margin={"l": 84, "b": 96, "t": 40},
    )
    for row, (experiment, summary) in enumerate(zip(experiments, summaries, strict=True)):
        label = f" {experiment.estimator}" if len(experiments) > 1 else ""
        fig.add_bar(
            y=names,
            x=summary.fates,
            orientation="h",
            marker={"color": [*COLOURS, NEUTRAL], "pattern": {"shape": "/" if row else ""}},
            text=[percent(share) + label for share in summary.fates],
            textposition="outside",
            cliponaxis=False,
            hoverinfo="skip",
            name=experiment.estimator,
        )
    return fig


def fates_reading(experiments: list[Experiment], summaries: list[Summary]) -> str:
    """The picture in a sentence."""
    rewards = np.array(experiments[0].rewards)
    wrong = [float(s.fates[:-1][rewards < rewards.max()].sum()) for s in summaries]
    said = [
        f"{e.estimator}: {percent(s.best)} best, {percent(w)} sit on a worse answer so far, "
        f"{percent(s.fates[-1])} undecided"
        for e, s, w in zip(experiments, summaries, wrong, strict=True)
    ]
    return f"Runs with more than {DECIDED:.0%} on one answer at the end. {'; '.join(said)}."


FINAL_FIGURES = ["mean final J", "its standard error", "share on the best answer"]


def final_figures(summary: Summary) -> list[str]:
    """The numbers of FINAL_FIGURES, in words."""
    return [number(summary.final_reward, 4), number(summary.standard_error, 2), percent(summary.best)]
