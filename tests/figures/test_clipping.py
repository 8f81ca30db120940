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
from tests.of_experiment import every_batch, reuse

LARGEST = 300_000  # bytes: what a page sends at first


def test_a_frame_has_the_policies_and_the_ratios_of_its_epoch():
    shown = reuse(DEFAULT, "lucky")
    fig = figures.one_batch(DEFAULT, shown)
    frames = sent(fig)["frames"]
    assert [frame["name"] for frame in frames] == [str(m) for m in range(EPOCHS + 1)]
    for m in (0, 1, 4, EPOCHS):
        dot, clipped, _, free = frames[m]["data"]
        assert np.allclose([dot["x"][0], dot["y"][0]], 10_000 * plane(shown.clipped.probs[m]), atol=1)
        assert np.allclose(clipped["x"], shown.clipped.ratio[m])
        # Beyond the ends of the axis a mark stands at them; its number is the ratio.
        assert np.allclose(free["x"], np.clip(shown.free.ratio[m], 0.5, 2))
    assert frames[EPOCHS]["data"][3]["text"][1] == number(shown.free.ratio[EPOCHS, 1])
    named = [sent(fig)["data"][place]["name"] for place in frames[0]["traces"]]
    assert named == ["policy with the clip", "ratios with the clip", "policy without", "ratios without"]


def test_a_stopped_push_is_a_cross_and_says_so():
    frame = sent(figures.one_batch(DEFAULT, reuse(DEFAULT, "lucky")))["frames"][4]
    _, clipped, _, free = frame["data"]
    assert clipped["marker"]["symbol"] == ["x", "x", "circle"]
    assert clipped["text"] == ["1.28, stopped", "0.793, stopped", "1.09"]
    assert free["marker"]["symbol"] == ["circle-open"] * 3
    assert not any("stopped" in text for text in free["text"])


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
        for place in (1, 3):
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
