"""The six questions: nothing gives the right choice away, and every number is the engine's."""

import math

import pytest

from reinforce_viz.engine.exact import moments
from reinforce_viz.engine.policy import expected_reward, optimal_baseline
from reinforce_viz.engine.presets import PRESETS
from reinforce_viz.text.quiz import KNOWN, QUESTIONS, Evidence
from tests.sweep.settings import settings

BY_KEY = {question.key: question for question in QUESTIONS}


def test_old_links_name_the_questions():
    assert list(BY_KEY) == ["sample", "update", "bias", "best", "batch", "tokens"]


@pytest.mark.parametrize("question", QUESTIONS, ids=list(BY_KEY))
def test_the_choices_are_alike_in_length(question):
    lengths = [len(choice) for choice in question.choices]
    assert max(lengths) <= 4 / 3 * min(lengths)


def test_the_longest_choice_is_seldom_the_right_one():
    assert sum(question.right == max(question.choices, key=len) for question in QUESTIONS) <= 2
    assert sum(question.right == min(question.choices, key=len) for question in QUESTIONS) <= 2


def test_the_right_choice_stands_at_every_place_as_often():
    places = [question.choices.index(question.right) for question in QUESTIONS]
    assert sorted(places) == [0, 0, 1, 1, 2, 2]


@pytest.mark.parametrize("question", QUESTIONS, ids=list(BY_KEY))
def test_every_choice_has_a_reason_of_its_own(question):
    reasons = [question.reason(choice) for choice in question.choices]
    assert len(set(reasons)) == len(question.choices) == len(set(question.choices))
    for wrong in question.wrong:
        assert wrong.reason.count(".") == 1  # one sentence
        assert wrong.reason.endswith(".")
    with pytest.raises(ValueError, match=r"choice must be one of .* not 'none'"):
        question.reason("none")


def test_a_link_is_written_as_the_app_writes_it():
    assert Evidence("baselines", "", (("preset", "nearly done"),)).link == "baselines?preset=nearly+done"
    assert Evidence("start", "").link == "start"


def test_what_you_know_is_five_short_sentences():
    assert len(KNOWN) == 5
    assert max(len(sentence.split()) for sentence in KNOWN) <= 12


def test_a_reward_has_no_slope_and_a_probability_has():
    example = PRESETS["yes, no, maybe"]
    assert example.rewards[1] == 3.0  # its likeliest answer's
    assert example.probs[0] * (1 - example.probs[0]) == pytest.approx(0.21)
    assert "stays 3 as a logit moves a little. The probability has a slope: 0.21" in BY_KEY["sample"].evidence.look_for


def test_a_drawn_worst_answer_becomes_likelier_and_j_falls():
    example = PRESETS["yes, no, maybe"]
    logits = [math.log(p) - 0.1 * 3 * p for p in example.probs]
    logits[1] += 0.1 * 3
    weights = [math.exp(logit) for logit in logits]
    after = sum(w * r for w, r in zip(weights, example.rewards, strict=True)) / sum(weights)
    assert f"J from {expected_reward(example.probs, example.rewards):.1f} to {after:.3f}" in (
        BY_KEY["update"].evidence.look_for
    )
    assert weights[1] / sum(weights) > example.probs[1]


def test_the_variances_of_a_model_that_is_nearly_done():
    done = PRESETS["nearly done"]
    at = {
        name: moments(name, done.probs, done.rewards, done.k).total_variance
        for name in ("none", "expected reward", "optimal")
    }
    largest = moments("constant", done.probs, done.rewards, done.k, max(done.rewards)).total_variance
    said = BY_KEY["best"].evidence.look_for
    assert f"a variance of {at['expected reward']:.4f}, and b* leaves {at['optimal']:.4f}" in said
    assert at["optimal"] < at["none"] < at["expected reward"] < largest


def test_four_times_as_many_answers_leave_a_quarter_of_the_variance():
    example = PRESETS["yes, no, maybe"]
    # tr Cov of one push: E[R²|e − π|²] − |g|².
    lengths = [1 - 2 * p + sum(q * q for q in example.probs) for p in example.probs]
    j = sum(p * r for p, r in zip(example.probs, example.rewards, strict=True))
    gradient = [p * (r - j) for p, r in zip(example.probs, example.rewards, strict=True)]
    second = sum(p * r * r * length for p, r, length in zip(example.probs, example.rewards, lengths, strict=True))
    one = second - sum(part * part for part in gradient)
    assert f"is {one / 4:.2f} at K = 4 and {one / 16:.2f} at K = 16" in BY_KEY["batch"].evidence.look_for


def test_sharing_a_reward_among_eight_tokens_costs_variance():
    example = PRESETS["yes, no, maybe"]
    lengths = [1 - 2 * p + sum(q * q for q in example.probs) for p in example.probs]
    j = sum(p * r for p, r in zip(example.probs, example.rewards, strict=True))
    gains = [r - j for r in example.rewards]
    own = sum(p * a * a * length for p, a, length in zip(example.probs, gains, lengths, strict=True))
    own -= sum((p * a) ** 2 for p, a in zip(example.probs, gains, strict=True))
    spread = sum(p * a * a for p, a in zip(example.probs, gains, strict=True))
    push = sum(p * length for p, length in zip(example.probs, lengths, strict=True))
    shared = 8 * (own + 7 * spread * push)
    said = BY_KEY["tokens"].evidence.look_for
    assert f"variance is {shared:.0f} if all tokens share one reward, and {8 * own:.2f} if each gets its own" in said


@pytest.mark.parametrize("experiment", list(settings(20)), ids=repr)
def test_what_is_said_of_every_setting_holds(experiment):
    probs, rewards = experiment.probs, experiment.rewards
    b_star = optimal_baseline(probs, rewards)

    def variance(b, k):
        return moments("constant", probs, rewards, k, b).total_variance

    least = variance(b_star, 4)
    for b in (0.0, expected_reward(probs, rewards), max(rewards), b_star + 1):
        assert least <= variance(b, 4) + 1e-9
        assert variance(b, 16) == pytest.approx(variance(b, 4) / 4, abs=1e-9)
