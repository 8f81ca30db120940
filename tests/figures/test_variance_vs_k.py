"""Noise against the batch size: plotted values, what a logarithm cannot show, labels, and what is left out."""

from dataclasses import replace

import numpy as np
import pytest

from reinforce_viz import BATCH_SIZES, DEFAULT, ESTIMATORS, PRESETS
from reinforce_viz.engine.batch_size import QUANTITIES, Curve, curve
from reinforce_viz.figures import variance_vs_k as figures
from reinforce_viz.figures.style.theme import CURRENT, NEUTRAL
from reinforce_viz.text.readings.variance_vs_k import comparable
from tests.figures.test_figures import FIRST, axis, by_k, names, sent, trace


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
    assert axis(fig, "y")["title"]["text"] == QUANTITIES[quantity].axis
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
    labels = [note for note in sent(fig)["layout"]["annotations"] if note["text"] in fits]
    heights = sorted(note["y"] for note in labels)
    assert len(labels) == len(fits)
    # A label is 13 pixels high, the picture 376.
    assert np.diff(heights).min() > (high - low) * 15 / 376
    assert heights[0] >= low
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


def test_the_current_estimator_alone_is_in_colour():
    fig = by_k(experiment=replace(DEFAULT, estimator="batch mean"))
    for name in FIRST:
        colour = CURRENT if name == "batch mean" else NEUTRAL
        assert trace(fig, name)["line"]["color"] == colour
        assert trace(fig, f"{name}, sampled")["marker"]["color"] == colour
        (label,) = (note for note in sent(fig)["layout"]["annotations"] if note["text"] == name)
        assert label["font"]["color"] == colour


def test_the_first_lines_differ_without_colour():
    styles = {(trace(by_k(), n)["line"]["dash"], trace(by_k(), f"{n}, sampled")["marker"]["symbol"]) for n in FIRST}
    assert len(styles) == len(FIRST)


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
