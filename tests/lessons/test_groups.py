"""What the page about groups draws: known tables, and plain loops over every batch at other settings."""

from itertools import product
from math import comb, prod

import numpy as np
import pytest

from reinforce_viz import DEFAULT, PRESETS, Experiment
from reinforce_viz.lessons import groups as lesson
from tests.of_experiment import brake, mean_steps, stretched_lead, useless_groups

DISASTER = PRESETS["a rare disaster"]
# Two answers of the same reward, one of them frequent.
ODD = Experiment(probs=(0.05, 0.6, 0.35), rewards=(-2.0, 4.0, -2.0))
CERTAIN = Experiment(probs=(1.0, 0.0, 0.0))
# K: E on yes, no, maybe, and degrees to the gradient.
MEAN_STEPS = {
    2: (0.14848742, -0.17676870, 0.02828127, 7.508944),
    3: (0.23677331, -0.27500945, 0.03823614, 6.317735),
    4: (0.28599372, -0.32378933, 0.03779561, 5.071964),
    8: (0.36248885, -0.38569817, 0.02320933, 2.019901),
    16: (0.39796107, -0.41179919, 0.01383812, 0.639803),
    64: (0.42179651, -0.43189416, 0.01009764, 0.118043),
}
DISASTER_STEPS = {
    2: (0.07456741, -0.06070822, -0.01385919, 101.975740),
    4: (0.14773066, -0.11848546, -0.02924520, 101.265047),
    8: (0.19961839, -0.15244250, -0.04717588, 98.971569),
    16: (0.21184357, -0.14346660, -0.06837698, 93.603880),
    64: (0.10371649, 0.01030532, -0.11402181, 47.351794),
}
# Steps of exact ascent: |g|, |E ĝ|, 1/σ, |E ĝ| of useful groups, for groups of 8.
BRAKE = {
    0: (1.32958640, 0.52981121, 0.461757, 0.53192530),
    10: (1.12315006, 0.47825135, 0.503273, 0.50147009),
    1000: (0.00832305, 0.00545321, 6.032459, 0.38222204),
}
# K: weight at a share of right answers of .01 and of .99.
HARD = {2: 0.70710678, 3: 1.15470054, 4: 1.49602095, 8: 2.44036717, 16: 3.61445381, 64: 6.68336220}
# Steps: mean length of wrong answers if each answer is divided by its own.
WRONG = {1: 10.256344, 5: 11.059637, 10: 11.573510, 20: 12.017768, 50: 12.460260}


def looped_mean(experiment, k):
    """E of GRPO's step over every sequence of k answers, one by one."""
    total = np.zeros(3)
    for drawn in product(range(3), repeat=k):
        rewards = np.array([experiment.rewards[a] for a in drawn])
        spread = np.sqrt(sum((rewards - sum(rewards) / k) ** 2) / (k - 1))
        if len(set(rewards)) == 1:
            continue
        for a, reward in zip(drawn, rewards, strict=True):
            push = (np.arange(3) == a) - np.array(experiment.probs)
            total += prod(experiment.probs[b] for b in drawn) * (reward - sum(rewards) / k) / (spread + 1e-4) * push / k
    return total


@pytest.mark.parametrize(("experiment", "known"), [(DEFAULT, MEAN_STEPS), (DISASTER, DISASTER_STEPS)])
def test_the_average_steps_are_the_known_ones(experiment, known):
    steps = {exact.k: exact for exact in mean_steps(experiment)}
    assert tuple(steps) == lesson.SIZES
    for k, (*mean, angle) in known.items():
        np.testing.assert_allclose(steps[k].mean, mean, atol=1e-8)
        assert steps[k].angle == pytest.approx(angle, abs=1e-6)


@pytest.mark.parametrize("experiment", [DEFAULT, DISASTER, ODD, CERTAIN])
def test_the_average_steps_are_those_of_every_sequence(experiment):
    for exact in mean_steps(experiment)[:3]:
        np.testing.assert_allclose(exact.mean, looped_mean(experiment, exact.k), atol=1e-12)


@pytest.mark.parametrize("experiment", [DEFAULT, DISASTER])
def test_a_hundredfold_lead_hardly_changes_the_step_of_two_answers(experiment):
    before, after = stretched_lead(experiment)
    # By the order of the rewards alone, π_a (P(lower) − P(higher)) / √2, but for the 1e-4.
    r, p = np.array(experiment.rewards), np.array(experiment.probs)
    ordered = np.array([p[a] * (p[r < r[a]].sum() - p[r > r[a]].sum()) for a in range(3)]) / np.sqrt(2)
    assert [before, after] == pytest.approx([np.linalg.norm(ordered)] * 2, rel=2e-3)
    assert before < after


def test_the_lead_is_a_hundred_times_as_large():
    # Two equally likely answers: 0.25 long but for s / (s + 1e-4), which tells how large a small lead is.
    spreads = np.array([0.0002, 0.02]) / np.sqrt(2)
    close = Experiment(rewards=(8.0002, 3.0, 8.0), probs=(0.5, 0.0, 0.5))
    np.testing.assert_allclose(stretched_lead(close), 0.25 * spreads / (spreads + 1e-4), rtol=1e-9)


def test_without_a_lead_there_is_no_step():
    assert stretched_lead(CERTAIN) == (0, 0)
    assert stretched_lead(Experiment(rewards=(5.0, 5.0, 5.0))) == (0, 0)


@pytest.mark.parametrize("experiment", [DEFAULT, DISASTER, ODD, CERTAIN])
def test_useless_groups_are_counted_answer_by_answer(experiment):
    groups = useless_groups(experiment)
    agree = {reward: sum(p for p, r in zip(experiment.probs, experiment.rewards, strict=True) if r == reward)
             for reward in experiment.rewards}  # fmt: skip
    for k in (2, 8, 64):
        at = list(groups.sizes).index(k)
        share = sum(p**k for p in agree.values())
        assert groups.share[0, at] == pytest.approx(share, abs=1e-12)
        if share < 1:
            assert groups.draws[0, at] == pytest.approx(k / (1 - share))
        else:
            assert np.isinf(groups.draws[:, at]).all()


def test_useless_groups_after_known_steps():
    groups = useless_groups(DEFAULT)
    at = list(groups.sizes).index(8)
    np.testing.assert_allclose(groups.share[:, at], [0.00397442, 0.04630136, 0.69148056, 0.84947228], atol=1e-8)
    assert groups.draws[0, at] == pytest.approx(8.031922, abs=1e-6)


def test_the_brake_is_the_known_one():
    along = brake(DEFAULT, 8)
    for step, (gradient, grpo, sigma, useful) in BRAKE.items():
        at = list(along.steps).index(step)
        values = along.gradient[at], along.grpo[at], along.over_sigma[at] / along.gradient[at], along.useful[at]
        assert values == pytest.approx((gradient, grpo, sigma, useful), rel=2e-6)
    assert all(np.diff(along.steps) > 0)


def test_where_nothing_varies_there_is_no_length_over_the_spread():
    for experiment in (CERTAIN, Experiment(rewards=(5.0, 5.0, 5.0))):
        along = brake(experiment, 8)
        assert not along.gradient.any()
        assert not along.grpo.any()
        assert np.isnan(along.over_sigma).all()
        assert np.isnan(along.useful).all()


def test_no_prompt_weighs_more_at_two_and_three_answers():
    factors = lesson.difficulty()
    for k, hard in HARD.items():
        assert factors[k][0] == pytest.approx(hard, abs=1e-8)
        assert factors[k][-1] == pytest.approx(hard, abs=1e-8)
    assert np.ptp(factors[2]) == pytest.approx(0, abs=1e-12)
    assert np.ptp(factors[3]) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("k", [4, 16])
def test_the_weight_of_a_prompt_by_the_binomial(k):
    of = lesson.difficulty()[k]
    for s, factor in zip(lesson.SUCCESS, of, strict=True):
        mean = sum(comb(k, n) * s**n * (1 - s) ** (k - n) * np.sqrt(n / k * (1 - n / k)) for n in range(k + 1))
        assert factor == pytest.approx(np.sqrt((k - 1) / k) * mean / (s * (1 - s)), rel=1e-9)


def test_wrong_answers_grow_longer_only_where_length_divides():
    lengths = lesson.wrong_lengths(64)
    for step, known in WRONG.items():
        assert lengths["answer mean"][step] == pytest.approx(known, abs=1e-6)
    np.testing.assert_allclose(lengths["sum"], 10)
    assert 10 < lengths["token mean"][-1] < lesson.wrong_lengths(2)["token mean"][-1] < lengths["answer mean"][-1]
