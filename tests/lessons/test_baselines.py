"""The dial of baselines: where it can stand, and that every stop is the exact engine at that baseline."""

from dataclasses import replace

import numpy as np
import pytest

from reinforce_viz import DEFAULT, PRESETS, outcomes
from reinforce_viz.lessons.baselines import Dial
from tests.of_experiment import known_baselines, stops, turn

BEST = 4.9 + 0.384 / 0.62  # b* = J − 2π·g/(1 − q), with π·g = −.192 and q = .38


def turned(experiment, b, most=120) -> Dial:
    return turn(experiment, np.array(b, dtype=float), most)


def test_known_baselines_of_the_example():
    known = known_baselines(DEFAULT)
    assert known == pytest.approx({"none": 0, "mean reward": 16 / 3, "expected reward": 4.9, "optimal": BEST})


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("b", [-10.0, -0.3, 0.0, 4.9, 10.0])
def test_stops_rise_reach_over_all_that_matters_and_hit_every_known_baseline(preset, b):
    e = replace(PRESETS[preset], b=b)
    found = stops(e)
    known = known_baselines(e)
    gaps = np.diff(found)
    assert gaps.min() > 0
    # An even stop gives way only to an exact one less than half a gap away, on either side.
    assert gaps.max() < 2 * np.median(gaps) + 1e-9
    assert 20 <= len(found) <= 60
    for value in (*known.values(), b):
        assert np.abs(found - value).min() <= 1e-12 * (1 + abs(value))
    # As far as the control for b goes, all b with less variance than none.
    assert found[0] <= min(0, b, max(2 * known["optimal"], -10), *e.rewards)
    assert found[-1] >= max(0, b, min(2 * known["optimal"], 10), *e.rewards)
    assert (found[0] >= -10, found[-1] <= 10) == (True, True)


def test_baselines_that_coincide_are_one_stop():
    e = replace(DEFAULT, probs=(1 / 3, 1 / 3, 1 / 3), rewards=(6.0, 7.0, 8.0), b=7.0)
    assert (np.abs(stops(e) - 7) < 0.01).sum() == 1


def test_even_stops_are_round_numbers():
    found = stops(DEFAULT)
    exact = [*known_baselines(DEFAULT).values(), DEFAULT.b, 10]  # the control goes no further than 10
    even = [b for b in found if np.abs(b - np.array(exact)).min() > 1e-9]
    np.testing.assert_allclose(np.array(even) / 0.3, np.round(np.array(even) / 0.3), atol=1e-9)
    assert len(even) == len(found) - len(exact)


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("k", [1, 2, 4, 12])
def test_every_stop_is_the_exact_engine_at_that_baseline(preset, k):
    e = replace(PRESETS[preset], k=k)
    dial = turn(e, stops(e), 1000)
    for stop, b in enumerate(dial.b):
        one = outcomes("constant", e.probs, e.rewards, k, b)
        order = np.argsort(-one.probability, kind="stable")
        scale = 1e-12 * (1 + abs(one.gradient).max())
        np.testing.assert_array_equal(dial.counts, one.counts[order])
        np.testing.assert_allclose(dial.probability, one.probability[order], rtol=1e-12)
        np.testing.assert_allclose(dial.gradient[stop], one.gradient[order], atol=scale)
        np.testing.assert_array_equal(dial.slope[stop], one.slope[order])
        mean = one.probability @ one.gradient
        np.testing.assert_allclose(dial.mean, mean, atol=scale)  # what the dial does not move
        variance = one.probability @ ((one.gradient - mean) ** 2).sum(axis=1)
        assert dial.variance[stop] == pytest.approx(variance, rel=1e-9, abs=scale**2)
        assert dial.downhill[stop] == pytest.approx(one.probability[one.slope < 0].sum(), abs=1e-12)


def test_variance_and_chance_of_going_downhill_on_the_example():
    # tr Cov at K = 1: none 19.8182, E[R] 1.1688, mean reward .952422, b* .930968, and at K = 4 a quarter of each.
    for k in (1, 4):
        dial = turned(replace(DEFAULT, k=k), [0, 4.9, 16 / 3, BEST])
        np.testing.assert_allclose(k * dial.variance, [19.8182, 1.1688, 0.952422, 0.930968], atol=6e-7)
    # At K = 1 without a baseline, no (.5) is pushed up, which is downhill; with b*, maybe (.2) is pushed down, which
    # is; with E[R], nothing is.
    np.testing.assert_allclose(turned(replace(DEFAULT, k=1), [0, BEST, 4.9]).downhill, [0.5, 0.2, 0], atol=1e-12)
    assert turned(DEFAULT, [0]).downhill[0] == pytest.approx(0.2225, abs=1e-12)


def test_advantages_change_sign_as_the_dial_passes_the_rewards():
    np.testing.assert_array_equal(
        np.sign(turned(DEFAULT, [0, 3, 4, 5, 6, 8, 9]).advantage),
        # yes pays 8, no 3, maybe 5
        [[1, 1, 1], [1, 0, 1], [1, -1, 1], [1, -1, 0], [1, -1, -1], [0, -1, -1], [-1, -1, -1]],
    )


def test_a_dial_may_list_only_the_likeliest_batches_but_counts_all():
    b = [0.0, 5.0]
    full, part = turned(DEFAULT, b), turned(DEFAULT, b, most=6)
    assert len(full.counts) == 15
    assert full.probability.sum() == pytest.approx(1)
    np.testing.assert_array_equal(part.counts, full.counts[:6])
    assert part.probability.min() >= full.probability[6:].max()
    assert part.probability.sum() < 0.9
    np.testing.assert_array_equal(part.gradient, full.gradient[:, :6])
    np.testing.assert_array_equal(part.downhill, full.downhill)
    assert part.gradient.shape == (2, 6, 3)


def test_at_a_corner_and_with_equal_rewards_nothing_goes_downhill():
    for change in ({"probs": (1.0, 0.0, 0.0)}, {"rewards": (5.0, 5.0, 5.0)}):
        e = replace(DEFAULT, **change)
        dial = turn(e, stops(e), 120)
        assert not dial.downhill.any()
        assert not dial.slope.any()
        assert not dial.mean.any()


def test_what_cannot_be_drawn_is_not_listed():
    dial = turned(replace(DEFAULT, probs=(0.5, 0.5, 0.0)), [0.0])
    assert len(dial.counts) == 5
    assert not dial.counts[:, 2].any()
