"""Answers drawn one by one: their pushes by hand, their average against the gradient, and that more only go on."""

import math
from dataclasses import replace

import numpy as np
import pytest

from reinforce_viz import DEFAULT, ESTIMATORS, PRESETS, exact_gradient, moments
from reinforce_viz.lessons.start import MOST
from tests.of_experiment import by_hand, nudged, pushes

SINGLE = [name for name, entry in ESTIMATORS.items() if not entry.uses_batch]


def gradient(experiment):
    return exact_gradient(experiment.probs, experiment.rewards)


def test_before_the_first_draw_there_is_nothing():
    drawn = by_hand(DEFAULT, 0)
    assert (drawn.n, len(drawn.at), drawn.average.shape, drawn.counts.shape) == (0, 0, (0, 3), (0, 3))


def test_one_draw_is_its_own_average_and_has_no_error_yet():
    drawn = by_hand(DEFAULT, 1)
    assert drawn.n == 1
    np.testing.assert_array_equal(drawn.average, drawn.push)
    np.testing.assert_array_equal(drawn.push[0], pushes(DEFAULT)[drawn.answer[0]])
    assert np.isnan(drawn.error).all()


def one_by_one(experiment, n):
    return np.array([by_hand(experiment, k).answer[-1] for k in range(1, n + 1)])


@pytest.mark.parametrize("preset", ["yes, no, maybe", "close rivals", "all rewards negative"])
def test_average_and_error_are_those_of_the_draws_one_by_one(preset):
    experiment = PRESETS[preset]
    each = pushes(experiment)[one_by_one(experiment, 40)]
    drawn = by_hand(experiment, 40)
    for row, n in enumerate(drawn.at):
        np.testing.assert_allclose(drawn.average[row], each[:n].mean(axis=0), atol=1e-13)
        np.testing.assert_array_equal(drawn.push[row], each[n - 1])
        if n > 1:
            np.testing.assert_allclose(drawn.error[row], each[:n].std(axis=0, ddof=1) / np.sqrt(n), atol=1e-13)
    np.testing.assert_array_equal(drawn.counts[-1], np.bincount(one_by_one(experiment, 40), minlength=3))


def test_more_draws_only_go_on():
    few, many = by_hand(DEFAULT, 5), by_hand(DEFAULT, 5000)
    shared = np.isin(many.at, few.at)
    assert shared.sum() == 5
    np.testing.assert_array_equal(many.counts[shared], few.counts)
    np.testing.assert_array_equal(many.average[shared], few.average)


def test_the_seed_decides_the_answers_and_the_baseline_does_not():
    same, other = one_by_one(DEFAULT, 30), one_by_one(replace(DEFAULT, seed=1), 30)
    np.testing.assert_array_equal(one_by_one(replace(DEFAULT, estimator="optimal", k=64), 30), same)
    assert (same != other).any()


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("seed", range(3))
def test_answers_are_drawn_as_often_as_they_are_likely(preset, seed):
    experiment = replace(PRESETS[preset], seed=seed)
    probs = np.array(experiment.probs)
    deviation = by_hand(experiment, MOST).counts[-1] - MOST * probs
    assert (np.abs(deviation) < 5 * np.sqrt(MOST * probs * (1 - probs))).all()


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("name", ["none", "expected reward"])
def test_the_average_of_a_thousand_pushes_lies_within_five_standard_errors_of_the_gradient(preset, name):
    experiment = replace(PRESETS[preset], estimator=name)
    drawn = by_hand(experiment, 1000)
    exact = np.sqrt(np.diag(moments(name, experiment.probs, experiment.rewards, 1000).covariance))
    assert (np.abs(drawn.average[-1] - gradient(experiment)) <= 5 * exact + 1e-15).all()
    if min(drawn.counts[-1]) >= 10:  # the draws can tell their own error once each answer has been seen a few times
        np.testing.assert_allclose(drawn.error[-1], exact, rtol=0.3, atol=1e-15)


def test_answers_drawn_from_another_policy_would_not_settle_there():
    # The twin that must fail: uniform draws, each pushed as the model's own would be.
    counts = by_hand(replace(DEFAULT, probs=(1 / 3, 1 / 3, 1 / 3)), 1000).counts[-1]
    each = np.repeat(pushes(DEFAULT), counts, axis=0)
    error = each.std(axis=0, ddof=1) / np.sqrt(1000)
    assert (np.abs(each.mean(axis=0) - gradient(DEFAULT)) > 5 * error).any()


def test_a_push_without_its_score_would_not_settle_there():
    # The twin that must fail: the drawn answer's logit is raised, the others are left alone.
    counts = by_hand(DEFAULT, 1000).counts[-1]
    each = np.repeat(np.diag(DEFAULT.rewards), counts, axis=0)
    error = each.std(axis=0, ddof=1) / np.sqrt(1000)
    assert (np.abs(each.mean(axis=0) - gradient(DEFAULT)) > 5 * error).all()


@pytest.mark.parametrize("n", [-1, MOST + 1])
def test_a_number_of_draws_out_of_range_is_refused_in_a_sentence(n):
    with pytest.raises(ValueError, match=rf"n must lie between 0 and 20,000, not {n}\."):
        by_hand(DEFAULT, n)


@pytest.mark.parametrize("preset", PRESETS)
def test_a_moved_logit_keeps_the_luck(preset):
    experiment = PRESETS[preset]
    moves = nudged(experiment)
    middle = len(moves.shift) // 2
    assert moves.shift[middle] == 0
    assert moves.answer[middle] == by_hand(experiment, 1).answer[0]
    assert moves.moved == np.argmax(experiment.rewards)
    for place in (0, middle, len(moves.shift) - 1):
        weights = np.array(experiment.probs)
        weights[moves.moved] *= math.exp(moves.shift[place])
        assert moves.prob[place] == pytest.approx(weights[moves.moved] / weights.sum())
        luck = np.random.default_rng([experiment.seed, 9]).random()
        assert moves.answer[place] == np.searchsorted(np.cumsum(weights) / weights.sum(), luck, side="right")
