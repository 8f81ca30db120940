"""Which constant should be subtracted?"""

import numpy as np
import plotly.graph_objects as go

from reinforce_viz.curves import variance_by_baseline
from reinforce_viz.estimators import ESTIMATORS, baseline
from reinforce_viz.experiment import Experiment
from reinforce_viz.figures.theme import CURRENT, NEUTRAL, UP, figure, translucent
from reinforce_viz.policy import optimal_baseline
from reinforce_viz.wording import compared, number

MARKS = {"none": "none", "expected reward": "E[R]", "mean reward": "mean reward", "optimal": "b*"}


def variance_vs_baseline(experiment: Experiment) -> go.Figure:
    """Exact total variance at the current K against the constant b, with the known baselines marked.

    The stretch where a baseline has less variance than none, between 0 and 2b*, is shaded.
    """
    probs, rewards, k = np.array(experiment.probs), np.array(experiment.rewards), experiment.k
    best = optimal_baseline(probs, rewards)
    low, high = _stretch(experiment)
    b = np.linspace(low, high, 121)
    variance = variance_by_baseline(probs, rewards, k, b)
    top = float(variance.max()) * 1.06 or 1.0
    fig = figure(
        400,
        xaxis={"title": "baseline b", "range": [low, high], "fixedrange": True},
        yaxis={"title": f"total variance at K = {k}", "range": [0, top], "fixedrange": True},
        margin={"l": 72},
    )
    helps = sorted((0.0, 2 * best)) if variance.any() else (0.0, 0.0)
    fig.add_vrect(x0=helps[0], x1=helps[1], fillcolor=translucent(UP, 0.12), line_width=0, layer="below")
    if helps[1] - helps[0] > 0.3 * (high - low):
        fig.add_annotation(
            x=helps[0],
            y=0,
            text="less variance<br>than no baseline",
            align="left",
            showarrow=False,
            xanchor="left",
            yanchor="bottom",
            xshift=4,
            font={"color": UP},
        )
    fig.add_scatter(
        x=b.astype(np.float32),
        y=variance,
        mode="lines",
        line={"color": NEUTRAL, "width": 2.5},
        hovertemplate="b = %{x:.3g}: %{y:.4g}<extra></extra>",
        name="total variance",
    )
    marks = _marks(experiment)
    at = np.array(list(marks.values()))
    fig.add_scatter(
        x=at,
        y=variance_by_baseline(probs, rewards, k, at),
        mode="markers",
        marker={"size": 10, "color": [CURRENT if name.startswith("current") else NEUTRAL for name in marks]},
        hoverinfo="skip",
        name="marks",
    )
    # Close to the right edge a label stands left of its stem.
    edge = low + 0.8 * (high - low)
    from_left = sorted(marks.items(), key=lambda item: item[1])
    # The label with the longest way to cover stands highest, so that none crosses the stem of another.
    ordered = [item for item in reversed(from_left) if item[1] > edge] + [item for item in from_left if item[1] <= edge]
    for row, (name, x) in enumerate(ordered):
        y = float(variance_by_baseline(probs, rewards, k, x))
        colour = CURRENT if name.startswith("current") else NEUTRAL
        label = top * (0.96 - 0.09 * row)
        fig.add_shape(type="line", x0=x, x1=x, y0=y, y1=label, line={"color": colour, "width": 1})
        fig.add_annotation(
            x=x,
            y=label,
            text=f"{name} {number(x)}",
            showarrow=False,
            xanchor="right" if x > edge else "left",
            yanchor="middle",
            xshift=-3 if x > edge else 3,
            font={"color": colour, "size": 13},
        )
    return fig


def variance_vs_baseline_reading(experiment: Experiment) -> str:
    """The picture in a sentence."""
    probs, rewards, k = np.array(experiment.probs), np.array(experiment.rewards), experiment.k
    best, mean = optimal_baseline(probs, rewards), float(probs @ rewards)
    none, expected, least = variance_by_baseline(probs, rewards, k, [0.0, mean, best])
    low, high = (number(end, 4) for end in sorted((0.0, 2 * best)))
    saves = compared(least, none) == "less than"
    helps = f"Only a b between {low} and {high} helps at all." if saves else "No b has less variance than none."
    return (
        f"At K = {k} the least variance is {number(least)}, at b* = {number(best)}; the expected reward "
        f"{number(mean)} gives {number(expected)}, {compared(expected, none)} no baseline ({number(none)}). {helps}"
    )


def _marks(experiment: Experiment) -> dict[str, float]:
    """The baselines worth naming, and the one in use when it is a number of its own."""
    probs, rewards = np.array(experiment.probs), np.array(experiment.rewards)
    marks = {label: baseline(name, probs, rewards) for name, label in MARKS.items()}
    if ESTIMATORS[experiment.estimator].uses_b:
        marks["current b"] = baseline(experiment.estimator, probs, rewards, experiment.b)
    return marks


def _stretch(experiment: Experiment) -> tuple[float, float]:
    """The values of b to draw: all marks, every reward and the stretch that helps, with a margin."""
    best = optimal_baseline(experiment.probs, experiment.rewards)
    values = [2 * best, *experiment.rewards, *_marks(experiment).values()]
    margin = 0.08 * (max(values) - min(values)) or 1.0
    return min(values) - margin, max(values) + margin
