"""Runs reduced to what is drawn: quantiles, fates and figures against runs whose ends are known."""

import math
import statistics
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reinforce_viz import DEFAULT
from reinforce_viz.engine.simulate import simulate
from reinforce_viz.engine.summary import DECIDED, DOTS, PATHS, instants
from tests.of_experiment import runs_along, summarise

SHORT = replace(DEFAULT, steps=50, runs=40)


def ended(ends, rewards=DEFAULT.rewards, steps=3):
    """The summary of runs that stay where they end.  ends [R, 3]."""
    probs = np.broadcast_to(np.array(ends, dtype=float), (steps + 1, len(ends), 3))
    run = runs_along(probs)
    return summarise(replace(DEFAULT, rewards=rewards, steps=steps, runs=len(ends)), run)


def on(response):
    """A policy that has decided."""
    return [0.98 if a == response else 0.01 for a in range(3)]


def plain_quantile(values, share):
    """By the book: sort, go `share` of the way from first to last, in a straight line between neighbours."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def test_quantiles_of_eleven_runs_are_the_second_the_middle_and_the_last_but_one():
    summary = ended([[n / 10, 1 - n / 10, 0] for n in (3, 7, 1, 10, 0, 5, 2, 9, 4, 8, 6)])
    for row, yes in ((summary.low, 0.1), (summary.median, 0.5), (summary.high, 0.9)):
        np.testing.assert_allclose(row[:, 0], yes, rtol=1e-15)


def test_quantiles_at_every_instant_are_those_of_all_runs():
    run = simulate(SHORT)
    summary = summarise(SHORT, run)
    for row, step in enumerate(summary.step):
        for a in range(3):
            values = run.probs[step, :, a].tolist()
            quantiles = [part[row, a] for part in (summary.low, summary.median, summary.high)]
            assert quantiles == pytest.approx([plain_quantile(values, share) for share in (0.1, 0.5, 0.9)], rel=1e-12)


def test_the_drawn_runs_are_the_first_ones():
    many = replace(DEFAULT, steps=60, runs=DOTS + 50)
    run = simulate(many)
    summary = summarise(many, run)
    np.testing.assert_array_equal(summary.single, run.probs[summary.step][:, :PATHS])
    np.testing.assert_array_equal(summary.dots, run.probs[summary.frame_step][:, :DOTS])


def test_few_runs_are_all_drawn():
    summary = summarise(replace(SHORT, runs=2), simulate(replace(SHORT, runs=2)))
    assert (summary.single.shape[1], summary.dots.shape[1]) == (2, 2)


@given(st.integers(1, 1000))
def test_instants_run_from_the_first_to_the_last_step_and_are_few(steps):
    chosen = instants(steps)
    assert (chosen[0], chosen[-1]) == (0, steps)
    assert (np.diff(chosen) > 0).all()
    assert len(chosen) <= 150


def test_instants_of_a_short_run_are_all_steps():
    assert instants(50).tolist() == list(range(51))


def test_instants_are_close_on_both_kinds_of_axis():
    chosen = instants(1000)
    assert np.diff(chosen).max() <= 11
    later = chosen[chosen > 0]
    # On a logarithmic axis no gap is wider than a doubling, the first one.
    assert (later[1:] / later[:-1]).max() <= 2


@pytest.mark.parametrize("steps", [1, 2, 49, 50, 51, 500, 1000])
def test_frames_run_from_the_first_to_the_last_step(steps):
    long = replace(DEFAULT, steps=steps, runs=3)
    frames = summarise(long, simulate(long)).frame_step
    assert (frames[0], frames[-1]) == (0, steps)
    assert len(frames) <= 22
    assert (np.diff(frames) > 0).all()


def test_fates_are_shares_of_runs():
    summary = ended([on(0)] * 5 + [on(1)] * 2 + [[0.5, 0.3, 0.2]] * 3)
    np.testing.assert_allclose(summary.fates, [0.5, 0.2, 0, 0.3])
    assert (summary.best, summary.worse) == (0.5, 0.2)


def test_fates_leave_no_rounding():
    # As shares, 1 − (.1 + .2 + .7) is 1.1e-16 and would read "less than 0.1%".
    summary = ended([on(0)] * 1 + [on(1)] * 2 + [on(2)] * 7)
    assert summary.fates.tolist() == [0.1, 0.2, 0.7, 0]
    assert (summary.best, summary.worse) == (0.1, 0.9)
    assert ended([on(0)] * 3).worse == 0


def test_a_run_at_the_limit_is_undecided():
    assert ended([[DECIDED, 1 - DECIDED, 0]]).fates.tolist() == [0, 0, 0, 1]
    assert ended([[math.nextafter(DECIDED, 1), 1 - DECIDED, 0]]).fates.tolist() == [1, 0, 0, 0]


def test_every_answer_that_shares_the_largest_reward_is_best():
    summary = ended([on(0)] * 3 + [on(1)] * 2 + [on(2)] * 4 + [[0.4, 0.3, 0.3]], rewards=(5.0, 1.0, 5.0))
    assert (summary.best, summary.worse) == (0.7, 0.2)


def test_with_equal_rewards_no_answer_is_worse():
    summary = ended([on(0), on(1), on(2), on(1)], rewards=(3.0, 3.0, 3.0))
    assert (summary.best, summary.worse) == (1, 0)


def test_final_reward_and_its_standard_error():
    # J is .98·8 + .01·3 + .01·5 = 7.92 twice, and .98·3 + .01·8 + .01·5 = 3.07 once.
    summary = ended([on(0), on(1), on(0)])
    assert summary.final_reward == pytest.approx((7.92 + 3.07 + 7.92) / 3)
    assert summary.standard_error == pytest.approx(statistics.stdev([7.92, 3.07, 7.92]) / math.sqrt(3))


def test_a_single_run_has_no_standard_error():
    summary = ended([on(0)])
    assert math.isnan(summary.standard_error)
    assert summary.final_reward == pytest.approx(7.92)


def test_only_the_last_policies_decide():
    probs = np.array([[on(0), on(0)], [on(0), on(1)], [on(1), on(2)]])
    summary = summarise(replace(DEFAULT, steps=2, runs=2), runs_along(probs))
    assert summary.fates.tolist() == [0, 0.5, 0.5, 0]
