"""A figure that is not validated is sent as it is."""

import json

import plotly.io
import plotly.tools
import pytest

from reinforce_viz.figures.style.canvas import Drawing, UnvalidatedFigure, themed
from reinforce_viz.figures.style.theme import COLOURS, CURRENT, DARK, DOWN, LIGHT, NEUTRAL, UP
from tests.figures.test_theme import contrast

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


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_words_in_the_colours_of_answers_are_readable_and_marks_keep_theirs(theme):
    drawing = Drawing(100)
    drawing.text("no", 0, 0, font={"color": COLOURS[1], "size": 14})
    drawing.text("plain", 0, 0)
    corners = {"mode": "markers+text", "marker": {"color": COLOURS[0]}, "textfont": {"color": list(COLOURS)}}
    drawing.scatter([0, 1, 2], [0, 0, 0], text=["yes", "no", "maybe"], **corners)
    drawing.scatter([0], [0], textfont={"color": "#123456"})
    figure = sent(themed(drawing.figure(), theme))
    first, second = figure["data"]
    words = [figure["layout"]["annotations"][0]["font"]["color"], *first["textfont"]["color"]]
    assert words == [theme.answers[1], *theme.answers]
    assert min(contrast(colour, theme.background) for colour in words) >= 4.5
    assert first["marker"]["color"] == COLOURS[0]
    assert second["textfont"]["color"] == "#123456"
    assert "font" not in figure["layout"]["annotations"][1]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_all_words_in_the_colour_of_a_mark_are_readable_wherever_they_stand(theme):
    drawing = Drawing(100, title={"text": "a", "font": {"color": NEUTRAL}}, xaxis={"tickfont": {"color": DOWN}})
    drawing.text(f'<span style="color:{CURRENT}">b</span>', 0, 0, font={"color": UP})
    drawing.frames = [
        {"name": "1", "data": [{"type": "scatter", "textfont": {"color": CURRENT}, "line": {"color": CURRENT}}]}
    ]
    figure = sent(themed(drawing.figure(), theme))
    layout, (frame,) = figure["layout"], figure["frames"]
    fonts = layout["title"]["font"], layout["xaxis"]["tickfont"], layout["annotations"][0]["font"]
    words = [font["color"] for font in (*fonts, frame["data"][0]["textfont"])]
    assert words == [theme.text, theme.meanings[1], theme.meanings[0], theme.meanings[2]]
    assert layout["annotations"][0]["text"] == f'<span style="color:{theme.meanings[2]}">b</span>'
    # The downhill half of a plane is tinted.
    tint = "#f6f1e7" if theme is LIGHT else "#25201a"
    assert min(contrast(colour, ground) for colour in words for ground in (theme.background, tint)) >= 4.5
    assert frame["data"][0]["line"]["color"] == CURRENT
