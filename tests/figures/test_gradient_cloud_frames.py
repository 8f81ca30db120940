"""The cloud in motion: a frame for every K, samples that fall and are counted, and nothing before the guess."""

import json
from dataclasses import replace

import numpy as np
import pytest

from reinforce_viz import DEFAULT, ESTIMATORS, PRESETS, exact_gradient, moments, outcomes
from reinforce_viz.engine.experiment import BATCH_SIZES
from reinforce_viz.figures import gradient_scatter as figures
from reinforce_viz.lessons.gradient_scatter import in_view
from tests.engine.test_estimators import every_estimator
from tests.figures.test_figures import cloud, plane, sent, spec, trace

MOVING = ("possible estimates", "sampled estimates", "one standard deviation", "E ĝ", "share downhill")


def frames(fig):
    return {frame["name"]: dict(zip(MOVING, frame["data"], strict=False)) for frame in sent(fig)["frames"]}


@every_estimator
def test_the_frame_of_a_batch_size_is_the_picture_at_it(name):
    e = replace(DEFAULT, estimator=name, k=4)
    moments_ = frames(cloud(e))
    sizes = [k for k in BATCH_SIZES if k >= ESTIMATORS[name].smallest_k]
    assert [frame for frame in moments_ if frame.isdigit()] == [str(k) for k in sizes]
    for k in (max(2, ESTIMATORS[name].smallest_k), 16, 64):
        fig = cloud(replace(e, k=k))
        for part, there in moments_[str(k)].items():
            at_rest = trace(fig, part)
            if "x" in there:
                scale = np.abs(np.nan_to_num(at_rest["x"])).max() or 1.0
                np.testing.assert_allclose(there["x"], at_rest["x"], atol=1e-6 * scale)
                np.testing.assert_allclose(there["y"], at_rest["y"], atol=1e-6 * scale)
            if part == "possible estimates":
                assert there["text"] == [""]  # nobody points at a bubble while the slider moves
            elif "text" in there:
                assert there["text"] == at_rest["text"]
        bubbles, at_rest = moments_[str(k)]["possible estimates"]["marker"], trace(fig, "possible estimates")["marker"]
        np.testing.assert_allclose(bubbles["size"], at_rest["size"], rtol=1e-6)
        assert list(bubbles["color"]) == list(at_rest["color"]) == list(bubbles["line"]["color"])


def test_samples_fall_in_lots_and_are_counted_until_all_have_fallen():
    fig = cloud(DEFAULT)
    layout, at_rest = sent(fig)["layout"], trace(fig, "sampled estimates")
    drops = {frame["name"]: frame["data"] for frame in sent(fig)["frames"] if not frame["name"].isdigit()}
    assert list(drops) == layout["meta"]["plays"]
    for place, (dots, words) in enumerate(drops.values()):
        fallen = dots["x"][~np.isnan(dots["x"])]
        assert len(fallen) == 10 * place
        np.testing.assert_allclose(fallen, at_rest["x"][: len(fallen)], rtol=1e-6)
        assert words["text"][0].endswith(f" of {10 * place} sampled" if place else "22%</b>")
    assert words["text"] == trace(fig, "share downhill")["text"]


def test_the_count_is_that_of_the_dots_in_the_shaded_half():
    # At K = 1 the estimate from "no" is the one that points downhill.
    fig = cloud(replace(DEFAULT, k=1), n=200)
    said = trace(fig, "share downhill")["text"][0]
    no = plane(3 * (np.eye(3)[1] - DEFAULT.probs))
    dots = np.transpose([trace(fig, "sampled estimates")[letter] for letter in "xy"])
    near = int((np.linalg.norm(dots - no, axis=1) < 1.0).sum())
    assert 60 < near < 140
    assert said == f"<b>shaded: downhill 50%</b>, {near} of 200 sampled"
    assert "sampled" not in trace(cloud(DEFAULT, n=0), "share downhill")["text"][0]


@pytest.mark.parametrize("preset", PRESETS)
def test_before_the_guess_there_is_no_estimate(preset):
    e = PRESETS[preset]
    gradient = exact_gradient(np.array(e.probs), np.array(e.rewards))
    fig = figures.before_the_guess(
        gradient, "none", figures.room_for([in_view("none", e.probs, e.rewards, 0.0).estimates])
    )
    assert [part.get("name") for part in sent(fig)["data"]] == ["downhill", "g", "share downhill"]
    assert trace(fig, "share downhill")["text"] == ["<b>shaded: downhill</b>"]
    assert "frames" not in sent(fig)
    assert "%" not in json.dumps(sent(fig)["data"], default=str)


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("name", ["none", "expected reward", "leave-one-out", "group-normalised"])
def test_the_picture_has_room_for_most_estimates_at_every_size_and_g_can_be_seen(preset, name):
    e = PRESETS[preset]
    room = in_view(name, e.probs, e.rewards, e.b)
    far = room.reach
    length = np.linalg.norm(exact_gradient(np.array(e.probs), np.array(e.rewards)))
    assert far >= 1.5 * length
    for k in (max(2, ESTIMATORS[name].smallest_k), 4, 16, 64):
        batches = outcomes(name, e.probs, e.rewards, k, e.b)
        inside = np.linalg.norm(batches.gradient, axis=1) <= (1 + 1e-9) * far
        assert batches.probability[inside].sum() >= 0.8 - 1e-12
    # The window is no wider than what is in it needs.
    reached = [
        np.linalg.norm(outcomes(name, e.probs, e.rewards, k, e.b).gradient, axis=1)
        for k in (1, 2, 4, 8, 16, 32)
        if k >= ESTIMATORS[name].smallest_k
    ]
    assert far <= max([1.5 * length, *(float(lengths.max()) for lengths in reached)]) * (1 + 1e-9)
    # It has room for all of these.
    view = figures.room_for([room.estimates])
    for k in (max(2, ESTIMATORS[name].smallest_k), 4, 16):
        batches = outcomes(name, e.probs, e.rewards, k, e.b)
        assert figures.in_sight(batches, view)[np.linalg.norm(batches.gradient, axis=1) <= far].all()


def test_with_every_baseline_a_page_of_two_stays_small():
    for name in ("none", "group-normalised"):
        assert len(spec(cloud(replace(DEFAULT, estimator=name)))) < 150_000


def test_the_average_is_an_arrow_of_its_own_only_where_it_is_not_g():
    for name, hollow in (("none", False), ("batch mean", True), ("group-normalised", True), ("leave-one-out", False)):
        fig = cloud(replace(DEFAULT, estimator=name))
        assert (len(trace(fig, "E ĝ")["x"]) > 1) == hollow
        said = " ".join(note["text"] for note in sent(fig)["layout"]["annotations"])
        assert ("hollow arrow: their average" in said) == hollow
        assert ("g is their average" in said) == (not hollow)
        exact = moments(name, DEFAULT.probs, DEFAULT.rewards, 4)
        if hollow:
            tip = np.transpose([trace(fig, "E ĝ")[letter] for letter in "xy"])[3]
            np.testing.assert_allclose(tip, plane(exact.mean), atol=1e-5)
