"""What every test checks of every figure: that Plotly knows each of its parts and would write it in the same way."""

import json

import plotly.graph_objects as go
import plotly.io

from reinforce_viz.figures.style.canvas import Drawing

draw = Drawing.figure


def checked(drawing):
    """The figure, if Plotly finds no fault with it."""
    figure = draw(drawing)
    ours, theirs = (sent(each) for each in (figure, go.Figure(figure.to_dict())))
    theirs["layout"].pop("template")
    assert ours.keys() == theirs.keys()
    for part in ours:
        assert ours[part] == theirs[part]
    check_ranges(ours["layout"])
    return figure


def check_ranges(layout):
    """Every axis has a range that Plotly keeps: with one of its own it would draw the figure twice."""
    for axis in (value for key, value in layout.items() if key.startswith(("xaxis", "yaxis"))):
        assert "autorange" not in axis
        if "scaleanchor" in axis:
            other = layout[f"{axis['scaleanchor'][0]}axis{axis['scaleanchor'][1:]}"]
            assert axis["constrain"] == other["constrain"] == "domain"


def sent(figure):
    return without_nothing(json.loads(plotly.io.to_json(figure, validate=False)))


def without_nothing(part):
    """A part of a figure without what is empty, which Plotly leaves out."""
    if isinstance(part, dict):
        parts = {key: without_nothing(value) for key, value in part.items()}
        return {key: value for key, value in parts.items() if value not in (None, {}, [])}
    return [without_nothing(each) for each in part] if isinstance(part, list) else part


Drawing.figure = checked
