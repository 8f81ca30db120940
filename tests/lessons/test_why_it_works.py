"""Both sums of the identity, against hand-worked numbers, the exact gradient and a finite difference of J."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reinforce_viz import DEFAULT, PRESETS, exact_gradient, expected_reward, softmax
from reinforce_viz.lessons.why_it_works import STEP, bias_terms, difference_error, finite_difference, identity, slopes

# π(a) (e_a − π) on the example: .3 · (.7, −.5, −.2), .5 · (−.3, .5, −.2), .2 · (−.3, −.5, .8)
SLOPES = np.array([[0.21, -0.15, -0.06], [-0.15, 0.25, -0.10], [-0.06, -0.10, 0.16]])
# times the rewards 8, 3 and 5
TERMS = np.array([[1.68, -1.20, -0.48], [-0.45, 0.75, -0.30], [-0.30, -0.50, 0.80]])


@st.composite
def models(draw):
    """A policy and its rewards."""
    logits = draw(st.lists(st.floats(-8, 8), min_size=2, max_size=6))
    rewards = draw(
        st.lists(st.floats(-100, 100).map(lambda reward: round(reward, 6)), min_size=len(logits), max_size=len(logits))
    )
    return softmax(logits), np.array(rewards)


def test_the_table_of_the_example():
    terms = identity(DEFAULT.probs, DEFAULT.rewards)
    np.testing.assert_allclose(slopes(DEFAULT.probs), SLOPES, atol=1e-15)
    np.testing.assert_allclose(terms.pushes, [[5.6, -4.0, -1.6], [-0.9, 1.5, -0.6], [-1.5, -2.5, 4.0]], atol=1e-14)
    np.testing.assert_allclose(terms.by_score, TERMS, atol=1e-14)
    np.testing.assert_allclose(terms.sum_by_score, [0.93, -0.95, 0.02], atol=1e-14)


@pytest.mark.parametrize("preset", PRESETS)
def test_the_identity_holds_for_every_preset(preset):
    experiment = PRESETS[preset]
    terms = identity(experiment.probs, experiment.rewards)
    gradient = exact_gradient(experiment.probs, experiment.rewards)
    by_slope = np.array(experiment.rewards) @ slopes(experiment.probs)
    np.testing.assert_allclose(by_slope, gradient, atol=1e-14)
    np.testing.assert_allclose(terms.sum_by_score, gradient, atol=1e-14)
    assert (np.abs(terms.measured - gradient) <= terms.error_bound).all()


@given(models())
def test_the_identity_holds_for_any_policy(model):
    terms = identity(*model)
    size = 1e-13 * max(1.0, float(np.abs(model[1]).max()))
    np.testing.assert_allclose(model[1] @ slopes(model[0]), terms.sum_by_score, atol=size)
    assert (np.abs(terms.measured - terms.sum_by_score) <= terms.error_bound).all()


def test_the_measurement_would_expose_a_wrong_sum():
    # The twin that must fail: rewards weighted by probabilities, without the score.
    terms = identity(DEFAULT.probs, DEFAULT.rewards)
    wrong = np.array(DEFAULT.probs) * DEFAULT.rewards
    assert (np.abs(terms.measured - wrong) > 1e6 * terms.error_bound).all()


def test_the_measurement_is_the_slope_of_j_and_knows_nothing_else():
    logits = np.log(DEFAULT.probs)
    for answer in range(3):
        nudge = STEP * np.eye(3)[answer]
        up, down = (expected_reward(softmax(logits + sign * nudge), DEFAULT.rewards) for sign in (1, -1))
        measured = finite_difference(DEFAULT.probs, DEFAULT.rewards)[answer]
        assert measured == pytest.approx((up - down) / (2 * STEP), abs=1e-11)


@pytest.mark.parametrize("step", [0.5, 0.1, 0.01, 1e-3, 1e-5, 1e-6])
def test_the_bound_on_the_error_holds_at_other_steps(step):
    for experiment in PRESETS.values():
        error = finite_difference(experiment.probs, experiment.rewards, step) - exact_gradient(
            experiment.probs, experiment.rewards
        )
        assert (np.abs(error) <= difference_error(experiment.rewards, step)).all()


def test_the_bound_is_not_idle_a_long_step_breaks_that_of_a_short_one():
    error = finite_difference(DEFAULT.probs, DEFAULT.rewards, 0.1) - exact_gradient(DEFAULT.probs, DEFAULT.rewards)
    assert np.abs(error).max() > 1000 * difference_error(DEFAULT.rewards, STEP)
    assert np.abs(error).max() > 0.1 * difference_error(DEFAULT.rewards, 0.1)


def test_slopes_are_those_of_softmax():
    logits, step = np.log(DEFAULT.probs), 1e-5
    measured = (softmax(logits + step * np.eye(3)) - softmax(logits - step * np.eye(3))) / (2 * step)
    np.testing.assert_allclose(slopes(DEFAULT.probs), measured.T, atol=1e-10)


@given(models(), st.floats(-10, 10))
def test_a_baseline_adds_nothing_for_any_b_and_any_policy(model, b):
    np.testing.assert_allclose(bias_terms(model[0], b).sum(axis=0), 0, atol=1e-14 * max(1, abs(b)))


def test_a_baseline_that_depends_on_the_answer_does_add_something():
    # The twin that must fail: the batch of one, whose own mean is the reward itself, b_a = r_a.
    terms = np.array(DEFAULT.rewards)[:, None] * slopes(DEFAULT.probs)
    assert np.abs(terms.sum(axis=0)).max() > 0.9


def test_an_answer_of_probability_zero_contributes_nothing():
    terms = identity((0.5, 0.0, 0.5), (8, 3, 5))
    assert not slopes((0.5, 0.0, 0.5))[1].any()
    assert not terms.by_score[1].any()
    np.testing.assert_allclose(terms.measured, [0.75, 0, -0.75], atol=terms.error_bound)  # .5 · (8 − 6.5)


def test_a_bad_policy_is_refused():
    with pytest.raises(ValueError, match="probs must sum to 1"):
        identity((0.3, 0.3), (1, 2))


@pytest.mark.parametrize("reward", [4.0, 0.1, -7.3])
def test_equal_rewards_have_no_slope_at_all(reward):
    terms = identity(DEFAULT.probs, (reward,) * 3)
    assert not terms.measured.any()
    assert not terms.sum_by_score.any()


def test_a_slope_that_is_more_than_its_error_is_not_cut():
    terms = identity(DEFAULT.probs, DEFAULT.rewards)
    np.testing.assert_array_equal(terms.measured, finite_difference(DEFAULT.probs, DEFAULT.rewards))
