"""Softmax, score, expected reward, exact gradient and optimal baseline, against the definitions."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reinforce_viz import exact_gradient, expected_reward, optimal_baseline, score, softmax

PROBS, REWARDS = (0.3, 0.5, 0.2), (8.0, 3.0, 5.0)

logit_lists = st.lists(st.floats(-30, 30), min_size=2, max_size=6)


@st.composite
def policies(draw):
    """Logits and as many rewards."""
    logits = draw(logit_lists)
    return np.array(logits), np.array(draw(st.lists(st.floats(-100, 100), min_size=len(logits), max_size=len(logits))))


@given(logit_lists)
def test_softmax_is_exp_over_sum_of_exp(logits):
    total = sum(math.exp(x) for x in logits)
    np.testing.assert_allclose(softmax(logits), [math.exp(x) / total for x in logits], rtol=1e-12)


@given(logit_lists, st.floats(-1000, 1000))
def test_softmax_ignores_a_shift(logits, shift):
    np.testing.assert_allclose(softmax(np.array(logits) + shift), softmax(logits), rtol=1e-11)


@given(st.lists(st.floats(-1e300, 1e300), min_size=2, max_size=6))
def test_softmax_is_a_policy_whatever_the_logits(logits):
    probs = softmax(logits)
    assert ((probs >= 0) & (probs <= 1)).all()
    assert probs.sum() == pytest.approx(1, abs=1e-15 * len(logits))


def test_softmax_of_large_logits_is_exact():
    assert softmax([1e4, 0]).tolist() == [1, 0]
    assert softmax([-1e4, -1e4]).tolist() == [0.5, 0.5]
    assert softmax([-np.inf, 3.0]).tolist() == [0, 1]


def test_softmax_runs_along_the_last_axis():
    logits = np.arange(12.0).reshape(2, 2, 3) ** 2
    for index in np.ndindex(2, 2):
        np.testing.assert_allclose(softmax(logits)[index], softmax(logits[index]))


@given(policies())
def test_expected_score_is_zero(policy):
    probs = softmax(policy[0])
    np.testing.assert_allclose(probs @ score(probs), 0, atol=1e-14)


def test_score_is_the_slope_of_log_probability():
    logits, step = np.log(PROBS), 1e-5
    rows = [(np.log(softmax(logits + step * e)) - np.log(softmax(logits - step * e))) / (2 * step) for e in np.eye(3)]
    np.testing.assert_allclose(score(PROBS), np.array(rows).T, atol=1e-9)


@given(policies())
def test_exact_gradient_is_the_slope_of_expected_reward(policy):
    logits, rewards = policy
    step = 1e-4
    slopes = [
        (softmax(logits + step * e) - softmax(logits - step * e)) @ rewards / (2 * step) for e in np.eye(len(logits))
    ]
    # Central differences miss the slope by step²/6 times the third derivative of J, which is below max r − min r.
    np.testing.assert_allclose(exact_gradient(softmax(logits), rewards), slopes, atol=1e-8 * (1 + np.ptp(rewards)))


@given(policies())
def test_gradient_sums_to_zero_and_is_no_longer_than_the_rewards_allow(policy):
    probs, rewards = softmax(policy[0]), policy[1]
    gradient = exact_gradient(probs, rewards)
    assert gradient.sum() == pytest.approx(0, abs=1e-12)
    assert (abs(gradient) <= probs * np.ptp(rewards) * (1 + 1e-12)).all()


@given(policies())
def test_expected_reward_and_optimal_baseline_lie_among_the_rewards(policy):
    probs, rewards = softmax(policy[0]), policy[1]
    for value in (expected_reward(probs, rewards), optimal_baseline(probs, rewards)):
        assert rewards.min() - 1e-12 <= value <= rewards.max() + 1e-12


@given(logit_lists, st.floats(-1e6, 1e6))
def test_equal_rewards_leave_no_gradient_at_all(logits, reward):
    assert not exact_gradient(softmax(logits), [reward] * len(logits)).any()


def test_example_is_as_worked_by_hand():
    assert expected_reward(PROBS, REWARDS) == pytest.approx(2.4 + 1.5 + 1.0)
    # π(r − J) = (.3 · 3.1, .5 · −1.9, .2 · .1)
    np.testing.assert_allclose(exact_gradient(PROBS, REWARDS), [0.93, -0.95, 0.02], atol=1e-15)
    # |s_a|² = 1 − 2π_a + .38, so E[R|s|²] = .3·8·.78 + .5·3·.38 + .2·5·.98 = 3.422 over 1 − .38 = .62
    assert optimal_baseline(PROBS, REWARDS) == pytest.approx(3.422 / 0.62, rel=1e-14)
    # .8·1·.08 / (.8·.08 + .2·1.28) = .064 / .32
    assert optimal_baseline((0.8, 0.2), (1, 0)) == pytest.approx(0.2, rel=1e-14)


@given(policies())
def test_optimal_baseline_is_j_minus_twice_the_policy_along_the_gradient(policy):
    probs, rewards = softmax(policy[0] / 10), policy[1]  # logits within ±3: 1 − q is not lost to rounding
    j = math.fsum(probs * rewards)
    along = math.fsum(probs * probs * (rewards - j))
    expected = j - 2 * along / (1 - math.fsum(probs**2))
    assert optimal_baseline(probs, rewards) == pytest.approx(expected, abs=1e-8)


@pytest.mark.parametrize("corner", np.eye(3).tolist())
def test_at_a_corner_the_optimal_baseline_is_the_expected_reward(corner):
    assert optimal_baseline(corner, REWARDS) == expected_reward(corner, REWARDS) == np.dot(corner, REWARDS)


def test_for_a_uniform_policy_the_optimal_baseline_is_the_expected_reward():
    assert optimal_baseline([1 / 3] * 3, REWARDS) == pytest.approx(16 / 3, rel=1e-14)


@pytest.mark.parametrize("function", [expected_reward, exact_gradient, optimal_baseline])
@pytest.mark.parametrize(
    ("probs", "rewards", "message"),
    [
        ((0.5, 0.7, -0.2), REWARDS, r"probs must be non-negative numbers, not \[0.5, 0.7, -0.2\]"),
        ((0.5, math.nan, 0.5), REWARDS, r"probs must be non-negative numbers, not \[0.5, nan, 0.5\]"),
        ((0.5, math.inf, 0.5), REWARDS, r"probs must be non-negative numbers, not \[0.5, inf, 0.5\]"),
        ((0.3, 0.5, 0.1), REWARDS, r"probs must sum to 1 to within 1e-06, but \[0.3, 0.5, 0.1\] sums to 0.9"),
        ((1.0,), (8.0,), r"probs must be a list of at least 2 probabilities, not shape \(1,\)"),
        ([[0.5, 0.5]], REWARDS, r"probs must be a list of at least 2 probabilities, not shape \(1, 2\)"),
        (PROBS, (8.0, 3.0), r"rewards must have one value per action \(3\), not shape \(2,\)"),
        (PROBS, (8.0, math.inf, 5.0), r"rewards must be finite, not \[8.0, inf, 5.0\]"),
        (PROBS, (8.0, 3.0, math.nan), r"rewards must be finite, not \[8.0, 3.0, nan\]"),
    ],
)
def test_an_impossible_policy_is_refused_by_name_and_value(function, probs, rewards, message):
    with pytest.raises(ValueError, match=message):
        function(probs, rewards)


def test_score_refuses_an_impossible_policy():
    with pytest.raises(ValueError, match=r"probs must sum to 1 to within 1e-06, but \[0.5, 0.6\] sums to 1.1"):
        score((0.5, 0.6))
