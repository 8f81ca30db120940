"""The sentences on the first page: what they say on the example, where answers tie, and where nothing moves."""

import math
from dataclasses import replace

import numpy as np
import pytest

from reinforce_viz import DEFAULT, PRESETS
from reinforce_viz.engine.experiment import USUAL
from reinforce_viz.lessons.start import by_hand, pushes
from reinforce_viz.text.readings import start as readings
from tests.figures.test_figures import NO_NUMBER

EQUAL = replace(DEFAULT, rewards=(5.0, 5.0, 5.0))


def test_the_model_of_the_example():
    said = readings.policy_bars(DEFAULT)
    assert said.startswith(
        "The model says **no** most often (50%). The best answer is **yes** (reward 8). On average one answer earns "
        "J = 4.9."
    )


def test_answers_that_are_equally_likely_are_all_named():
    assert "says **yes**, **no** and **maybe** equally often (33% each)" in readings.policy_bars(
        PRESETS["restaurants 6/7/8"]
    )
    assert "says **yes** and **no** equally often (40% each)" in readings.policy_bars(PRESETS["close rivals"])


def test_answers_that_are_equally_good_are_all_named():
    tied = replace(DEFAULT, rewards=(5.0, 1.0, 5.0))
    assert "The best answers are **yes** and **maybe** (reward 5)" in readings.policy_bars(tied)


def test_reading_after_a_draw_names_where_each_answer_goes():
    # The first draw of seed 0 is no, worth 3: logits move by .1 · 3 · (−.3, .5, −.2).
    weights = 0.3 * math.exp(-0.09), 0.5 * math.exp(0.15), 0.2 * math.exp(-0.06)
    yes, no, maybe = (f"{weight / sum(weights):.0%}" for weight in weights)
    said = readings.policy_bars(DEFAULT, by_hand(DEFAULT, 1))
    assert f"take **yes** from 30% to {yes}, **no** from 50% to {no} and **maybe** from 20% to {maybe}." in said


def test_digits_are_added_until_a_move_shows():
    # Under "stuck on no" a draw of no pushes by .8 · (−.01, .02, −.01).
    stuck = PRESETS["stuck on no"]
    n = next(n for n in range(1, 20) if by_hand(stuck, n).answer[-1] == 1)
    weights = 0.01 * math.exp(-0.008), 0.98 * math.exp(0.016), 0.01 * math.exp(-0.008)
    rare, often = (f"{weight / sum(weights):.2%}" for weight in weights[:2])
    said = readings.policy_bars(stuck, by_hand(stuck, n))
    assert f"**yes** from 1.00% to {rare}" in said
    assert f"**no** from 98.00% to {often}" in said


def test_reading_says_what_hardly_moves():
    slow = replace(PRESETS["nearly done"], learning_rate=0.01)
    n = next(n for n in range(1, 20) if by_hand(slow, n).answer[-1] == 0)
    # 8 · (.01, −.006, −.004) · .01: no probability moves by a hundredth of a point.
    said = readings.policy_bars(slow, by_hand(slow, n))
    assert "would hardly move **yes** (99%), **no** (0.6%) and **maybe** (0.4%)." in said


def test_an_answer_that_is_never_drawn_stays_at_nothing():
    e = replace(DEFAULT, probs=(0.0, 0.6, 0.4))
    assert "but the model never draws it and can never learn it." in readings.policy_bars(e)
    assert "It leaves **yes** at 0%: what is never drawn is never learnt." in readings.policy_bars(e, by_hand(e, 1))


def test_a_push_of_nothing_says_why():
    certain = replace(DEFAULT, probs=(1.0, 0.0, 0.0))
    assert "The model always says **yes**." in readings.policy_bars(certain)
    assert "because the model has no other answer left" in readings.policy_bars(certain, by_hand(certain, 1))
    zero = replace(DEFAULT, rewards=(0.0, 0.0, 0.0))
    assert "would change nothing: a reward of 0 pushes nothing." in readings.policy_bars(zero, by_hand(zero, 1))
    level = replace(EQUAL, estimator="expected reward")
    assert "the reward is exactly what is subtracted" in readings.policy_bars(level, by_hand(level, 1))


def test_equal_rewards_have_no_right_answer():
    assert "All answers earn the same, 5, so there is nothing to learn." in readings.policy_bars(EQUAL)
    for n in (0, 3, 50):
        said = readings.average_push(EQUAL, by_hand(EQUAL, n))
        assert "nobody could say which one is right" in said
        assert "If somebody" not in said


def test_one_of_several_best_answers_is_named_with_the_others():
    tied = replace(DEFAULT, rewards=(8.0, 3.0, 8.0))
    assert '"**yes** is right" (**maybe** is just as good)' in readings.average_push(tied, by_hand(tied, 0))


def test_an_error_that_is_right_although_an_answer_is_missing_is_not_blamed():
    # A push of zero for every answer has no error, whatever was drawn.
    flat = replace(EQUAL, probs=(0.99, 0.006, 0.004), estimator="expected reward")
    said = readings.average_push(flat, by_hand(flat, 5))
    assert "have not been drawn yet." in said
    assert "too narrow" not in said


def test_the_table_shows_both_signs_where_they_differ():
    # Worked in test_by_hand: drawing yes under "stuck on no" pushes maybe's logit by −.01 and raises it by .0145.
    columns = readings.push_table(PRESETS["stuck on no"], pushes(PRESETS["stuck on no"])[0])
    assert list(columns) == readings.PUSH_FIGURES
    logit, probability = (columns[name][2] for name in readings.PUSH_FIGURES)
    assert (logit, probability) == ("▼ −0.01", "▲ +1.45 points")


def test_the_table_of_a_push_of_nothing_has_no_arrows():
    assert readings.push_table(DEFAULT, np.zeros(3)) == {
        readings.PUSH_FIGURES[0]: ["0"] * 3,
        readings.PUSH_FIGURES[1]: ["0 points"] * 3,
    }


def test_the_answer_raised_most_in_words():
    assert readings.raised_most_truth(DEFAULT) == "It raises **yes** most: the true gradient there is +0.93."
    assert readings.raised_most_truth(PRESETS["restaurants 6/7/8"]).startswith("It raises **maybe** most")
    even = replace(DEFAULT, probs=(0.4, 0.4, 0.2), rewards=(3.0, 3.0, 1.0))
    assert readings.raised_most_truth(even).startswith("It raises **yes** and **no** most, both alike")
    assert "raises none" in readings.raised_most_truth(replace(DEFAULT, rewards=(2.0, 2.0, 2.0)))


def test_reading_on_the_example():
    drawn = by_hand(DEFAULT, 1005)
    said = readings.average_push(DEFAULT, drawn)
    yes, no, maybe = drawn.counts[-1]
    assert said.startswith(
        f"1,005 drawn, {yes} **yes**, {no} **no** and {maybe} **maybe**: the average push on **yes**, **no** and "
        "**maybe** is"
    )
    assert "the true gradient is g = (0.93, −0.95, 0.02)" in said
    assert 'If somebody said "**yes** is right", the push would be (0.70, −0.50, −0.20) every time' in said
    first = readings.average_push(DEFAULT, by_hand(DEFAULT, 4))
    assert "true gradient" not in first


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
