"""Rewards that are their own baseline: everything exact is held against an enumeration in rational numbers.

Nothing here knows how the engine works: batches are listed draw by draw, and every number is a Fraction of the decimals
that are typed.
"""

import math
from fractions import Fraction
from functools import cache
from itertools import product

import numpy as np
import pytest

from reinforce_viz import DEFAULT, ESTIMATORS, Experiment, exact_gradient, moments, outcomes, sample_gradients
from reinforce_viz.engine.rounding import signs
from tests.of_experiment import turn, updates

THIRD = Fraction(1, 3)


def exactly(values):
    """The decimals that somebody types, as fractions; a float of a third is a third."""
    return tuple(value if isinstance(value, Fraction) else Fraction(str(value)) for value in values)


def dot(first, second):
    return sum(x * y for x, y in zip(first, second, strict=True))


def baselines(name, batch, probs, rewards, b):
    """What is subtracted from each reward of a batch, in its order, as a textbook says it."""
    values = [rewards[a] for a in batch]
    j = dot(probs, rewards)
    if name == "none":
        return [Fraction(0)] * len(batch)
    if name in ("constant", "running mean"):
        return [b] * len(batch)
    if name == "mean reward":
        return [sum(rewards) / len(rewards)] * len(batch)
    if name == "expected reward":
        return [j] * len(batch)
    if name in ("optimal", "optimal plus b"):
        squares = dot(probs, probs)
        weights = [p * (1 - 2 * p + squares) for p in probs]
        best = dot(weights, rewards) / sum(weights) if sum(weights) else j
        return [best + (b if name == "optimal plus b" else 0)] * len(batch)
    if name in ("batch mean", "group-normalised"):
        return [sum(values) / len(values)] * len(batch)
    if name == "leave-one-out":
        return [(sum(values) - value) / (len(values) - 1) for value in values]
    raise KeyError(name)


def estimate(name, batch, probs, rewards, b):
    """The estimate from one batch, in fractions; that of normalised rewards but for the positive number it is over."""
    advantages = [rewards[a] - x for a, x in zip(batch, baselines(name, batch, probs, rewards, b), strict=True)]
    actions = range(len(probs))
    return [sum(x * ((a == c) - probs[c]) for a, x in zip(batch, advantages, strict=True)) for c in actions]


@cache
def rational_odds(name, probs, rewards, k, b):
    """P(ĝ·g < 0) and P(ĝ = 0) over every ordered batch."""
    j = dot(probs, rewards)
    gradient = [p * (r - j) for p, r in zip(probs, rewards, strict=True)]
    downhill = still = Fraction(0)
    for batch in product([a for a, p in enumerate(probs) if p], repeat=k):
        chance = math.prod((probs[a] for a in batch), start=Fraction(1))
        step = estimate(name, batch, probs, rewards, b)
        downhill += chance * (dot(step, gradient) < 0)
        still += chance * (not any(step))
    return float(downhill), float(still)


def check(name, probs, rewards, k, b=5):
    """The engine's odds are the rational ones, and exactly so where they are 0 or 1."""
    exact = moments(name, [float(p) for p in probs], [float(r) for r in rewards], k, float(b))
    expected = rational_odds(name, exactly(probs), exactly(rewards), k, *exactly([b]))
    for found, true in zip((exact.downhill, exact.zero_step), expected, strict=True):
        assert found == pytest.approx(true, abs=1e-12), (name, probs, rewards, k, b)
        assert true not in (0, 1) or found == true, (name, probs, rewards, k, b)
        assert found <= 1


def sizes(name, most=3):
    return range(ESTIMATORS[name].smallest_k, most + 1)


every_estimator = pytest.mark.parametrize("name", ESTIMATORS)
P = DEFAULT.probs


@pytest.mark.parametrize(
    ("name", "rewards", "downhill", "still"),
    [
        # J = 5, as much as maybe earns; the expected reward never points downhill at K = 1.
        ("expected reward", (8, 3.2, 5), 0.0, 0.2),
        # (8 + 3 + 5.5)/3 = 5.5: a drawn maybe makes no step.
        ("mean reward", (8, 3, 5.5), 0.0, 0.2),
    ],
)
def test_an_answer_that_earns_the_baseline_makes_no_step(name, rewards, downhill, still):
    exact = moments(name, P, rewards, 1)
    assert exact.downhill == downhill
    assert exact.zero_step == pytest.approx(still, rel=1e-15)


def test_the_middle_one_of_three_restaurants_makes_no_step():
    third = (1 / 3, 1 / 3, 1 / 3)
    for rewards in ((4, 7, 10), (2, 5, 8), (1, 4, 7), (0, 5, 10), (-3, 0, 3), (7.1, 7.5, 7.9), (6, 7, 8)):
        for name in ("expected reward", "mean reward", "optimal"):
            exact = moments(name, third, rewards, 1)
            assert (exact.downhill, exact.zero_step) == (0, pytest.approx(1 / 3, rel=1e-15))


@every_estimator
@pytest.mark.parametrize("rewards", [(4, 7, 10), (2, 5, 8), (7.1, 7.5, 7.9), (0.1, 0.2, 0.3), (1000.1, 1000.2, 1000.3)])
def test_ties_that_people_type(name, rewards):
    for probs in ((THIRD, THIRD, THIRD), (0.25, 0.5, 0.25), (0.4, 0.2, 0.4), P):
        for k in sizes(name):
            for b in (rewards[1], 0):
                check(name, probs, rewards, k, b)


TENTHS = [(x, y) for x in range(1, 9) for y in range(1, 10 - x)]


@every_estimator
def test_the_grid_of_tenths(name):
    # Every policy in tenths, and rewards in tenths of which one is J, the plain mean, b or another reward.
    rng = np.random.default_rng(18)
    for x, y in TENTHS:
        probs = (Fraction(x, 10), Fraction(y, 10), 1 - Fraction(x + y, 10))
        first, last = (Fraction(int(n), 10) for n in rng.integers(-100, 101, size=2))
        others = (probs[0] * first + probs[2] * last) / (probs[0] + probs[2])
        for middle in (others, (first + last) / 2, Fraction(5), first):
            for k in sizes(name, 2):
                check(name, probs, (first, middle, last), k, middle if name == "constant" else 0)


@every_estimator
@pytest.mark.parametrize("actions", [2, 3, 4, 5])
def test_two_to_five_actions_with_a_reward_equal_to_j_the_mean_or_the_batch_mean(name, actions):
    rng = np.random.default_rng(actions)
    for _ in range(5):
        weights = rng.integers(0, 10, size=actions - 1).tolist()
        if not any(weights):
            weights[0] = 1
        probs = (*(Fraction(int(w), 2 * sum(weights)) for w in weights), Fraction(1, 2))
        rewards = [Fraction(int(n), 10) for n in rng.integers(-100, 101, size=actions - 1)]
        rest = dot(probs[:-1], rewards) * 2
        for last in (rest, sum(rewards) / len(rewards), rewards[0], (rewards[0] + rewards[-1]) / 2):
            for k in sizes(name, 3 if actions < 5 else 2):
                check(name, probs, (*rewards, last), k, last)


@every_estimator
@pytest.mark.parametrize(
    ("probs", "rewards"),
    [(P, (8, 3.2, 5)), (P, (8, 3, 5.5)), ((1 / 3, 1 / 3, 1 / 3), (4, 7, 10)), ((0.5, 0.5, 0), (2, 2, 9))],
)
def test_samples_are_zero_and_downhill_exactly_where_the_exact_batches_are(name, probs, rewards):
    gradient = exact_gradient(probs, rewards)
    for k in sizes(name):
        listed = outcomes(name, probs, rewards, k, 5.0)
        known = {tuple(row): slope for row, slope in zip(listed.gradient.tolist(), listed.slope.tolist(), strict=True)}
        sampled = sample_gradients(name, probs, rewards, k, 500, np.random.default_rng(k), 5.0)
        slope = signs(sampled @ gradient, np.abs(sampled) @ np.abs(gradient))
        assert [known[tuple(row)] for row in sampled.tolist()] == slope.tolist()


@pytest.mark.parametrize("rewards", [(8, 3.2, 5), (8, 3, 5.5), (4, 7, 10), (7.1, 7.5, 7.9)])
def test_the_dial_counts_as_the_rational_enumeration_does(rewards):
    for probs in (P, (1 / 3, 1 / 3, 1 / 3)):
        exact_probs = (THIRD, THIRD, THIRD) if probs != P else P
        for k in (1, 2, 3):
            b = (*exactly(rewards), dot(exactly(exact_probs), exactly(rewards)), sum(exactly(rewards)) / 3)
            dial = turn(Experiment(probs=probs, rewards=rewards, k=k), np.array([float(x) for x in b]), 100)
            for stop, value in enumerate(b):
                downhill, still = rational_odds("constant", exactly(exact_probs), exactly(rewards), k, value)
                assert dial.downhill[stop] == pytest.approx(downhill, abs=1e-12)
                assert downhill > 0 or dial.downhill[stop] == 0
                nothing = ~dial.gradient[stop].any(axis=1)
                assert dial.probability[nothing].sum() == pytest.approx(still, abs=1e-12)


@pytest.mark.parametrize(("name", "rewards"), [("expected reward", (8, 3.2, 5)), ("mean reward", (8, 3, 5.5))])
def test_one_update_from_an_answer_that_earns_the_baseline_goes_nowhere(name, rewards):
    seen = set()
    for seed in range(40):
        (update,) = updates(Experiment(estimator=name, rewards=rewards, k=1, seed=seed))
        seen.add(int(update.draws[0]))
        assert update.estimate.any() == (update.draws[0] != 2)
    assert seen == {0, 1, 2}
