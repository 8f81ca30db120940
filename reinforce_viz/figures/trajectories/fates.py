"""Where do the runs end?"""

import numpy as np
import plotly.graph_objects as go

from reinforce_viz.engine.estimators import ESTIMATORS
from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.summary import DECIDED, Summary
from reinforce_viz.figures.style.canvas import Drawing, plotted
from reinforce_viz.figures.style.theme import COLOURS, CURRENT, NEUTRAL, breadth
from reinforce_viz.text.format import number, percent


def fates(
    experiments: list[Experiment],
    summaries: list[Summary],
    guess: float | None = None,
    called: list[str] | None = None,
) -> go.Figure:
    """The share of runs that ended above .95 on each response, and the undecided, a row of bars per experiment.

    guess: the reader's share for the best response, set beside the truth.  called: what to call the experiments where
    their estimators do not tell them apart.
    """
    names = [*experiments[0].written, "undecided"]
    called = called or [experiment.estimator for experiment in experiments]
    left = max(84, 12 + max(breadth(name, 14) for name in names))
    drawing = Drawing(
        460,
        xaxis={"title": "share of runs", "range": [0, 1.18], "tickformat": ".0%", "dtick": 0.25, "fixedrange": True},
        # As categories: a name may look like a number or a date.
        yaxis={"type": "category", "range": [len(names) - 0.5, -0.5], "fixedrange": True},
        barmode="group",
        bargap=0.3,
        margin={"l": left, "b": 96, "t": 40},
        font={"size": 14},
    )
    for row, (name, summary) in enumerate(zip(called, summaries, strict=True)):
        drawing.bar(
            y=names,
            x=plotted(summary.fates),
            orientation="h",
            marker={"color": [*COLOURS, NEUTRAL], "pattern": {"shape": "/" if row else ""}},
            text=[percent(share) for share in summary.fates],
            textposition="outside",
            cliponaxis=False,
            name=name,
        )
    if guess is not None:
        best = int(np.argmax(experiments[0].rewards))
        line = {"color": CURRENT, "width": 3, "dash": "dot"}
        drawing.shape(type="line", x0=guess, x1=guess, y0=best - 0.45, y1=best + 0.45, line=line)
        drawing.text("your guess", guess, best + 0.45, font={"color": CURRENT, "size": 13}, yanchor="top")
    if len(experiments) > 1:
        first, second = called
        text = f"plain: {first}, hatched: {second}"
        # From the edge of the picture: on a telephone two long names need all of its width.
        corner = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
        drawing.text(text, 0, 1, **corner, xshift=-left, yshift=24)
    return drawing.figure()


def fates_reading(experiments: list[Experiment], summaries: list[Summary], called: list[str] | None = None) -> str:
    """The picture in a sentence."""
    called = called or [ESTIMATORS[experiment.estimator].phrase for experiment in experiments]
    said = [
        f"with {name}, {percent(s.best)} end on the best answer and {percent(s.worse)} sit on a worse one so far"
        for name, s in zip(called, summaries, strict=True)
    ]
    return f"Share of runs that give one answer more than {DECIDED:.0%}: {'; '.join(said)}."


FINAL_FIGURES = ["mean final J", "its standard error", "share of runs on the best answer"]


def final_figures(summary: Summary) -> list[str]:
    """The numbers of FINAL_FIGURES, in words."""
    return [number(summary.final_reward, 4), number(summary.standard_error, 2), percent(summary.best)]
