"""The pictures of the sections about baselines: restaurants night by night, and the batch mean beside leave-one-out."""

from dataclasses import replace

import numpy as np
import pytest

from reinforce_viz import DEFAULT, PRESETS, moments
from reinforce_viz.engine.summary import instants
from reinforce_viz.figures import baselines as figures
from reinforce_viz.figures.style.theme import CURRENT, NEUTRAL
from reinforce_viz.lessons.nights import NIGHTS, searches
from tests.figures.test_figures import sent, spec, trace


@pytest.fixture(scope="module")
def found():
    return searches(0.1, seed=0)


def compared(experiment):
    e = experiment
    return [moments(name, e.probs, e.rewards, e.k) for name in ("leave-one-out", "batch mean")]


def test_a_line_for_each_rating_is_its_chance_night_by_night(found):
    fig = figures.nights(found)
    for ratings, search in found.items():
        line = trace(fig, ratings)
        np.testing.assert_array_equal(line["x"], instants(NIGHTS)[1:])
        np.testing.assert_allclose(line["y"], search.chance[instants(NIGHTS)[1:]], rtol=1e-6)
    lines = [trace(fig, ratings)["line"] for ratings in found]
    assert len({line["dash"] for line in lines}) == 3
    assert [line["color"] for line in lines] == [CURRENT, NEUTRAL, NEUTRAL]
    labels = {note["text"] for note in sent(fig)["layout"]["annotations"]}
    assert {f"<b>{ratings}</b>" for ratings in found} <= labels


def test_the_night_is_marked_where_the_line_first_exceeds_one_half(found):
    fig = figures.nights(found)
    for ratings, search in found.items():
        mark = trace(fig, f"{ratings}, found")
        assert mark["x"] == [search.nights]
        assert mark["text"] == [f"<b>{search.nights:.0f}</b>"]
        assert search.chance[int(search.nights) - 1] <= 0.5 < mark["y"][0]


def test_who_has_not_found_it_has_no_mark():
    never = searches(1.0, seed=0)
    assert "6/7/8, found" not in [part.get("name") for part in sent(figures.nights(never))["data"]]


def test_the_batch_mean_shortens_the_average_step_and_errs_less():
    # Example at K = 4: traces .681833 and .383531, the latter's mean squared error .494019, and |g|² = 1.7678.
    fig = figures.own_sample(compared(DEFAULT))
    assert trace(fig, "average step")["y"] == ["leave-one-out", "batch mean"]
    np.testing.assert_allclose(trace(fig, "average step")["x"], [1, 0.75])
    np.testing.assert_allclose(trace(fig, "variance")["x"], [0.681833, 0.383531], atol=6e-7)
    np.testing.assert_allclose(trace(fig, "squared bias")["x"], [0, 1.7678 / 16], atol=6e-7)
    assert trace(fig, "average step")["text"] == ["100%", "75%"]
    assert trace(fig, "squared bias")["text"] == ["0.682", "0.494"]


@pytest.mark.parametrize("k", [2, 8, 256])
@pytest.mark.parametrize("preset", PRESETS)
def test_the_average_step_is_short_by_one_part_in_k(preset, k):
    fig = figures.own_sample(compared(replace(PRESETS[preset], k=k)))
    np.testing.assert_allclose(trace(fig, "average step")["x"], [1, (k - 1) / k])


def test_they_are_small_and_draw_the_same_twice(found):
    for draw in (lambda: figures.nights(found), lambda: figures.own_sample(compared(DEFAULT))):
        assert len(spec(draw())) < 20_000
        assert spec(draw()) == spec(draw())
        assert sent(draw())["layout"]["height"] == 380
