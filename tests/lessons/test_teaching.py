"""A model that is taught by every draw, step by step, and the two that it may become."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from reinforce_viz import DEFAULT, PRESETS
from reinforce_viz.lessons.single_push import single_rule
from reinforce_viz.lessons.teaching import LESSONS
from tests.of_experiment import after_push, by_hand, ghosts, pushes, teach


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
