"""Steps on fresh batches: golden values, and a recursion over ordered draws."""

import itertools
import math

import numpy as np
import pytest

from reinforce_viz import exact_ascent, expected_epochs
from reinforce_viz.engine.fresh import fresh_steps
from tests.engine.test_estimators import CASES, B, batch_sizes, every_estimator, naive_estimate

PROBS, REWARDS = (0.3, 0.5, 0.2), (8.0, 3.0, 5.0)
DIGITS = 5.1e-9


@pytest.mark.parametrize(
    ("k", "steps", "reward", "spread", "gain"),
    [
        (8, 1, 5.07989179, 0.04593691, 0.02248647),
        (4, 2, 5.27009343, 0.09167133, 0.04626168),
        (2, 4, 5.66396160, 0.17387209, 0.09549520),
        (1, 8, 6.37507960, 0.27656945, 0.18438495),
    ],
)
def test_what_eight_answers_buy_when_used_fresh(k, steps, reward, spread, gain):
    fresh = fresh_steps("expected reward", PROBS, REWARDS, k, 0.1, steps)
    assert fresh.expected_reward[-1] == pytest.approx(reward, abs=DIGITS)
    assert fresh.spread[-1] == pytest.approx(spread, abs=DIGITS)
    assert (fresh.expected_reward[-1] - 4.9) / 8 == pytest.approx(gain, abs=DIGITS)


def test_exact_ascent_beside_them():
    rewards = exact_ascent(PROBS, REWARDS, 0.1, 16)[[1, 2, 4, 8, 16]] @ REWARDS
    np.testing.assert_allclose(rewards, (5.07959017, 5.26941442, 5.66585286, 6.40499907, 7.24214973), atol=DIGITS)


def test_eight_epochs_gain_as_much_as_eight_fresh_steps_of_one_with_more_spread():
    again = expected_epochs("expected reward", PROBS, REWARDS, 8, 0.1, 8, clip=None)
    fresh = fresh_steps("expected reward", PROBS, REWARDS, 1, 0.1, 8)
    assert again.expected_reward[-1] == pytest.approx(fresh.expected_reward[-1], abs=0.001)
    assert again.spread[-1] / fresh.spread[-1] == pytest.approx(1.37, abs=0.005)


def histories(name, probs, rewards, k, lr, steps):
    """Chance and J after the steps, for every history of ordered draws."""
    if steps == 0:
        yield 1.0, math.fsum(p * r for p, r in zip(probs, rewards, strict=True))
        return
    for draws in itertools.product(range(len(probs)), repeat=k):
        chance = math.prod(probs[a] for a in draws)
        if chance:
            move = naive_estimate(name, draws, probs, rewards, B)
            weights = [p * math.exp(lr * m) for p, m in zip(probs, move, strict=True)]
            for later, reward in histories(name, [w / sum(weights) for w in weights], rewards, k, lr, steps - 1):
                yield chance * later, reward


@every_estimator
@pytest.mark.parametrize("case", ["example", "two, negative", "equal pair", "one impossible", "four"])
def test_averages_are_those_of_a_recursion_over_draws(name, case):
    probs, rewards = CASES[case]
    k, start = batch_sizes(name)[0], float(np.dot(probs, rewards))
    fresh = fresh_steps(name, probs, rewards, k, 0.4, 2, B)
    for steps in (0, 1, 2):
        chance, reward = np.array(list(histories(name, probs, rewards, k, 0.4, steps))).T
        mean = chance @ reward
        assert fresh.expected_reward[steps] == pytest.approx(mean, abs=1e-12)
        assert fresh.spread[steps] == pytest.approx(math.sqrt(chance @ (reward - mean) ** 2), abs=1e-7)
        assert fresh.falls[steps] == pytest.approx(chance[reward < start - 1e-11].sum(), abs=1e-12)


def test_equal_rewards_change_nothing():
    fresh = fresh_steps("none", PROBS, (7.3, 7.3, 7.3), 3, 2.0, 2)
    assert (fresh.expected_reward == fresh.expected_reward[0]).all()
    assert not np.any([fresh.spread, fresh.falls])


@pytest.mark.parametrize("rare", [0.05, 0.1, 0.15, 0.3])
@pytest.mark.parametrize("lr", [0.1, 0.3, 0.7])
def test_a_rounding_is_no_fall(rare, lr):
    # Pushing the third answer up takes as much from all others, which leaves J where it is: only two make it fall.
    fresh = fresh_steps("none", (rare, rare, 1 - 3 * rare, rare), (0.9, 0.8, 1, 1.3), 1, lr, 1)
    assert fresh.falls[1] == pytest.approx(2 * rare, rel=1e-12)


def test_extremes_are_finite():
    for lr in (1e6, -1e6):
        fresh = fresh_steps("none", (1e-12, 0.5, 0.5 - 1e-12), (8.0, -3.0, 5.0), 2, lr, 3)
        assert np.isfinite([fresh.expected_reward, fresh.spread, fresh.falls]).all()
    assert fresh_steps("none", PROBS, REWARDS, 400, 0.1, 1).expected_reward[1] == pytest.approx(5.0796, abs=1e-4)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"estimator": "best"}, "estimator must be one of"),
        ({"probs": (0.5, 0.6, 0.2)}, "probs must sum to 1"),
        ({"rewards": (1, 2)}, "rewards must have one value per action"),
        ({"k": 0}, "k must be an integer of at least 1, not 0"),
        ({"learning_rate": np.nan}, "learning_rate must be finite"),
        ({"steps": -1}, "steps must be an integer of at least 0, not -1"),
        ({"steps": 13}, "steps = 13 with 3 different batches each give 1,594,323 histories; at most 1,000,000"),
        ({"b": np.inf}, "b must be finite"),
    ],
)
def test_bad_input_is_refused(change, message):
    good = {"estimator": "none", "probs": PROBS, "rewards": REWARDS, "k": 1, "learning_rate": 0.1, "steps": 2}
    with pytest.raises(ValueError, match=message):
        fresh_steps(**good | change)
