"""Answers drawn one by one: their pushes by hand, their average against the gradient, and that more only go on."""

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from reinforce_viz import DEFAULT, ESTIMATORS, PRESETS, exact_gradient, moments, score
from reinforce_viz.lessons.single_push import single_rule
from reinforce_viz.lessons.start import MOST
from reinforce_viz.lessons.teaching import LESSONS
from tests.of_experiment import after_push, by_hand, ghosts, nudged, pushes, supervised_push, teach

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


def test_a_step_along_the_score_raises_the_drawn_answer_however_likely():
    for experiment in PRESETS.values():
        for answer, row in enumerate(score(experiment.probs)):
            assert after_push(experiment, row)[answer] > experiment.probs[answer]


@pytest.mark.parametrize("n", [-1, MOST + 1])
def test_a_number_of_draws_out_of_range_is_refused_in_a_sentence(n):
    with pytest.raises(ValueError, match=rf"n must lie between 0 and 20,000, not {n}\."):
        by_hand(DEFAULT, n)


def step_by_step(experiment, n):
    """The run of `teach` from the definitions: b, logits and the answers by hand."""
    luck = np.random.default_rng([experiment.seed, 9]).random(n)
    probs, b, path, answers = np.array(experiment.probs), experiment.b, [], []
    for u in luck:
        path.append(probs)
        answer = next(a for a in range(3) if u < sum(probs[: a + 1]) / sum(probs))
        answers.append(answer)
        baseline = {"none": 0, "constant": b, "expected reward": probs @ experiment.rewards, "running mean": b}
        advantage = experiment.rewards[answer] - baseline[experiment.estimator]
        weights = probs * np.exp(experiment.learning_rate * advantage * (np.eye(3)[answer] - probs))
        probs = weights / weights.sum()
        if experiment.estimator == "running mean":
            b = 0.9 * b + 0.1 * experiment.rewards[answer]
    return [*path, probs], answers


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("name", ["none", "constant", "expected reward", "running mean"])
def test_a_taught_model_keeps_every_step(preset, name):
    experiment = replace(PRESETS[preset], estimator=name, seed=4)
    path, answers = step_by_step(experiment, 50)
    taught = teach(experiment, 50)
    assert taught.answer.tolist() == answers
    np.testing.assert_allclose(taught.probs, path, rtol=1e-9, atol=1e-12)


def test_the_first_answer_is_the_one_that_is_drawn_from_the_policy_as_it_is():
    for seed in range(10):
        experiment = replace(DEFAULT, seed=seed)
        assert teach(experiment, 1).answer[0] == by_hand(experiment, 1).answer[0]


def test_more_lessons_only_go_on():
    few, many = teach(DEFAULT, 5), teach(DEFAULT, LESSONS)
    np.testing.assert_array_equal(many.probs[:6], few.probs)
    assert teach(DEFAULT, 0).probs.tolist() == [[0.3, 0.5, 0.2]]


@pytest.mark.parametrize("n", [-1, LESSONS + 1])
def test_a_number_of_lessons_out_of_range_is_refused(n):
    with pytest.raises(ValueError, match=rf"n must lie between 0 and {LESSONS}, not {n}\."):
        teach(DEFAULT, n)


def test_what_is_learned_is_the_first_answer_to_pass_95_percent():
    for seed in range(40):
        taught = teach(replace(DEFAULT, learning_rate=0.5, seed=seed), 40)
        passed = [(t, a) for t, row in enumerate(taught.probs) for a, p in enumerate(row) if p > 0.95]
        assert taught.learned == (passed[0][1] if passed else None)


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("estimator", ["none", "expected reward", "leave-one-out"])
def test_one_ghost_ends_on_a_best_answer_and_one_on_a_worse_one(preset, estimator):
    experiment = replace(PRESETS[preset], estimator=estimator, k=2)
    paths = ghosts(experiment)
    assert len(paths) in (0, 2)
    for path, right in zip(paths, (True, False), strict=False):
        np.testing.assert_allclose(path[0], experiment.probs)
        assert (path[:-1].max(axis=1) <= 0.95).all()
        ended = int(np.argmax(path[-1]))
        assert path[-1][ended] > 0.95
        assert (experiment.rewards[ended] == max(experiment.rewards)) == right
        # Each step is one that drawing a single answer makes.
        single = replace(experiment, estimator=single_rule(estimator))
        for before, after in pairwise(path):
            model = replace(single, probs=tuple(before))
            steps = [after_push(model, push) for push in pushes(model)]
            assert min(np.abs(step - after).max() for step in steps) < 1e-9


def test_there_are_ghosts_in_the_example_and_none_where_no_model_goes_wrong():
    assert len(ghosts(DEFAULT)) == 2
    assert ghosts(replace(DEFAULT, rewards=(5.0, 5.0, 5.0))) == []
    assert ghosts(PRESETS["restaurants -1/0/1"]) == []


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
