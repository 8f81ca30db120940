"""What is said of a draw, held against the definition of the step, at settings of every kind."""

import re
from dataclasses import replace

import numpy as np
import pytest

from reinforce_viz import DEFAULT, ESTIMATORS
from reinforce_viz.text.readings.policy_triangle import before_the_first, last_draw, tally
from tests.of_experiment import ghosts, teach
from tests.sweep.settings import settings

SINGLE = [name for name, entry in ESTIMATORS.items() if not entry.uses_batch]


def after_by_hand(probs, rewards, answer, baseline, learning_rate):
    """One step from the definition: weights times exp(learning rate · advantage · (e_a − π))."""
    score = np.eye(3)[answer] - probs
    weights = np.array(probs) * np.exp(learning_rate * (rewards[answer] - baseline) * score)
    return weights / weights.sum()


def test_the_first_surprise_is_said():
    # Seed 0 draws no first.  e_no − π = (−.3, .5, −.2), times 3 and 0.5: weights .3e^−.45, .5e^.75, .2e^−.3
    experiment = replace(DEFAULT, learning_rate=0.5)
    weights = np.array([0.3 * np.exp(-0.45), 0.5 * np.exp(0.75), 0.2 * np.exp(-0.3)])
    no = weights[1] / weights.sum()
    earns = weights @ [8, 3, 5] / weights.sum()
    assert last_draw(experiment, teach(experiment, 1)) == (
        "The model said “no” and earned 3, the lowest reward. Even so, it now says “no” more often: "
        f"{no:.0%}, not 50%. It got worse: on average it earns {earns:.3g}, not 4.9."
    )


@pytest.mark.parametrize("draws", [1, 2, 7])
def test_every_sentence_says_what_happened(draws):
    for experiment in settings(150, seed=draws):
        experiment = replace(experiment, estimator="none", k=1)
        taught = teach(experiment, draws)
        answer, before, after = taught.answer[-1], taught.probs[-2], taught.probs[-1]
        np.testing.assert_allclose(
            after, after_by_hand(before, experiment.rewards, answer, 0, experiment.learning_rate), atol=1e-12
        )
        text = last_draw(experiment, taught)
        reward, rewards = experiment.rewards[answer], experiment.rewards
        assert text.startswith(f"The model said “{experiment.answers[answer]}” and earned ")
        assert ("the lowest reward" in text) == (reward == min(rewards) and reward < max(rewards))
        change, earned = after[answer] - before[answer], (after - before) @ rewards
        most = np.abs(after - before).max()
        assert ("changed nothing" in text) == (most <= 1e-12)
        assert ("changed hardly anything" in text) == (1e-12 < most <= 1e-6)
        if most <= 1e-6:
            continue
        assert ("more often" in text) == (change > 0)
        assert ("less often" in text) == (change < 0)
        assert ("It got better" in text) == (earned > 1e-6)
        assert ("It got worse" in text) == (earned < -1e-6)
        worse = reward == min(rewards) < max(rewards) and reward > 0 and change > 0 and earned < -1e-6
        assert ("Even so" in text) == worse
        # Numbers that are told apart are written apart.
        for now, was in re.findall(r": (?:on average it earns )?(\S.*?), not (.*?)[.](?: |$)", text):
            assert now != was


def test_nothing_changes_where_nothing_can():
    certain = replace(DEFAULT, probs=(0.0, 1.0, 0.0))
    assert last_draw(certain, teach(certain, 1)).endswith("That changed nothing: it has no other answer left.")
    worthless = replace(DEFAULT, rewards=(0.0, 0.0, 0.0))
    assert last_draw(worthless, teach(worthless, 3)).endswith("earned 0. That changed nothing.")


def test_a_baseline_may_push_the_drawn_answer_down():
    experiment = replace(DEFAULT, estimator="expected reward", learning_rate=0.5)
    text = last_draw(experiment, teach(experiment, 1))  # no, worth 3 − 4.9
    assert "It now says “no” less often" in text
    assert "It got better" in text


def learn(seed):
    experiment = replace(DEFAULT, learning_rate=0.5, seed=seed)
    for draws in range(1, 60):
        taught = teach(experiment, draws)
        if taught.learned is not None:
            return experiment, taught
    raise AssertionError(f"seed {seed} learns nothing")


def test_what_is_learned_is_said_once_it_is_and_with_what_would_have_been_better():
    seen = set()
    for seed in range(20):
        experiment, taught = learn(seed)
        answer = int(np.argmax(taught.probs[-1]))
        seen.add(answer)
        assert taught.probs[-1][answer] > 0.95
        text = last_draw(experiment, taught)
        assert f"It has learned “{DEFAULT.answers[answer]}”" in text
        assert ("although “yes” earns 8" in text) == (answer != 0)
        if len(taught.answer) > 1:
            assert "It has learned" not in last_draw(experiment, teach(experiment, len(taught.answer) - 1))
    assert seen == {0, 1, 2}


def test_of_several_best_answers_both_would_have_been_better():
    for seed in range(200):
        experiment = replace(DEFAULT, rewards=(8.0, 3.0, 8.0), learning_rate=0.5, seed=seed)
        taught = teach(experiment, 12)
        if taught.learned == 1 and taught.probs[-1][1] > 0.95:
            assert "It has learned “no”, although “yes” and “maybe” earn 8." in last_draw(experiment, taught)
            return
    raise AssertionError("no model has learned no")


def test_a_model_that_starts_there_has_not_learned_it_here():
    done = replace(DEFAULT, probs=(0.99, 0.006, 0.004))
    assert teach(done, 5).learned is None
    assert "learned" not in last_draw(done, teach(done, 1))


def test_before_the_first_draw_other_models_are_told_of_if_there_are_any():
    shown = ghosts(DEFAULT)
    assert before_the_first(DEFAULT, shown) == (
        "Two models, same start, same rule: one learned “yes”, the other “maybe”. Only their luck differed."
    )
    assert "learned" not in before_the_first(DEFAULT, [])


def test_the_tally_names_only_what_has_been_learned():
    assert tally(DEFAULT, [7, 0, 2]) == "Your models: 7 learned “yes”, 2 learned “maybe”."
    assert tally(DEFAULT, [0, 0, 0]) == ""
    assert tally(replace(DEFAULT, names=("A", "B", "C")), [0, 1, 0]) == "Your models: 1 learned “B”."
