"""Pictures for the back row: the same data, larger words."""

import numpy as np
import pytest

from reinforce_viz import figures
from reinforce_viz.engine.exact import exact_ascent
from reinforce_viz.engine.experiment import DEFAULT
from reinforce_viz.engine.simulate import simulate
from reinforce_viz.engine.summary import summarise
from reinforce_viz.figures.style.canvas import Drawing
from reinforce_viz.lessons.baselines import stops, turn
from reinforce_viz.lessons.one_update import updates
from reinforce_viz.lessons.start import by_hand
from reinforce_viz.lessons.tokens import draw_pushes
from tests.figures.test_figures import cloud

FACTOR = 1.5


def examples():
    """Figures with bars, bubbles, frames, sliders, annotations and several panels."""
    drawn = by_hand(DEFAULT, 40)
    summary = summarise(DEFAULT, simulate(DEFAULT))
    ascent = exact_ascent(DEFAULT.probs, DEFAULT.rewards, DEFAULT.learning_rate, DEFAULT.steps)
    pushes = draw_pushes(DEFAULT.probs, DEFAULT.rewards, 8, "sum", np.random.default_rng(0))
    (update,) = updates(DEFAULT, ())
    yield figures.policy_bars(DEFAULT, drawn)
    yield figures.average_push(DEFAULT, drawn)
    yield figures.simplex_paths(DEFAULT, summary, ascent)
    yield figures.probability_paths(DEFAULT, summary, ascent)
    yield figures.baseline_dial(DEFAULT, turn(DEFAULT, stops(DEFAULT), 80))
    yield figures.token_row(pushes, "whole reward")
    yield figures.push_arrows(update, 1)
    yield cloud(DEFAULT)


EXAMPLES = list(examples())


def said(part):
    return [part.get("text"), part.get("x"), part.get("y"), part.get("name")]


@pytest.mark.parametrize("figure", EXAMPLES)
def test_the_data_and_the_words_stay(figure):
    before, after = figure.to_dict(), figures.enlarged(figure, FACTOR).to_dict()
    if "token" not in str(before):  # whose small print is written with its size
        assert [said(trace) for trace in before["data"]] == [said(trace) for trace in after["data"]]
    assert [trace["type"] for trace in before["data"]] == [trace["type"] for trace in after["data"]]
    assert len(before.get("frames", [])) == len(after.get("frames", []))
    for name, axis in before["layout"].items():
        if name.startswith(("xaxis", "yaxis")):
            assert axis.get("range") == after["layout"][name].get("range")


@pytest.mark.parametrize("figure", EXAMPLES)
def test_every_word_is_larger(figure):
    before, after = figure.layout, figures.enlarged(figure, FACTOR).layout
    assert after.font.size == pytest.approx(FACTOR * (before.font.size or 12))
    assert after.height > before.height
    for old, new in zip(before.annotations, after.annotations, strict=True):
        if old.font.size:
            assert new.font.size == pytest.approx(FACTOR * old.font.size)
    for side in "lrtb":
        assert after.margin[side] == FACTOR * before.margin[side]


@pytest.mark.parametrize("figure", EXAMPLES)
def test_a_factor_of_one_changes_nothing_that_is_drawn(figure):
    same = figures.enlarged(figure, 1.0).to_dict()
    assert same["data"] == figure.to_dict()["data"]
    assert same["layout"].get("annotations") == figure.to_dict()["layout"].get("annotations")


def test_an_arrow_from_a_point_keeps_its_tail_and_one_from_a_distance_is_longer():
    picture = Drawing(200)
    picture.arrow([0.0, 1.0], [2.0, 3.0], "#000000", 2.0)
    picture.text("here", 0, 0, showarrow=True, ax=10, ay=-20, xshift=4)
    arrow, pointer = figures.enlarged(picture.figure(), 2.0).layout.annotations
    assert (arrow.ax, arrow.ay, arrow.arrowwidth) == (0.0, 1.0, 4.0)
    assert (pointer.ax, pointer.ay, pointer.xshift) == (20, -40, 8)


def test_sizes_of_bubbles_are_data_and_of_marks_are_not():
    picture = Drawing(200)
    picture.scatter([0.0], [0.0], mode="markers", marker={"size": 6, "line": {"width": 1}})
    picture.scatter([0.0], [0.0], mode="markers", marker={"size": [3.0]})
    marks, bubbles = figures.enlarged(picture.figure(), 2.0).data
    assert (marks.marker.size, marks.marker.line.width) == (12, 2)
    assert list(bubbles.marker.size) == [3.0]


def test_bubbles_grow_with_the_picture_and_their_edges_are_thicker():
    fig = cloud(DEFAULT)
    before, after = (
        [shape for shape in each.layout.shapes if shape.name] for each in (fig, figures.enlarged(fig, FACTOR))
    )
    assert {shape.name for shape in before} == {"possible estimates", "sampled estimates", "g", "E ĝ"}
    # In the units of the axes, whose picture is larger.
    assert [shape.path for shape in before] == [shape.path for shape in after]
    assert [shape.line.width for shape in after] == [FACTOR * shape.line.width for shape in before]
    assert before[0].line.width == 1


def test_small_print_that_names_its_size_grows_too():
    picture = Drawing(200)
    picture.text('<span style="font-size:10px">small</span>', 0, 0)
    assert "font-size:15px" in figures.enlarged(picture.figure(), 1.5).layout.annotations[0].text
