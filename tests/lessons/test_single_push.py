"""The push of a single draw, worked out by hand, and that pushes average to the gradient."""

import math
from dataclasses import replace

import numpy as np
import pytest

from reinforce_viz import DEFAULT, ESTIMATORS, PRESETS, exact_gradient, score
from reinforce_viz.lessons.single_push import single_rule
from reinforce_viz.lessons.start import MOST
from tests.of_experiment import after_push, by_hand, pushes, supervised_push

SINGLE = [name for name, entry in ESTIMATORS.items() if not entry.uses_batch]


def gradient(experiment):
    return exact_gradient(experiment.probs, experiment.rewards)


def test_the_push_of_a_draw_is_its_reward_times_its_score():
    # e_yes − π = (.7, −.5, −.2), e_no − π = (−.3, .5, −.2), e_maybe − π = (−.3, −.5, .8)
    by_hand_ = [[8 * 0.7, 8 * -0.5, 8 * -0.2], [3 * -0.3, 3 * 0.5, 3 * -0.2], [5 * -0.3, 5 * -0.5, 5 * 0.8]]
    np.testing.assert_allclose(pushes(DEFAULT), by_hand_, rtol=1e-14)


def test_a_baseline_is_taken_off_the_reward_first():
    # J = 4.9, so no, worth 3, is pushed by 3 − 4.9 = −1.9
    expected = replace(DEFAULT, estimator="expected reward")
    np.testing.assert_allclose(pushes(expected)[1], [-1.9 * -0.3, -1.9 * 0.5, -1.9 * -0.2], rtol=1e-13)
    constant = replace(DEFAULT, estimator="constant", b=10.0)
    np.testing.assert_allclose(pushes(constant)[0], [-2 * 0.7, -2 * -0.5, -2 * -0.2], rtol=1e-13)


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("name", SINGLE)
def test_pushes_average_to_the_gradient_under_the_policy_whatever_is_subtracted(preset, name):
    experiment = replace(PRESETS[preset], estimator=name)
    np.testing.assert_allclose(np.array(experiment.probs) @ pushes(experiment), gradient(experiment), atol=1e-13)


@pytest.mark.parametrize("name", [name for name, entry in ESTIMATORS.items() if entry.uses_batch])
def test_a_baseline_that_needs_a_batch_gives_way_to_none(name):
    assert single_rule(name) == "none"
    np.testing.assert_array_equal(pushes(replace(DEFAULT, estimator=name)), pushes(DEFAULT))


def test_supervised_learning_pushes_the_best_answer_by_its_score():
    np.testing.assert_allclose(supervised_push(DEFAULT), [0.7, -0.5, -0.2])
    np.testing.assert_allclose(supervised_push(PRESETS["restaurants 6/7/8"]), [-1 / 3, -1 / 3, 2 / 3])


def test_a_step_multiplies_each_probability_by_the_exponential_of_its_push():
    weights = [0.3 * math.exp(0.56), 0.5 * math.exp(-0.4), 0.2 * math.exp(-0.16)]  # learning rate 0.1, yes drawn
    np.testing.assert_allclose(after_push(DEFAULT, pushes(DEFAULT)[0]), np.array(weights) / sum(weights), rtol=1e-13)


def test_a_probability_can_rise_although_its_logit_is_pushed_down():
    stuck = PRESETS["stuck on no"]
    push = pushes(stuck)[0]
    change = after_push(stuck, push) - stuck.probs
    assert push[2] == pytest.approx(-0.01)
    # π = (.01, .98, .01) and learning rate 1: e^.99, e^−.98 and e^−.01 weigh them
    total = 0.01 * math.exp(0.99) + 0.98 * math.exp(-0.98) + 0.01 * math.exp(-0.01)
    assert change[2] == pytest.approx(0.01 * math.exp(-0.01) / total - 0.01)
    assert change[2] > 0.01


def test_an_answer_that_cannot_be_drawn_stays_impossible():
    experiment = replace(DEFAULT, probs=(0.5, 0.0, 0.5))
    assert by_hand(experiment, MOST).counts[-1][1] == 0
    assert after_push(experiment, pushes(experiment)[0])[1] == 0
    for answer in range(3):
        certain = replace(DEFAULT, probs=tuple(float(place == answer) for place in range(3)))
        assert by_hand(certain, 500).counts[-1][answer] == 500


def test_a_step_along_the_score_raises_the_drawn_answer_however_likely():
    for experiment in PRESETS.values():
        for answer, row in enumerate(score(experiment.probs)):
            assert after_push(experiment, row)[answer] > experiment.probs[answer]
