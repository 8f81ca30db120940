"""The pictures of a class: what is drawn equals the numbers, and what is hidden is not in the figure."""

import json
import re

import numpy as np
import pytest

from reinforce_viz import exact_gradient
from reinforce_viz.figures import classroom as figures
from reinforce_viz.figures.style.theme import CURRENT, DARK, LIGHT, NEUTRAL
from reinforce_viz.figures.style.triangle import to_plane
from reinforce_viz.lessons.classroom import LEAVE_ONE_OUT, Round, answers, class_push

NAMES, PROBS, REWARDS = ("yes", "no", "maybe"), (0.3, 0.5, 0.2), (8.0, 3.0, 5.0)


def batch(k, baseline=LEAVE_ONE_OUT):
    counts = tuple(np.bincount(answers(1, 1, PROBS, k), minlength=3).tolist())
    return class_push(1, Round(1, PROBS, baseline, counts), None, REWARDS)


def arrows(figure):
    return {arrow.name: arrow for arrow in figure.layout.annotations if arrow.showarrow}


def trace(figure, name):
    return next(trace for trace in figure.data if trace.name == name)


def test_bubbles_have_areas_like_the_counts_and_lie_at_the_pushes():
    shown = batch(50)
    bubbles = trace(figures.class_push(shown, NAMES), "pushes")
    np.testing.assert_allclose(np.array([bubbles.x, bubbles.y]).T, to_plane(shown.pushes))
    area = np.square(bubbles.marker.size)
    np.testing.assert_allclose(area / area.sum(), np.array(shown.counts) / 50)
    assert [text.strip("</b>") for text in bubbles.text] == [str(count) for count in shown.counts]


def test_average_gradient_and_ring_are_where_the_numbers_say():
    shown = batch(50)
    figure = figures.class_push(shown, NAMES)
    found = arrows(figure)
    for name, at in (("g", shown.gradient), ("the class's average", shown.walk[-1])):
        np.testing.assert_allclose([found[name].x, found[name].y], to_plane(at))
    (ring,) = (shape for shape in figure.layout.shapes if shape.type == "circle")
    # A push of that length in any direction ends on the ring.
    away = shown.gradient + shown.error * np.array([1, -1, 0]) / np.sqrt(2)
    centre = to_plane(shown.gradient)
    assert (ring.x1 - ring.x0) / 2 == pytest.approx(np.linalg.norm(to_plane(away) - centre))
    np.testing.assert_allclose([(ring.x0 + ring.x1) / 2, (ring.y0 + ring.y1) / 2], centre)
    walk = trace(figure, "so far")
    np.testing.assert_allclose(np.array([walk.x, walk.y]).T, to_plane(shown.walk))


def test_a_long_walk_is_shortened_and_keeps_both_ends():
    shown = batch(900)
    walk = trace(figures.class_push(shown, NAMES), "so far")
    assert len(walk.x) == 150
    np.testing.assert_allclose([walk.x[0], walk.x[-1]], to_plane(shown.walk[[0, -1]])[:, 0])


@pytest.mark.parametrize("k", [0, 1, 50])
def test_while_the_class_guesses_the_answer_is_not_in_the_figure(k):
    figure = figures.class_push(batch(k), NAMES, hidden=True)
    assert not {"g", "the class's average"} & set(arrows(figure))
    assert CURRENT not in figure.to_json()
    assert not [shape for shape in figure.layout.shapes if shape.type == "circle"]
    assert len(arrows(figure)) == min(1, k) if k < 2 else 3


def test_an_empty_round_shows_the_gradient_alone():
    figure = figures.class_push(batch(0), NAMES)
    assert set(arrows(figure)) == {"g"}


def test_the_half_that_makes_the_model_worse_has_a_name_that_lies_in_it():
    (name,) = (words for words in figures.class_push(batch(9), NAMES).layout.annotations if "downhill" in words.text)
    assert np.array([name.x, name.y]) @ to_plane(exact_gradient(PROBS, REWARDS)) < 0
    done = class_push(1, Round(1, (1.0, 0.0, 0.0), "none", (9, 0, 0)), None, REWARDS)
    for figure in (figures.class_push(done, NAMES), figures.class_push(batch(9), NAMES, hidden=True)):
        assert "downhill" not in str([words.text for words in figure.layout.annotations])


def test_the_three_ways_are_drawn_where_they_lead():
    ways = {"your class": 0.1, "exact gradient": 0.2, "same luck, with leave-one-out": 0.3}
    paths = [np.array([PROBS, (0.3 + d, 0.5 - d, 0.2)]) for d in ways.values()]
    figure = figures.class_path(*paths, REWARDS, NAMES, "with leave-one-out")
    for name, way in zip(ways, paths, strict=True):
        line = trace(figure, name)
        np.testing.assert_allclose(np.array([line.x, line.y]).T, to_plane(way))


def test_bars_are_as_long_as_the_guesses_and_the_right_one_is_marked():
    figure = figures.guess_bars(NAMES, (3, 0, 7), (2,))
    (bars,) = figure.data
    assert (list(bars.x), list(bars.y)) == ([3, 0, 7], list(NAMES))
    assert list(bars.marker.color) == [NEUTRAL, NEUTRAL, CURRENT]
    assert list(bars.text) == ["3", "0", "<b>7 ✓</b>"]
    assert json.loads(figures.guess_bars(NAMES, (0, 0, 0), ()).to_json())["layout"]["xaxis"]["range"][1] > 0


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_a_phone_s_arrow_points_where_its_push_leads(theme):
    push = np.array([-0.9, 1.5, -0.6])
    drawing = figures.own_push(push, 1, ("yes", "<no>", "maybe"), theme)
    x, y = (float(value) for value in re.search(r'x2="(\S+)" y2="(\S+)"[^>]*marker-end', drawing).groups())
    along = to_plane(push) / np.linalg.norm(to_plane(push))
    np.testing.assert_allclose(np.array([x, -y]) / np.hypot(x, y), along, atol=1e-2)
    assert "&lt;no&gt;" in drawing
    assert all(colour in drawing for colour in theme.answers)
    assert 'x2="0.0" y2="-0.0"' in figures.own_push(np.zeros(3), 1, NAMES, theme)
