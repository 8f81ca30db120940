"""Where do the runs end?"""

import plotly.graph_objects as go

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.summary import Summary
from reinforce_viz.figures.style.canvas import Drawing, plotted
from reinforce_viz.figures.style.theme import COLOURS, CURRENT, NEUTRAL, breadth
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

    Where several answers are best, a bar more has their sum.  guess: the reader's share for the best answer or answers,
    set beside the truth.  called: what to call the experiments where their estimators do not tell them apart.
    """
    rewards = experiments[0].rewards
    best = [answer for answer, reward in enumerate(rewards) if reward == max(rewards)]
    together = [TOGETHER] if len(best) > 1 else []
    names = [*experiments[0].answers, *together, "undecided"]
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
        shares = [*summary.fates[:-1], *[summary.best for _ in together], summary.fates[-1]]
        drawing.bar(
            y=names,
            x=plotted(shares),
            orientation="h",
            marker={"color": [*COLOURS, *[CURRENT for _ in together], NEUTRAL]}
            | {"pattern": {"shape": "/" if row else ""}},
            text=[percent(share) for share in shares],
            textposition="outside",
            cliponaxis=False,
            name=name,
        )
    if guess is not None:
        at = names.index(TOGETHER) if together else best[0]
        line = {"color": CURRENT, "width": 3, "dash": "dot"}
        drawing.shape(type="line", x0=guess, x1=guess, y0=at - 0.45, y1=at + 0.45, line=line)
        drawing.text("your guess", guess, at + 0.45, font={"color": CURRENT, "size": 13}, yanchor="top")
    if len(experiments) > 1:
        first, second = called
        text = f"plain: {first}, hatched: {second}"
        # From the edge of the picture: on a telephone two long names need all of its width.
        corner = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
        drawing.text(text, 0, 1, **corner, xshift=-left, yshift=24)
    return drawing.figure()
