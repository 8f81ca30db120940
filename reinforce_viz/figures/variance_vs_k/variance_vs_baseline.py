"""Which constant should be subtracted?"""

import numpy as np
import plotly.graph_objects as go

from reinforce_viz.engine.batch_size import variance_by_baseline
from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.policy import optimal_baseline
from reinforce_viz.figures.style.canvas import Drawing
from reinforce_viz.figures.style.parabola import add_marks, add_parabola
from reinforce_viz.figures.style.theme import UP, translucent
from reinforce_viz.lessons.variance_vs_k import marks, stretch


def variance_vs_baseline(experiment: Experiment) -> go.Figure:
    """Exact total variance at the current K against the constant b, with the known baselines marked.

    The stretch where a baseline has less variance than none, between 0 and 2b*, is shaded.
    """
    probs, rewards, k = np.array(experiment.probs), np.array(experiment.rewards), experiment.k
    best = optimal_baseline(probs, rewards)
    low, high = stretch(experiment)
    b = np.linspace(low, high, 121)
    variance = variance_by_baseline(probs, rewards, k, b)
    top = float(variance.max()) * 1.06 or 1.0
    drawing = Drawing(
        400,
        xaxis={"title": "baseline b", "range": [low, high], "fixedrange": True},
        yaxis={"title": f"total variance at K = {k}", "range": [0, top], "fixedrange": True},
        margin={"l": 72},
    )
    helps = sorted((0.0, 2 * best)) if variance.any() else (0.0, 0.0)
    shaded = {"x0": helps[0], "x1": helps[1], "y0": 0, "y1": 1, "yref": "y domain"}
    drawing.shape(type="rect", fillcolor=translucent(UP, 0.12), line={"width": 0}, layer="below", **shaded)
    if helps[1] - helps[0] > 0.3 * (high - low):
        corner = {"align": "left", "xanchor": "left", "yanchor": "bottom", "xshift": 4}
        drawing.text("less variance<br>than no baseline", helps[0], 0, font={"color": UP}, **corner)
    add_parabola(drawing, b, variance)
    add_marks(drawing, experiment, marks(experiment), low + 0.8 * (high - low), top)
    return drawing.figure()
