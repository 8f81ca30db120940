"""Learned critics: golden values, and plain loops over every response and every set of earlier responses.

π = (.3, .5, .2), r = (8, 3, 5) at every token.
"""

import itertools
import math

import numpy as np
import pytest

from reinforce_viz import exact_gradient, sequence_moments
from reinforce_viz.engine.token_critic import best_lambda, critic_moments, fitted_critic_variance

PROBS, REWARDS = (0.3, 0.5, 0.2), (8.0, 3.0, 5.0)
SIX, DIGITS = 5.1e-7, 5.1e-9
CASES = [
    ((0.2, 0.8), (1.0, 0.0)),
    ((0.25, 0.25, 0.5), (4.1, 4.1, -1.0)),
    ((0.6, 0.4, 0.0), (1.0, 2.0, 9.0)),
    ((0.3, 0.5, 0.2), (4.0, 4.0, 4.0)),
    ((0.1, 0.2, 0.3, 0.4), (3.0, -1.0, 4.0, 1.5)),
]
every_case = pytest.mark.parametrize(("probs", "rewards"), CASES)


@pytest.mark.parametrize(
    ("kappa", "factors", "variances"),
    [
        (0, (0.0, 0.007812, 0.478297, 0.698337, 0.932065, 1),
            (2.907800, 3.876901, 12.070482, 15.849366, 20.194331, 21.5234)),
        (0.5, (0.5, 0.503906, 0.739148, 0.849169, 0.966033, 1),
            (1.01915, 1.265991, 3.589337, 4.66265, 5.885482, 6.25745)),
        (0.9, (0.9, 0.900781, 0.94783, 0.969834, 0.993207, 1),
            (0.975806, 0.987141, 1.168059, 1.252141, 1.344763, 1.372346)),
        (1, (1,) * 6, (1.1688,) * 6),
    ],
)  # fmt: skip
def test_a_critic_that_has_to_be_learned(kappa, factors, variances):
    for lam, factor, variance in zip((0, 0.5, 0.9, 0.95, 0.99, 1), factors, variances, strict=True):
        exact = critic_moments(PROBS, REWARDS, 8, kappa, lam)
        assert exact.factor == pytest.approx(factor, abs=SIX)
        assert exact.total_variance == pytest.approx(variance, abs=SIX)
        assert exact.bias == pytest.approx((1 - exact.factor) * math.sqrt(1.7678), abs=1e-12)


@pytest.mark.parametrize(
    ("kappa", "lambdas"),
    [
        (0, (0, 0, 0.948, 0.987, 0.997)),
        (0.5, (0, 0, 0.940, 0.986, 0.996)),
        (0.9, (0, 0, 0.859, 0.973, 0.993)),
    ],
)
def test_the_best_lambda_depends_on_the_batch_size(kappa, lambdas):
    assert tuple(best_lambda(PROBS, REWARDS, 8, kappa, k) for k in (1, 4, 16, 64, 256)) == lambdas


def test_a_critic_that_has_seen_few_responses_is_worse_than_none():
    first = (2.9078, 1.811764, 1.156424, 0.4996208, 0.10762303, 0.00599223)
    seen = (0, 1, 2, 4, 8, 16)
    np.testing.assert_allclose([fitted_critic_variance(PROBS, REWARDS, "first", n) for n in seen], first, atol=DIGITS)
    last = (1.1688, 2.27376400, 2.68085600, 2.73503801, 2.32835550, 1.80990894, 1.31103691)
    seen = (0, 1, 2, 4, 8, 16, 64)
    np.testing.assert_allclose([fitted_critic_variance(PROBS, REWARDS, "last", n) for n in seen], last, atol=DIGITS)
    assert fitted_critic_variance(PROBS, REWARDS, "last", 20_000) == pytest.approx(1.1688, abs=5e-4)
    assert fitted_critic_variance(PROBS, REWARDS, "last", 4) / 1.1688 == pytest.approx(2.34, abs=0.005)


def gae(values, reward, lam):
    """Generalized advantage estimates: values [T] before each token, the reward after the last."""
    advantages, carried = [], 0.0
    for t in reversed(range(len(values))):
        after = values[t + 1] if t + 1 < len(values) else reward
        carried = after - values[t] + lam * carried
        advantages.append(carried)
    return advantages[::-1]


def enumerated(outcomes):
    """Mean and trace of the covariance of (chance, gradient) pairs."""
    outcomes = list(outcomes)
    mean = sum(chance * gradient for chance, gradient in outcomes)
    return mean, sum(chance * float(((gradient - mean) ** 2).sum()) for chance, gradient in outcomes)


def token_gradient(advantage, token, probs):
    return advantage * np.array([(token == c) - p for c, p in enumerate(probs)])


@every_case
@pytest.mark.parametrize("length", [1, 2, 4])
@pytest.mark.parametrize(("kappa", "lam"), [(0.0, 0.0), (0.3, 0.7), (1.0, 0.5), (0.0, 1.0), (0.8, 0.0)])
def test_gae_is_that_of_a_loop_over_responses(probs, rewards, length, kappa, lam):
    j = float(np.dot(probs, rewards))

    def gradients(t):
        for response in itertools.product(range(len(probs)), repeat=length):
            reward = rewards[response[0]]
            values = [j] + [j + kappa * (reward - j)] * (length - 1)
            advantage = gae(values, reward, lam)[t]
            yield math.prod(probs[a] for a in response), token_gradient(advantage, response[t], probs)

    exact = critic_moments(probs, rewards, length, kappa, lam)
    for t in range(length):
        mean, variance = enumerated(gradients(t))
        expected = exact.factor * exact_gradient(probs, rewards) if t == 0 else np.zeros(len(probs))
        np.testing.assert_allclose(mean, expected, atol=1e-12)
        assert exact.per_position[t] == pytest.approx(variance, abs=1e-12)


@every_case
@pytest.mark.parametrize("task", ["first", "last"])
@pytest.mark.parametrize("earlier", [0, 1, 2])
def test_fitted_critic_is_that_of_a_loop_over_earlier_responses(probs, rewards, task, earlier):
    which, j = ("first", "last").index(task), float(np.dot(probs, rewards))
    responses = list(itertools.product(range(len(probs)), repeat=2))

    def gradients():
        for seen in itertools.product(responses, repeat=earlier):
            chance_seen = math.prod(probs[a] * probs[c] for a, c in seen)
            for response in responses:
                alike = [rewards[each[which]] for each in seen if each[0] == response[0]]
                value = sum(alike) / len(alike) if alike else j
                chance = chance_seen * probs[response[0]] * probs[response[1]]
                yield chance, token_gradient(rewards[response[which]] - value, response[1], probs)

    variance = enumerated(gradients())[1]
    assert fitted_critic_variance(probs, rewards, task, earlier) == pytest.approx(variance, abs=1e-12)


@pytest.mark.parametrize("length", [1, 2, 8])
def test_an_exact_critic_is_the_one_of_the_tokens_page(length):
    exact = critic_moments(PROBS, REWARDS, length, 1, 1)
    np.testing.assert_allclose(
        exact.per_position, sequence_moments("advantage", PROBS, REWARDS, length, "first").per_position, atol=1e-12
    )
    none = critic_moments(PROBS, REWARDS, length, 0, 1)
    np.testing.assert_allclose(
        none.per_position, sequence_moments("expected reward", PROBS, REWARDS, length, "first").per_position, atol=1e-12
    )


def test_error_is_variance_over_k_and_squared_bias():
    exact = critic_moments(PROBS, REWARDS, 8, 0.5, 0.9)
    assert exact.error(4) == pytest.approx(3.589337 / 4 + ((1 - 0.739148) ** 2) * 1.7678, abs=2e-6)


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (lambda: critic_moments((0.5, 0.6), (1, 0), 2, 0, 0), "probs must sum to 1"),
        (lambda: critic_moments(PROBS, (1, 0), 2, 0, 0), "rewards must have one value per action"),
        (lambda: critic_moments(PROBS, REWARDS, 0, 0, 0), "length must be an integer of at least 1, not 0"),
        (lambda: critic_moments(PROBS, REWARDS, 2, 1.5, 0), "kappa must be from 0 to 1, not 1.5"),
        (lambda: critic_moments(PROBS, REWARDS, 2, np.nan, 0), "kappa must be finite, not nan"),
        (lambda: critic_moments(PROBS, REWARDS, 2, 0, -0.1), "lam must be from 0 to 1, not -0.1"),
        (lambda: critic_moments(PROBS, REWARDS, 2, 0, 0).error(0), "k must be an integer of at least 1, not 0"),
        (lambda: best_lambda(PROBS, REWARDS, 2, 0, 0), "k must be an integer of at least 1, not 0"),
        (lambda: best_lambda(PROBS, REWARDS, 2, 0, 1, 0), "grid must be an integer of at least 1, not 0"),
        (lambda: fitted_critic_variance(PROBS, REWARDS, "sum", 1), "task must be one of first, last, not 'sum'"),
        (lambda: fitted_critic_variance(PROBS, REWARDS, "last", -1), "earlier must be an integer of at least 0"),
    ],
)
def test_bad_input_is_refused(function, message):
    with pytest.raises(ValueError, match=message):
        function()
