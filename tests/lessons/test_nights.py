"""Three restaurants: the chance of choosing the best against every history, and what is said of the nights."""

from dataclasses import replace

import numpy as np
import pytest

from reinforce_viz import DEFAULT, Experiment
from reinforce_viz.engine.simulate import simulate
from reinforce_viz.lessons.nights import RATINGS, first_above_half, search, searches, slope

EVEN = (1 / 3, 1 / 3, 1 / 3)


def exact_chance(rewards, learning_rate, nights):
    """The chance of choosing the best after each of so many nights, over every history, likelihood by likelihood."""
    best = int(np.argmax(rewards))
    histories = [(1.0, np.zeros(3))]
    chance = []
    for _ in range(nights + 1):
        policies = [(weight, np.exp(theta) / np.exp(theta).sum(), theta) for weight, theta in histories]
        chance.append(sum(weight * policy[best] for weight, policy, _ in policies))
        histories = [
            (weight * policy[a], theta + learning_rate * rewards[a] * (np.eye(3)[a] - policy))
            for weight, policy, theta in policies
            for a in range(3)
        ]
    return np.array(chance)


@pytest.mark.parametrize("ratings", RATINGS)
def test_the_chance_is_that_over_every_history(ratings):
    e = replace(DEFAULT, probs=EVEN, rewards=RATINGS[ratings].rewards, k=1, learning_rate=0.2, steps=7, runs=4000)
    exact = exact_chance(e.rewards, 0.2, 7)
    error = simulate(e).probs[1:, :, 2].std(axis=1) / np.sqrt(e.runs)
    assert (abs(search(e).chance - exact)[1:] < 5 * error).all()
    # A twin that must fail, by far: another learning rate.
    assert (abs(search(replace(e, learning_rate=0.02)).chance - exact)[1:] > 5 * error)[2:].all()


def test_nights_of_the_quiet_ratings_are_those_over_every_history():
    found = searches(0.2, seed=0)
    for ratings, nights in (("−1/0/1", 7), ("−2/0/3", 3)):
        chance = exact_chance(RATINGS[ratings].rewards, 0.2, nights)
        assert chance[nights - 1] < 0.5 < chance[nights]
        assert found[ratings].nights == nights


def test_the_fair_comparison_shares_the_gradient_and_the_other_does_not():
    story, shifted, wider = searches(0.1, seed=0).values()
    # Uniform policy, so g = (r − J)/3 and |s|² = 2/3: |g|² = 2/9, and the variance is ⅔ E[r²] − |g|².
    assert story.gradient_length == pytest.approx(np.sqrt(2) / 3)
    assert shifted.gradient_length == pytest.approx(np.sqrt(2) / 3)
    assert story.variance == pytest.approx(2 / 3 * (36 + 49 + 64) / 3 - 2 / 9)
    assert shifted.variance == pytest.approx(2 / 3 * 2 / 3 - 2 / 9)
    assert story.noiseless == shifted.noiseless
    # r − J = (−7, −1, 8)/3, so |g|² = (49 + 1 + 64)/81.
    assert wider.gradient_length == pytest.approx(np.sqrt(114) / 9)
    assert wider.noiseless < shifted.noiseless
    assert wider.nights < shifted.nights < story.nights


def test_the_error_is_how_far_other_diners_would_be():
    e = Experiment(probs=EVEN, rewards=(6.0, 7.0, 8.0), k=1, steps=150, runs=500)
    found = [search(replace(e, seed=seed)) for seed in range(24)]
    spread = np.std([one.nights for one in found], ddof=1)
    # 24 values give their spread to about 15%; the error itself varies too.
    assert 0.5 < np.mean([one.standard_error for one in found]) / spread < 2


def test_who_does_not_find_it_in_time_has_no_number_of_nights():
    story, shifted, _ = searches(1.0, seed=0).values()
    assert np.isnan(story.nights)
    assert np.isnan(story.standard_error)
    assert story.chance.max() < 0.5
    assert not np.isnan(shifted.nights)


def test_nights_do_not_depend_on_the_estimator_of_the_sidebar():
    e = replace(DEFAULT, k=1, steps=20, runs=50)
    np.testing.assert_array_equal(search(e).chance, search(replace(e, estimator="optimal")).chance)


def test_two_best_restaurants_count_together():
    found = search(replace(DEFAULT, probs=EVEN, rewards=(1.0, 5.0, 5.0), k=1, steps=5, runs=50))
    assert found.chance[0] == pytest.approx(2 / 3)
    assert found.nights == 0


def test_the_first_index_above_one_half():
    assert first_above_half(np.array([0.3, 0.5, 0.6, 0.4, 0.7])) == 2
    assert np.isnan(first_above_half(np.array([0.3, 0.5])))


def test_where_the_curve_falls_again_the_error_is_as_good_as_infinite():
    assert slope(np.array([0.3, 0.4, 0.5, 0.6, 0.7]), 2) == pytest.approx(0.1)
    assert 1 / slope(np.array([0.4, 0.6, 0.3]), 1) > 1e300
