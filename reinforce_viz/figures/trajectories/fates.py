"""The shares of the runs that end on each answer."""

import plotly.graph_objects as go

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.summary import Summary
from reinforce_viz.figures.style.canvas import Drawing, plotted
from reinforce_viz.figures.style.theme import COLOURS, CURRENT, NEUTRAL, breadth
from reinforce_viz.lessons.single_push import best
from reinforce_viz.text.format import percent

# One letter longer than an answer's name can be.
TOGETHER = "best together"


def fates(
    experiments: list[Experiment],
    summaries: list[Summary],
    guess: float | None = None,
    called: list[str] | None = None,
) -> go.Figure:
    """The share of runs that ended above .95 on each answer, and the undecided, a row of bars per experiment.

    Where several answers are best, a bar more has their sum.

    Args:
        experiments: one or two, alike in their answers and rewards.
        summaries: of the runs of each.
        guess: the reader's share for the best answer or answers, set beside the truth.
        called: what to call the experiments where their estimators do not tell them apart.
    """
    tied = best(experiments[0].rewards)
    together = [TOGETHER] if len(tied) > 1 else []
    names = [*experiments[0].answers, *together, "undecided"]
    called = called or [experiment.estimator for experiment in experiments]
    left = max(84, 12 + max(breadth(name, 14) for name in names))
    drawing = Drawing(
        340,
        xaxis={"title": "share of runs", "range": [0, 1.18], "tickformat": ".0%", "dtick": 0.25, "fixedrange": True},
        # As categories: a name may look like a number or a date.
        yaxis={"type": "category", "range": [len(names) - 0.5, -0.5], "fixedrange": True},
        barmode="group",
        bargap=0.3,
        margin={"l": left, "b": 96, "t": 40},
        font={"size": 14},
    )
    for summary, name, pattern in zip(summaries, called, ("", "/"), strict=False):
        _add_bars(drawing, summary, names, name, pattern)
    if guess is not None:
        _add_guess(drawing, guess, names.index(TOGETHER) if together else tied[0])
    if len(experiments) > 1:
        first, second = called
        # From the edge of the picture: on a phone two long names need all of its width.
        corner = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
        drawing.text(f"solid: {first}; hatched: {second}", 0, 1, **corner, xshift=-left, yshift=24)
    return drawing.figure()


def _add_bars(drawing: Drawing, summary: Summary, names: list[str], name: str, pattern: str) -> None:
    """A bar for each fate: the answers, the best of them together where several are best, and the undecided."""
    together = TOGETHER in names
    shares = [*summary.fates[:-1], *[summary.best] * together, summary.fates[-1]]
    colours = [*COLOURS, *[CURRENT] * together, NEUTRAL]
    drawing.bar(
        y=names,
        x=plotted(shares),
        orientation="h",
        marker={"color": colours, "pattern": {"shape": pattern}},
        text=[percent(share) for share in shares],
        textposition="outside",
        cliponaxis=False,
        name=name,
    )


def _add_guess(drawing: Drawing, guess: float, at: int) -> None:
    line = {"color": CURRENT, "width": 3, "dash": "dot"}
    drawing.shape(type="line", x0=guess, x1=guess, y0=at - 0.45, y1=at + 0.45, line=line)
    drawing.text("your guess", guess, at + 0.45, font={"color": CURRENT, "size": 13}, yanchor="top")
