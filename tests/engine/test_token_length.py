"""Noise against length: every length against the engine, growth against closed forms, samples against both."""

from itertools import product

import numpy as np
import pytest

from reinforce_viz.engine import token_length
from reinforce_viz.engine.batch_size import Z95
from reinforce_viz.engine.credits import CREDITS, TASKS
from reinforce_viz.engine.presets import PRESETS
from reinforce_viz.engine.token_length import (
    LENGTHS,
    SAMPLED_LENGTHS,
    SAMPLES,
    Growth,
    beside,
    every_credit,
    length_curves,
)
from reinforce_viz.engine.tokens import sample_sequence_gradients, sequence_moments

PROBS, REWARDS = (0.3, 0.5, 0.2), (8.0, 3.0, 5.0)
CENTRED_AT_0 = (3.1, -1.9, 0.1)  # the example minus its J = 4.9


def curves(task, probs=PROBS, rewards=REWARDS, seed=0):
    return length_curves(probs, rewards, task, seed)


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("task", TASKS)
def test_the_cubic_through_four_lengths_is_exact_at_all_of_them(preset, task):
    entry = PRESETS[preset]
    for credit, curve in curves(task, entry.probs, entry.rewards).items():
        engine = [sequence_moments(credit, entry.probs, entry.rewards, t, task).total_variance for t in LENGTHS]
        np.testing.assert_allclose(curve.exact, engine, rtol=1e-10, err_msg=credit)


def test_the_table_of_the_sum():
    # From the closed forms: whole reward, minus E[R], reward-to-go, critic, Q − V at T = 1, 4 and 16.
    table = {
        1: (19.8182, 1.1688, 19.8182, 1.1688, 1.1688),
        4: (1052.4968, 39.5688, 506.3400, 22.1220, 4.6752),
        16: (62653.8272, 716.5728, 23149.1872, 367.6368, 18.7008),
    }
    found = curves("sum")
    assert list(found) == list(CREDITS)
    for length, row in table.items():
        np.testing.assert_allclose([curve.at(length) for curve in found.values()], row, rtol=1e-10)


# With J = 4.9, V = 4.69, 1 − Σπ² = .62, E[R²] = 28.7 and T_J = 1.1688: J²·.62 = 14.8862 and V·.62 = 2.9078 on the sum,
# a third and a half of them from the tokens still open, and E[R²]·.62 = 17.794 for each innocent token otherwise.
GROWTH = {
    "sum": ((3, 14.8862), (2, 2.9078), (3, 14.8862 / 3), (2, 1.4539), (1, 1.1688)),
    "first": ((1, 17.794), (1, 2.9078), (1, 17.794), (0, 1.1688), (0, 1.1688)),
    "last": ((1, 17.794), (1, 2.9078), (1, 17.794), (1, 2.9078), (0, 1.1688)),
}


@pytest.mark.parametrize("task", GROWTH)
def test_growth_in_closed_form(task):
    for (power, coefficient), curve in zip(GROWTH[task], curves(task).values(), strict=True):
        assert curve.growth.power == power
        assert curve.growth.coefficient == pytest.approx(coefficient, rel=1e-10)


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("preset", PRESETS)
def test_growth_is_the_slope_of_the_exact_values_at_great_length(task, preset):
    entry = PRESETS[preset]
    for credit, curve in curves(task, entry.probs, entry.rewards).items():
        short, long = (
            sequence_moments(credit, entry.probs, entry.rewards, t, task).total_variance for t in (20_000, 40_000)
        )
        growth = curve.growth
        assert np.log2(long / short) == pytest.approx(growth.power, abs=0.01), credit
        assert long / 40_000.0**growth.power == pytest.approx(growth.coefficient, rel=0.01), credit


def test_without_an_expected_reward_nothing_grows_as_a_cube():
    powers = {name: curve.growth.power for name, curve in curves("sum", rewards=CENTRED_AT_0).items()}
    assert powers == {"whole reward": 2, "expected reward": 2, "reward-to-go": 2, "critic": 2, "advantage": 1}


def test_twin_a_small_expected_reward_makes_a_cube_in_the_end():
    shifted = [r + 0.01 for r in CENTRED_AT_0]
    assert curves("sum", rewards=shifted)["whole reward"].growth.power == 3


def test_no_noise_grows_as_nothing():
    assert curves("sum", rewards=(3, 3, 3))["critic"].growth == Growth(0, 0.0)
    assert curves("sum", probs=(1, 0, 0))["whole reward"].growth == Growth(0, 0.0)


def test_what_stays_of_an_earlier_credits_variance():
    found = curves("sum")
    third, half = beside(found, "reward-to-go"), beside(found, "critic")
    assert third == ("whole reward", pytest.approx(1 / 3, rel=1e-10))
    assert half == ("expected reward", pytest.approx(1 / 2, rel=1e-10))
    assert [beside(found, name) for name in ("whole reward", "expected reward", "advantage")] == [None] * 3


def test_credits_that_are_equal_at_every_length_say_so():
    first, last = curves("first"), curves("last")
    assert beside(first, "reward-to-go") == ("whole reward", None)
    assert beside(first, "advantage") == ("critic", None)
    assert beside(last, "critic") == ("expected reward", None)
    assert beside(last, "advantage") is None
    assert beside(first, "expected reward") == ("whole reward", pytest.approx(2.9078 / 17.794))


def sampled_z(curve, exact):
    """Standard errors between a curve's samples and the exact values at the same lengths."""
    error = (curve.high - curve.low) / (2 * Z95)
    return (curve.sampled - [exact.at(length) for length in SAMPLED_LENGTHS]) / error


@pytest.mark.parametrize("task", TASKS)
def test_samples_surround_the_exact_line(task):
    for seed in range(4):
        for credit, curve in curves(task, seed=seed).items():
            assert curve.sampled.shape == (len(SAMPLED_LENGTHS),)
            np.testing.assert_allclose(curve.low + curve.high, 2 * curve.sampled, err_msg=credit)
            assert abs(sampled_z(curve, curve)).max() < 5, credit


def test_twin_samples_of_one_credit_miss_the_line_of_another():
    found = curves("sum")
    assert abs(sampled_z(found["critic"], found["expected reward"])).max() > 8


SEEDS = 400
# Rare tokens, where a sample of 200 responses often holds none or one of them.
RARE = [((0.998, 0.002, 0.0), 1), ((0.998, 0.002, 0.0), 8), ((0.99, 0.006, 0.004), 2), ((0.01, 0.98, 0.01), 8)]


def share_held(credit, task, probs, length, off=1.0, error=None):
    """The share of 400 seeds whose interval holds `off` times the exact variance.

    error: of [n] squared distances of a sample from its mean, in place of the engine's.
    """
    aim, held = sequence_moments(credit, probs, REWARDS, length, task).total_variance, 0
    for seed in range(SEEDS):
        rng = np.random.default_rng(seed)
        if error is None:
            value, spread = token_length.sampled_variance(credit, probs, REWARDS, length, task, rng)
        else:
            gradients = sample_sequence_gradients(credit, probs, REWARDS, length, SAMPLES, rng, task)
            value, spread = (
                gradients.var(axis=0, ddof=1).sum(),
                error(((gradients - gradients.mean(axis=0)) ** 2).sum((1, 2))),
            )
        held += abs(value - off * aim) <= Z95 * spread + 1e-12 * aim
    return held / SEEDS


@pytest.mark.parametrize(
    ("task", "length", "credit"),
    [("sum", 8, "whole reward"), ("sum", 1, "whole reward"), ("first", 4, "critic"), ("last", 2, "reward-to-go")],
)
def test_intervals_hold_the_exact_variance_about_95_times_in_100(credit, task, length):
    # Of 400 intervals 380 ± 4.4 should, and 364 (.91) is 3.7 standard deviations below.
    assert 0.91 <= share_held(credit, task, PROBS, length) <= 0.985


@pytest.mark.parametrize(
    ("credit", "probs", "length"), [*(("whole reward", *rare) for rare in RARE), ("critic", *RARE[1])]
)
def test_intervals_hold_it_where_a_token_is_rare_too(credit, probs, length):
    # No bound above: a handful of draws comes in whole numbers.
    assert share_held(credit, "sum", probs, length) >= 0.91


def test_twin_an_error_from_the_sample_alone_holds_it_far_too_rarely():
    probs, length = RARE[0]
    assert share_held("whole reward", "sum", probs, length, error=lambda d: d.std(ddof=1) / SAMPLES**0.5) < 0.7


def test_twin_a_variance_a_quarter_too_large_is_held_far_too_rarely():
    assert share_held("critic", "sum", PROBS, 8, off=1.25) < 0.7


def test_every_response_is_listed_once_with_its_probability():
    responses, chance = token_length.every_response((0.3, 0.5, 0.2), 3)
    assert sorted(map(tuple, responses.tolist())) == list(product(range(3), repeat=3))
    assert chance.sum() == pytest.approx(1)
    place = responses.tolist().index([0, 2, 1])
    assert chance[place] == pytest.approx(0.3 * 0.2 * 0.5)


def test_too_many_responses_to_list_leave_the_sample_to_say_how_much_it_varies():
    found = length_curves((0.2,) * 5, (1, 2, 3, 4, 5), "sum", 0)["critic"]
    assert (found.low < found.sampled).all()
    assert abs((found.sampled[-1] - found.at(8)) / (found.high[-1] - found.low[-1])) < 1.5


def test_the_seed_decides_the_samples_and_nothing_else():
    here, again, other = curves("sum"), curves("sum"), curves("sum", seed=1)
    for credit in CREDITS:
        np.testing.assert_array_equal(here[credit].sampled, again[credit].sampled)
        np.testing.assert_array_equal(here[credit].exact, other[credit].exact)
        assert (here[credit].sampled != other[credit].sampled).all()


def test_every_credit_of_every_task():
    at = every_credit(PROBS, REWARDS, 7)
    assert {task: list(by_credit) for task, by_credit in at.items()} == {task: list(CREDITS) for task in TASKS}
    assert at["last"]["critic"].total_variance == pytest.approx(1.1688 + 6 * 2.9078)
    assert at["first"]["critic"].per_position == pytest.approx([1.1688] + 6 * [0])


def test_a_bad_task_is_named():
    with pytest.raises(ValueError, match="task must be one of sum, first, last, not 'middle'"):
        curves("middle")


def test_no_interval_of_a_variance_reaches_below_0():
    curves = length_curves((0.999, 0.0005, 0.0005), (8, 3, 5), "first", 0)
    ends = np.concatenate([curve.low for curve in curves.values()])
    assert ends.min() == 0  # a token that is drawn once in 2,000 leaves wide intervals
