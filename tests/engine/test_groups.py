"""Groups of rewards: golden values, and plain loops over draws and over a group's rewards.

The running example is π = (.3, .5, .2), r = (8, 3, 5): g = (.93, −.95, .02), |g| = 1.3295864, V = Var R = 4.69.
"""

import itertools
import math
from fractions import Fraction
from statistics import fmean, stdev

import numpy as np
import pytest

from reinforce_viz import PRESETS, exact_ascent, exact_gradient, group_advantages, moments, softmax, useless
from reinforce_viz.engine.groups import KINDS, LARGEST_GROUP, draws_per_useful_group, success_factor

PROBS, REWARDS = (0.3, 0.5, 0.2), (8.0, 3.0, 5.0)
GRPO = "group-normalised"
DISASTER = ((0.12, 0.86, 0.02), (10.0, 9.9, -10.0))
DIGITS = 5.1e-9
SIX = 5.1e-7


# GRPO: the average step turns away from the gradient


@pytest.mark.parametrize(
    ("k", "mean", "length", "angle", "factor", "trace"),
    [
        (2, (0.14848742, -0.17676870, 0.02828127), 0.23258443, 7.508944, 0.174930, 0.10089034),
        (3, (0.23677331, -0.27500945, 0.03823614), 0.36490245, 6.317735, 0.274448, 0.10237733),
        (4, (0.28599372, -0.32378933, 0.03779561), 0.43365936, 5.071964, 0.326161, 0.08088509),
        (8, (0.36248885, -0.38569817, 0.02320933), 0.52981121, 2.019901, 0.398478, 0.02988515),
        (16, (0.39796107, -0.41179919, 0.01383812), 0.57283775, 0.639803, 0.430839, 0.00967914),
        (64, (0.42179651, -0.43189416, 0.01009764), 0.60377713, 0.118043, 0.454109, 0.00178083),
    ],
)
def test_the_average_step_turns_away_from_the_gradient(k, mean, length, angle, factor, trace):
    exact = moments(GRPO, PROBS, REWARDS, k)
    np.testing.assert_allclose(exact.mean, mean, atol=DIGITS)
    assert np.linalg.norm(exact.mean) == pytest.approx(length, abs=DIGITS)
    assert exact.angle == pytest.approx(angle, abs=SIX)
    assert np.linalg.norm(exact.mean) / np.linalg.norm(exact_gradient(PROBS, REWARDS)) == pytest.approx(factor, abs=SIX)
    assert exact.total_variance == pytest.approx(trace, abs=DIGITS)


def test_with_many_draws_the_step_is_the_gradient_over_the_deviation():
    limit = exact_gradient(PROBS, REWARDS) / math.sqrt(4.69)
    np.testing.assert_allclose(limit, (0.42943410, -0.43866924, 0.00923514), atol=DIGITS)
    gaps = [np.linalg.norm(moments(GRPO, PROBS, REWARDS, k).mean - limit) for k in (64, 256)]
    assert gaps[1] < gaps[0] / 3.9 < 0.003  # as 1/K


@pytest.mark.parametrize(
    ("probs", "rewards", "angles"),
    [
        ((0.01, 0.98, 0.01), (1.0, 0.8, 0.1), (43.295016, 42.661308, 41.327946, 38.708964)),
        ((0.4, 0.4, 0.2), (5.2, 5.0, 1.0), (45.060085, 32.819316, 13.932940, 2.571375)),
        ((0.99, 0.006, 0.004), REWARDS, (7.224542, 7.250604, 7.146928, 6.934363)),
        ((1 / 3, 1 / 3, 1 / 3), (-2.0, 0.0, 3.0), (6.586191, 3.124560, 0.728041, 0.112753)),
        ((1 / 3, 1 / 3, 1 / 3), (6.0, 7.0, 8.0), (0, 0, 0, 0)),
    ],
)
def test_angles_elsewhere(probs, rewards, angles):
    exact = [moments(GRPO, probs, rewards, k).angle for k in (2, 4, 8, 16)]
    np.testing.assert_allclose(exact, angles, atol=SIX)


@pytest.mark.parametrize(
    ("k", "mean", "angle", "along", "reward"),
    [
        (2, (0.07456741, -0.06070822, -0.01385919), 101.975740, -0.01039496, 9.51296337),
        (4, (0.14773066, -0.11848546, -0.02924520), 101.265047, -0.01930296, 9.51208152),
        (8, (0.19961839, -0.15244250, -0.04717588), 98.971569, -0.02055126, 9.51196891),
        (16, (0.21184357, -0.14346660, -0.06837698), 93.603880, -0.00858429, 9.51317151),
        (64, (0.10371649, 0.01030532, -0.11402181), 47.351794, 0.05397013, 9.51936481),
    ],
)
def test_a_rare_disaster_turns_the_average_step_downhill(k, mean, angle, along, reward):
    exact = moments(GRPO, *DISASTER, k)
    np.testing.assert_allclose(exact.mean, mean, atol=DIGITS)
    assert exact.angle == pytest.approx(angle, abs=SIX)
    assert exact.mean @ exact_gradient(*DISASTER) == pytest.approx(along, abs=DIGITS)
    after = softmax(np.log(DISASTER[0]) + 0.1 * exact.mean)
    assert after @ DISASTER[1] == pytest.approx(reward, abs=DIGITS)


def test_a_rare_disaster_is_a_preset():
    preset = PRESETS["a rare disaster"]
    assert (preset.probs, preset.rewards) == DISASTER
    np.testing.assert_allclose(exact_gradient(*DISASTER), (0.05832, 0.33196, -0.39028), atol=1e-12)


def test_two_draws_know_only_the_order_of_the_rewards():
    above = [sum(p for p, x in zip(PROBS, REWARDS, strict=True) if x < r) for r in REWARDS]
    below = [sum(p for p, x in zip(PROBS, REWARDS, strict=True) if x > r) for r in REWARDS]
    mean = [p * (up - down) / math.sqrt(2) for p, up, down in zip(PROBS, above, below, strict=True)]
    for rewards in (REWARDS, (8, 3, 7.9), (800, 3, 5)):
        # All but the 1e-4 that is added to the deviation, which is at least .1/√2.
        np.testing.assert_allclose(moments(GRPO, PROBS, rewards, 2).mean, mean, atol=1e-4)


# Useless groups


@pytest.mark.parametrize(
    ("probs", "chances"),
    [
        (PROBS, (0.38, 0.0722, 0.00397442, 0.00001526, 0)),
        ((0.6, 0.25, 0.15), (0.445, 0.1340125, 0.01681168, 0.00028211, 0)),
        ((0.9, 0.06, 0.04), (0.8152, 0.65611552, 0.43046721, 0.18530202, 0.00117902)),
        ((0.99, 0.006, 0.004), (0.980152, 0.96059601, 0.92274469, 0.85145777, 0.52559649)),
    ],
)
def test_useless_groups(probs, chances):
    np.testing.assert_allclose([useless(probs, REWARDS, k) for k in (2, 4, 8, 16, 64)], chances, atol=DIGITS)


@pytest.mark.parametrize(("s", "chance"), [(0.01, 0.92274469), (0.1, 0.43046722), (0.3, 0.05771362), (0.5, 0.0078125)])
def test_useless_groups_of_right_and_wrong(s, chance):
    assert useless((s, 1 - s), (1, 0), 8) == pytest.approx(chance, abs=DIGITS)
    assert useless((1 - s, s), (1, 0), 8) == pytest.approx(chance, abs=DIGITS)


@pytest.mark.parametrize(
    ("probs", "draws", "factor"),
    [
        (PROBS, 8.031922, 0.87849149),
        ((0.9, 0.06, 0.04), 14.046601, 1.53634701),
        ((0.99, 0.006, 0.004), 103.552758, 11.32608296),
    ],
)
def test_throwing_useless_groups_away(probs, draws, factor):
    assert draws_per_useful_group(probs, REWARDS, 8) == pytest.approx(draws, abs=SIX)
    mean = moments("batch mean", probs, REWARDS, 8).mean / (1 - useless(probs, REWARDS, 8))
    np.testing.assert_allclose(mean, factor * exact_gradient(probs, REWARDS), rtol=1e-7)


@pytest.mark.parametrize(
    ("probs", "rewards"),
    [
        ((0.2, 0.8), (1.0, 1.0)),
        ((0.25, 0.25, 0.5), (4.1, 4.1, -1.0)),
        ((0.6, 0.4, 0.0), (1.0, 2.0, 9.0)),
        ((0.6, 0.4, 0.0), (1.0, 1.0, 9.0)),
        ((0.1, 0.2, 0.3, 0.4), (0.0, 3.0, 0.0, -0.0)),
        ((0.1, 0.2, 0.7), (5.0, 5.0, 5.0)),
        ((1.0, 0.0), (2.0, 3.0)),
    ],
)
def test_useless_is_a_sum_over_ordered_draws(probs, rewards):
    for k in (1, 2, 3, 4):
        draws = itertools.product(range(len(probs)), repeat=k)
        agree = math.fsum(math.prod(probs[a] for a in each) for each in draws if len({rewards[a] for a in each}) == 1)
        assert useless(probs, rewards, k) == pytest.approx(agree, rel=1e-12)
        assert draws_per_useful_group(probs, rewards, k) == (
            np.inf if agree > 1 - 1e-12 else pytest.approx(k / (1 - agree))
        )
    assert useless(probs, rewards, 1) == 1


def test_certainty_is_exactly_one():
    for probs in ((0.7, 0.2, 0.1), (0.1, 0.2, 0.7), (1 / 3, 1 / 3, 1 / 3)):
        assert useless(probs, (5, 5, 5), 9) == 1
        assert useless((*probs, 0), (5, 5, 5, 1), 9) == 1
        assert useless(probs, (5, 6, 7), 1) == 1


def test_the_largest_group():
    np.testing.assert_allclose(group_advantages(range(LARGEST_GROUP), KINDS[0]), np.arange(1024) - 511.5, rtol=1e-12)


# The brake near the goal


AT = {
    10: (0.68107982, 0.17365285, 0.14526733),
    50: (0.95493211, 0.01990978, 0.02515811),
    100: (0.97981402, 0.00856585, 0.01162013),
    1000: (0.99820538, 0.00071090, 0.00108372),
}


@pytest.mark.parametrize(
    ("t", "probs", "lengths", "ratio", "over_deviation", "chance"),
    [
        # Lengths: the gradient, GRPO's mean, and GRPO's and the batch mean's given a useful group.
        (0, PROBS, (1.32958640, 0.52981121, 0.53192530, 1.16803034), 0.398478, 0.461757, 0.00397442),
        (10, AT[10], (1.12315006, 0.47825135, 0.50147009, 1.03046839), 0.425813, 0.503273, 0.04630136),
        (50, AT[50], (0.20545960, 0.12235341, 0.39658249, 0.58270931), 0.595511, 1.200787, 0.69148056),
        (100, AT[100], (0.09340968, 0.05836492, 0.38773538, 0.54297949), 0.624827, 1.788306, 0.84947228),
        (1000, AT[1000], (0.00832305, 0.00545321, 0.38222204, 0.51045140), 0.655193, 6.032459, 0.98573288),
    ],
)
def test_useless_groups_brake_near_the_goal(t, probs, lengths, ratio, over_deviation, chance):
    policy = exact_ascent(PROBS, REWARDS, 0.1, t)[t]
    np.testing.assert_allclose(policy, probs, atol=DIGITS)
    gradient = np.linalg.norm(exact_gradient(policy, REWARDS))
    grpo, batch_mean = (np.linalg.norm(moments(name, policy, REWARDS, 8).mean) for name in (GRPO, "batch mean"))
    assert grpo / gradient == pytest.approx(ratio, abs=SIX)
    deviation = math.sqrt(policy @ (np.array(REWARDS) - policy @ REWARDS) ** 2)
    assert 1 / deviation == pytest.approx(over_deviation, abs=SIX)
    useful_share = 1 - useless(policy, REWARDS, 8)
    assert 1 - useful_share == pytest.approx(chance, abs=DIGITS)
    given_useful = grpo / useful_share, batch_mean / useful_share
    np.testing.assert_allclose((gradient, grpo, *given_useful), lengths, atol=DIGITS)


# Two prompts: easy and hard


EASY, HARD = (0.9, 0.06, 0.04), (0.05, 0.6, 0.35)


@pytest.mark.parametrize(
    ("k", "easy", "hard", "share"),
    [
        (2, 0.16458480, 0.31098752, 0.73645497),
        (4, 0.33871901, 0.59871395, 0.72330398),
        (8, 0.50326321, 0.72126892, 0.67943919),
        (16, 0.63662405, 0.75067390, 0.63554715),
        (64, 0.74573377, 0.75548283, 0.59971685),
    ],
)
def test_an_easy_and_a_hard_prompt(k, easy, hard, share):
    true = [np.linalg.norm(exact_gradient(probs, REWARDS)) for probs in (EASY, HARD)]
    np.testing.assert_allclose(true, (0.47859093, 0.70778704), atol=DIGITS)
    grpo = [np.linalg.norm(moments(GRPO, probs, REWARDS, k).mean) for probs in (EASY, HARD)]
    np.testing.assert_allclose(np.divide(grpo, true), (easy, hard), atol=DIGITS)
    assert grpo[1] / sum(grpo) == pytest.approx(share, abs=DIGITS)
    batch_mean = [np.linalg.norm(moments("batch mean", probs, REWARDS, k).mean) for probs in (EASY, HARD)]
    assert batch_mean[1] / sum(batch_mean) == pytest.approx(0.59659490, abs=DIGITS)
    assert true[1] / sum(true) == pytest.approx(0.59659490, abs=DIGITS)


@pytest.mark.parametrize(
    ("k", "factors"),
    [
        (2, (0.70710678,) * 6),
        (3, (1.15470054,) * 6),
        (4, (1.49602095, 1.46382686, 1.41559600, 1.39951905, 1.46382686, 1.49602095)),
        (8, (2.44036717, 2.17735373, 1.83595793, 1.73580720, 2.17735373, 2.44036717)),
        (16, (3.61445381, 2.75738246, 2.02604692, 1.87270616, 2.75738246, 3.61445381)),
        (64, (6.68336220, 3.22924451, 2.14456672, 1.96862388, 3.22924451, 6.68336220)),
    ],
)
def test_right_or_wrong_prompts_have_no_difficulty_bias_at_two_and_three(k, factors):
    chances = (0.01, 0.1, 0.3, 0.5, 0.9, 0.99)
    np.testing.assert_allclose([success_factor(s, k) for s in chances], factors, atol=DIGITS)


@pytest.mark.parametrize("k", [1, 2, 3, 5, 8])
@pytest.mark.parametrize("s", [1e-9, 0.07, 0.4, 0.5, 0.95])
def test_success_factor_is_that_of_a_loop_over_ordered_draws(s, k):
    total = 0.0
    for draws in itertools.product((1.0, 0.0), repeat=k):
        if len(set(draws)) == 2:
            # The score of the one logit is reward − s; the first draw stands for all.
            advantage = [(r - fmean(draws)) / stdev(draws) for r in draws]
            step = fmean(a * (r - s) for a, r in zip(advantage, draws, strict=True))
            total += math.prod(s if r else 1 - s for r in draws) * step
    assert success_factor(s, k) == pytest.approx(total / (s * (1 - s)), rel=1e-9)


def test_success_factor_at_its_limits():
    assert success_factor(0, 64) == success_factor(1, 64) == pytest.approx(63 / 8, rel=1e-12)
    assert success_factor(0.3, 100_000) == pytest.approx(1 / math.sqrt(0.21), rel=1e-4)
    # The engine's own rule adds 1e-4 to a deviation of at least √(1/8) at K = 8.
    exact = moments(GRPO, (0.3, 0.7), (1, 0), 8).mean[0] / 0.21
    assert success_factor(0.3, 8) * (1 - 1e-4 * math.sqrt(8)) < exact < success_factor(0.3, 8)


# A group of one's own


def plain_advantages(rewards, kind):
    """In rational numbers, but for the square root."""
    exact = [Fraction(r) for r in rewards]
    k, deviations = len(exact), [r - sum(exact) / len(exact) for r in exact]
    if kind == "batch mean":
        return [float(d) for d in deviations]
    if kind == "leave-one-out":
        return [float(r - (sum(exact) - r) / (k - 1)) for r in exact]
    std = math.sqrt(sum(d * d for d in deviations) / (k - 1))
    return [float(d) / (std + 1e-4) for d in deviations]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "rewards",
    [
        [1.0, 0.0],
        [8.0, 3.0, 3.0, 5.0],
        [0.0, 0.0, 0.0, 0.0, 1.0],
        [-3.5, -3.5, 2.25, 1e6],
        [0.1] * 7,
        [1e-8, 0.0, 2e-8],
        [1e9 + 1, 1e9, 1e9],
        [((7 * i) % 11) / 3 - 1 for i in range(256)],
    ],
)
def test_advantages_of_a_group_are_those_of_a_plain_loop(rewards, kind):
    got = group_advantages(rewards, kind)
    assert got.shape == (len(rewards),)
    np.testing.assert_allclose(got, plain_advantages(rewards, kind), rtol=1e-11, atol=1e-13 * np.abs(got).max())


@pytest.mark.parametrize("kind", KINDS)
def test_a_group_that_agrees_has_no_advantages(kind):
    assert group_advantages([0.1 + 0.2] * 100, kind).tolist() == [0] * 100


def test_a_group_of_one():
    assert group_advantages([7], "batch mean").tolist() == [0]
    assert group_advantages([7], GRPO).tolist() == [0]
    with pytest.raises(ValueError, match="k must be at least 2 for leave-one-out, not 1"):
        group_advantages([7], "leave-one-out")


def test_one_outlier_gets_the_same_advantage_however_far_out_it_is():
    for height in (1.0, 1e3, 1e6):
        got = group_advantages([0.0] * 7 + [height], GRPO)
        assert got[-1] == pytest.approx(7 / math.sqrt(8), rel=1e-3)
        assert got[0] == pytest.approx(-1 / math.sqrt(8), rel=1e-3)


def test_kinds_are_the_estimators_that_use_the_batch():
    assert KINDS == ("batch mean", "leave-one-out", GRPO)


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (lambda: useless((0.5, 0.6), (1, 0), 2), "probs must sum to 1"),
        (lambda: useless((0.5, 0.5), (1, 0, 3), 2), "rewards must have one value per action"),
        (lambda: useless((0.5, 0.5), (1, 0), 0), "k must be an integer of at least 1, not 0"),
        (lambda: useless((0.5, 0.5), (1, 0), 1.5), "k must be an integer of at least 1, not 1.5"),
        (lambda: draws_per_useful_group((0.5, 0.5), (1, 0), -1), "k must be an integer of at least 1, not -1"),
        (lambda: group_advantages([], "batch mean"), "rewards must be a list of at least 1 number"),
        (lambda: group_advantages([1, np.nan], "batch mean"), "rewards must be finite"),
        (lambda: group_advantages([[1, 2]], "batch mean"), r"rewards must be a list .* not shape \(1, 2\)"),
        (lambda: group_advantages(["right"], "batch mean"), "rewards must be a list of numbers"),
        (lambda: group_advantages([1, 2], "none"), "kind must be one of batch mean, leave-one-out, .* not 'none'"),
        (lambda: group_advantages([1, 2], "GRPO"), "kind must be one of .* not 'GRPO'"),
        (lambda: group_advantages(range(LARGEST_GROUP + 1), KINDS[0]), "rewards must be at most 1,024, not 1,025"),
        (lambda: success_factor(1.1, 4), "success must be from 0 to 1, not 1.1"),
        (lambda: success_factor(-0.1, 4), "success must be from 0 to 1, not -0.1"),
        (lambda: success_factor(np.nan, 4), "success must be finite, not nan"),
        (lambda: success_factor(0.5, 0), "k must be an integer of at least 1, not 0"),
    ],
)
def test_bad_input_is_refused(function, message):
    with pytest.raises(ValueError, match=message):
        function()
