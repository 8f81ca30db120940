"""The questions: nothing gives the right choice away, and every number is the engine's."""

import math
from dataclasses import replace

import pytest

from reinforce_viz import DEFAULT
from reinforce_viz.engine.exact import moments
from reinforce_viz.engine.policy import expected_reward, optimal_baseline
from reinforce_viz.engine.presets import PRESETS
from reinforce_viz.engine.simulate import simulate
from reinforce_viz.text.ending import KNOWN, LANGUAGE_MODELS, NEXT_PAGES
from reinforce_viz.text.question import Evidence
from reinforce_viz.text.quiz import QUESTIONS, of_page
from reinforce_viz.ui.navigation import PAGES
from tests.sweep.batches import batches
from tests.sweep.settings import settings

BY_KEY = {question.key: question for question in QUESTIONS}


def test_old_links_name_the_questions():
    assert list(BY_KEY)[:4] == ["sample", "update", "bias", "cloud"]
    assert {"sample", "update", "bias", "best", "batch", "tokens"} < set(BY_KEY)


def test_every_page_but_the_last_has_a_question_in_the_order_of_the_route():
    pages = [page.name for page in PAGES]
    assert [question.evidence.page for question in QUESTIONS] == pages[:-1]
    for page in pages:
        assert [(number, one.evidence.page) for number, one in of_page(page)] == (
            [] if page == "check" else [(pages.index(page) + 1, page)]
        )
    assert set(NEXT_PAGES) < set(pages)


@pytest.mark.parametrize("question", QUESTIONS, ids=list(BY_KEY))
def test_the_choices_are_alike_in_length(question):
    lengths = [len(choice) for choice in question.choices]
    assert max(lengths) <= 4 / 3 * min(lengths)


def test_the_longest_choice_is_seldom_the_right_one():
    assert sum(question.right == max(question.choices, key=len) for question in QUESTIONS) <= 4
    assert sum(question.right == min(question.choices, key=len) for question in QUESTIONS) <= 4


def test_the_right_choice_stands_at_every_place_as_often():
    places = [question.choices.index(question.right) for question in QUESTIONS]
    assert sorted(places) == [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2]


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


def test_what_you_know_is_seven_short_sentences():
    assert len(KNOWN) == 7
    assert max(len(sentence.split()) for sentence in KNOWN) <= 12


def test_a_reward_has_no_slope_and_a_probability_has():
    example = PRESETS["yes, no, maybe"]
    assert example.rewards[1] == 3.0  # its likeliest answer's
    assert example.probs[0] * (1 - example.probs[0]) == pytest.approx(0.21)
    assert "stays 3 as a logit moves a little. The probability has a slope: 0.21" in BY_KEY["sample"].evidence.look_for


def test_a_drawn_worst_answer_becomes_likelier_and_j_falls():
    example = PRESETS["yes, no, maybe"]
    logits = [math.log(p) - 0.5 * 3 * p for p in example.probs]
    logits[1] += 0.5 * 3
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
    assert f"a variance of {at['expected reward']:.4f}, and b* gives {at['optimal']:.4f}" in said
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


def test_more_answers_can_make_a_step_downhill_more_likely():
    example = replace(DEFAULT, estimator="none")
    shares = {k: batches(replace(example, k=k)).downhill for k in (6, 8, 64)}
    assert f"{shares[6]:.0%} of the updates point downhill at K = 6, and {shares[8]:.0%} at K = 8" in (
        BY_KEY["cloud"].evidence.look_for
    )
    assert shares[6] < shares[8]
    assert shares[64] < 0.01


def test_where_runs_end_without_and_with_a_baseline():
    settings_ = dict(BY_KEY["luck"].evidence.settings)
    runs = replace(DEFAULT, k=int(settings_["k"]), learning_rate=float(settings_["lr"]), steps=200, runs=200)
    ends = [
        float((simulate(replace(runs, estimator=name)).probs[-1][:, 0] > 0.95).mean())
        for name in ("none", settings_["versus"])
    ]
    said = BY_KEY["luck"].evidence.look_for
    assert f"{ends[0]:.0%} of the runs end on the best answer without a baseline, and {ends[1]:.0%} with" in said


def plain_epochs(rate, clip, epochs):
    """The ratio of yes after each epoch on the batch 2 yes, 4 no, 2 maybe, with the batch mean as baseline."""
    old, advantage, move, ratios = (0.3, 0.5, 0.2), (3.25, -1.75, 0.25), [0.0] * 3, []
    for _ in range(epochs + 1):
        weights = [p * math.exp(m) for p, m in zip(old, move, strict=True)]
        ratio = [w / sum(weights) / p for w, p in zip(weights, old, strict=True)]
        ratios.append(ratio[0])
        push = [
            0.0 if (a > 0 and q > 1 + clip) or (a < 0 and q < 1 - clip) else n / 8 * q * a
            for n, q, a in zip((2, 4, 2), ratio, advantage, strict=True)
        ]
        move = [m + rate * (x - p * q * sum(push)) for m, x, p, q in zip(move, push, old, ratio, strict=True)]
    return ratios


def test_how_far_a_ratio_gets_with_the_clip():
    assert f"ratio reaches {max(plain_epochs(0.1, 0.2, 64)):.2f}" in BY_KEY["clip"].text
    fast = plain_epochs(2.0, 0.2, 64)
    assert fast.index(max(fast)) == 1
    assert f"reaches {fast[1]:.2f} after a single epoch, and the clip leaves it at {fast[-1]:.2f}" in (
        BY_KEY["clip"].evidence.look_for
    )


def test_where_each_loss_ends():
    beta, answers = 2.0, list(zip((0.3, 0.5, 0.2), (8, 3, 5), strict=True))
    weights = [p * math.exp(r / beta) for p, r in answers]
    said = BY_KEY["kl"].evidence.look_for
    assert f"with β = 2 the best answer has {weights[0] / sum(weights):.0%} at the ring" in said
    low, high = 8 - beta, 8.0  # J at the end of k3: there the shares β ref / (β + J − r) sum to 1
    for _ in range(60):
        j = (low + high) / 2
        total = sum(beta * p / (beta + j - r) for p, r in answers)
        low, high = (j, high) if total > 1 else (low, j)
    assert f"k1 ends at 100%, and k3 at {beta * 0.3 / (beta + j - 8):.0%}" in said


def test_the_average_step_of_groups_can_point_downhill():
    disaster = replace(PRESETS["a rare disaster"], estimator="group-normalised", k=8)
    found = batches(disaster)
    cosine = found.mean @ found.true / math.hypot(*found.mean) / math.hypot(*found.true)
    assert f"makes an angle of {math.degrees(math.acos(cosine)):.0f}° with the gradient" in (
        BY_KEY["group"].evidence.look_for
    )
    best, next_best, worst = disaster.rewards
    assert (round(best - next_best, 9), round(best - worst)) == (0.1, 20)  # "a tenth", "twenty"


def test_the_ending_says_where_ppo_and_grpo_stand():
    first = LANGUAGE_MODELS[0]
    assert first.index("continue text") < first.index("imitate") < first.index("PPO or GRPO")
