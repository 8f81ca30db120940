"""The sentences on the page about tokens: on the example, for one token, and where there is no noise."""

from dataclasses import replace
from functools import cache

from reinforce_viz import DEFAULT
from reinforce_viz.engine.credits import CREDITS
from reinforce_viz.engine.token_length import every_credit, length_curves
from reinforce_viz.lessons.tokens import draw_pushes
from reinforce_viz.text.readings import tokens as readings

PROBS, REWARDS = DEFAULT.probs, DEFAULT.rewards


def drawn(length=8, task="sum", draw=0, probs=PROBS, rewards=REWARDS):
    return draw_pushes(probs, rewards, length, task, 0, draw)


@cache
def curves(task="sum", probs=PROBS, rewards=REWARDS):
    return length_curves(probs, rewards, task, 0)


def at(length=8, task="sum", probs=PROBS, rewards=REWARDS):
    return every_credit(probs, rewards, length)[task]


def test_the_row_in_a_sentence():
    # Seed [0, 0] draws no, yes, yes, yes, maybe, maybe, no, no: 3 + 3·8 + 2·5 + 2·3 = 43.
    said = readings.token_row(DEFAULT, drawn(), "whole reward")
    assert "Under the whole reward 8 tokens are pushed up (each by 43)" in said
    assert "under the advantage 5 tokens are pushed up and 3 down (by −1.9 to 3.1)." in said
    said = readings.token_row(DEFAULT, drawn(task="first"), "advantage")
    assert "Under the advantage 1 token is pushed down and 7 not at all (by −1.9 to 0)" in said
    assert "under the whole reward 8 tokens are pushed up (each by 3)" in said


def test_one_token_is_not_each():
    assert readings.token_row(DEFAULT, drawn(1), "whole reward") == (
        "Under the whole reward 1 token is pushed up (by 3); under the advantage 1 token is pushed down (by −1.9)."
    )


def test_no_token_is_said_to_change_a_mark_that_is_always_the_same():
    for probs, rewards in (((1.0, 0.0, 0.0), (8.0, 3.0, 5.0)), ((0.5, 0.5, 0.0), (3.0, 3.0, 8.0))):
        e = replace(DEFAULT, probs=probs, rewards=rewards)
        assert readings.story(e, drawn(4, "first", probs=probs, rewards=rewards), "first").endswith(" is usual.")


def test_the_story_tells_the_response_its_mark_and_how_that_is_made():
    assert readings.story(DEFAULT, drawn(3, "first"), "first") == (
        "The response has 3 tokens: **no**, **yes** and **yes**. Its mark is 3, where 4.9 is usual. A different first "
        "token could have changed it; no other token could."
    )
    assert readings.story(DEFAULT, drawn(3, "last"), "last").endswith(
        "Its mark is 8, where 4.9 is usual. A different last token could have changed it; no other token could."
    )
    assert readings.story(DEFAULT, drawn(3), "sum").endswith(
        "Its mark is 19, where 14.7 is usual. It adds up 8 for each **yes**, 3 for each **no** and 5 for each "
        "**maybe**."
    )
    assert readings.story(DEFAULT, drawn(1), "first") == (
        "The response has 1 token: **no**. Its mark is 3, where 4.9 is usual."
    )
    equal = replace(DEFAULT, rewards=(3.0, 3.0, 3.0))
    assert readings.story(equal, drawn(2, "first", rewards=(3, 3, 3)), "first").endswith("where 3 is usual.")


def test_who_did_it():
    assert readings.question(drawn(task="first")) == "Which token deserves the credit, or here the blame?"
    assert readings.question(drawn(task="sum")) == "Which token deserves the credit?"
    nobody = drawn(rewards=(3, 3, 3))
    assert readings.question(nobody) == "Which token decided the mark?"
    assert readings.who_did_it(DEFAULT, drawn(task="first"), "first") == (
        "Only the first token was marked: **no** earns 3. The others made no difference, but the mark does not say so."
    )
    assert readings.who_did_it(DEFAULT, drawn(task="sum"), "sum") == (
        "Every token was marked, and tokens 2, 3 and 4 deserve the most credit: **yes** earns 8."
    )
    assert readings.who_did_it(DEFAULT, drawn(1, "last"), "last") == "There is only one token: **no** earns 3."
    assert "no token deserves blame or credit." in readings.who_did_it(DEFAULT, nobody, "sum")


def test_growth_in_words():
    assert readings.growth_in_words(curves(), "reward-to-go") == "growing as T³, a third of that of the whole reward"
    assert readings.growth_in_words(curves(), "critic") == "growing as T², half of that of the expected reward"
    assert readings.growth_in_words(curves("first"), "critic") == "the same at every length"
    assert readings.growth_in_words(curves("last"), "critic") == "growing as T, equal to the expected reward"


def test_why_the_variance_grows_on_the_example():
    every = [readings.why_it_grows(curves(), credit, "sum") for credit in CREDITS]
    assert [said.rsplit(" ", 1)[-1] for said in every] == ["T³.", "T².", "T³.", "T².", "T."]
    assert readings.why_it_grows(curves("first"), "critic", "first") == (
        "only the first token is pushed, however long the response: constant."
    )
    assert readings.why_it_grows(curves(rewards=(3, 3, 3)), "critic", "sum") == "no noise at all."


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
