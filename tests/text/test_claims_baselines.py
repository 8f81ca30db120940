"""What is often said, held against numbers worked out here: by closed forms and by listing every ordered batch."""

import inspect
import math
import re
from dataclasses import replace
from itertools import product

import pytest

from reinforce_viz import DEFAULT, PRESETS, Experiment
from reinforce_viz.text.claims import baselines as claims

CLAIMS = {
    name: claim
    for name, claim in vars(claims).items()
    if inspect.isfunction(claim) and claim.__module__ == claims.__name__ and not name.startswith("_")
}
NO_NUMBER = re.compile(r"\b(nan|inf|undefined|infinite)\b|%%|\{|\}|e[+-]\d", re.IGNORECASE)
UNIFORM = PRESETS["restaurants 6/7/8"]
NEARLY_DONE = PRESETS["nearly done"]
EQUAL = replace(DEFAULT, rewards=(3.0, 3.0, 3.0))
CORNER = replace(DEFAULT, probs=(0.0, 1.0, 0.0))
ODD = {"equal rewards": EQUAL, "corner": CORNER, "one impossible": replace(DEFAULT, probs=(0.4, 0.6, 0.0))}


def here(sentence):
    """What a claim says of the experiment, after what is often said."""
    said, _, found = sentence.partition("**Here**")
    assert said.startswith("**You may hear:** ")
    return found


@pytest.mark.parametrize("k", [1, 2, 4, 256])
@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("name", CLAIMS)
def test_every_claim_is_a_sentence_about_every_preset(name, preset, k):
    found = here(CLAIMS[name](replace(PRESETS[preset], k=k)))
    assert found.endswith(".")
    assert not NO_NUMBER.search(found), found


@pytest.mark.parametrize("k", [1, 4])
@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("name", CLAIMS)
def test_every_claim_is_a_sentence_where_nothing_can_be_learned(name, odd, k):
    found = here(CLAIMS[name](replace(ODD[odd], k=k)))
    assert found.endswith(".")
    assert not NO_NUMBER.search(found), found


@pytest.mark.parametrize("name", sorted(set(CLAIMS) - {"pushes_everything_up"}))
def test_a_claim_does_not_depend_on_the_baseline_chosen(name):
    # Each claim names the baselines that it compares.
    chosen = {
        CLAIMS[name](replace(DEFAULT, estimator=other, b=b))
        for other in ("none", "optimal", "constant", "group-normalised")
        for b in (0.0, 3.0)
    }
    assert len(chosen) == 1


# The example at K = 4: a quarter of 1.1688, .952422 and .930968, and of 19.8182 for none.


def test_best_baseline_on_the_example():
    found = here(claims.best_baseline(DEFAULT))
    assert "J = 4.9 gives a variance of 0.292" in found
    assert "5.33, gives 0.238" in found
    assert "b* = 5.52 gives 0.233" in found


def test_best_baseline_with_one_draw():
    found = here(claims.best_baseline(replace(DEFAULT, k=1)))
    assert all(value in found for value in ("1.17", "0.952", "0.931"))


@pytest.mark.parametrize("same", [UNIFORM, PRESETS["restaurants -1/0/1"]])
def test_for_a_uniform_policy_the_expected_reward_is_best(same):
    j = sum(p * r for p, r in zip(same.probs, same.rewards, strict=True))
    assert f"it is: b* = J = {j:g}." in here(claims.best_baseline(same))


def test_where_nothing_can_be_learned_the_best_baseline_is_said_to_be_any_or_what_all_earn():
    assert "every answer earns the same, J = b* = 3, and with that subtracted no" in here(claims.best_baseline(EQUAL))
    assert "nothing but **no**: nothing is pushed, and every baseline" in here(claims.best_baseline(CORNER))


def test_always_helps_on_the_example():
    found = here(claims.always_helps(DEFAULT))
    assert "between 0 and 11.04 (0 and 2b*)" in found  # 2·5.519354839
    assert "leaves 0.292, less than no baseline at all (4.95)" in found


def test_nearly_done_the_expected_reward_is_worse_than_none():
    # At K = 1 none leaves .310372 and the expected reward .356554; b* = 3.8328.
    found = here(claims.always_helps(replace(NEARLY_DONE, k=1)))
    assert "leaves 0.357, more than no baseline at all (0.31)" in found


def test_where_j_is_zero_and_best_no_baseline_helps():
    # Uniform and (−1, 0, 1): b* = J = 0, so none is the best baseline already; 2/9 at K = 1, a quarter of it at 4.
    found = here(claims.always_helps(PRESETS["restaurants -1/0/1"]))
    assert "no constant does: b* is 0, so without one the variance, 0.0556, is already the least possible." in found
    assert "there is no variance to reduce." in here(claims.always_helps(CORNER))


def test_a_baseline_that_hardly_helps_still_helps():
    # b* = .00372: the variances, .0518946 and .0518969, differ in their fourth digit.
    close = replace(DEFAULT, probs=(0.4 / 1.066, 0.333 / 1.066, 0.333 / 1.066), rewards=(-1.0, 0.0, 1.0))
    assert " a constant does between 0 and 0.00743" in here(claims.always_helps(close))


def test_a_baseline_below_zero_is_named_from_left_to_right():
    # r − 10 moves b* to 5.519 − 10, and with it 2b* to −8.961.
    assert "between −8.961 and 0" in here(claims.always_helps(PRESETS["all rewards negative"]))


@pytest.mark.parametrize(
    ("k", "shrunk", "own", "others"),
    [
        (2, "50%", "1.17", "2.92"),
        (4, "75%", "0.494", "0.682"),
        (8, "88%", "0.203", "0.23"),
        (64, "98%", "0.0193", "0.0194"),
    ],
)
def test_batch_mean_bias_on_the_example(k, shrunk, own, others):
    # (K − 1)/K, and the mean squared errors of the table: 1.1725 and 2.9222 at K = 2, …
    found = here(claims.batch_mean_bias(replace(DEFAULT, k=k)))
    assert f"the expected step is {shrunk} of the gradient" in found
    assert f"error, {own}, is less than that of leave-one-out ({others})" in found


def test_batch_mean_bias_where_there_is_nothing_to_compare():
    assert "every step is zero" in here(claims.batch_mean_bias(replace(DEFAULT, k=1)))
    assert "every answer earns the same, so the expected step is zero" in here(claims.batch_mean_bias(EQUAL))


def test_least_variance_is_not_safest_on_the_example():
    # At K = 1 b* = 5.519 exceeds maybe's 5, which pushes maybe down although g pushes it up: probability π(maybe) = .2.
    found = here(claims.least_variance_is_safest(replace(DEFAULT, k=1)))
    assert "it does not: b*, with the least variance, 0.931, points downhill in 20% of updates" in found
    assert "the expected reward, with a variance of 1.17, in 0%." in found


def test_least_variance_is_no_less_safe_for_a_uniform_policy():
    assert "is the baseline of least variance itself" in here(claims.least_variance_is_safest(UNIFORM))


def test_where_no_step_is_downhill_both_are_safe():
    # One answer earns less than J and than b*, two more: all three single pushes point uphill.
    found = here(claims.least_variance_is_safest(replace(DEFAULT, rewards=(8.0, 3.0, 7.0), k=1)))
    assert found.startswith(" both are safe: neither b* (variance ")
    assert "so the true gradient is zero and no step points downhill" in here(claims.least_variance_is_safest(EQUAL))


@pytest.mark.parametrize(
    ("rewards", "start"),
    [
        ((8.0, 3.0, 5.0), "every answer earns more than 0, so without a baseline each drawn answer is pushed up."),
        ((-2.0, -7.0, -5.0), "every answer earns less than 0, so without a baseline each drawn answer is pushed down."),
        ((-1.0, 0.0, 1.0), "without a baseline a drawn answer is pushed up only if its own reward is positive."),
        ((0.0, 3.0, 5.0), "without a baseline a drawn answer is pushed up only if its own reward is positive."),
        ((0.0, 0.0, 0.0), "every answer earns 0, so without a baseline no drawn answer is pushed."),
        ((-1.0, 0.0, -2.0), "without a baseline a drawn answer is pushed up only if its own reward is positive."),
    ],
)
def test_what_is_pushed_up_depends_on_the_signs(rewards, start):
    assert here(claims.pushes_everything_up(replace(DEFAULT, rewards=rewards))).startswith(f" {start}")


def test_nothing_is_pushed_where_one_answer_is_certain():
    found = here(claims.pushes_everything_up(CORNER))
    assert found == " the model answers nothing but **no**, so nothing is pushed at all."


@pytest.mark.parametrize(
    ("name", "k", "said"),
    [
        ("none", 4, "never their mean."),
        ("leave-one-out", 4, "never their mean."),
        ("batch mean", 4, "The batch mean is not a constant: it shrinks their mean to 75% of g."),
        ("batch mean", 1, "The batch mean is not a constant: it shrinks their mean to zero."),
        ("group-normalised", 4, "With group-normalised rewards it does move: E[ĝ] lies 0.898 away from g."),
    ],
)
def test_only_a_constant_is_said_to_leave_the_mean_alone(name, k, said):
    assert here(claims.pushes_everything_up(replace(DEFAULT, estimator=name, k=k))).endswith(said)


def reached_by_every_batch(experiment, subtracted):
    """Expected J after a step and P(J falls), from all A^K ordered batches."""
    probs, rewards = experiment.probs, experiment.rewards
    now = math.fsum(p * r for p, r in zip(probs, rewards, strict=True))
    expected, falls = [], []
    for draws in product(range(3), repeat=experiment.k):
        step = [0.0] * 3
        for drawn in draws:
            for a in range(3):
                step[a] += (rewards[drawn] - subtracted) * ((a == drawn) - probs[a]) / experiment.k
        after = reward_after(experiment, step)
        chance = math.prod(probs[a] for a in draws)
        expected.append(chance * after)
        falls.append(chance * (after < now - 1e-12))
    return math.fsum(expected), math.fsum(falls)


def reward_after(experiment, step):
    """J after θ moves by the learning rate times `step`."""
    pairs = zip(experiment.probs, step, strict=True)
    weights = [p * math.exp(experiment.learning_rate * s) for p, s in pairs]
    return math.fsum(w * r for w, r in zip(weights, experiment.rewards, strict=True)) / math.fsum(weights)


def test_every_ordered_batch_of_the_example():
    # The numbers that the next test looks for, and those of the reference tables.
    expected, falls = reached_by_every_batch(DEFAULT, 0.0)
    assert (expected, falls) == pytest.approx((5.085724, 0.2225), abs=6e-7)
    assert reached_by_every_batch(DEFAULT, 4.9)[1] == 0
    assert reward_after(DEFAULT, (0.93, -0.95, 0.02)) == pytest.approx(5.079590, abs=6e-7)


def test_noise_costs_reward_on_the_example():
    # 5.085724 − 4.9 and 5.079590 − 4.9.
    found = here(claims.noise_costs_reward(DEFAULT))
    assert "changes J, now 4.9, by 0.1857 on average, more than a step with the exact gradient (0.1796)" in found
    assert "J is curved, so noise changes what a step brings on average." in found
    assert "J falls in 22% of the steps without a baseline, and in 0% of those" in found


def test_at_a_larger_learning_rate_noise_does_cost_reward():
    # 5.737484 − 4.9 against 5.818658 − 4.9.
    found = here(claims.noise_costs_reward(replace(DEFAULT, learning_rate=0.5)))
    assert "by 0.8375 on average, less than a step with the exact gradient (0.9187)" in found


@pytest.mark.parametrize("preset", PRESETS)
def test_the_gain_of_a_step_is_that_of_every_ordered_batch(preset):
    experiment: Experiment = replace(PRESETS[preset], k=3)
    now = math.fsum(p * r for p, r in zip(experiment.probs, experiment.rewards, strict=True))
    gain = reached_by_every_batch(experiment, 0.0)[0] - now
    ideal = reward_after(experiment, [p * (r - now) for p, r in zip(experiment.probs, experiment.rewards, strict=True)])
    numbers = re.search(r"by (\S+) on average, (.*) a step with the exact gradient \((\S+)\)", here_of_step(experiment))
    written = [float(text.replace("−", "-")) for text in numbers.group(1, 3)]
    assert written == pytest.approx([gain, ideal - now], rel=6e-4)
    alike = written[0] == written[1]
    assert numbers[2] == ("about as much as" if alike else "less than" if written[0] < written[1] else "more than")


def here_of_step(experiment):
    return here(claims.noise_costs_reward(experiment))


def test_equal_rewards_leave_nothing_to_gain_or_lose():
    found = here_of_step(EQUAL)
    assert found == " every answer earns the same, so no step changes J, which is 3."
