"""Every figure that a test draws is one that Plotly knows each part of and would write in the same way."""

import importlib.metadata
import json

import plotly.graph_objects as go
import plotly.io
import pytest
from hypothesis import settings

from reinforce_viz.figures.style.canvas import Drawing

draw = Drawing.figure
CHECKED = {}  # the last figures by what is sent of them: one that is drawn again needs no second check
# How long an example takes says more about the machine than about the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def _check_every_figure(monkeypatch):
    """Have Plotly check what it is not asked to check in the app: that takes most of the time of a figure."""
    monkeypatch.setattr(Drawing, "figure", checked)


@pytest.fixture
def no_search_for_components(monkeypatch):
    """Spare AppTest a look through every installed package for components: the app has its own, and needs no others.

    It would look anew for every app that is opened, and take four times as long for that as for the page.
    """
    monkeypatch.setattr(importlib.metadata, "distributions", lambda **_: ())


def checked(drawing):
    """The figure as Plotly's own, if Plotly finds no fault with it and would send the same."""
    figure = draw(drawing)
    text = written(figure)
    if text not in CHECKED:
        if len(CHECKED) == 100:
            del CHECKED[next(iter(CHECKED))]
        CHECKED[text] = approved(figure, text)
    return CHECKED[text]


def approved(figure, text):
    plotlys = go.Figure(figure.to_dict())
    plotlys.layout.template = None
    ours, theirs = (without_nothing(json.loads(each)) for each in (text, written(plotlys)))
    assert ours.keys() == theirs.keys()
    for part in ours:
        assert ours[part] == theirs[part]
    check_ranges(ours["layout"])
    return plotlys


def check_ranges(layout):
    """Every axis has a range that Plotly keeps: with one of its own it would draw the figure twice."""
    for axis in (value for key, value in layout.items() if key.startswith(("xaxis", "yaxis"))):
        assert "autorange" not in axis
        if "scaleanchor" in axis:
            other = layout[f"{axis['scaleanchor'][0]}axis{axis['scaleanchor'][1:]}"]
            assert axis["constrain"] == other["constrain"] == "domain"


def written(figure):
    return plotly.io.to_json(figure, validate=False)


def without_nothing(part):
    """A part of a figure without what is empty, which Plotly leaves out."""
    if isinstance(part, dict):
        parts = {key: without_nothing(value) for key, value in part.items()}
        return {key: value for key, value in parts.items() if value not in (None, {}, [])}
    return [without_nothing(each) for each in part] if isinstance(part, list) else part
