"""Variance against the number subtracted: the parabola, its marks, and the stretch where a baseline helps."""

from dataclasses import replace

import numpy as np
import pytest

from reinforce_viz import DEFAULT, PRESETS, moments
from reinforce_viz.figures import variance_vs_k as figures
from reinforce_viz.figures.style.theme import CURRENT, NEUTRAL
from tests.figures.test_figures import axis, names, sent, trace

CONSTANT = replace(DEFAULT, estimator="constant")
NEGATIVE = PRESETS["all rewards negative"]
BEST = 5.519354839  # b* = 4.9 + .384/.62


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("k", [1, 4, 256])
def test_the_parabola_is_the_variance_of_each_constant(preset, k):
    e = replace(PRESETS[preset], k=k)
    line = trace(figures.variance_vs_baseline(e), "total variance")
    for b, y in zip(line["x"][::20].tolist(), line["y"][::20], strict=True):
        # The b that is sent has seven digits.
        exact = moments("constant", e.probs, e.rewards, k, b).total_variance
        assert y == pytest.approx(exact, rel=1e-5, abs=1e-6 * line["y"].max())


def test_marks_on_the_example():
    # At K = 1: none 19.8182, E[R] 1.1688, the mean reward .952422, b* .930968, and 5 in between.
    fig = figures.variance_vs_baseline(replace(CONSTANT, k=1))
    marks = trace(fig, "marks")
    np.testing.assert_allclose(marks["x"], [0, 4.9, 16 / 3, BEST, 5], rtol=1e-9)
    np.testing.assert_allclose(marks["y"][:4], [19.8182, 1.1688, 0.952422, 0.930968], atol=6e-7)
    # T_b = T_b* + (1 − q)(b − b*)².
    assert marks["y"][4] == pytest.approx(0.930968 + 0.62 * (5 - BEST) ** 2, abs=6e-7)
    assert marks["marker"]["color"] == [NEUTRAL] * 4 + [CURRENT]
    assert names(fig) == ["total variance", "marks"]


@pytest.mark.parametrize("name", ["none", "expected reward", "batch mean"])
def test_without_a_b_of_its_own_an_estimator_has_no_mark(name):
    marks = trace(figures.variance_vs_baseline(replace(DEFAULT, estimator=name)), "marks")
    assert len(marks["x"]) == 4


def test_the_current_mark_is_what_is_subtracted_not_the_slider():
    marks = trace(figures.variance_vs_baseline(replace(DEFAULT, estimator="optimal plus b", b=-2.0)), "marks")
    assert marks["x"][4] == pytest.approx(BEST - 2)


def labels(fig):
    """Labels of the marks by height, the highest first: (text, x, which side of it they stand)."""
    notes = [note for note in sent(fig)["layout"]["annotations"] if note.get("yanchor") == "middle"]
    return [(note["text"], note["x"], note["xanchor"]) for note in sorted(notes, key=lambda note: -note["y"])]


def test_labels_name_the_marks_with_their_numbers():
    said = [text for text, _, _ in labels(figures.variance_vs_baseline(CONSTANT))]
    starts = ["none 0", "E[R] 4.9", "current b 5", "mean reward 5.33", "b* 5.5"]
    assert [text.startswith(start) for text, start in zip(said, starts, strict=True)] == [True] * 5


@pytest.mark.parametrize("e", [CONSTANT, NEGATIVE, replace(CONSTANT, b=10.0, rewards=(-2.0, -7.0, -5.0))])
def test_labels_stay_in_the_picture(e):
    fig = figures.variance_vs_baseline(e)
    low, high = axis(fig, "x")["range"]
    for _, x, side in labels(fig):
        # A label is up to 30% of the width.
        room = (high - x if side == "left" else x - low) / (high - low)
        assert room >= 0.2


def test_where_no_baseline_is_right_its_label_stands_on_the_left():
    assert ("none 0", 0, "right") in labels(figures.variance_vs_baseline(NEGATIVE))


@pytest.mark.parametrize(
    ("preset", "ends"),
    [
        ("yes, no, maybe", (0, 2 * BEST)),
        ("all rewards negative", (2 * (BEST - 10), 0)),  # a shift of the rewards by −10 shifts b*
        ("restaurants 6/7/8", (0, 14)),
        ("restaurants -1/0/1", (0, 0)),
    ],
)
def test_the_shaded_stretch_reaches_from_none_to_twice_the_optimum(preset, ends):
    fig = figures.variance_vs_baseline(PRESETS[preset])
    (shade,) = (shape for shape in sent(fig)["layout"]["shapes"] if shape["type"] == "rect")
    assert (shade["x0"], shade["x1"]) == pytest.approx(ends, abs=1e-8)
    low, high = axis(fig, "x")["range"]
    assert low < ends[0] <= ends[1] < high


@pytest.mark.parametrize("preset", PRESETS)
def test_the_shaded_stretch_is_where_a_constant_beats_none(preset):
    e = PRESETS[preset]
    fig = figures.variance_vs_baseline(e)
    (shade,) = (shape for shape in sent(fig)["layout"]["shapes"] if shape["type"] == "rect")
    none = moments("none", e.probs, e.rewards, e.k).total_variance
    low, high = axis(fig, "x")["range"]
    for b in np.linspace(low, high, 40):
        helps = moments("constant", e.probs, e.rewards, e.k, b).total_variance < none
        assert helps == (shade["x0"] < b < shade["x1"])


def test_at_a_corner_nothing_is_shaded():
    fig = figures.variance_vs_baseline(replace(DEFAULT, probs=(1.0, 0.0, 0.0)))
    (shade,) = (shape for shape in sent(fig)["layout"]["shapes"] if shape["type"] == "rect")
    assert (shade["x0"], shade["x1"]) == (0, 0)


@pytest.mark.parametrize("preset", PRESETS)
def test_axes_say_what_they_are_and_show_all_marks(preset):
    e = replace(PRESETS[preset], estimator="constant", b=-9.5)
    fig = figures.variance_vs_baseline(e)
    assert axis(fig, "x")["title"]["text"] == "baseline b"
    assert axis(fig, "y")["title"]["text"] == f"total variance at K = {e.k}"
    low, high = axis(fig, "x")["range"]
    marks, line = trace(fig, "marks"), trace(fig, "total variance")
    assert ((low < marks["x"]) & (marks["x"] < high)).all()
    assert axis(fig, "y")["range"][0] == 0
    assert axis(fig, "y")["range"][1] > line["y"].max() >= marks["y"].max()
