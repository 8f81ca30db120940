"""Sampled estimates and sampled runs: replayed draw by draw, repeatable, finite, and true to the exact moments."""

import math
from collections import Counter
from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest

from reinforce_viz import DEFAULT, ESTIMATORS, Experiment, exact_gradient, moments, outcomes, sample_gradients
from reinforce_viz.engine.simulate import draw_counts, simulate
from tests.engine.test_estimators import EXAMPLE, every_case, every_estimator, naive_estimate

PROBS, REWARDS = EXAMPLE


def spelling(k, **change):
    """An experiment whose summed rewards spell the counts in base K + 1: 211 is 2 yes, 1 no, 1 maybe in base 5."""
    rewards = (float((k + 1) ** 2), k + 1.0, 1.0)
    return replace(DEFAULT, rewards=rewards, k=k, b=7.0, learning_rate=1 / rewards[0], steps=25, runs=3, **change)


def spelled_draws(k, total):
    """The draws, in order of their responses, whose rewards sum to `total`."""
    assert total == pytest.approx(round(total), abs=1e-9)
    counts = [round(total) // (k + 1) ** 2, round(total) // (k + 1) % (k + 1), round(total) % (k + 1)]
    assert sum(counts) == k
    return [a for a in range(3) for _ in range(counts[a])]


def naive_step(probs, learning_rate, estimate):
    weights = [p * math.exp(learning_rate * x) for p, x in zip(probs, estimate, strict=True)]
    return [w / sum(weights) for w in weights]


@pytest.mark.parametrize(
    ("drawn", "after"),
    [
        # K = 1, b = 5, learning rate .1.  Yes was drawn: A = 3, so the logits move by .3 (.7, −.5, −.2), and the
        # weights .3 e^.21, .5 e^−.15, .2 e^−.06 = .3701034, .4303540, .1883529 sum to .9888103.
        (8.0, (0.3742916, 0.4352240, 0.1904844)),
        # No was drawn: A = −2; weights .3 e^.06, .5 e^−.1, .2 e^.04 = .3185510, .4524187, .2081622 sum to .9791319.
        (3.0, (0.3253402, 0.4620611, 0.2125987)),
        # Maybe was drawn: it earns the baseline, nothing moves.
        (5.0, (0.3, 0.5, 0.2)),
    ],
)
def test_one_step_is_as_worked_by_hand(drawn, after):
    run = simulate(replace(DEFAULT, estimator="constant", b=5.0, k=1, steps=1, runs=50))
    here = run.reward[0] == drawn
    assert here.any()
    np.testing.assert_allclose(run.probs[1][here], np.broadcast_to(after, (here.sum(), 3)), atol=6e-8)


@every_estimator
@pytest.mark.parametrize("k", [1, 4, 40])
def test_every_step_is_that_of_a_loop_over_its_draws(name, k):
    if k < ESTIMATORS[name].smallest_k:
        k = 2
    experiment = spelling(k, estimator=name)
    run = simulate(experiment)
    for r in range(experiment.runs):
        b = experiment.b
        for t in range(experiment.steps):
            draws = spelled_draws(k, k * run.reward[t, r])
            probs = run.probs[t, r].tolist()
            estimate = naive_estimate(name, draws, probs, experiment.rewards, b)
            expected = naive_step(probs, experiment.learning_rate, estimate)
            np.testing.assert_allclose(run.probs[t + 1, r], expected, rtol=1e-11)
            if name == "running mean":
                b = 0.9 * b + 0.1 * run.reward[t, r]


@every_estimator
@pytest.mark.parametrize("k", [1, 3])
def test_the_draws_that_are_kept_are_those_of_the_first_runs(name, k):
    k = max(k, ESTIMATORS[name].smallest_k)
    experiment = spelling(k, estimator=name)
    plain = simulate(experiment)
    assert plain.counts.shape == (experiment.steps, 0, 3)
    for keep, kept in ((1, 1), (2, 2), (experiment.runs, 3), (experiment.runs + 1, 3)):
        run = simulate(experiment, keep)
        assert np.array_equal(run.probs, plain.probs)
        assert run.counts.shape == (experiment.steps, kept, 3)
    for r in range(experiment.runs):
        for t, counts in enumerate(run.counts[:, r]):
            draws = spelled_draws(k, k * run.reward[t, r])
            assert counts.tolist() == [draws.count(a) for a in range(3)]


def test_running_mean_starts_at_b_keeps_nine_tenths_and_knows_only_the_past():
    run = simulate(replace(DEFAULT, estimator="running mean", b=-4.0, k=1, learning_rate=0.05, steps=60, runs=5))
    b = np.full(5, -4.0)
    for t in range(60):
        # One draw a moves log π(a) − log π(c) by learning_rate (r_a − b) (1 − π(a) + π(c)), for every other response c.
        moved = np.log(run.probs[t + 1] / run.probs[t])
        drawn = np.array([REWARDS.index(x) for x in run.reward[t]])
        here, there = (np.arange(5), drawn), (np.arange(5), (drawn + 1) % 3)
        advantage = (moved[here] - moved[there]) / (1 - run.probs[t][here] + run.probs[t][there]) / 0.05
        np.testing.assert_allclose(run.reward[t] - advantage, b, atol=1e-7)
        b = 0.9 * b + 0.1 * run.reward[t]
    np.testing.assert_allclose(run.b, b)


@pytest.mark.parametrize("name", [name for name in ESTIMATORS if name != "running mean"])
def test_what_is_no_running_mean_keeps_its_b(name):
    assert simulate(replace(DEFAULT, estimator=name, b=0.1, steps=3, runs=2)).b.tolist() == [0.1, 0.1]


@every_estimator
def test_same_seed_same_run_bit_for_bit_and_another_seed_another_run(name):
    experiment = replace(DEFAULT, estimator=name, steps=30, runs=8)
    first, second, other = simulate(experiment), simulate(experiment), simulate(replace(experiment, seed=1))
    assert np.array_equal(first.probs, second.probs)
    assert np.array_equal(first.reward, second.reward)
    assert not np.array_equal(first.reward, other.reward)


@every_estimator
@pytest.mark.parametrize("k", [1, 2, 100])
def test_50_steps_are_a_prefix_of_100(name, k):
    k = max(k, ESTIMATORS[name].smallest_k)
    short = simulate(replace(DEFAULT, estimator=name, k=k, steps=50, runs=99))
    long = simulate(replace(DEFAULT, estimator=name, k=k, steps=100, runs=99))
    assert np.array_equal(short.probs, long.probs[:51])
    assert np.array_equal(short.reward, long.reward[:50])


@every_estimator
def test_every_estimator_sees_the_same_first_batch(name):
    run, reference = simulate(replace(DEFAULT, estimator=name)), simulate(DEFAULT)
    assert np.array_equal(run.reward[0], reference.reward[0])


@every_case
def test_a_run_has_the_shapes_it_says_and_policies_that_sum_to_1(probs, rewards):
    run = simulate(Experiment(probs=probs, rewards=rewards, steps=7, runs=5, learning_rate=0.01))
    assert run.probs.shape == (8, 5, len(probs))
    assert run.reward.shape == (7, 5)
    assert (run.probs[0] == probs).all()
    assert (run.probs >= 0).all()
    np.testing.assert_allclose(run.probs.sum(axis=2), 1, atol=1e-14)
    assert (run.reward >= min(rewards)).all()
    assert (run.reward <= max(rewards)).all()


def test_runs_are_independent():
    first, second = simulate(replace(DEFAULT, runs=2, steps=2000, learning_rate=0.0)).reward.T
    # Under a constant policy the correlation of 2,000 pairs has a standard error of 1/√2000.
    assert abs(np.corrcoef(first, second)[0, 1]) < 5 / math.sqrt(2000)


@pytest.mark.parametrize("k", [1, 4, 60])
def test_an_impossible_action_is_never_drawn_and_a_corner_never_left(k):
    for impossible in range(3):
        probs, rewards = np.insert([0.6, 0.4], impossible, 0.0), np.insert([1.0, 2.0], impossible, 1000.0)
        run = simulate(replace(DEFAULT, probs=probs, rewards=rewards, k=k, steps=100))
        assert run.reward.max() <= 2
        assert not run.probs[:, :, impossible].any()
    for corner in np.eye(3):
        run = simulate(replace(DEFAULT, probs=corner, k=k, steps=20, runs=3))
        assert (run.probs == corner).all()
        assert (run.reward == corner @ REWARDS).all()


class Extreme:
    """Instead of a random generator: always the lowest, or always the highest number that it could give."""

    def __init__(self, value):
        self.value = value

    def random(self, size):
        return np.full(size, self.value)


@pytest.mark.parametrize("value", [0.0, 1 - 2.0**-53])
def test_no_single_draw_is_impossible(value):
    # .7 + .2 + .1 falls short of 1 by a rounding, in another order it does not.
    for probs in (*permutations((0.0, 0.1, 0.2, 0.7)), (0.0, 1.0), (1.0, 0.0)):
        policy = np.array(probs)[:, None]
        counts = draw_counts(Extreme(value), 1, policy)
        assert counts.sum() == 1
        assert not counts[policy == 0].any()


@every_estimator
@pytest.mark.parametrize(
    ("probs", "rewards"),
    [((0.3, 0.5, 0.2), (1e6, -1e6, 0.0)), ((1e-12, 1 - 2e-12, 1e-12), (-1e6, 1e6, 1.0))],
    ids=["large rewards", "rare responses"],
)
def test_hostile_settings_stay_finite(name, probs, rewards):
    for rate, k, steps in ((100.0, 2, 1_000), (-100.0, 40, 200)):
        run = simulate(
            Experiment(
                probs=probs, rewards=rewards, estimator=name, b=1e6, k=k, learning_rate=rate, steps=steps, runs=2
            )
        )
        assert np.isfinite(run.reward).all()
        assert ((run.probs >= 0) & (run.probs <= 1)).all()
        np.testing.assert_allclose(run.probs.sum(axis=2), 1, atol=1e-14)


# Sampled against exact


def z_scores(name, probs, rewards, k, expected, n=40_000, seed=3):
    """How many standard errors each component of the sampled mean lies from `expected`; 0/0 counts as 0."""
    sampled = sample_gradients(name, probs, rewards, k, n, np.random.default_rng(seed), b=2.0)
    assert sampled.shape == (n, len(probs))
    spread = np.sqrt(np.diag(moments(name, probs, rewards, k, 2.0).covariance) / n)
    off = sampled.mean(axis=0) - expected
    rounding = 1e-12 * np.abs(rewards).max()
    return np.where(np.abs(off) < rounding, 0, off / np.maximum(spread, rounding))


@pytest.mark.parametrize("k", [1, 2, 3, 8, 65])
@pytest.mark.parametrize("probs", [PROBS, (0.01, 0.98, 0.01), (0.1, 0.2, 0.3, 0.4)])
def test_batches_come_as_often_as_their_probability_says(probs, k):
    n = 40_000
    policies = np.repeat(np.array(probs)[:, None], n, axis=1)
    counts = draw_counts(np.random.default_rng(4), k, policies)
    assert (counts == counts.astype(int)).all()
    assert (counts >= 0).all()
    assert (counts.sum(axis=0) == k).all()
    batches = outcomes("none", probs, range(len(probs)), k)
    drawn = Counter(map(tuple, counts.T.astype(int).tolist()))
    seen = np.array([drawn[tuple(row)] for row in batches.counts.tolist()])
    expected = n * batches.probability
    common = expected > 10
    chi_square = ((seen - expected) ** 2 / expected)[common].sum()
    assert abs(chi_square - common.sum()) < 5 * math.sqrt(2 * common.sum())
    assert abs(seen[~common].sum() - expected[~common].sum()) < 5 * math.sqrt(expected[~common].sum() + 1)


@every_estimator
@every_case
@pytest.mark.parametrize("k", [2, 40])
def test_sampled_mean_is_within_5_standard_errors_of_the_exact_mean(name, probs, rewards, k):
    if min(p for p in probs if p > 0) < 1e-9:
        probs = (1e-3, 0.5, 0.499)  # a response seen about 80 times; one never seen would have no normal mean
    z = z_scores(name, probs, rewards, k, moments(name, probs, rewards, k, 2.0).mean)
    assert np.abs(z).max() < 5


@pytest.mark.parametrize("k", [2, 40])
def test_the_same_check_fails_the_batch_mean_as_an_unbiased_estimate_by_far(k):
    assert np.abs(z_scores("batch mean", *EXAMPLE, k, exact_gradient(*EXAMPLE))).max() > 20


@every_estimator
def test_sampled_variance_is_that_of_the_exact_moments(name):
    sampled = sample_gradients(name, *EXAMPLE, 4, 40_000, np.random.default_rng(1), b=2.0)
    squares = ((sampled - moments(name, *EXAMPLE, 4, 2.0).mean) ** 2).sum(axis=1)
    off = squares.mean() - moments(name, *EXAMPLE, 4, 2.0).total_variance
    assert abs(off) < 5 * squares.std() / math.sqrt(40_000)


def within_5_errors(value, expected, *errors):
    return abs(value - expected) < 5 * math.hypot(*errors)


def test_500_steps_without_a_baseline_end_where_4000_earlier_runs_did():
    final = simulate(replace(DEFAULT, k=1, learning_rate=0.5, steps=500, runs=1000)).probs[-1]
    j = final @ REWARDS
    # 4,000 runs: mean final J 7.0239 ± .0251, and .7115, .0550, .2315 of them above .95 on yes, no, maybe.
    assert within_5_errors(j.mean(), 7.0239, j.std() / math.sqrt(1000), 0.0251)
    for fraction, p in zip((final > 0.95).mean(axis=0), (0.7115, 0.0550, 0.2315), strict=True):
        assert within_5_errors(fraction, p, math.sqrt(p * (1 - p) / 1000), math.sqrt(p * (1 - p) / 4000))


@pytest.mark.parametrize("name", ["expected reward", "optimal", "mean reward"])
def test_500_steps_with_a_good_baseline_all_end_on_yes(name):
    final = simulate(replace(DEFAULT, estimator=name, k=1, learning_rate=0.5, steps=500, runs=1000)).probs[-1]
    assert (final[:, 0] > 0.95).all()
    assert (final @ REWARDS).mean() == pytest.approx(7.997, abs=0.002)


@pytest.mark.parametrize(("b", "expected", "error"), [(-5.0, 7.2129, 0.0219), (5.0, 7.6670, 0.0166)])
def test_equal_variance_at_every_step_can_end_differently(b, expected, error):
    # Means and standard errors of 4,000 runs.
    experiment = replace(DEFAULT, estimator="optimal plus b", b=b, k=1, learning_rate=0.5, steps=500, runs=1000)
    j = simulate(experiment).probs[-1] @ REWARDS
    assert within_5_errors(j.mean(), expected, j.std() / math.sqrt(1000), error)


@pytest.mark.parametrize(("b", "wrong"), [(0.0, 0.42), (3.0, 0.12), (8.04, 0.0)])
def test_equal_variance_at_the_start_can_end_differently(b, wrong):
    # b = 3 and b = 8.04 lie equally far from b* = 5.52.  Of 4,000 runs 42%, 12% and 0% ended on a wrong response.
    experiment = replace(DEFAULT, estimator="constant", b=b, k=1, learning_rate=1.0, steps=2000, runs=500)
    fraction = (simulate(experiment).probs[-1, :, 1:] > 0.5).any(axis=1).mean()
    assert within_5_errors(fraction, wrong, 0.005, math.sqrt(wrong * (1 - wrong) * (1 / 500 + 1 / 4000)))


def test_a_run_of_1000_by_1000_is_under_100_megabytes():
    run = simulate(replace(DEFAULT, steps=1000, runs=1000))
    assert run.probs.nbytes + run.reward.nbytes < 100e6
    base = run.probs.base
    assert base is None or base.nbytes == run.probs.nbytes


# Errors


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"probs": (0.5, 0.6, -0.1)}, r"probs must be non-negative numbers, not \[0.5, 0.6, -0.1\]"),
        ({"rewards": (8, 3)}, r"rewards must have one value per action \(3\), not shape \(2,\)"),
        ({"k": 0}, "k must be an integer of at least 1, not 0"),
        ({"k": 2.5}, "k must be an integer of at least 1, not 2.5"),
        ({"name": "leave-one-out", "k": 1}, "k must be at least 2 for leave-one-out, not 1"),
        ({"name": "median"}, "estimator must be one of none, .*, not 'median'"),
        ({"n": -1}, "n must be an integer of at least 0, not -1"),
        ({"b": math.nan}, "b must be finite, not nan"),
    ],
)
def test_an_impossible_sample_is_refused_by_name_and_value(change, message):
    arguments = {"name": "none", "probs": PROBS, "rewards": REWARDS, "k": 4, "n": 10} | change
    with pytest.raises(ValueError, match=message):
        sample_gradients(**arguments, rng=np.random.default_rng(0))


@pytest.mark.parametrize("keep", [-1, 1.5])
def test_an_impossible_number_of_runs_is_not_kept(keep):
    with pytest.raises(ValueError, match=f"keep_counts must be an integer of at least 0, not {keep}"):
        simulate(DEFAULT, keep)


def test_a_sample_of_none_is_empty():
    assert sample_gradients("none", *EXAMPLE, 4, 0, np.random.default_rng(0)).shape == (0, 3)
