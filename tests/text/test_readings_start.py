"""The sentences on the first page: what they say on the example, where answers tie, and where nothing moves."""

from dataclasses import replace

import numpy as np
import pytest

from reinforce_viz import DEFAULT, PRESETS
from reinforce_viz.engine.experiment import USUAL
from reinforce_viz.text.format import number
from reinforce_viz.text.readings import start as readings
from tests.figures.test_figures import NO_NUMBER
from tests.of_experiment import by_hand, nudged
from tests.sweep.settings import settings

EQUAL = replace(DEFAULT, rewards=(5.0, 5.0, 5.0))


def test_a_small_move_of_a_logit_leaves_the_reward_and_moves_the_probability():
    # Seed 0 draws no first, worth 3; the slope of yes's probability is .3 · (1 − .3).
    said = readings.nudged(DEFAULT, nudged(DEFAULT))
    assert said == (
        "Move the *logit* of **yes** a little, the number behind its probability. The same random number still gives "
        "**no**. Its reward stays 3: no slope. The probability of **yes** has one: 0.21."
    )


def test_a_probability_at_its_end_has_no_slope_either():
    never, always = (replace(DEFAULT, probs=probs) for probs in ((0.0, 0.6, 0.4), (1.0, 0.0, 0.0)))
    assert readings.nudged(never, nudged(never)).endswith("The probability of **yes** has none either: it is 0%.")
    assert readings.nudged(always, nudged(always)).endswith("The probability of **yes** has none either: it is 100%.")


def test_what_is_said_of_a_move_holds_at_every_setting():
    for experiment in settings(150, seed=5):
        moves, best = nudged(experiment), int(np.argmax(experiment.rewards))
        said = readings.nudged(experiment, moves)
        luck = np.random.default_rng([experiment.seed, 9]).random()
        upper = np.cumsum(experiment.probs) / np.sum(experiment.probs)
        drawn = next(answer for answer in range(3) if luck < upper[answer])
        assert f"The same random number still gives **{experiment.answers[drawn]}**." in said
        assert f"Its reward stays {number(experiment.rewards[drawn])}: no slope." in said
        slope = experiment.probs[best] * (1 - experiment.probs[best])
        assert said.endswith(f"has one: {number(slope)}." if slope else f"it is {experiment.probs[best]:.0%}.")


def test_equal_rewards_have_no_right_answer():
    for n in (0, 3, 50):
        said = readings.average_push(EQUAL, by_hand(EQUAL, n))
        assert "nobody could say which one is right" in said
        assert "if somebody" not in said


def test_one_of_several_best_answers_is_named_with_the_others():
    tied = replace(DEFAULT, rewards=(8.0, 3.0, 8.0))
    assert '"**yes** is right" (**maybe** is just as good)' in readings.average_push(tied, by_hand(tied, 0))


def test_an_error_that_is_right_although_an_answer_is_missing_is_not_blamed():
    # A push of zero for every answer has no error, whatever was drawn.
    flat = replace(EQUAL, probs=(0.99, 0.006, 0.004), estimator="expected reward")
    said = readings.average_push(flat, by_hand(flat, 5))
    assert "have not been drawn yet." in said
    assert "too narrow" not in said


def test_the_answer_raised_most_in_words():
    assert readings.raised_most_truth(DEFAULT) == (
        "The average raises **yes** most, by +0.93: its probability times what it earns above the average."
    )
    assert readings.raised_most_truth(PRESETS["restaurants 6/7/8"]).startswith("The average raises **maybe** most")
    even = replace(DEFAULT, probs=(0.4, 0.4, 0.2), rewards=(3.0, 3.0, 1.0))
    assert readings.raised_most_truth(even).startswith("The average raises **yes** and **no** most, both alike")
    assert "raises none" in readings.raised_most_truth(replace(DEFAULT, rewards=(2.0, 2.0, 2.0)))


def test_reading_on_the_example():
    drawn = by_hand(DEFAULT, 1005)
    said = readings.average_push(DEFAULT, drawn)
    yes, no, maybe = drawn.counts[-1]
    assert said.startswith(
        f"1,005 drawn, {yes} **yes**, {no} **no** and {maybe} **maybe**: the average push on **yes**, **no** and "
        "**maybe** is"
    )
    assert "the true gradient, dashed, is g = (0.93, −0.95, 0.02)" in said
    assert 'if somebody said "**yes** is right", the push would be (0.70, −0.50, −0.20).' in said


def test_an_answer_that_was_never_drawn_is_named():
    rare = PRESETS["nearly done"]
    drawn = by_hand(rare, 5)
    missing = [name for name, n in zip(USUAL, drawn.counts[-1], strict=True) if not n]
    said = readings.average_push(rare, drawn)
    assert missing
    assert f"{' and '.join(f'**{name}**' for name in missing)} have not been drawn yet, so the band" in said
    impossible = replace(DEFAULT, probs=(0.5, 0.5, 0.0))
    assert "been drawn yet" not in readings.average_push(impossible, by_hand(impossible, 50))


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("n", [0, 1, 2, 5, 400])
def test_every_sentence_reads_well(preset, n):
    sentence = readings.average_push(PRESETS[preset], by_hand(PRESETS[preset], n))
    assert sentence.endswith(".")
    assert not NO_NUMBER.search(sentence), sentence
