"""A figure that is not validated is sent as it is."""

import json

import plotly.io
import plotly.tools

from reinforce_viz.figures.style.canvas import UnvalidatedFigure, themed
from reinforce_viz.figures.style.theme import DARK

PARTS = {"data": [{"type": "scatter", "x": [1, 2], "y": [3, None]}], "layout": {"height": 300, "font": {"size": 12}}}


def sent(figure):
    """What a browser is sent, on the way that Streamlit takes."""
    parts = plotly.tools.return_figure_from_figure_or_data(figure, validate_figure=True)
    return json.loads(plotly.io.to_json(parts, validate=False))


def test_an_unvalidated_figure_is_sent_as_it_is():
    assert sent(UnvalidatedFigure(PARTS)) == PARTS
    assert UnvalidatedFigure(PARTS).to_dict() is PARTS


def test_what_nobody_has_checked_is_sent_all_the_same():
    assert sent(UnvalidatedFigure({"data": [{"type": "scater"}], "layout": {}}))["data"] == [{"type": "scater"}]


def test_a_dressed_figure_has_the_colour_of_its_page_and_leaves_the_first_one_alone():
    layout = sent(themed(UnvalidatedFigure(PARTS), DARK))["layout"]
    assert layout["font"] == {"size": 12, "color": DARK.text}
    assert layout["hoverlabel"] == {"bgcolor": DARK.background}
    assert PARTS["layout"]["font"] == {"size": 12}
