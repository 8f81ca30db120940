"""How does the probability of each response change as the updates go on?"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from reinforce_viz.engine.experiment import BATCH_SIZES, Experiment
from reinforce_viz.engine.policy import Array
from reinforce_viz.engine.summary import Summary
from reinforce_viz.figures.style.canvas import Drawing, Part, scatter
from reinforce_viz.figures.style.theme import COLOURS, MARKERS, NEUTRAL, apart, breadth, fitting, title, translucent

DECIMALS = 6  # of a probability: more than a picture can show


def probability_paths(
    experiment: Experiment, summary: Summary, exact: Array, *, shown: int = 0, answers: bool = False
) -> go.Figure:
    """π of each response against steps: median and 10–90% band of the runs, run `shown`, and exact ascent (dashed).

    exact [T + 1, A].  With `answers` the axis counts answers drawn, steps × K, on a logarithmic scale that is the
    same for every K.
    """
    names = experiment.answers
    size = fitting(names, 14)
    drawing = Drawing(
        400,
        title=title(experiment.estimator),
        yaxis={"title": "probability π", "range": [-0.03, 1.03], "tickformat": ".0%", "fixedrange": True},
        xaxis=_axis(experiment, answers=answers),
        margin={"r": max(64, 12 + max(breadth(name, size) for name in names))},
    )
    drawn = summary.step > 0 if answers else summary.step >= 0  # a logarithmic axis has no place for step 0
    step = summary.step[drawn]
    x = step * (experiment.k if answers else 1)
    bands = summary.low, summary.median, summary.high, summary.single[:, shown % summary.single.shape[1]]
    low, median, high, single = (np.round(values[drawn], DECIMALS).T for values in bands)
    for a, (name, colour, marker) in enumerate(zip(names, COLOURS, MARKERS, strict=True)):
        drawing.scatter(
            np.concatenate([x, x[::-1]]),
            np.concatenate([high[a], low[a][::-1]]),
            mode="lines",
            line={"width": 0},
            fill="toself",
            fillcolor=translucent(colour, 0.18),
            name=f"{name}, 10–90% of runs",
        )
        # A few marks along the median, so that it is known without its colour; on every point they would be slow.
        # The first of them may stand at the very start, and whole.
        marks = {"symbol": marker, "size": 9, "color": colour, "maxdisplayed": 6}
        thin = {"line": {"color": colour, "width": 1}, "mode": "lines"}
        thick = {"line": {"color": colour, "width": 3}, "mode": "lines+markers", "marker": marks, "cliponaxis": False}
        for path, what, look in ((single[a], "one run", thin), (median[a], "median", thick)):
            hover = f"{name}, {what}: %{{y:.1%}}<extra></extra>"
            drawing.scatter(x, path, hovertemplate=hover, name=f"{name}, {what}", **look)
    drawing.traces.append(_exact(x, exact[step], names))
    end = float(np.log10(x[-1]) if answers else x[-1])
    for name, colour, y in zip(names, COLOURS, apart(summary.median[-1].tolist(), 0.07, 1.0), strict=True):
        drawing.text(f"<b>{name}</b>", end, y, font={"color": colour, "size": size}, xanchor="left", xshift=6)
    return drawing.figure()


def _exact(x: npt.NDArray[np.int64], exact: Array, names: Sequence[str]) -> Part:
    """Exact ascent of all answers.  x [N], exact [N, A]."""
    # One trace with a gap after each line: three would cost three times as much to draw.
    gap = np.full((1, len(names)), np.nan)
    return scatter(
        np.tile(np.append(x, x[-1:]), len(names)),
        np.concatenate([np.round(exact, DECIMALS), gap]).T.ravel(),
        mode="lines",
        line={"color": NEUTRAL, "width": 2, "dash": "dash"},
        text=[name for name in names for _ in range(len(x) + 1)],
        hovertemplate="%{text}, exact: %{y:.1%}<extra></extra>",
        name="exact",
    )


def _axis(experiment: Experiment, *, answers: bool) -> dict[str, object]:
    if answers:
        most = np.log10(experiment.steps * BATCH_SIZES[-1])
        return {"title": "answers drawn (steps × K)", "type": "log", "range": [0, most], "dtick": 1, "fixedrange": True}
    return {"title": "step", "range": [0, experiment.steps], "fixedrange": True}
