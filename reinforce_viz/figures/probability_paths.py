"""How does the probability of each response change as the updates go on?"""

import numpy as np
import plotly.graph_objects as go

from reinforce_viz.experiment import BATCH_SIZES, Experiment
from reinforce_viz.figures.theme import COLOURS, MARKERS, RESPONSES, apart, figure, translucent
from reinforce_viz.policy import Array
from reinforce_viz.summary import Summary
from reinforce_viz.wording import percent

Floats = np.float32


def probability_paths(
    experiment: Experiment, summary: Summary, exact: Array, *, shown: int = 0, answers: bool = False
) -> go.Figure:
    """π of each response against steps: median and 10–90% band of the runs, run `shown`, and exact ascent (dashed).

    exact [T + 1, A].  With `answers` the axis counts answers drawn, steps × K, on a logarithmic scale that is the
    same for every K.
    """
    fig = figure(
        400,
        title={"text": experiment.estimator, "x": 0.5, "font": {"size": 15}},
        yaxis={"title": "probability π", "range": [-0.03, 1.03], "tickformat": ".0%", "fixedrange": True},
        xaxis=_axis(experiment, answers),
        margin={"r": 64},
    )
    step = summary.step[1:] if answers else summary.step
    first = len(summary.step) - len(step)
    x = (step * (experiment.k if answers else 1)).astype(Floats)
    for a, (name, colour, marker) in enumerate(zip(RESPONSES, COLOURS, MARKERS, strict=True)):
        band = np.concatenate([summary.high[first:, a], summary.low[first:, a][::-1]])
        fig.add_scatter(
            x=np.concatenate([x, x[::-1]]),
            y=band.astype(Floats),
            fill="toself",
            fillcolor=translucent(colour, 0.18),
            line={"width": 0},
            hoverinfo="skip",
            name=f"{name}, 10–90% of runs",
        )
        path = summary.paths[first:, shown % summary.paths.shape[1], a]
        fig.add_scatter(
            x=x,
            y=path.astype(Floats),
            mode="lines",
            line={"color": colour, "width": 1},
            opacity=0.7,
            hoverinfo="skip",
            name=f"{name}, one run",
        )
        fig.add_scatter(
            x=x,
            y=exact[step, a].astype(Floats),
            mode="lines",
            line={"color": colour, "width": 2, "dash": "dash"},
            hoverinfo="skip",
            name=f"{name}, exact",
        )
        every = max(len(x) // 6, 1)
        fig.add_scatter(
            x=x,
            y=summary.median[first:, a].astype(Floats),
            mode="lines+markers",
            line={"color": colour, "width": 3},
            marker={
                "symbol": marker,
                "size": [9 if i % every == every // 2 else 0 for i in range(len(x))],
                "color": colour,
            },
            hovertemplate=f"{name}: %{{y:.1%}}<extra></extra>",
            name=f"{name}, median",
        )
    for a, y in enumerate(apart(summary.median[-1].tolist(), 0.07)):
        fig.add_annotation(
            x=1,
            xref="paper",
            y=y,
            text=f"<b>{RESPONSES[a]}</b>",
            font={"color": COLOURS[a], "size": 14},
            showarrow=False,
            xanchor="left",
            xshift=6,
        )
    return fig


def probability_paths_reading(experiment: Experiment, summary: Summary, exact: Array) -> str:
    """The picture in a sentence."""
    best = int(np.argmax(experiment.rewards))
    middle, low, high = (values[-1, best] for values in (summary.median, summary.low, summary.high))
    return (
        f"With K = {experiment.k} and baseline {experiment.estimator}, after {experiment.steps:,} steps the middle run "
        f"gives {RESPONSES[best]} {percent(middle)}, eight runs in ten between {percent(low)} and {percent(high)}; "
        f"exact ascent gives it {percent(exact[-1, best])}."
    )


def _axis(experiment: Experiment, answers: bool) -> dict[str, object]:
    if answers:
        most = np.log10(experiment.steps * BATCH_SIZES[-1])
        return {"title": "answers drawn (steps × K)", "type": "log", "range": [0, most], "dtick": 1, "fixedrange": True}
    return {"title": "step", "range": [0, experiment.steps], "fixedrange": True}
