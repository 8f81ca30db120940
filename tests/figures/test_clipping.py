"""The pictures of one batch used again: what moves, the bounds, and the two lines of the average."""

from dataclasses import replace
from math import log10

import numpy as np
import pytest

from reinforce_viz import DEFAULT
from reinforce_viz.export.tables import clipping as tables
from reinforce_viz.figures import clipping as figures
from reinforce_viz.lessons.clipping import EPOCHS, SCENES
from reinforce_viz.text.format import number
from tests.figures.test_figures import plane, sent, trace
from tests.figures.test_theme import contrast
from tests.of_experiment import every_batch, reuse

LARGEST = 300_000  # bytes: what a page sends at first


def test_a_frame_has_the_policies_and_the_ratios_of_its_epoch():
    shown = reuse(DEFAULT, "lucky")
    fig = figures.one_batch(DEFAULT, shown)
    frames = sent(fig)["frames"]
    by_epoch = {int(frame["name"]): frame["data"] for frame in frames}
    assert list(by_epoch) == sorted(by_epoch)
    assert {*range(9), EPOCHS} <= set(by_epoch)
    for m, (dot, clipped, words, free_dot, free, free_words, crosses) in by_epoch.items():
        for at, run, said in ((dot, shown.clipped, words), (free_dot, shown.free, free_words)):
            assert np.allclose([at["x"][0], at["y"][0]], 10_000 * plane(run.probs[m]), atol=1)
            assert said["text"][0].endswith(f": J = {number(run.expected_reward[m])}")
        assert np.allclose(clipped["x"], shown.clipped.ratio[m])
        assert np.allclose(crosses["x"], clipped["x"])
        assert ["×" in cross for cross in crosses["text"]] == shown.stopped[m].tolist()
        assert all(crosses["text"])
        # Beyond the ends of the axis a mark stands at them; its number is the ratio.
        assert np.allclose(free["x"], np.clip(shown.free.ratio[m], 0.5, 2))
    assert by_epoch[EPOCHS][4]["text"][1] == number(shown.free.ratio[EPOCHS, 1])
    named = [sent(fig)["data"][place]["name"] for place in frames[0]["traces"]]
    moving = [f"{what} {side}" for side in ("with the clip", "without") for what in ("policy", "ratios", "J")]
    assert named == [*moving, "crosses"]


def test_with_and_without_the_clip_stand_side_by_side():
    fig = figures.one_batch(DEFAULT, reuse(DEFAULT, "lucky"))
    layout = sent(fig)["layout"]
    assert layout["xaxis"]["domain"][1] < layout["xaxis3"]["domain"][0]
    assert [trace(fig, f"path {side}")["xaxis"] for side in ("with the clip", "without")] == ["x", "x3"]


def test_a_stopped_push_is_a_cross():
    frame = sent(figures.one_batch(DEFAULT, reuse(DEFAULT, "lucky")))["frames"][4]
    _, clipped, _, _, _, _, crosses = frame["data"]
    assert ["×" in cross for cross in crosses["text"]] == [True, True, False]
    fig = figures.one_batch(DEFAULT, reuse(DEFAULT, "lucky"))
    ink = {"white": "#ffffff"}[trace(fig, "crosses")["textfont"]["color"]]
    assert all(contrast(ink, mark) >= 3 for mark in trace(fig, "ratios with the clip")["marker"]["color"])
    assert clipped["text"] == ["1.28", "0.793", "1.09"]
    assert clipped["textposition"] == ["middle left", "middle right", "middle left"]


@pytest.mark.parametrize("scene", SCENES)
def test_before_the_guess_the_figure_has_nothing_after_epoch_0(scene):
    shown = reuse(DEFAULT, scene)
    fig = sent(figures.one_batch(DEFAULT, shown, hidden=True))
    assert "frames" not in fig
    assert "sliders" not in fig["layout"]
    start = {round(float(c)) for c in 10_000 * plane(shown.clipped.probs[0])}
    for part in fig["data"]:
        if part.get("name", "").startswith("ratios"):
            assert list(part["x"]) == [1, 1, 1]
        elif part.get("name", "").startswith("policy"):
            assert {part["x"][0], part["y"][0]} == start
    assert not any("path" in part.get("name", "") or "furthest" in part.get("name", "") for part in fig["data"])
    table = tables.one_batch(DEFAULT, scene, hidden=True)
    assert set(table["epoch"]) == {0}
    assert list(table.columns) == ["clip", "answer", "epoch", "probability", "ratio"]
    assert (table["ratio"] == 1).all()


@pytest.mark.parametrize(("guess", "ends"), [(0.2, (0.8, 1.2)), (0.4, (0.6, 1.4)), (1.0, (0.5, 2)), (2.0, (0.5, 2))])
def test_the_guess_and_the_furthest_ratio_are_in_one_picture(guess, ends):
    shown = reuse(DEFAULT, "lucky")
    fig = figures.one_batch(DEFAULT, shown, guess)
    (mark,) = [shape for shape in sent(fig)["layout"]["shapes"] if shape.get("name") == "guess"]
    assert (mark["x0"], mark["x1"]) == pytest.approx(ends)
    bar = trace(fig, "furthest with the clip")
    assert bar["x"] == pytest.approx([abs(shown.clipped.ratio - 1).max() + 1])
    assert bar["y"] == [0]


def test_the_bounds_are_a_band():
    shapes = sent(figures.one_batch(DEFAULT, reuse(DEFAULT, "lucky")))["layout"]["shapes"]
    (band,) = [shape for shape in shapes if shape.get("name") == "bounds"]
    assert (band["x0"], band["x1"]) == pytest.approx((0.8, 1.2))


@pytest.mark.parametrize("probs", [(0.3, 0.5, 0.2), (0.002, 0.996, 0.002), (1, 0, 0), (0, 0.6, 0.4)])
@pytest.mark.parametrize("scene", SCENES)
def test_every_ratio_stands_in_the_picture_and_the_page_stays_small(scene, probs):
    e = replace(DEFAULT, probs=probs, rewards=(10, -10, 0), learning_rate=5.0)
    fig = figures.one_batch(e, reuse(e, scene))
    low, high = sent(fig)["layout"]["xaxis2"]["range"]
    for frame in sent(fig)["frames"]:
        for place in (1, 4):
            assert all(low - 1e-12 <= log10(x) <= high + 1e-12 for x in frame["data"][place]["x"])
    assert len(fig.to_json()) < LARGEST


def test_two_lines_over_the_epochs():
    clipped, free = every_batch(DEFAULT, "no baseline")
    fig = figures.expected_reward(clipped, free)
    assert np.allclose(trace(fig, "clip")["y"], clipped.expected_reward)
    assert np.allclose(trace(fig, "no clip")["y"], free.expected_reward)
    low, high = sent(fig)["layout"]["yaxis"]["range"]
    assert low < min(free.expected_reward.min(), clipped.expected_reward.min())
    assert high > max(free.expected_reward.max(), clipped.expected_reward.max())


def test_the_tables_behind_the_pictures():
    table = tables.one_batch(DEFAULT, "lucky").set_index(["clip", "answer", "epoch"])
    assert table.loc[("with", "yes", 4), "ratio"] == pytest.approx(1.28462758, abs=2e-8)
    assert bool(table.loc[("with", "yes", 4), "stopped"])
    assert not table.sort_index().loc["without", "stopped"].any()
    average = tables.expected_reward(DEFAULT, "learning rate 2").set_index(["clip", "epoch"])
    assert average.loc[("with", EPOCHS), "expected J"] == pytest.approx(7.15, abs=0.005)
    assert len(table) == 2 * 3 * (EPOCHS + 1)
