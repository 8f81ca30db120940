"""The chance of choosing the best restaurant against the number of nights."""

import numpy as np
import plotly.graph_objects as go

from reinforce_viz.engine.summary import instants
from reinforce_viz.figures.style.canvas import Drawing, Part
from reinforce_viz.figures.style.theme import CURRENT, DASHES, NEUTRAL, apart
from reinforce_viz.lessons.nights import NIGHTS, Search
from reinforce_viz.text.format import number

TOP = 1.04


def nights(searches: dict[str, Search]) -> go.Figure:
    """The chance of choosing the best restaurant after each night, a line for each set of ratings.

    Args:
        searches: by ratings.
    """
    drawing = Drawing(
        380,
        xaxis={
            "title": "nights (logarithmic)",
            "type": "log",
            "range": [0, np.log10(NIGHTS)],
            "tickvals": [1, 3, 10, 30, 100, 300],
            "fixedrange": True,
        },
        yaxis={"title": "chance of choosing the best", "range": [0, TOP], "tickformat": ".0%", "fixedrange": True},
        margin={"r": 72},
    )
    half = {"x0": 0, "x1": 1, "xref": "x domain", "y0": 0.5, "y1": 0.5}
    drawing.shape(type="line", line={"color": NEUTRAL, "width": 1, "dash": "dot"}, **half)
    ends = apart([float(search.chance[-1]) for search in searches.values()], 0.07, TOP - 0.03)
    # The ratings of the story stand out from those that they are compared with.
    colours = [CURRENT, *[NEUTRAL] * (len(searches) - 1)]
    for (ratings, search), colour, dash, end in zip(searches.items(), colours, DASHES, ends, strict=True):
        _add_line(drawing, ratings, search, {"color": colour, "width": 2.5, "dash": dash})
        font = {"color": colour, "size": 14}
        drawing.text(f"<b>{ratings}</b>", 1, end, xref="paper", xanchor="left", xshift=4, font=font)
        if not np.isnan(search.nights):
            _add_found(drawing, ratings, search, font)
    return drawing.figure()


def _add_line(drawing: Drawing, ratings: str, search: Search, line: Part) -> None:
    night = instants(NIGHTS)[1:]
    drawing.scatter(
        night,
        search.chance[night].astype(np.float32),
        mode="lines",
        line=line,
        hovertemplate=f"{ratings}, after %{{x}} nights: %{{y:.0%}}<extra></extra>",
        name=ratings,
    )


def _add_found(drawing: Drawing, ratings: str, search: Search, font: Part) -> None:
    """A mark with the number of nights where the chance exceeds one half."""
    drawing.scatter(
        [search.nights],
        [search.chance[int(search.nights)]],
        mode="markers+text",
        marker={"color": font["color"], "size": 10},
        text=[f"<b>{number(search.nights)}</b>"],
        textfont=font,
        textposition="top left",
        cliponaxis=False,
        name=f"{ratings}, found",
    )
