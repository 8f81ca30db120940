"""Quantities against K: exact values against moments, sampled intervals against how often they hold the truth."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from reinforce_viz import BATCH_SIZES, DEFAULT, ESTIMATORS, PRESETS, Experiment, moments, outcomes, sample_gradients
from reinforce_viz.engine.batch_size import SAMPLES, Z95, sampled_with_error, variance_by_baseline
from reinforce_viz.engine.policy import exact_gradient
from reinforce_viz.engine.quantities import QUANTITIES
from tests.of_experiment import curve

SEEDS = range(400)
K = 4
SAMPLED = [name for name, entry in QUANTITIES.items() if entry.sampled is not None]
COMPARED = ["none", "expected reward", "batch mean", "leave-one-out"]

# Where a curve has no value: batch-relative estimates at K = 1 are always zero, so neither signal nor direction.
ALWAYS_ZERO = ("batch mean", "group-normalised")


def values_by_hand(exact, gradient):
    """Each quantity from the mean and covariance alone."""
    mean, covariance = exact.mean, exact.covariance
    variance = sum(covariance[a, a] for a in range(3))
    off = np.linalg.norm(mean - gradient)
    lengths = np.linalg.norm(mean) * np.linalg.norm(gradient)
    with np.errstate(divide="ignore", invalid="ignore"):
        return {
            "total variance": variance,
            "mean squared error": variance + off**2,
            "signal to noise": np.float64(mean @ mean) / variance,
            "length of the bias": off,
            "angle to the gradient": np.degrees(np.arccos(np.clip(mean @ gradient / lengths, -1, 1))),
        }


@pytest.mark.parametrize("name", ESTIMATORS)
@pytest.mark.parametrize("quantity", [q for q, entry in QUANTITIES.items() if not entry.share])
def test_exact_values_follow_from_mean_and_covariance(name, quantity):
    found = curve(DEFAULT, name, quantity)
    gradient = np.array([0.93, -0.95, 0.02])
    assert found.k.tolist() == [k for k in BATCH_SIZES if k >= ESTIMATORS[name].smallest_k]
    by_hand = [
        values_by_hand(moments(name, DEFAULT.probs, DEFAULT.rewards, k, DEFAULT.b), gradient)[quantity]
        for k in found.k.tolist()
    ]
    # An arc cosine knows small angles to 1e-6 degrees only.
    np.testing.assert_allclose(found.exact, by_hand, rtol=1e-9, atol=2e-6 if quantity[:5] == "angle" else 1e-12)


# tr Cov(ĝ) at K = 1, 2, 4, 8, 16, 64: 19.8182/K and 1.1688/K, and leave-one-out T_J/K + [(1−q)V + |g|²]/(K(K−1)).
TOTAL_VARIANCE = {
    "none": {1: 19.8182, 2: 9.9091, 4: 4.95455, 8: 2.477275, 16: 1.238638, 64: 0.309659},
    "expected reward": {1: 1.1688, 2: 0.5844, 4: 0.2922, 8: 0.1461, 16: 0.07305, 64: 0.018263},
    "leave-one-out": {2: 2.9222, 4: 0.681833, 8: 0.229593, 16: 0.092532, 64: 0.019422},
    "batch mean": {1: 0, 2: 0.73055, 4: 0.383531, 8: 0.175782, 16: 0.081327, 64: 0.01882},
}


@pytest.mark.parametrize("name", TOTAL_VARIANCE)
def test_total_variance_on_the_example(name):
    found = curve(DEFAULT, name, "total variance")
    for k, expected in TOTAL_VARIANCE[name].items():
        assert found.exact[found.k == k][0] == pytest.approx(expected, abs=6e-7)


def test_odds_of_a_downhill_step_without_a_baseline_are_not_monotone():
    found = curve(DEFAULT, "none", "P(downhill)")
    odds = dict(zip(found.k.tolist(), found.exact.tolist(), strict=True))
    assert [odds[k] for k in (1, 2, 4, 6, 8, 16)] == pytest.approx([0.5, 0.45, 0.2225, 0.1729, 0.1914, 0.073], abs=5e-4)


def test_odds_of_a_step_that_goes_nowhere():
    # The batch mean cancels where all K answers are alike: .3^K + .5^K + .2^K.
    found = curve(DEFAULT, "batch mean", "P(zero step)")
    np.testing.assert_allclose(found.exact, sum(p ** found.k.astype(float) for p in (0.3, 0.5, 0.2)), rtol=1e-9)
    # One answer is its own baseline at 5: only batches of nothing else make no step.
    tied = curve(replace(DEFAULT, b=5.0), "constant", "P(zero step)")
    assert tied.exact[:2].tolist() == pytest.approx([0.2, 0.04 + 0])


def test_downhill_comes_first():
    assert next(iter(QUANTITIES)) == "P(downhill)"


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("name", ESTIMATORS)
def test_every_curve_is_finite_but_where_there_is_no_estimate(preset, name, monkeypatch):
    monkeypatch.setattr("reinforce_viz.engine.batch_size.BATCH_SIZES", (1, 2, 4, 48))  # more would say no more
    for quantity, entry in QUANTITIES.items():
        found = curve(PRESETS[preset], name, quantity)
        undefined = np.zeros(len(found.k), bool)
        if name in ALWAYS_ZERO and entry.scale_free and not entry.share:
            undefined = found.k == 1
        assert np.isnan(found.exact).tolist() == undefined.tolist(), quantity
        assert np.isfinite(found.exact[~undefined]).all(), quantity
        drawn = ~np.isnan(found.sampled)
        for column in (found.sampled, found.low, found.high):
            assert np.isnan(column[undefined]).all()
            assert np.isfinite(column[drawn]).all()
        # A ratio may have no point where the sample says too little.
        if quantity != "signal to noise":
            assert (drawn == (~undefined & (entry.sampled is not None))).all(), quantity
        assert (found.low[drawn] <= found.sampled[drawn]).all()
        assert (found.sampled[drawn] <= found.high[drawn]).all()


def test_same_seed_same_points_other_seed_other_points():
    one, again = (curve(DEFAULT, "none", "total variance") for _ in range(2))
    other = curve(replace(DEFAULT, seed=1), "none", "total variance")
    np.testing.assert_array_equal(one.sampled, again.sampled)
    np.testing.assert_array_equal(one.exact, other.exact)
    assert not np.isclose(one.sampled, other.sampled).any()


def test_no_noise_at_all_has_an_exact_sample():
    # K = 1, batch mean: every estimate is zero, so the squared error is |g|² = 1.7678 for certain.
    found = curve(DEFAULT, "batch mean", "mean squared error")
    assert [found.sampled[0], found.low[0], found.high[0]] == pytest.approx([1.7678] * 3, rel=1e-12)


@cache
def samples(name):
    """For each seed, as many estimates as a point of a curve has."""
    rngs = [np.random.default_rng(seed) for seed in SEEDS]
    return [sample_gradients(name, DEFAULT.probs, DEFAULT.rewards, K, SAMPLES, rng) for rng in rngs]


def hits(quantity, name, truth):
    """The share of seeds whose 95% interval holds `truth`."""
    exact = moments(name, DEFAULT.probs, DEFAULT.rewards, K)
    found = [sampled_with_error(QUANTITIES[quantity], estimates, exact) for estimates in samples(name)]
    return sum(abs(value - truth) <= Z95 * error for value, error in found) / len(found)


def truth(quantity, name):
    return QUANTITIES[quantity].exact(moments(name, DEFAULT.probs, DEFAULT.rewards, K, DEFAULT.b))


@pytest.mark.parametrize("name", COMPARED)
@pytest.mark.parametrize("quantity", SAMPLED)
def test_intervals_hold_the_exact_value_about_95_times_in_100(quantity, name):
    # Of 400 intervals 380 ± 4.4 should, and 364 (.91) is 3.7 standard deviations below.  No bound above where the
    # exact odds are 0: an interval kept wide on purpose always holds them.
    share = hits(quantity, name, truth(quantity, name))
    assert share >= 0.91
    assert share <= 0.985 or (QUANTITIES[quantity].share and truth(quantity, name) == 0)


RARE = [
    ("none", (0.99, 0.006, 0.004), 1),
    ("none", (0.99, 0.006, 0.004), 4),
    ("none", (0.998, 0.002, 0.0), 1),
    ("expected reward", (0.998, 0.002, 0.0), 1),
    ("leave-one-out", (0.998, 0.002, 0.0), 2),
    ("none", (0.01, 0.98, 0.01), 1),
]


@cache
def rare_samples(name, probs, k):
    rngs = [np.random.default_rng(seed) for seed in range(500)]
    return [sample_gradients(name, probs, DEFAULT.rewards, k, SAMPLES, rng) for rng in rngs]


def rare_hits(quantity, name, probs, k, error):
    """The share of 500 seeds whose interval holds the exact value; 1 if the quantity is not sampled here."""
    exact, asked = moments(name, probs, DEFAULT.rewards, k), QUANTITIES[quantity]
    aim, held, tried = asked.exact(exact), 0, 0
    for estimates in rare_samples(name, probs, k):
        value, spread = error(asked, estimates, exact)
        tried += not np.isnan(value)
        held += abs(value - aim) <= Z95 * spread + 1e-12 * abs(aim)
    return held / tried if tried else 1.0


@pytest.mark.parametrize("quantity", SAMPLED)
@pytest.mark.parametrize(("name", "probs", "k"), RARE)
def test_intervals_hold_the_exact_value_where_an_answer_is_rare_too(quantity, name, probs, k):
    # Of 500 intervals 475 ± 4.9 should; a handful of draws comes in whole numbers, so .91 is what can be asked for.
    assert rare_hits(quantity, name, probs, k, sampled_with_error) >= 0.91


def test_twin_an_error_from_the_sample_alone_holds_it_half_of_the_time():
    def own_error(asked, estimates, exact):
        squares = ((estimates - estimates.mean(axis=0)) ** 2).sum(axis=1)
        return asked.sampled(estimates, exact.mean), squares.std(ddof=1) / SAMPLES**0.5

    assert rare_hits("total variance", "none", (0.998, 0.002, 0.0), 1, own_error) < 0.7


@pytest.mark.parametrize("quantity", ["total variance", "signal to noise", "mean squared error"])
def test_twin_a_value_a_fifth_too_large_is_held_far_too_rarely(quantity):
    assert hits(quantity, "leave-one-out", 1.2 * truth(quantity, "leave-one-out")) < 0.7


def test_twin_the_batch_mean_is_not_mistaken_for_leave_one_out():
    # Its variance is ((K − 1)/K)² = 9/16 of leave-one-out's.
    assert hits("total variance", "batch mean", truth("total variance", "leave-one-out")) < 0.01
    # And what falls short of g, a quarter of it, is not nothing.
    assert hits("length of the bias", "batch mean", 0.0) < 0.01


def test_a_curve_is_its_samples_and_their_error():
    rng = np.random.default_rng(7)
    gradient = exact_gradient(DEFAULT.probs, DEFAULT.rewards)
    found = curve(replace(DEFAULT, seed=7), "none", "mean squared error")
    for row, k in enumerate(found.k.tolist()):
        errors = ((sample_gradients("none", DEFAULT.probs, DEFAULT.rewards, k, SAMPLES, rng) - gradient) ** 2).sum(1)
        batches = outcomes("none", DEFAULT.probs, DEFAULT.rewards, k)
        of_each = ((batches.gradient - gradient) ** 2).sum(1)
        spread = batches.probability @ (of_each - batches.probability @ of_each) ** 2
        half = 1.959964 * (spread / SAMPLES) ** 0.5
        expected = [errors.mean(), errors.mean() - half, errors.mean() + half]
        assert [found.sampled[row], found.low[row], found.high[row]] == pytest.approx(expected, rel=1e-12)


def test_nothing_is_sampled_for_an_angle():
    found = curve(DEFAULT, "group-normalised", "angle to the gradient")
    assert np.isnan(found.sampled).all()
    # cos(E ĝ, g) = .991424 at K = 2 and .999379 at K = 8.
    for k, cosine in {2: 0.991424, 8: 0.999379}.items():
        assert np.cos(np.radians(found.exact[found.k == k][0])) == pytest.approx(cosine, abs=6e-7)


B = np.array([-7.3, 0.0, 3.0, 4.9, 16 / 3, 5.519354839, 11.03871, 40.0])


@pytest.mark.parametrize("k", [1, 3, 256])
@pytest.mark.parametrize("preset", PRESETS)
def test_variance_by_baseline_is_that_of_each_constant(preset, k):
    probs, rewards = PRESETS[preset].probs, PRESETS[preset].rewards
    expected = [moments("constant", probs, rewards, k, b).total_variance for b in B]
    np.testing.assert_allclose(variance_by_baseline(probs, rewards, k, B), expected, rtol=1e-9)


def test_variance_by_baseline_on_the_example():
    # At K = 1: none 19.8182, the expected reward 1.1688, the mean reward .952422, b* .930968; as much at 2b* as at 0.
    found = variance_by_baseline(DEFAULT.probs, DEFAULT.rewards, 1, [0, 4.9, 16 / 3, 5.519354839, 2 * 5.519354839])
    np.testing.assert_allclose(found, [19.8182, 1.1688, 0.952422, 0.930968, 19.8182], atol=6e-7)


def test_at_a_corner_no_baseline_has_any_variance():
    corner = Experiment(probs=(1.0, 0.0, 0.0))
    assert not variance_by_baseline(corner.probs, corner.rewards, 4, B).any()


def test_more_batches_than_can_be_listed_still_have_a_curve():
    four = Experiment(probs=(0.1, 0.2, 0.3, 0.4), rewards=(1.0, 2.0, -3.0, 4.0))
    for quantity in SAMPLED[:3]:
        found = curve(four, "none", quantity)
        assert found.k[-1] == 256  # 2,862,209 batches
        assert (found.low[-1] < found.exact[-1] < found.high[-1]) or quantity == "signal to noise"


def test_no_interval_reaches_beyond_what_is_possible():
    never = curve(DEFAULT, "expected reward", "P(downhill)")
    assert not never.sampled.any()
    assert not never.low.any()
    assert (never.high > 0).all()
    always = curve(DEFAULT, "batch mean", "P(zero step)")  # at K = 1
    assert (always.sampled[0], always.high[0]) == (1, 1)
    assert always.low[0] < 1
    # An answer of probability .0001 is hardly ever drawn: the variance it brings has an error larger than itself.
    rare = Experiment(probs=(0.9999, 0.0001, 0.0))
    for quantity in ("total variance", "mean squared error"):
        found = curve(rare, "none", quantity)
        assert found.low[0] == 0 < found.high[0]
