"""One update, worked draw by draw in plain Python, and runs of updates."""

import math
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from statistics import stdev

import numpy as np
import pytest

from reinforce_viz import DEFAULT, ESTIMATORS, PRESETS, Experiment, exact_ascent, exact_gradient
from reinforce_viz.engine.estimators import gradient
from reinforce_viz.lessons.one_update import STREAM, MadeWith
from tests.engine.test_ties import baselines
from tests.of_experiment import updates

every_estimator = pytest.mark.parametrize("name", ESTIMATORS)
every_preset = pytest.mark.parametrize("preset", PRESETS)


def one(**change):
    (update,) = updates(replace(DEFAULT, **change))
    return update


def at_k(name, k):
    return {"estimator": name, "k": max(k, ESTIMATORS[name].smallest_k)}


def naive_step(probs, rate, direction):
    weights = [p * math.exp(rate * x) for p, x in zip(probs, direction, strict=True)]
    return [w / sum(weights) for w in weights]


def test_the_first_update_of_the_example_is_as_worked_by_hand():
    # Seed 0 draws no, no, no, maybe.  Without a baseline ĝ = (9 (−.3, .5, −.2) + 5 (−.3, −.5, .8)) / 4.
    update = one()
    assert update.draws.tolist() == [1, 1, 1, 2]
    assert update.advantage.tolist() == [3, 3, 3, 5]
    np.testing.assert_allclose(update.push[0], [-0.9, 1.5, -0.6])
    np.testing.assert_allclose(update.push[3], [-1.5, -2.5, 4])
    np.testing.assert_allclose(update.estimate, [-1.05, 0.5, 0.55])
    np.testing.assert_allclose(update.gradient, [0.93, -0.95, 0.02])
    # .3 e^−.105, .5 e^.05, .2 e^.055 = .2700974, .5256355, .2113081 sum to 1.0070410.
    np.testing.assert_allclose(update.after, [0.2682089, 0.5219604, 0.2098307], atol=1e-7)
    # One exact step from the example.
    np.testing.assert_allclose(update.exact, [0.33448139, 0.46192699, 0.20359162], atol=1e-8)


def test_the_same_draws_with_a_baseline_push_no_down():
    # A = 3 − 4.9 and 5 − 4.9: ĝ = (−5.7 (−.3, .5, −.2) + .1 (−.3, −.5, .8)) / 4.
    update = one(estimator="expected reward")
    assert update.draws.tolist() == [1, 1, 1, 2]
    np.testing.assert_allclose(update.advantage, [-1.9, -1.9, -1.9, 0.1])
    np.testing.assert_allclose(update.estimate, [0.42, -0.725, 0.305])


@every_estimator
@every_preset
@pytest.mark.parametrize("k", [1, 4, 16])
def test_every_number_is_that_of_a_loop_over_the_draws(name, preset, k):
    e = replace(
        Experiment(**{f: getattr(PRESETS[preset], f) for f in Experiment.__dataclass_fields__}), **at_k(name, k)
    )
    (update,) = updates(e)
    probs, rate = e.probs, e.learning_rate
    rewards = [e.rewards[a] for a in update.draws]
    taken_off = [float(b) for b in baselines(name, update.draws, probs, e.rewards, e.b)]
    divisor = 1.0
    if name == "group-normalised":
        divisor = (stdev(rewards) if e.k > 1 else 0.0) + 1e-4
    advantages = [(r - b) / divisor for r, b in zip(rewards, taken_off, strict=True)]
    pushes = [
        [a * ((j == drawn) - probs[j]) for j in range(3)] for a, drawn in zip(advantages, update.draws, strict=True)
    ]
    estimate = [sum(column) / e.k for column in zip(*pushes, strict=True)]
    tolerance = {"rtol": 1e-9, "atol": 1e-9}
    assert update.reward.tolist() == rewards
    np.testing.assert_allclose(update.baseline, taken_off, **tolerance)
    np.testing.assert_allclose(update.divisor, divisor, **tolerance)
    np.testing.assert_allclose(update.advantage, advantages, **tolerance)
    np.testing.assert_allclose(update.push, pushes, **tolerance)
    np.testing.assert_allclose(update.estimate, estimate, **tolerance)
    np.testing.assert_allclose(update.before, probs, **tolerance)
    np.testing.assert_allclose(update.after, naive_step(probs, rate, estimate), **tolerance)
    np.testing.assert_allclose(update.exact, exact_ascent(probs, e.rewards, rate, 1)[1], **tolerance)
    np.testing.assert_allclose(update.gradient, exact_gradient(probs, e.rewards), **tolerance)


@every_estimator
def test_the_mean_push_is_the_estimate_that_the_counts_give(name):
    update = one(**at_k(name, 12), seed=5)
    counts = np.bincount(update.draws, minlength=3).astype(float)
    advantage = ESTIMATORS[name].rule(counts, np.array(DEFAULT.rewards), update.before, DEFAULT.b)
    np.testing.assert_allclose(update.estimate, gradient(counts, advantage, update.before), atol=1e-12)


@every_estimator
def test_a_baseline_does_not_change_the_draws(name):
    assert one(**at_k(name, 8)).draws.tolist() == one(k=8).draws.tolist()


def test_a_larger_batch_begins_with_the_smaller_one():
    assert one(k=16).draws.tolist()[:6] == one(k=6).draws.tolist()


def test_another_seed_and_another_step_draw_other_luck():
    luck = {tuple(one(seed=seed).luck) for seed in range(20)}
    luck |= {tuple(update.luck) for update in updates(DEFAULT, [MadeWith("none")] * 20)}
    assert len(luck) == 40  # step 0 of seed 0 is in both


@pytest.mark.parametrize("probs", [(0.3, 0.5, 0.2), (0.0, 0.5, 0.5), (0.5, 0.5, 0.0), (0.0, 1.0, 0.0), (0.1, 0.0, 0.9)])
def test_a_draw_is_the_answer_on_whose_stretch_its_luck_falls(probs):
    for seed in range(50):
        update = one(probs=probs, k=16, seed=seed)
        for luck, answer in zip(update.luck, update.draws, strict=True):
            below = sum(probs[:answer])
            assert below <= luck < below + probs[answer] + 1e-12


def test_luck_is_that_of_the_seed_and_the_step():
    last = updates(replace(DEFAULT, seed=7), [MadeWith("none")] * 3)[-1]
    assert last.luck.tolist() == np.random.default_rng([7, 3, STREAM]).random(4).tolist()


def test_answers_are_drawn_as_often_as_they_are_likely():
    # Would catch a share that is wrong by more than 5 standard errors, about .02.
    n = 16 * 1000
    counts = Counter(answer for seed in range(1000) for answer in one(k=16, seed=seed).draws.tolist())
    for answer, p in enumerate(DEFAULT.probs):
        assert abs(counts[answer] / n - p) < 5 * math.sqrt(p * (1 - p) / n)


def test_the_average_update_is_the_gradient_and_that_of_the_batch_mean_is_not():
    g = exact_gradient(DEFAULT.probs, DEFAULT.rewards)

    def z(name):
        estimates = np.array([one(estimator=name, seed=seed).estimate for seed in range(3000)])
        return (estimates.mean(axis=0) - g) / (estimates.std(axis=0, ddof=1) / math.sqrt(len(estimates)))

    assert abs(z("expected reward")).max() < 5
    assert abs(z("batch mean"))[:2].max() > 10  # short by a quarter


def test_continuing_makes_the_new_policy_the_current_one():
    run = updates(DEFAULT, [MadeWith("none"), MadeWith("optimal"), MadeWith("constant", 2.0)])
    assert len(run) == 4
    for update, following in pairwise(run):
        np.testing.assert_allclose(following.before, update.after, rtol=1e-12)


def test_a_run_keeps_the_baselines_that_its_updates_were_made_with():
    past = [MadeWith("none")] * 3
    plain, other = updates(DEFAULT, past), updates(replace(DEFAULT, estimator="expected reward"), past)
    for mine, theirs in zip(plain[:3], other[:3], strict=True):
        assert mine.push.tolist() == theirs.push.tolist()
    assert plain[3].draws.tolist() == other[3].draws.tolist()
    assert plain[3].before.tolist() == other[3].before.tolist()
    np.testing.assert_allclose(other[3].baseline, other[3].before @ DEFAULT.rewards)
    assert not plain[3].baseline.any()


def test_a_shorter_run_is_the_beginning_of_a_longer_one():
    past = [MadeWith("none")] * 5
    long, short = updates(DEFAULT, past), updates(DEFAULT, past[:2])
    for mine, theirs in zip(short, long, strict=False):
        assert mine.after.tolist() == theirs.after.tolist()


def test_the_running_mean_starts_at_b_and_follows_what_the_run_has_earned():
    run = updates(
        replace(DEFAULT, estimator="running mean", b=-4.0), [MadeWith("none"), MadeWith("running mean", -4.0)]
    )
    b = -4.0
    for update in run[1:]:
        b = 0.9 * b + 0.1 * float(run[0].reward.mean() if update is run[1] else run[1].reward.mean())
        np.testing.assert_allclose(update.baseline, b)


def test_leave_one_out_in_the_past_of_a_run_with_one_draw_draws_two():
    first, second = updates(replace(DEFAULT, k=1), [MadeWith("leave-one-out")])
    assert (len(first.draws), len(second.draws)) == (2, 1)


def test_pushes_that_cancel_are_exactly_zero():
    uniform = {"probs": (1 / 3, 1 / 3, 1 / 3), "rewards": (5.0, 5.0, 5.0), "k": 3}
    cancelling = [one(**uniform, seed=seed) for seed in range(40)]
    balanced = [update for update in cancelling if len(set(update.draws.tolist())) == 3]
    assert balanced
    for update in balanced:
        assert not update.estimate.any()
        assert math.isnan(update.angle)


@pytest.mark.parametrize(
    ("drawn", "degrees"),
    # Uniform π, r = (6, 7, 8): g is (−1, 0, 1)/3.  A push up for no is at right angles to it; for maybe, (−1, −1, 2),
    # the cosine is 3 / √(6·2).
    [(0, 150), (1, 90), (2, 30)],
)
def test_the_angle_of_a_single_push_is_as_drawn_on_paper(drawn, degrees):
    seeds = (one(probs=(1 / 3,) * 3, rewards=(6.0, 7.0, 8.0), k=1, seed=seed) for seed in range(100))
    update = next(update for update in seeds if update.draws[0] == drawn)
    assert update.angle == pytest.approx(degrees, abs=1e-9)
    assert (update.angle == 90) == (degrees == 90)


@pytest.mark.parametrize("rewards", [(10.0, -10.0, 9.9), (-10.0, -10.0, -10.0), (0.0, 0.0, 10.0)])
@every_estimator
def test_extreme_runs_stay_policies(name, rewards):
    e = replace(DEFAULT, rewards=rewards, probs=(0.0, 0.998, 0.002), learning_rate=5.0, b=-10.0, **at_k(name, 1))
    for update in updates(e, [MadeWith(name, -10.0)] * 50):
        for probs in (update.before, update.after, update.exact):
            assert probs.sum() == pytest.approx(1)
            assert (probs >= 0).all()
            assert probs[0] == 0
        assert np.isfinite(update.push).all()


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("rewards", [(8, 3, 5), (8, 3, -10), (1, 0, 9)])
def test_with_two_possible_answers_every_step_is_along_the_gradient(seed, rewards):
    # Both lie on the line (1, −1, 0), so nothing but 0 and 180 degrees can lie between them.
    e = Experiment(probs=(0.998, 0.002, 0.0), rewards=rewards, seed=seed, k=4)
    (update,) = updates(e)
    assert update.angle in (0.0, 180.0)
