"""A closer look at one run: its policy step by step, above what it drew."""

import numpy as np
import plotly.graph_objects as go

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.summary import DECIDED
from reinforce_viz.figures.style.canvas import Drawing
from reinforce_viz.figures.style.theme import COLOURS, DASHES, MARKERS, NEUTRAL, breadth
from reinforce_viz.lessons.trajectories import OneRun, decided_from

HEIGHT = 360
DECIMALS = 4
ROWS = (0.0, 0.3)  # the panel of the draws, as a share of the height
LARGEST = 9  # pixels, of the mark of a batch that is all one answer


def one_run(experiment: Experiment, run: OneRun) -> go.Figure:
    """The probability of each answer against steps, and below it a mark for what was drawn at each step.

    Of K draws a step, the mark is the larger the more of them were that answer.

    Args:
        experiment: whose run it is.
        run: one of its runs.
    """
    steps = len(run.counts)
    left = max(52, 12 + max(breadth(name, 13) for name in experiment.answers))
    drawing = Drawing(
        HEIGHT,
        margin={"l": left, "t": 28},
        xaxis={"title": "step", "range": [-0.01 * steps, 1.01 * steps], "fixedrange": True, "anchor": "y2"},
        yaxis={"domain": [0.4, 1], "range": [-0.04, 1.04], "tickformat": ".0%", "dtick": 0.5, "fixedrange": True},
        yaxis2={
            "domain": ROWS,
            "range": [len(experiment.answers) - 0.5, -0.5],
            "showticklabels": False,
            "dtick": 1,
            "fixedrange": True,
        },
    )
    for answer, name in enumerate(experiment.answers):
        _add_answer(drawing, experiment, run, answer, name)
    _add_words(drawing, run)
    return drawing.figure()


def _add_answer(drawing: Drawing, experiment: Experiment, run: OneRun, answer: int, name: str) -> None:
    """The line of an answer, and its row of draws with its name, which says whose colour it is."""
    colour = COLOURS[answer]
    probs = np.round(run.probs[:, answer], DECIMALS)
    line = {"color": colour, "width": 2, "dash": DASHES[answer]}
    drawing.scatter(np.arange(len(probs)), probs, mode="lines", line=line, name=name)
    at = np.flatnonzero(run.counts[:, answer])
    size = np.round(LARGEST * np.sqrt(run.counts[at, answer] / experiment.k), 1).tolist()
    mark = {"color": colour, "symbol": MARKERS[answer], "size": size, "opacity": 0.6}
    row = {"mode": "markers", "marker": mark, "yaxis": "y2"}
    drawing.scatter(at + 1, np.full(len(at), answer), name=f"{name} drawn", **row)
    place = {"yref": "y2", "xref": "paper", "xanchor": "right", "xshift": -10}
    drawing.text(f"<b>{name}</b>", 0, answer, font={"color": colour, "size": 13}, **place)


def _add_words(drawing: Drawing, run: OneRun) -> None:
    """What each panel shows, and from which step on the run is decided."""
    corner = {"xref": "paper", "xanchor": "left", "yanchor": "bottom", "font": {"size": 13}}
    drawing.text("<b>probability of each answer</b>", 0, 1, yref="y domain", **corner)
    drawing.text("<b>drawn at each step</b>", 0, 1, yref="y2 domain", **corner)
    if (first := decided_from(run.probs)) is not None:
        line = {"color": NEUTRAL, "width": 1.5, "dash": "dot"}
        drawing.vertical(first, line)
        late = first > 0.6 * len(run.counts)
        side = {"xanchor": "right", "xshift": -6} if late else {"xanchor": "left", "xshift": 6}
        drawing.text(f"over {DECIDED:.0%} from step {first} on", first, 0.5, **side)
