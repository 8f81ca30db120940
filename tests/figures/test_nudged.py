"""The reward of a draw in steps and a probability with its slope, while one logit is moved."""

from dataclasses import replace

import numpy as np
import pytest

from reinforce_viz import DEFAULT, PRESETS
from reinforce_viz.engine.experiment import USUAL
from reinforce_viz.figures import start as figures
from reinforce_viz.figures.style.theme import COLOURS, CURRENT
from tests.figures.test_figures import names, sent, trace
from tests.of_experiment import nudged
from tests.sweep.settings import settings


def picture(experiment):
    return figures.nudged(experiment, nudged(experiment))


def test_the_same_luck_draws_another_answer_where_its_share_has_grown_enough():
    # The first number of seed 0 decides; yes is drawn once e^s · .3 / (e^s · .3 + .7) passes it.
    luck = np.random.default_rng([0, 9]).random()
    flips = np.log(luck / (1 - luck) * 0.7 / 0.3)
    yes, no = trace(picture(DEFAULT), "reward of yes"), trace(picture(DEFAULT), "reward of no")
    np.testing.assert_array_equal(np.isnan(yes["y"]), yes["x"] < flips)
    assert set(no["y"][~np.isnan(no["y"])]) == {3}
    assert set(yes["y"][~np.isnan(yes["y"])]) == {8}
    assert yes["line"]["color"] == COLOURS[0]


def test_the_curve_is_the_softmax_and_the_dashed_line_its_tangent():
    fig = picture(DEFAULT)
    curve, slope = trace(fig, "probability"), trace(fig, "slope")
    weights = 0.3 * np.exp(curve["x"])
    np.testing.assert_allclose(curve["y"], weights / (weights + 0.7), rtol=1e-6)
    rise = (slope["y"][1] - slope["y"][0]) / (slope["x"][1] - slope["x"][0])
    middle = len(curve["x"]) // 2
    measured = (curve["y"][middle + 1] - curve["y"][middle - 1]) / (curve["x"][middle + 1] - curve["x"][middle - 1])
    assert rise == pytest.approx(measured, rel=1e-3)
    assert curve["x"][middle] == 0
    assert np.mean(slope["y"]) == pytest.approx(0.3)


def test_rings_stand_where_the_model_is():
    rings = [part for part in sent(picture(DEFAULT))["data"] if part["name"].startswith("now")]
    np.testing.assert_allclose([(ring["x"][0], ring["y"][0]) for ring in rings], [(0, 3), (0, 0.3)])
    assert {ring["marker"]["line"]["color"] for ring in rings} == {CURRENT}


@pytest.mark.parametrize("preset", PRESETS)
def test_every_move_draws_one_answer(preset):
    fig = picture(PRESETS[preset])
    drawn = [~np.isnan(trace(fig, name)["y"]) for name in names(fig) if name.startswith("reward")]
    assert (np.sum(drawn, axis=0) == 1).all()


def test_the_picture_has_room_for_every_reward_and_no_more_ticks_than_rewards():
    for experiment in settings(60, seed=2):
        axis = sent(picture(experiment))["layout"]["yaxis"]
        assert axis["range"][0] < min(experiment.rewards) <= max(experiment.rewards) < axis["range"][1]
        ticks = list(axis["tickvals"])
        assert set(ticks) <= set(experiment.rewards)
        assert [ticks[0], ticks[-1]] == [min(experiment.rewards), max(experiment.rewards)]


def test_the_answer_whose_logit_is_moved_is_a_best_one_by_its_name():
    called = replace(DEFAULT, rewards=(1.0, 9.0, 2.0), names=("A", "B", "C"))
    notes = [note["text"] for note in sent(picture(called))["layout"]["annotations"]]
    assert {"probability of B", "logit of B, moved by"} <= set(notes)
    assert nudged(called).moved == 1
    assert USUAL[nudged(DEFAULT).moved] == "yes"


@pytest.mark.parametrize(
    ("rewards", "ticks"),
    [
        ((8.0, 3.0, 5.0), [3, 5, 8]),
        ((6.7, 3.0, 6.8), [3, 6.8]),
        ((3.0, 3.1, 8.0), [3, 8]),
        ((2.0, 2.0, 5.0), [2, 5]),
        ((4.0, 4.0, 4.0), [4]),
    ],
)
def test_the_numbers_of_two_rewards_that_are_close_do_not_lie_on_each_other(rewards, ticks):
    assert list(sent(picture(replace(DEFAULT, rewards=rewards)))["layout"]["yaxis"]["tickvals"]) == ticks
