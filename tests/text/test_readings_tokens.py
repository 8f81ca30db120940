"""The sentences on the page about tokens: on the example, for one token, and where there is no noise."""

from functools import cache

import numpy as np

from reinforce_viz import DEFAULT
from reinforce_viz.engine.token_length import every_credit, length_curves
from reinforce_viz.lessons.tokens import draw_pushes
from reinforce_viz.text.readings import tokens as readings

PROBS, REWARDS = DEFAULT.probs, DEFAULT.rewards


def drawn(length=8, task="sum", draw=0, probs=PROBS, rewards=REWARDS):
    return draw_pushes(probs, rewards, length, task, np.random.default_rng([0, draw]))


@cache
def curves(task="sum", probs=PROBS, rewards=REWARDS):
    return length_curves(probs, rewards, task, np.random.default_rng(0))


def at(length=8, task="sum", probs=PROBS, rewards=REWARDS):
    return every_credit(probs, rewards, length)[task]


def test_the_row_in_a_sentence():
    # Seed [0, 0] draws no, yes, yes, yes, maybe, maybe, no, no: 3 + 3·8 + 2·5 + 2·3 = 43.
    said = readings.token_row(DEFAULT, drawn(), "whole reward", "sum")
    assert "every token earns its reward as it is written; this response earns 43" in said
    assert "Under the whole reward 8 tokens are pushed up (each by 43)" in said
    assert "under the advantage 5 tokens are pushed up and 3 down (by −1.9 to 3.1)." in said
    said = readings.token_row(DEFAULT, drawn(task="first"), "advantage", "first")
    assert "Under the advantage 1 token is pushed down and 7 not at all (by −1.9 to 0)" in said
    assert "under the whole reward 8 tokens are pushed up (each by 3)" in said


def test_growth_in_words():
    assert readings.growth_in_words(curves(), "reward-to-go") == "growing as T³, a third of that of the whole reward"
    assert readings.growth_in_words(curves(), "critic") == "growing as T², half of that of the expected reward"
    assert readings.growth_in_words(curves("first"), "critic") == "the same at every length"
    assert readings.growth_in_words(curves("last"), "critic") == "growing as T, equal to the expected reward"


def test_the_answer_to_the_prediction():
    # 90.7688 / 22.1220.
    said = readings.how_much_noisier(curves(), "critic")
    assert said == "Under the critic the variance of 8 tokens is 4.1 times that of 4: 90.8 against 22.1."
    assert "Under the critic the variance stays as it is, 1.17." in readings.how_much_noisier(curves("first"), "critic")
    assert "no noise here" in readings.how_much_noisier(curves(rewards=(3, 3, 3)), "critic")


def test_the_variance_in_a_sentence():
    said = readings.token_variance(curves(), 4)
    assert "1,052 under the whole reward, growing as T³;" in said
    assert said.endswith("4.68 under the advantage, growing as T.")


def test_the_positions_in_a_sentence():
    # 19.8182 where no later token counts; 1.1688 + 3·2.9078 = 9.89 where three surprises do.
    said = readings.token_positions(at(4))
    assert "reward-to-go 263 to 19.8" in said
    assert "expected reward 9.89 throughout" in said
    assert "critic 9.89 to 1.17" in said
    assert said.endswith("advantage 1.17 throughout.")
