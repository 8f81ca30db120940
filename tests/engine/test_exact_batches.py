"""The likeliest estimates and what one step does, against loops over every ordered batch."""

import math
from itertools import product

import numpy as np
import pytest

from reinforce_viz import moments, outcomes
from reinforce_viz.engine.batches import likeliest
from reinforce_viz.engine.steps import after_one_step
from tests.engine.test_estimators import (
    EXAMPLE,
    B,
    batch_sizes,
    every_case,
    every_estimator,
    naive_batches,
    naive_estimate,
)

PROBS, REWARDS = EXAMPLE
ALL = 10_000


def naive_groups(name, probs, rewards, k):
    """Every estimate that some batch gives, with its probability: {estimate rounded to 9 digits: probability}."""
    _, probability, estimate = naive_batches(name, probs, rewards, k)
    scale = float(abs(estimate).max()) or 1.0
    groups = {}
    for row, p in zip(estimate, probability, strict=True):
        at = tuple(np.round(row / scale, 9) + 0.0)
        groups[at] = groups.get(at, 0.0) + p
    return groups, scale


@every_estimator
@every_case
def test_batches_that_give_the_same_estimate_are_one(name, probs, rewards):
    for k in batch_sizes(name, 3):
        groups, scale = naive_groups(name, probs, rewards, k)
        shown = likeliest(outcomes(name, probs, rewards, k, B), ALL)
        assert len(shown.probability) == len(groups)
        for gradient, probability in zip(shown.gradient, shown.probability, strict=True):
            # Rounding may fall on either side: look for the nearest.
            nearest = min(groups, key=lambda at: float(abs(np.array(at) * scale - gradient).max()))
            np.testing.assert_allclose(gradient, np.array(nearest) * scale, atol=2e-9 * scale)
            assert probability == pytest.approx(groups[nearest], rel=1e-9, abs=1e-15)


def test_three_batches_of_equal_draws_are_one_standstill():
    # K = 2, batch mean: yes yes, no no and maybe maybe give zero, .09 + .25 + .04; the others 2·.15, 2·.06 and 2·.1.
    shown = likeliest(outcomes("batch mean", *EXAMPLE, 2), ALL)
    np.testing.assert_allclose(shown.probability, [0.38, 0.3, 0.2, 0.12], rtol=1e-12)
    assert shown.counts.tolist() == [[0, 2, 0], [1, 1, 0], [0, 1, 1], [1, 0, 1]]  # no no stands for all three
    assert shown.slope[0] == 0
    assert not shown.gradient[0].any()


@every_estimator
def test_the_likeliest_come_first_and_none_is_lost(name):
    batches = outcomes(name, *EXAMPLE, 8, B)
    shown = likeliest(batches, ALL)
    assert (np.diff(shown.probability) <= 0).all()
    assert shown.probability.sum() == pytest.approx(1, abs=1e-12)
    np.testing.assert_allclose(
        shown.probability @ shown.gradient, moments(name, *EXAMPLE, 8, B).mean, rtol=1e-9, atol=1e-12
    )


@pytest.mark.parametrize("most", [1, 5, 17])
def test_a_cut_list_keeps_the_head(most):
    batches = outcomes("leave-one-out", *EXAMPLE, 16)
    full, cut = likeliest(batches, ALL), likeliest(batches, most)
    for field in ("counts", "probability", "gradient", "slope"):
        np.testing.assert_array_equal(getattr(cut, field), getattr(full, field)[:most])


@every_estimator
@every_case
def test_counts_gradient_and_slope_belong_together(name, probs, rewards):
    true_gradient = np.array(probs) * (np.array(rewards) - np.dot(probs, rewards))
    shown = likeliest(outcomes(name, probs, rewards, 3, B), 6)
    for counts, gradient, slope in zip(shown.counts, shown.gradient, shown.slope, strict=True):
        draws = np.repeat(np.arange(len(probs)), counts).tolist()
        naive = naive_estimate(name, draws, probs, rewards)
        np.testing.assert_allclose(gradient, naive, rtol=1e-9, atol=1e-9)
        if abs(naive @ true_gradient) > 1e-9 * (abs(naive) @ abs(true_gradient)):
            assert slope == np.sign(naive @ true_gradient)


def naive_step(name, k, learning_rate, probs, rewards):
    """Expected J after one step and P(J falls), over every ordered batch and in plain Python."""
    before = sum(p * r for p, r in zip(probs, rewards, strict=True))
    expected = falls = 0.0
    for draws in product(range(len(probs)), repeat=k):
        chance = math.prod(probs[a] for a in draws)
        if chance:
            step = naive_estimate(name, draws, probs, rewards)
            weights = [p * math.exp(learning_rate * s) for p, s in zip(probs, step, strict=True)]
            after = sum(w * r for w, r in zip(weights, rewards, strict=True)) / sum(weights)
            expected += chance * after
            falls += chance * (after < before - 1e-12)
    return expected, falls


CASES = [EXAMPLE, ((0.8, 0.2), (1.0, 0.0)), ((0.6, 0.4, 0.0), (1.0, 2.0, 9.0)), ((0.4, 0.3, 0.3), (-2.0, 5.0, 5.0))]


@every_estimator
@pytest.mark.parametrize(("probs", "rewards"), CASES)
@pytest.mark.parametrize("learning_rate", [0.1, 2.0])
def test_one_step_is_that_of_a_loop_over_ordered_batches(name, probs, rewards, learning_rate):
    for k in batch_sizes(name):
        batches = outcomes(name, probs, rewards, k, B)
        expected, falls = naive_step(name, k, learning_rate, probs, rewards)
        assert after_one_step(batches, probs, rewards, learning_rate) == pytest.approx((expected, falls), rel=1e-11)


@pytest.mark.parametrize(
    ("name", "learning_rate", "expected", "falls"),
    # The step itself: 5.085724 and 5.737484, from a loop over all 81 ordered batches of 4; the exact gradient reaches
    # 5.079590 and 5.818658.
    [("none", 0.1, 5.085724, 0.2225), ("none", 0.5, 5.737484, None), ("expected reward", 0.1, None, 0.0)],
)
def test_one_step_on_the_example(name, learning_rate, expected, falls):
    reached, fell = after_one_step(outcomes(name, *EXAMPLE, 4), *EXAMPLE, learning_rate)
    assert expected is None or reached == pytest.approx(expected, abs=6e-7)
    assert falls is None or fell == pytest.approx(falls, abs=1e-12)


@every_estimator
def test_equal_rewards_neither_raise_nor_lower_the_reward(name):
    rewards = (4.1, 4.1, 4.1)
    batches = outcomes(name, PROBS, rewards, 3, B)
    assert after_one_step(batches, PROBS, rewards, 0.7) == pytest.approx((4.1, 0.0), rel=1e-15)
    assert after_one_step(batches, PROBS, rewards, 0.7)[1] == 0


def test_no_step_changes_nothing():
    assert after_one_step(outcomes("none", *EXAMPLE, 4), *EXAMPLE, 0.0) == pytest.approx((4.9, 0.0), rel=1e-15)
