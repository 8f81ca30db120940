"""Rules that are not in the registry, batches that are too many to list, and odds that are exactly 0 or 1."""

import math
from itertools import product

import numpy as np
import pytest

from reinforce_viz import ESTIMATORS, Estimator, exact_gradient, moments, outcomes, sample_gradients
from reinforce_viz.engine import batches
from reinforce_viz.engine.estimators import baseline
from tests.engine.test_estimators import EXAMPLE

PROBS, REWARDS = EXAMPLE


def clipped(counts, rewards, probs, b):  # noqa: ARG001
    return np.clip(rewards[:, None] - b, -2, 2)


def squared(counts, rewards, probs, b):  # noqa: ARG001
    return rewards[:, None] ** 2


def sign(counts, rewards, probs, b):  # noqa: ARG001
    return np.sign(rewards[:, None] - b)


# Each rule, and the advantage of one reward as one would say it.
OWN = {
    "clipped": (clipped, lambda r, b: max(-2.0, min(2.0, r - b))),
    "squared": (squared, lambda r, _: r * r),
    "sign": (sign, lambda r, b: (r > b) - (r < b)),
}


@pytest.fixture(autouse=True)
def registered(monkeypatch):
    for name, (rule, _) in OWN.items():
        monkeypatch.setitem(ESTIMATORS, name, Estimator(rule, "other", "A", "nobody", name, name, uses_b=True))


@pytest.mark.parametrize("name", OWN)
@pytest.mark.parametrize("k", [1, 2, 3, 4])
@pytest.mark.parametrize("b", [4.9, 5.0, 0.0])
def test_a_rule_of_ones_own_has_the_moments_of_a_loop_over_its_draws(name, k, b):
    _, advantage = OWN[name]
    chances, steps = [], []
    for draws in product(range(3), repeat=k):
        chances.append(math.prod(PROBS[a] for a in draws))
        steps.append([sum(advantage(REWARDS[a], b) * ((a == c) - PROBS[c]) for a in draws) / k for c in range(3)])
    chance, step = np.array(chances), np.array(steps)
    mean, gradient = chance @ step, np.array([0.93, -0.95, 0.02])
    found = moments(name, PROBS, REWARDS, k, b)
    np.testing.assert_allclose(found.mean, mean, atol=1e-13)
    np.testing.assert_allclose(found.bias, mean - gradient, atol=1e-13)
    assert found.total_variance == pytest.approx(chance @ ((step - mean) ** 2).sum(axis=1), rel=1e-12)
    along = step @ gradient
    assert found.downhill == pytest.approx(chance[along < -1e-12].sum(), abs=1e-12)
    assert found.zero_step == pytest.approx(chance[np.abs(step).max(axis=1) < 1e-12].sum(), abs=1e-12)


def test_a_clipped_reward_as_worked_by_hand():
    # A = (2, −1.9, .1) around J = 4.9: π∘A = (.6, −.95, .02), which sums to −.33, plus .33 π.
    found = moments("clipped", PROBS, REWARDS, 1, 4.9)
    np.testing.assert_allclose(found.mean, [0.699, -0.785, 0.086], atol=1e-15)
    assert np.abs(found.bias).max() > 0.1


def test_a_rule_that_subtracts_no_one_number_has_no_baseline():
    assert math.isnan(baseline("clipped", PROBS, REWARDS, 4.9))
    assert baseline("constant", PROBS, REWARDS, 4.9) == pytest.approx(4.9)
    with pytest.raises(ValueError, match=r"estimator must be one of none, .*, not 'mean'"):
        baseline("mean", PROBS, REWARDS)


# Too many to list


TEN = np.arange(1, 11) / 55
SINGLE = [name for name, entry in ESTIMATORS.items() if entry.expectation == "gradient" and not entry.uses_batch]


CASES = [EXAMPLE, ((1 / 3,) * 3, (4, 7, 10)), ((0.5, 0.5), (2, 2)), ((0.0, 0.4, 0.6), (9, 1, 2))]


@pytest.mark.parametrize("name", SINGLE)
@pytest.mark.parametrize(("probs", "rewards"), CASES)
@pytest.mark.parametrize("k", [2, 3, 8, 11])
def test_folded_odds_are_those_of_the_list(name, probs, rewards, k, monkeypatch):
    for b in (0.0, rewards[1]):
        listed = moments(name, probs, rewards, k, b)
        expected = listed.downhill, listed.zero_step
        with monkeypatch.context() as context:
            # One too few to list them all, while half as many draws have fewer batches by far.
            context.setattr(batches, "LARGEST_ENUMERATION", math.comb(k + len(probs) - 1, len(probs) - 1) - 1)
            folded = moments(name, probs, rewards, k, b)
            assert (folded.downhill, folded.zero_step) == pytest.approx(expected, abs=1e-12)


def test_sixteen_draws_of_ten_actions_have_odds():
    # 2,042,975 batches.
    rewards = np.array([3.0, -1, 4, 1, -5, 9, 2, -6, 5, 3])
    found = moments("none", TEN, rewards, 16)
    gradient = exact_gradient(TEN, rewards)
    sampled = sample_gradients("none", TEN, rewards, 16, 100_000, np.random.default_rng(0)) @ gradient < 0
    assert abs(sampled.mean() - found.downhill) < 5 * math.sqrt(found.downhill / 100_000)
    assert found.downhill > 0
    assert found.zero_step == 0


def test_a_batch_rule_with_too_many_batches_says_what_to_do():
    with pytest.raises(ValueError, match=r"^k = 16 draws of 10 actions .* Take fewer draws, or .* sample_gradients"):
        _ = moments("leave-one-out", TEN, np.arange(10.0), 16).downhill


# Exactly 0 or 1


@pytest.mark.parametrize("name", ["batch mean", "group-normalised"])
@pytest.mark.parametrize("probs", [PROBS, (1 / 3, 1 / 3, 1 / 3), (0.1, 0.2, 0.7), (0.998, 0.002, 0.0)])
def test_what_is_certain_has_probability_1(name, probs):
    found = moments(name, probs, REWARDS, 1)
    assert (found.downhill, found.zero_step) == (0, 1)


@pytest.mark.parametrize("name", ESTIMATORS)
def test_no_probability_is_above_1(name):
    rng = np.random.default_rng(9)
    for _ in range(30):
        probs, rewards = rng.dirichlet([1, 1, 1]), rng.integers(-10, 11, 3)
        for k in (2, 3, 8):
            for chance in (moments(name, probs, rewards, k).downhill, moments(name, probs, rewards, k).zero_step):
                assert 0 <= chance <= 1
            assert outcomes(name, probs, rewards, k).slope.dtype == np.int8
