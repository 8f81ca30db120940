"""The sentences on the page about groups: on the example, on the disaster, and where nothing can be compared."""

import numpy as np

from reinforce_viz import DEFAULT, PRESETS, Experiment
from reinforce_viz.lessons import groups as lesson
from reinforce_viz.lessons.own_group import advantages
from reinforce_viz.text.claims import groups as claims
from reinforce_viz.text.readings import groups as readings
from reinforce_viz.text.readings import own_group as own_readings
from tests.of_experiment import brake, mean_steps, stretched_lead, useless_groups

DISASTER = PRESETS["a rare disaster"]
CERTAIN = Experiment(probs=(0.0, 1.0, 0.0))


def blind(*group):
    rewards = np.array(group, dtype=float)
    return own_readings.blind_spots(rewards, advantages(rewards))


def own(*group):
    rewards = np.array(group, dtype=float)
    return own_readings.own_group(rewards, advantages(rewards))


def test_the_angle_in_a_sentence():
    said = readings.mean_steps(DEFAULT, mean_steps(DEFAULT))
    assert "an angle of 7.51° with the gradient at K = 2 and 0.118° at K = 64" in said
    assert "downhill" not in said
    said = readings.mean_steps(DISASTER, mean_steps(DISASTER))
    assert "With 2, 3, 4, 8 or 16 answers it points **downhill**." in said


def test_rewards_at_equal_distances_and_a_policy_without_a_choice():
    even = PRESETS["restaurants 6/7/8"]
    assert "points along the gradient at every K" in readings.mean_steps(even, mean_steps(even))
    assert "along the gradient too" in claims.uphill_on_average(even, mean_steps(even))
    said = readings.mean_steps(CERTAIN, mean_steps(CERTAIN))
    assert "the model answers nothing but **no**" in said
    assert "no step is uphill" in claims.uphill_on_average(CERTAIN, mean_steps(CERTAIN))
    assert readings.angle_in_words(mean_steps(CERTAIN)[0]) == "K = 2: no direction"


def test_the_truth_about_a_larger_lead():
    assert "hardly changes: 0.23258 before and 0.23259 after" in readings.stretched_lead(
        DEFAULT, *stretched_lead(DEFAULT)
    )
    # Two equally likely answers: 0.25 long but for s / (s + 1e-4), where a lead of 0.0002 has s = 0.0002 / √2.
    close = Experiment(rewards=(8.0002, 3.0, 8.0), probs=(0.5, 0.0, 0.5))
    said = readings.stretched_lead(close, *stretched_lead(close))
    assert "its length changes: 0.146 before and 0.248 after" in said
    assert "the 1e-4 which GRPO adds" in said


def test_the_price_of_a_useful_group():
    said = readings.useless_groups(useless_groups(DEFAULT), 8)
    assert "Now 0.4% of groups of 8 are useless; after 10, 50 and 100 steps of exact ascent 4.6%, 69% and 85%." in said
    assert "a group costs 8.03 draws on average at first, and 53.1 at the end." in said
    said = readings.useless_groups(useless_groups(CERTAIN), 8)
    assert "Now 100% of groups of 8 are useless" in said
    assert "No number of draws gives a useful group." in said


def test_the_brake_in_a_sentence():
    said = readings.brake(DEFAULT, brake(DEFAULT, 8), 8)
    assert "0.398 times as long as g at first and 0.655 times after 1,000 exact steps" in said
    assert "without useless groups 0.719 times: much of the brake is the useless groups." in said
    assert readings.brake(CERTAIN, brake(CERTAIN, 8), 8).startswith("Every step is zero here")


def test_prompts_and_lengths_in_sentences():
    said = readings.difficulty(lesson.difficulty())
    assert said.startswith("At K = 2 and 3 every prompt has the same weight. At K = 64")
    assert "weighs 6.68; one near half and half 1.97" in said
    said = readings.wrong_lengths(lesson.wrong_lengths(8), 8)
    assert "they have 10 if tokens are added up (Dr. GRPO), 12.46 if each answer" in said


def test_what_a_pasted_group_gets():
    assert own(3) == "One reward, 3: there is no other answer to compare it with."
    assert own(2, 2) == "2 rewards, all 2: every advantage is 0."
    # Means 0.25 and 1/7, spread √(1.5/7).
    assert "gets +0.857 from leave-one-out (RLOO), +0.75 from batch mean (Dr. GRPO), +1.62 from" in own(
        1, 0, 0, 1, 0, 0, 0, 0
    )


def test_where_a_scheme_is_blind():
    assert "One answer alone" in blind(3)[0]
    assert "All rewards agree" in blind(7, 7, 7)[0]
    assert "GRPO sees that 1 of 3 are the higher one" in blind(-1, -1, 4)[0]
    assert "Answer 5 with −90 swallows the rest" in blind(1, 2, 3, 4, -90)[0]
    # The spread of 0 and 1e-4 is 7.07e-5, beside which 1e-4 is 59%.
    assert [text[2:12] for text in blind(0, 1e-4)] == ["Two values", "Hardly any"]
    assert "is 59% of what it divides by" in blind(0, 1e-4)[1]
    assert blind(1, 2, 3, 4) == []


def test_a_rounding_is_no_third_value():
    assert "All rewards agree" in blind(0.1 + 0.2, 0.3)[0]
    (said,) = blind(0.1 + 0.2, 0.3, 1, 0.3)
    assert "**Two values only, 0.3 and 1.** GRPO sees that 1 of 4 are the higher one" in said
    assert "Answer 1, the best, tied with 1 other, gets" in own(0.1 + 0.2, 0.3, 0)
    assert "Answer 2, the best, tied with 2 others, gets" in own(0, 1, 1, 1)
    assert "Answer 2, the best, gets" in own(0, 1)
