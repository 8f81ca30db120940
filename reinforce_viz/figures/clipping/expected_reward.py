"""Expected reward against the number of epochs, over every batch, with and without the clip."""

import plotly.graph_objects as go

from reinforce_viz.engine.surrogate import ExpectedEpochs
from reinforce_viz.figures.style.canvas import Drawing
from reinforce_viz.figures.style.theme import CURRENT, NEUTRAL, apart


def expected_reward(clipped: ExpectedEpochs, free: ExpectedEpochs) -> go.Figure:
    """E[J] after 0, 1, …, M epochs: two lines, named at their ends.

    Args:
        clipped: averages over every batch with the clip.
        free: the same without it.
    """
    last = len(clipped.expected_reward) - 1
    values = [*clipped.expected_reward.tolist(), *free.expected_reward.tolist()]
    room = max(0.1 * (max(values) - min(values)), 0.05)
    limits = [min(values) - room, max(values) + room]
    drawing = Drawing(
        320,
        xaxis={"title": "epochs on the batch", "range": [0, last], "dtick": 16, "fixedrange": True},
        yaxis={"title": "expected J", "range": limits, "fixedrange": True},
        margin={"t": 16, "r": 72},
    )
    looks = {
        "clip": (clipped, {"color": CURRENT, "width": 3.5}),
        "no clip": (free, {"color": NEUTRAL, "width": 2.5, "dash": "dash"}),
    }
    for name, (run, line) in looks.items():
        drawing.scatter(list(range(last + 1)), run.expected_reward, mode="lines", line=line, name=name)
    ends = [float(run.expected_reward[-1]) for run, _ in looks.values()]
    heights = apart(ends, 0.08 * (limits[1] - limits[0]), limits[1])
    for (name, (_, line)), height in zip(looks.items(), heights, strict=True):
        font = {"color": line["color"], "size": 13}
        drawing.text(name, 1, height, xref="paper", xanchor="left", xshift=6, font=font)
    return drawing.figure()
