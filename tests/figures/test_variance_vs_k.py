"""Noise against the batch size: plotted values, what a logarithm cannot show, labels, and what is left out."""

import re
from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from reinforce_viz import BATCH_SIZES, DEFAULT, ESTIMATORS, PRESETS
from reinforce_viz.engine.batch_size import Curve
from reinforce_viz.engine.quantities import QUANTITIES
from reinforce_viz.figures import variance_vs_k as figures
from reinforce_viz.figures.style.theme import DARK, LIGHT
from reinforce_viz.figures.variance_vs_k.styles import STYLES
from reinforce_viz.text.readings.variance_vs_k import comparable
from tests.figures.test_figures import FIRST, axis, by_k, names, sent, trace
from tests.figures.test_theme import contrast
from tests.of_experiment import curve


def label_of(fig, name):
    """The words at the end of a line."""
    words = "no baseline" if name == "none" else name
    (found,) = (
        note
        for note in sent(fig)["layout"]["annotations"]
        if STYLES[name].glyph in note["text"] and words in re.sub("(-?)<br>", lambda gap: gap[1] or " ", note["text"])
    )
    return found


def test_an_exact_line_and_sampled_points_for_each_estimator():
    assert names(by_k()) == [part for name in FIRST for part in (name, f"{name}, sampled")]


@pytest.mark.parametrize(("name", "one_draw"), [("none", 19.8182), ("expected reward", 1.1688)])
def test_a_baseline_that_ignores_the_batch_falls_as_one_over_k(name, one_draw):
    line = trace(by_k(), name)
    assert line["x"].tolist() == list(BATCH_SIZES)
    np.testing.assert_allclose(line["y"], one_draw / np.array(BATCH_SIZES), rtol=1e-12)


def test_leave_one_out_follows_its_closed_form():
    # T_J/K + [(1 − q)V + |g|²]/(K(K − 1)), with T_J = 1.1688, q = .38, V = 4.69, |g|² = 1.7678; 2.9222 at K = 2.
    line = trace(by_k(), "leave-one-out")
    k = np.array(BATCH_SIZES[1:])
    assert line["x"].tolist() == k.tolist()
    np.testing.assert_allclose(line["y"], 1.1688 / k + (0.62 * 4.69 + 1.7678) / (k * (k - 1)), rtol=1e-12)
    assert line["y"][0] == pytest.approx(2.9222)
    np.testing.assert_allclose(trace(by_k(), "batch mean")["y"][1:], line["y"] * ((k - 1) / k) ** 2, rtol=1e-12)


@pytest.mark.parametrize("quantity", QUANTITIES)
def test_lines_points_and_bars_are_the_curves(quantity):
    curves = {name: curve(DEFAULT, name, quantity) for name in FIRST}
    fig = figures.variance_vs_k(curves, quantity, 4, "none")
    for name, of_k in curves.items():
        line, dots = trace(fig, name), trace(fig, f"{name}, sampled")
        shown = np.isfinite(of_k.exact) & ((of_k.exact > 0) | (not QUANTITIES[quantity].logarithmic))
        np.testing.assert_array_equal(line["y"], np.where(shown, of_k.exact, np.nan))
        seen = np.isfinite(dots["y"])
        np.testing.assert_array_equal(dots["y"][seen], of_k.sampled[seen])
        bars = dots["error_y"]
        np.testing.assert_allclose((dots["y"] + bars["array"])[seen], of_k.high[seen], rtol=1e-12)
        lowest = np.maximum(of_k.low, dots["y"] / 10) if QUANTITIES[quantity].logarithmic else of_k.low
        np.testing.assert_allclose((dots["y"] - bars["arrayminus"])[seen], lowest[seen], rtol=1e-9, atol=1e-15)


@pytest.mark.parametrize("quantity", QUANTITIES)
def test_axes_say_what_they_are(quantity):
    fig = by_k(quantity)
    assert axis(fig, "x")["title"]["text"] == "batch size K"
    assert QUANTITIES[quantity].axis in notes(fig)
    assert axis(fig, "y")["type"] == ("log" if QUANTITIES[quantity].logarithmic else "linear")
    left, right = axis(fig, "x")["range"]
    assert (left < 0, right > np.log10(256)) == (True, True)  # K = 1 and K = 256 are not on the edge


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("quantity", QUANTITIES)
def test_every_exact_value_and_every_label_is_in_the_picture(preset, quantity, monkeypatch):
    monkeypatch.setattr("reinforce_viz.engine.batch_size.BATCH_SIZES", (1, 4, 48))
    fits, _ = comparable(list(ESTIMATORS), quantity)
    curves = {name: curve(PRESETS[preset], name, quantity) for name in fits}
    fig = figures.variance_vs_k(curves, quantity, 4, "none")
    low, high = axis(fig, "y")["range"]
    for name in fits:
        y = trace(fig, name)["y"]
        y = y[np.isfinite(y)]
        with np.errstate(divide="ignore"):
            y = np.log10(y) if QUANTITIES[quantity].logarithmic else y
        assert ((low < y) & (y < high)).all()
    heights = sorted(label["ay"] if "ay" in label else label["y"] for label in map(partial(label_of, fig), fits))
    # A label of two lines is 29 pixels high, the picture 320.
    assert np.diff(heights).min() > (high - low) * 30 / 320
    assert heights[0] >= low - 1e-9 * (high - low)
    assert heights[-1] <= high


def test_a_logarithmic_axis_leaves_out_what_it_cannot_show():
    k = np.array([1, 2, 4])
    broken = Curve(k, np.array([np.inf, 0.0, 2.0]), np.array([np.nan, -1.0, 2.0]), np.full(3, -9.0), np.full(3, 9.0))
    fig = figures.variance_vs_k({"none": broken}, "signal to noise", 4, "none")
    np.testing.assert_array_equal(trace(fig, "none")["y"], [np.nan, np.nan, 2])
    np.testing.assert_array_equal(trace(fig, "none, sampled")["y"], [np.nan, np.nan, 2])
    # The interval from −9 stops at a tenth of the value.
    assert trace(fig, "none, sampled")["error_y"]["arrayminus"][2] == pytest.approx(2 - 0.2)


def test_nothing_to_show_is_still_a_picture():
    empty = Curve(np.array([2]), np.array([np.nan]), np.array([np.nan]), np.array([np.nan]), np.array([np.nan]))
    for quantity in QUANTITIES:
        fig = figures.variance_vs_k({"none": empty}, quantity, 2, "none")
        assert np.isfinite(axis(fig, "y")["range"]).all()


def test_each_line_has_its_own_colour_and_the_chosen_one_is_thicker():
    fig = by_k(baselines=tuple(ESTIMATORS), experiment=replace(DEFAULT, estimator="batch mean"), quantity="P(downhill)")
    for name in ESTIMATORS:
        line, chosen = trace(fig, name)["line"], name == "batch mean"
        assert line["color"] == trace(fig, f"{name}, sampled")["marker"]["color"] == STYLES[name].colour
        assert (line["width"] > 2) == chosen
        label = label_of(fig, name)
        assert f"color:{STYLES[name].colour}" in label["text"]
        assert ("<b>" in label["text"]) == chosen
        assert "font" not in label  # in the ink of the page: its own colour is too pale for words


def test_lines_differ_with_colour_and_without():
    assert STYLES.keys() == ESTIMATORS.keys()
    for part in ("colour", "dash", "marker", "glyph"):
        assert len({getattr(style, part) for style in STYLES.values()}) == len(STYLES)


@pytest.mark.parametrize("name", STYLES)
@pytest.mark.parametrize("paper", [LIGHT, DARK])
def test_a_line_is_seen_on_either_page(name, paper):
    assert contrast(STYLES[name].colour, paper.background) >= 3


def test_a_name_stands_where_its_line_ends():
    fig = by_k(baselines=("none", "expected reward"))
    for name, end in (("none", 19.8182 / 256), ("expected reward", 1.1688 / 256)):
        label = label_of(fig, name)
        assert (10 ** label["x"], 10 ** label["y"]) == (pytest.approx(256), pytest.approx(end, rel=1e-4))


def notes(fig):
    return [note["text"] for note in sent(fig)["layout"]["annotations"]]


def test_the_band_is_one_in_a_hundred_of_the_downhill_steps_alone():
    for quantity in QUANTITIES:
        fig = by_k(quantity)
        bands = [shape for shape in sent(fig)["layout"]["shapes"] if shape["type"] == "rect"]
        assert [(band["y0"], band["y1"]) for band in bands] == [(0, 0.01)] * (quantity == "P(downhill)")
        assert ("<b>fewer than 1 in 100</b>" in notes(fig)) == (quantity == "P(downhill)")


def test_the_size_that_is_enough_is_ringed():
    fig = by_k("P(downhill)")
    # Without a baseline 1.6% at K = 32 and .45% at K = 48; batch mean makes no step at all at K = 1.
    found = {name: trace(fig, f"{name}, enough")["x"].tolist() for name in FIRST}
    assert found == {"none": [48], "expected reward": [1], "batch mean": [2], "leave-one-out": [2]}
    assert "<b>48</b>" in notes(fig)


def test_where_no_size_is_enough_nothing_is_ringed():
    fig = by_k("P(downhill)", experiment=PRESETS["nearly done"])
    assert "none, enough" not in names(fig)
    assert "expected reward, enough" in names(fig)


def distance(match, guess=None, quantity="total variance", baselines=FIRST):
    curves = {name: curve(DEFAULT, name, quantity) for name in baselines}
    return figures.variance_vs_k(curves, quantity, 4, "none", match=match, guess=guess)


def arrows(fig):
    return [note for note in sent(fig)["layout"]["annotations"] if note.get("arrowhead")]


def test_the_distance_is_an_arrow_from_line_to_line_with_the_guess_on_it():
    fig = distance(19.8182 / 0.229593, 16)
    (arrow,) = arrows(fig)
    assert [10 ** arrow[end] for end in ("ax", "x")] == [pytest.approx(8), pytest.approx(86.32, abs=0.01)]
    assert arrow["y"] == arrow["ay"] == pytest.approx(np.log10(0.229593), abs=1e-5)
    mark = trace(fig, "your guess")
    assert (mark["x"][0], np.log10(mark["y"][0])) == (16, pytest.approx(arrow["y"]))
    assert any("= 86.3 without a baseline" in text for text in notes(fig))


def test_skipped_there_is_the_distance_without_a_guess():
    fig = distance(86.3)
    assert len(arrows(fig)) == 1
    assert "your guess" not in names(fig)


@pytest.mark.parametrize(("match", "drawn_to"), [(1000.0, 256), (0.2, 1), (5.0, 5)])
def test_the_arrow_stays_in_the_picture(match, drawn_to):
    (arrow,) = arrows(distance(match))
    assert 10 ** arrow["x"] == pytest.approx(drawn_to)


@pytest.mark.parametrize(
    "fig",
    [
        distance(np.nan, 16),
        distance(None),
        distance(86.3, 16, "P(downhill)"),
        distance(86.3, 16, baselines=("none",)),
    ],
)
def test_without_two_lines_or_a_variance_there_is_no_distance(fig):
    assert not arrows(fig)
    assert not any("without a baseline</b>" in text for text in notes(fig))


@pytest.mark.parametrize("quantity", QUANTITIES)
def test_before_the_guess_nothing_beyond_its_k_is_in_the_figure(quantity):
    curves = {name: curve(DEFAULT, name, quantity) for name in FIRST}
    hidden = figures.variance_vs_k(curves, quantity, 64, "none", match=86.3, guess=16, hidden=True)
    for part in sent(hidden)["data"]:
        assert max(part["x"]) <= 8
        assert len(part["x"]) == len(part["y"])
    assert not arrows(hidden)
    assert not any("86" in text or "48" in text for text in notes(hidden))
    assert "Guess first" in notes(hidden)
    # The same twice as wide a search: without the veil it finds what it looks for.
    assert any(max(part["x"]) > 8 for part in sent(figures.variance_vs_k(curves, quantity, 64, "none"))["data"])


@pytest.mark.parametrize("k", [1, 24])
def test_k_is_marked(k):
    (mark,) = sent(by_k(experiment=replace(DEFAULT, k=k)))["layout"]["shapes"]
    assert (mark["x0"], mark["x1"]) == (k, k)


@pytest.mark.parametrize("quantity", QUANTITIES)
def test_a_free_quantity_does_not_change_with_the_scale_of_the_rewards(quantity):
    # Rewards ten times as large make every estimate ten times as long.
    here, larger = (
        curve(replace(DEFAULT, rewards=(8.0 * s, 3.0 * s, 5.0 * s)), "none", quantity).exact for s in (1.0, 10.0)
    )
    unchanged = np.allclose(here, larger, rtol=1e-9, atol=1e-9)
    assert unchanged == (QUANTITIES[quantity].scale_free or quantity == "length of the bias")  # which is zero here
