"""Several epochs on one batch: golden values, and a loop over ordered draws with numerical derivatives.

The running example is π = (.3, .5, .2), r = (8, 3, 5), J = 4.9; the clip's ε is .2.
"""

import itertools
import math

import numpy as np
import pytest

from reinforce_viz import ESTIMATORS, epochs, exact_gradient, expected_epochs, outcomes
from reinforce_viz.engine.rounding import angle
from reinforce_viz.engine.steps import after_one_step
from reinforce_viz.engine.surrogate import stopped_by_clip
from tests.engine.test_estimators import B, every_estimator, naive_advantages

PROBS, REWARDS = (0.3, 0.5, 0.2), (8.0, 3.0, 5.0)
LUCKY, UNLUCKY = (2, 4, 2), (0, 3, 1)
SURPRISE = (3.1, -1.9, 0.1)  # r − J
FOREVER = 1000
RAW, MINUS_J, GRPO = "none", "expected reward", "group-normalised"
# Half a unit in the last digit that is written.
DIGITS = 5.1e-9


def batch_mean(counts):
    return [r - np.dot(counts, REWARDS) / sum(counts) for r in REWARDS]


# One batch: the clip stops the push, it is not a wall


@pytest.mark.parametrize(
    ("counts", "lr", "m", "ratio", "clipped"),
    [
        (LUCKY, 0.1, 1, (1.10143230, 0.93040196, 1.02184665), ""),
        (LUCKY, 0.1, 4, (1.28462758, 0.79332462, 1.08974708), "yes no"),
        (LUCKY, 0.1, FOREVER, (1.24701189, 0.76913683, 1.20664008), "yes no maybe"),
        (LUCKY, 0.5, 1, (1.53255489, 0.65914365, 1.05330855), "yes no"),
        (LUCKY, 0.5, 4, (1.48414893, 0.64666502, 1.15711406), "yes no"),
        (LUCKY, 0.5, FOREVER, (1.44886733, 0.63690711, 1.23443124), "yes no maybe"),
        (LUCKY, 2.0, 1, (2.76445395, 0.09459441, 0.61683305), "yes no"),
        (LUCKY, 2.0, 4, (2.56535840, 0.10702523, 0.88439932), "yes no"),
        (LUCKY, 2.0, FOREVER, (2.21628789, 0.12010817, 1.37529773), "yes no maybe"),
        (UNLUCKY, 0.1, 1, (1.01087744, 0.97367150, 1.04950508), ""),
        (UNLUCKY, 0.1, 4, (1.03399602, 0.89275527, 1.21711779), "maybe"),
        (UNLUCKY, 0.1, FOREVER, (1.12990868, 0.79843859, 1.30904051), "no maybe"),
        (UNLUCKY, 0.5, 1, (1.04628710, 0.86740248, 1.26206315), "maybe"),
        (UNLUCKY, 0.5, 4, (1.11349415, 0.79999602, 1.32976872), "no maybe"),
        (UNLUCKY, 0.5, FOREVER, (1.11349415, 0.79999602, 1.32976872), "no maybe"),
    ],
)
def test_the_clip_stops_the_push_and_is_no_wall(counts, lr, m, ratio, clipped):
    run = epochs(PROBS, REWARDS, counts, batch_mean(counts), lr, m + 1)
    np.testing.assert_allclose(run.ratio[m], ratio, atol=DIGITS)
    np.testing.assert_allclose(run.probs[m], np.array(PROBS) * ratio, atol=DIGITS)
    # Judged at the policy with which the next epoch begins.
    assert " ".join(np.array(["yes", "no", "maybe"])[run.clipped[m]]) == clipped


@pytest.mark.parametrize(
    ("counts", "lr", "reward", "kl"),
    [
        (LUCKY, 0.1, 5.35317386, 0.02745019),
        (LUCKY, 0.5, 5.66707349, 0.07220904),
        (LUCKY, 2.0, 6.87455093, 0.75719710),
        (UNLUCKY, 0.1, 5.21847923, 0.02204868),
        (UNLUCKY, 0.5, 5.20214871, 0.02232237),
    ],
)
def test_where_the_clip_freezes_a_batch(counts, lr, reward, kl):
    run = epochs(PROBS, REWARDS, counts, batch_mean(counts), lr, FOREVER)
    assert run.expected_reward[-1] == pytest.approx(reward, abs=DIGITS)
    assert run.kl[-1] == pytest.approx(kl, abs=DIGITS)
    np.testing.assert_array_equal(run.clipped[-1], np.array(counts) > 0)


@pytest.mark.parametrize(
    ("counts", "lr", "ratio", "reward"),
    [
        (LUCKY, 0.1, (3.30389707, 0.00681969, 0.02710517), 7.96668768),
        (LUCKY, 0.5, None, 7.99375267),
        (LUCKY, 2.0, None, 7.99846197),
        (UNLUCKY, 0.1, (0.02699564, 0.01193071, 4.92967976), 5.01236536),
        (UNLUCKY, 0.5, None, 5.00224245),
    ],
)
def test_one_batch_without_a_clip(counts, lr, ratio, reward):
    run = epochs(PROBS, REWARDS, counts, batch_mean(counts), lr, 256, clip=None)
    assert run.expected_reward[-1] == pytest.approx(reward, abs=DIGITS)
    assert not run.clipped.any()
    if ratio:
        np.testing.assert_allclose(run.ratio[-1], ratio, atol=DIGITS)


def test_divergence_of_the_unlucky_batch_without_a_clip():
    run = epochs(PROBS, REWARDS, UNLUCKY, batch_mean(UNLUCKY), 0.1, 256, clip=None)
    assert run.kl[-1] == pytest.approx(2.97888885, abs=DIGITS)


@pytest.mark.parametrize(
    ("lr", "frozen_after", "ratio", "highest_yes"),
    [
        (0.001, 6001, (1.24544694, 0.77272767, 1.20001042), 1.286863),
        (0.1, 60, (1.28035055, 0.75171759, 1.20018020), 1.324547),
        (0.5, 18, (1.51131625, 0.60830214, 1.21227028), 1.607191),
        (2.0, 25, (2.36077598, 0.09414678, 1.22346908), 2.906579),
    ],
)
def test_even_the_exact_batch_passes_the_bound(lr, frozen_after, ratio, highest_yes):
    run = epochs(PROBS, REWARDS, np.multiply(8, PROBS), SURPRISE, lr, frozen_after + 5)
    np.testing.assert_allclose(run.ratio[frozen_after], ratio, atol=DIGITS)
    assert run.clipped[frozen_after:].all()
    assert not run.clipped[frozen_after - 1].all()
    assert run.ratio[:, 0].max() > run.ratio[-1, 0] > 1.2  # yes goes past its bound, and comes part of the way back
    assert run.ratio[:, 0].max() == pytest.approx(highest_yes, abs=5.1e-7)


def test_an_answer_not_in_the_batch_has_no_limit():
    rates = (0.1, 0.5, 1, 2, 5)
    runs = [epochs(PROBS, REWARDS, UNLUCKY, REWARDS, lr, 1) for lr in rates]
    ratios = (0.89402963, 0.54632740, 0.27424748, 0.06132907, 0.00056906)
    np.testing.assert_allclose([run.ratio[1, 0] for run in runs], ratios, atol=DIGITS)
    assert runs[0].expected_reward[1] == pytest.approx(4.76070585, abs=DIGITS)
    assert runs[-1].expected_reward[1] == pytest.approx(3.67939354, abs=DIGITS)
    assert not any(run.clipped.any() for run in runs)


# Every batch: the average move, and what the clip does to it


@pytest.mark.parametrize(
    ("name", "m", "reward", "falls", "kl", "clipped", "angles"),
    [
        # Each pair: without a clip, with it.
        (MINUS_J, 1, (5.08019187, 5.08019187), (0, 0), (0.00389880, 0.00389880), 0, (0, 0)),
        (MINUS_J, 2, (5.27295667, 5.25260690), (0, 0), (0.01650378, 0.01444231), 0.0486, (0.981137, 0.001671)),
        (MINUS_J, 4, (5.67255944, 5.36121181), (0, 0), (0.07064650, 0.02366542), 0.5401, (2.884570, 5.003896)),
        (MINUS_J, 8, (6.34698292, 5.38043845), (0, 0), (0.26234865, 0.02565329), 0.826, (5.775244, 6.914850)),
        (MINUS_J, 16, (7.02800613, 5.38098939), (0, 0), (0.66694884, 0.02603536), 0.867, (8.523510, 8.847672)),
        (MINUS_J, 64, (7.59749084, 5.38153074), (0, 0), (1.71906030, 0.02774848), 0.9676, (11.068639, 15.058678)),
        (RAW, 1, (5.08572441, 5.08572441), (0.2225, 0.2225), (0.01185399, 0.01185399), 0, (0, 0)),
        (RAW, 4, (5.64952111, 5.16686569), (0.2225, 0.2385), (0.20419237, 0.03214426), 0.383, (0.171483, 1.082928)),
        (
            RAW,
            16,
            (6.30162871, 5.00600324),
            (0.1625, 0.2385),
            (1.00013166, 0.05551305),
            0.567,
            (4.087419, 69.785293),
        ),
        (
            RAW,
            256,
            (6.87950723, 4.95810029),
            (0.0625, 0.5775),
            (3.24016007, 0.11301346),
            0.82,
            (2.241460, 88.074361),
        ),
        ("batch mean", 4, (5.47810093, 5.27620260), (0, 0), (0.04543351, 0.01911116), 0.3816, (2.273692, 4.277953)),
        ("batch mean", 16, (6.67834947, 5.34028566), (0, 0), (0.53480076, 0.02632492), 0.8468, (6.857315, 3.340597)),
        (GRPO, 1, (4.95777732, 4.95777732), (0, 0), (0.00047739, 0.00047739), 0, (5.071964, 5.071964)),
        (GRPO, 4, (5.13901715, 5.13901715), (0, 0), (0.00806563, 0.00806563), 0, (4.752285, 4.752285)),
        (GRPO, 16, (5.88089997, 5.31467127), (0, 0), (0.14597883, 0.02265104), 0.8198, (3.682125, 6.173774)),
        (GRPO, 64, (6.95152801, 5.32918680), (0, 0), (1.10248534, 0.02565517), 0.9278, (0.044033, 4.075752)),
    ],
)
def test_several_epochs_on_average(name, m, reward, falls, kl, clipped, angles):
    runs = [expected_epochs(name, PROBS, REWARDS, 4, 0.1, m, clip=clip) for clip in (None, 0.2)]
    np.testing.assert_allclose([run.expected_reward[m] for run in runs], reward, atol=DIGITS)
    np.testing.assert_allclose([run.falls[m] for run in runs], falls, atol=1e-12)
    np.testing.assert_allclose([run.kl[m] for run in runs], kl, atol=DIGITS)
    np.testing.assert_allclose([run.clipped[m - 1] for run in runs], (0, clipped), atol=1e-12)
    true_gradient = exact_gradient(PROBS, REWARDS)
    np.testing.assert_allclose([angle(run.move[m], true_gradient) for run in runs], angles, atol=5.1e-7)


@pytest.mark.parametrize(
    ("name", "m", "move"),
    [
        ("expected reward", 1, (0.93, -0.95, 0.02)),
        ("expected reward", 2, (0.89917295, -0.91847905, 0.01930610)),
        ("expected reward", 4, (0.55997755, -0.63309925, 0.07312170)),
        ("expected reward", 8, (0.28623465, -0.33658179, 0.05034713)),
        ("expected reward", 16, (0.14053217, -0.17203865, 0.03150648)),
        ("expected reward", 64, (0.03289018, -0.04605885, 0.01316867)),
        ("none", 4, (0.31827237, -0.33229828, 0.01402592)),
        ("none", 16, (0.05435944, 0.01057584, -0.06493529)),
        ("none", 256, (0.00713419, 0.00595361, -0.01308780)),
        ("group-normalised", 1, (0.28599372, -0.32378933, 0.03779561)),
    ],
)
def test_the_average_move(name, m, move):
    run = expected_epochs(name, PROBS, REWARDS, 4, 0.1, m)
    np.testing.assert_allclose(run.move[m] / (m * 0.1), move, atol=DIGITS)
    np.testing.assert_allclose(run.move.sum(axis=1), 0, atol=1e-12)


def test_without_a_baseline_the_clip_ruins_the_batch():
    run = expected_epochs("none", PROBS, REWARDS, 4, 0.1, 256)
    assert run.expected_reward[256] < run.expected_reward[1]
    assert expected_epochs("expected reward", PROBS, REWARDS, 4, 0.1, 256).expected_reward[256] > 5.38


def test_at_a_large_rate_each_clipped_epoch_makes_it_worse():
    run = expected_epochs("expected reward", PROBS, REWARDS, 4, 1.0, 64)
    rewards = (6.57454820, 6.56774890, 6.55344990, 6.52742044, 6.46161965)
    np.testing.assert_allclose(run.expected_reward[[1, 2, 4, 8, 64]], rewards, atol=DIGITS)
    # From epoch 60 on every push is stopped in every batch.
    assert (np.diff(run.expected_reward[1:61]) < 0).all()
    assert (run.expected_reward[60:] == run.expected_reward[60]).all()


@pytest.mark.parametrize(
    ("m", "reward", "spread"),
    [
        (1, (5.07989179, 5.07989179), (0.04593691, 0.04593691)),
        (2, (5.27120305, 5.26785611), (0.09991599, 0.09572390)),
        (4, (5.66955542, 5.38535809), (0.21819652, 0.05171528)),
        (8, (6.37454826, 5.39685716), (0.37835214, 0.03503337)),
        (16, (7.12967663, 5.39598262), (0.39181014, 0.03401831)),
        (64, (7.78395377, 5.38976987), (0.27957699, 0.03397460)),
    ],
)
def test_what_eight_answers_buy_when_used_again(m, reward, spread):
    runs = [expected_epochs("expected reward", PROBS, REWARDS, 8, 0.1, m, clip=clip) for clip in (None, 0.2)]
    np.testing.assert_allclose([run.expected_reward[m] for run in runs], reward, atol=DIGITS)
    np.testing.assert_allclose([run.spread[m] for run in runs], spread, atol=DIGITS)


# One epoch is REINFORCE


@pytest.mark.parametrize("lr", [0.0, 0.1, 1.0, 30.0, 1e4, -0.5])
@pytest.mark.parametrize("name", ["none", "constant", "expected reward", "leave-one-out", "group-normalised"])
def test_the_first_epoch_is_reinforce_clip_or_not(name, lr):
    batches = outcomes(name, PROBS, REWARDS, 3, 4.0)
    reward, falls = after_one_step(batches, PROBS, REWARDS, lr)
    for clip in (None, 0.2, 1e-9):
        run = expected_epochs(name, PROBS, REWARDS, 3, lr, 1, clip=clip, b=4.0)
        assert run.expected_reward == pytest.approx([4.9, reward], rel=1e-13)
        assert run.falls == pytest.approx([0, falls], abs=1e-13)
        assert run.clipped.tolist() == [0]
        np.testing.assert_allclose(run.move[1], lr * batches.probability @ batches.gradient, rtol=1e-12, atol=1e-14)


def test_row_zero_is_the_policy_that_drew():
    run = epochs(PROBS, REWARDS, LUCKY, SURPRISE, 0.1, 0)
    assert run.probs.tolist() == [list(PROBS)]
    assert run.ratio.tolist() == [[1, 1, 1]]
    assert (run.kl.tolist(), run.expected_reward.tolist(), run.clipped.shape) == ([0], [4.9], (0, 3))
    averages = expected_epochs("none", PROBS, REWARDS, 4, 0.1, 0)
    assert (averages.expected_reward.tolist(), averages.falls.tolist(), averages.kl.tolist()) == ([4.9], [0], [0])
    assert (averages.clipped.shape, averages.move.tolist()) == ((0,), [[0, 0, 0]])


# An independent implementation: the surrogate as it is written, its derivative by differences, draws one by one


def surrogate(theta, old, draws, advantages, clip):
    weights = [p * math.exp(t) for p, t in zip(old, theta, strict=True)]
    total = 0.0
    for a, advantage in zip(draws, advantages, strict=True):
        ratio = weights[a] / sum(weights) / old[a]
        bounded = ratio if clip is None else min(max(ratio, 1 - clip), 1 + clip)
        total += min(ratio * advantage, bounded * advantage)
    return total / len(draws)


def climbed(old, draws, advantages, lr, steps, clip):
    """θ − θ_old after `steps` epochs, by central differences."""
    theta, h = [0.0] * len(old), 1e-5
    for _ in range(steps):
        slope = []
        for a in range(len(old)):
            up, down = list(theta), list(theta)
            up[a] += h
            down[a] -= h
            high, low = (surrogate(each, old, draws, advantages, clip) for each in (up, down))
            slope.append((high - low) / (2 * h))
        theta = [t + lr * s for t, s in zip(theta, slope, strict=True)]
    return theta


def policy_at(old, theta):
    weights = [p * math.exp(t) for p, t in zip(old, theta, strict=True)]
    return [w / sum(weights) for w in weights]


SETTINGS = [
    ((0.2, 0.8), (1.0, 0.0), 3),
    ((0.6, 0.3, 0.1), (5.0, 5.0, 1.0), 3),
    ((0.1, 0.2, 0.3, 0.4), (-2.0, 0.0, 3.0, 3.0), 2),
    ((0.5, 0.0, 0.5), (1.0, 9.0, 4.0), 3),
    ((0.3, 0.5, 0.2), (2.0, 2.0, 2.0), 2),
    ((0.999, 0.001), (3.0, 7.0), 2),
    ((0.7, 0.2, 0.1), (-6.0, 2.0, 4.0), 1),
]


@every_estimator
@pytest.mark.parametrize(("probs", "rewards", "k"), SETTINGS)
@pytest.mark.parametrize(("lr", "clip"), [(0.1, 0.2), (0.7, 0.3), (0.3, None)])
def test_averages_are_those_of_a_loop_over_ordered_draws(name, probs, rewards, k, lr, clip):
    k = max(k, ESTIMATORS[name].smallest_k)
    m, start = 4, float(np.dot(probs, rewards))
    expected, falls, kl, move = 0.0, 0.0, 0.0, np.zeros(len(probs))
    for draws in itertools.product(range(len(probs)), repeat=k):
        chance = math.prod(probs[a] for a in draws)
        if not chance:
            continue
        advantages = naive_advantages(name, draws, probs, rewards, B)
        theta = climbed(probs, draws, advantages, lr, m, clip)
        policy = policy_at(probs, theta)
        reward = float(np.dot(policy, rewards))
        expected += chance * reward
        falls += chance * (reward < start - 1e-8)
        kl += chance * sum(p * math.log(p / q) for p, q in zip(probs, policy, strict=True) if p)
        move += chance * np.array(theta)
    run = expected_epochs(name, probs, rewards, k, lr, m, clip=clip, b=B)
    assert run.expected_reward[-1] == pytest.approx(expected, abs=1e-7)
    assert run.falls[-1] == pytest.approx(falls, abs=1e-9)
    assert run.kl[-1] == pytest.approx(kl, abs=1e-7)
    np.testing.assert_allclose(run.move[-1], move, atol=1e-7)


@pytest.mark.parametrize(("probs", "rewards", "k"), SETTINGS)
def test_one_batch_is_the_same_climb(probs, rewards, k):
    draws = [int(np.argmax(probs))] * k + [a for a in range(len(probs)) if probs[a]]
    advantages = [1.5 - a - 0.1 * rewards[a] for a in range(len(probs))]
    counts = [draws.count(a) for a in range(len(probs))]
    run = epochs(probs, rewards, counts, advantages, 0.4, 6)
    theta = climbed(probs, draws, [advantages[a] for a in draws], 0.4, 6, 0.2)
    policy = np.array(policy_at(probs, theta))
    np.testing.assert_allclose(run.probs[-1], policy, atol=1e-7)
    assert run.expected_reward[-1] == pytest.approx(policy @ rewards, abs=1e-6)
    possible = np.array(probs) > 0
    np.testing.assert_allclose(run.ratio[-1, possible], policy[possible] / np.array(probs)[possible], atol=1e-6)
    np.testing.assert_allclose(run.probs.sum(axis=1), 1, atol=1e-12)


# Edges


def test_nothing_is_stopped_where_nothing_was_drawn():
    run = epochs(PROBS, REWARDS, UNLUCKY, (1.0, -0.5, -1.5), 0.5, 40)
    assert run.ratio[-1, 0] > 1.2
    assert not run.clipped[:, 0].any()
    assert run.clipped[-1, 1:].all()


@pytest.mark.parametrize("probs", [(0.7, 0.2, 0.1), (0.1, 0.2, 0.7), (1 / 3, 1 / 3, 1 / 3), (1e-12, 0.5, 0.5 - 1e-12)])
def test_before_the_first_epoch_nothing_has_moved(probs):
    run = epochs(probs, REWARDS, LUCKY, SURPRISE, 1e-9, 1)
    assert run.probs[0].tolist() == list(probs)
    assert run.ratio[0].tolist() == [1, 1, 1]
    assert (run.kl >= 0).all()
    about = epochs((0.3, 0.5, 0.2 + 9e-10), REWARDS, LUCKY, SURPRISE, 0.1, 1)
    assert about.ratio[0].tolist() == [1, 1, 1]


@pytest.mark.parametrize("rare", [0.05, 0.1, 0.15, 0.3])
@pytest.mark.parametrize("lr", [0.1, 0.3, 0.7])
def test_a_rounding_is_no_fall(rare, lr):
    # Pushing the third answer up takes as much from all others, which leaves J where it is: only two make it fall.
    run = expected_epochs("none", (rare, rare, 1 - 3 * rare, rare), (0.9, 0.8, 1, 1.3), 1, lr, 3)
    np.testing.assert_allclose(run.falls[1:], 2 * rare, rtol=1e-12)


def test_only_shares_of_the_batch_count():
    one, ten = (epochs(PROBS, REWARDS, np.multiply(n, LUCKY), SURPRISE, 0.3, 5) for n in (1, 10))
    np.testing.assert_allclose(one.probs, ten.probs, rtol=1e-14)


def test_equal_rewards_never_fall():
    for name in ESTIMATORS:
        run = expected_epochs(name, PROBS, (7.3, 7.3, 7.3), 3, 2.0, 8, b=1.0)
        assert not run.falls.any()
        assert (run.expected_reward == run.expected_reward[0]).all()
        assert not run.spread.any()


def test_a_response_that_cannot_be_drawn_stays_impossible():
    run = epochs((0.5, 0.5, 0), (1, 0, 9), (3, 1, 0), (1, -1, 5), 1.0, 20, clip=None)
    assert not run.probs[:, 2].any()
    assert (run.ratio[:, 2] == 1).all()
    two = epochs((0.5, 0.5), (1, 0), (3, 1), (1, -1), 1.0, 20, clip=None)
    np.testing.assert_allclose(run.ratio[:, :2], two.ratio, rtol=1e-12)


def test_a_certain_answer_never_moves():
    run = expected_epochs("none", (1.0, 0.0), (3.0, 7.0), 2, 5.0, 8)
    assert run.expected_reward.tolist() == [3.0] * 9
    assert not np.any([run.falls, run.kl, run.spread, *run.move.T])


def test_extreme_settings_stay_finite():
    for lr in (1e3, 1e6, -1e6):
        for clip in (None, 0.2):
            run = epochs((1 - 2e-12, 1e-12, 1e-12), (8, 3, -5), (0, 1, 1), (3, -2, 1), lr, 30, clip=clip)
            for values in (run.probs, run.ratio, run.kl, run.expected_reward):
                assert np.isfinite(values).all()
            assert (run.kl >= 0).all()


def test_next_to_a_certain_answer_no_rounding_empties_the_policy():
    for lr in (1e6, 1e50):
        run = expected_epochs(
            "leave-one-out", (2.4e-8, 3e-44, 1 - 2.4e-8, 0), (5.0, 0.0, 1e50, 1e-9), 3, lr, 7, clip=None
        )
        assert np.isfinite([run.expected_reward, run.spread, run.falls, run.kl]).all()


def test_the_clip_stops_only_what_pushes_outwards():
    ratio = np.array([1.3, 1.3, 0.7, 0.7, 1.3, 1.25, 0.75])
    advantage = np.array([1, -1, 1, -1, 0, 1, -1])
    assert stopped_by_clip(ratio, advantage, 0.25).tolist() == [True, False, False, True, False, False, False]
    assert not stopped_by_clip(ratio, advantage, None).any()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"probs": (0.5, 0.6, 0.2)}, "probs must sum to 1"),
        ({"rewards": (1, 2)}, "rewards must have one value per action"),
        ({"counts": (1, 2)}, r"counts must be a list of 3 numbers, one per action, not shape \(2,\)"),
        ({"counts": (0, 0, 0)}, "counts must be at least 0, and some above 0, not"),
        ({"counts": (1, -1, 2)}, "counts must be at least 0, and some above 0, not"),
        ({"counts": (1, np.nan, 2)}, "counts must be finite"),
        ({"probs": (0.5, 0.5, 0), "counts": (1, 1, 1)}, "counts must be 0 where probs are 0"),
        ({"advantages": (1, 2, 3, 4)}, "advantages must be a list of 3 numbers"),
        ({"advantages": (1, np.inf, 3)}, "advantages must be finite"),
        ({"learning_rate": np.nan}, "learning_rate must be finite, not nan"),
        ({"epochs": -1}, "epochs must be an integer of at least 0, not -1"),
        ({"epochs": 2.5}, "epochs must be an integer of at least 0, not 2.5"),
        ({"clip": 0}, "clip must be above 0 and below 1, or None, not 0"),
        ({"clip": 1.0}, "clip must be above 0 and below 1, or None, not 1.0"),
        ({"clip": -0.2}, "clip must be above 0"),
        ({"clip": np.nan}, "clip must be finite"),
        ({"clip": "0.2"}, "clip must be finite, not '0.2'"),
    ],
)
def test_what_epochs_refuses(change, message):
    good = {"probs": PROBS, "rewards": REWARDS, "counts": LUCKY, "advantages": SURPRISE}
    with pytest.raises(ValueError, match=message):
        epochs(**{**good, "learning_rate": 0.1, "epochs": 3} | change)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"estimator": "REINFORCE"}, "estimator must be one of"),
        ({"estimator": "leave-one-out", "k": 1}, "k must be at least 2 for leave-one-out, not 1"),
        ({"probs": (0.5, 0.6, 0.2)}, "probs must sum to 1"),
        ({"rewards": (1, np.nan, 2)}, "rewards must be finite"),
        ({"k": 0}, "k must be an integer of at least 1, not 0"),
        ({"k": 5000}, "k = 5000 draws of 3 actions can give 12,507,501 different batches; at most 1,000,000"),
        ({"learning_rate": np.inf}, "learning_rate must be finite"),
        ({"epochs": -1}, "epochs must be an integer of at least 0, not -1"),
        ({"clip": 1.5}, "clip must be above 0 and below 1, or None, not 1.5"),
        ({"b": np.nan}, "b must be finite"),
    ],
)
def test_what_expected_epochs_refuses(change, message):
    good = {"estimator": "none", "probs": PROBS, "rewards": REWARDS, "k": 4, "learning_rate": 0.1, "epochs": 3}
    with pytest.raises(ValueError, match=message):
        expected_epochs(**good | change)
