"""The sentences on the page about the identity: on the example, at zero, and where two numbers are the same."""

import re
from dataclasses import replace

import numpy as np
import pytest

from reinforce_viz import DEFAULT, PRESETS
from reinforce_viz.lessons.why_it_works import identity
from reinforce_viz.text.readings import why_it_works as readings

CERTAIN = replace(DEFAULT, probs=(1.0, 0.0, 0.0))


def terms(experiment):
    return identity(experiment.probs, experiment.rewards)


def test_the_table_of_the_example():
    columns, rows = readings.identity_table(terms(DEFAULT))
    assert rows == ["**yes**", "**no**", "**maybe**", "sum", "slope of J, measured"]
    assert columns == {
        "on yes": ["1.68", "−0.45", "−0.30", "0.93", "0.93"],
        "on no": ["−1.20", "0.75", "−0.50", "−0.95", "−0.95"],
        "on maybe": ["−0.48", "−0.30", "0.80", "0.02", "0.02"],
    }


@pytest.mark.parametrize("preset", PRESETS)
def test_the_sum_and_the_measured_slope_are_written_alike(preset):
    e = PRESETS[preset]
    columns, _ = readings.identity_table(terms(e))
    assert all(cells[-1] == cells[-2] for name, cells in columns.items() if name.startswith("on "))


@pytest.mark.parametrize("preset", PRESETS)
def test_the_check_counts_decimals_that_the_numbers_bear_out(preset):
    identities = terms(PRESETS[preset])
    said = readings.measured_slope(identities)
    trusted = int(re.search(r"to (\d+) decimals", said)[1])
    assert np.abs(identities.measured - identities.sum_by_score).max() <= 10.0**-trusted
    assert 10.0 ** -(trusted + 1) < identities.error_bound <= 10.0**-trusted


def test_reading_of_the_baseline_on_the_example():
    assert readings.zero_bias(DEFAULT, 5.0) == (
        "With b = 5 the three pushes b ∇π add up to (0.00, 0.00, 0.00). The small triangles are other policies, "
        "each to its own scale: they close too."
    )


def test_reading_of_the_identity_on_the_example():
    assert "The last one ends at (0.93, −0.95, 0.02), which is g." in readings.identity_arrows(terms(DEFAULT))


def test_before_the_guess_nobody_reads_where_they_end():
    said = readings.before_the_guess(terms(DEFAULT))
    assert "**yes**, **no** or **maybe**" in said
    assert "end" not in said
    assert "0.93" not in said


def test_the_truth_about_the_guess():
    assert readings.where_they_end(terms(DEFAULT)).startswith("They end at g, for any policy and any rewards")
    flat = identity(DEFAULT.probs, (4.0, 4.0, 4.0))
    assert "back at the start as well" in readings.where_they_end(flat)
    assert "back at the start as well" in readings.where_they_end(terms(CERTAIN))
    assert "all three pushes are zero" in readings.where_they_end(identity(DEFAULT.probs, (0.0, 0.0, 0.0)))


def test_a_slope_of_zero_is_written_as_zero():
    # Only rounding is left of the finite difference of a J that is 4 everywhere.
    said = readings.measured_slope(identity(DEFAULT.probs, (4.0, 4.0, 4.0)))
    assert "at the rate (0.00, 0.00, 0.00)." in said
    assert "to 9 decimals" in said


def test_nothing_to_push_is_said():
    nothing = identity(DEFAULT.probs, (0.0, 0.0, 0.0))
    for said in (readings.identity_arrows(nothing), readings.before_the_guess(nothing)):
        assert "All three pushes are zero" in said
    assert "all three pushes b ∇π are zero. The small triangles" in readings.zero_bias(CERTAIN, 5.0)
    assert readings.zero_bias(DEFAULT, 0.0) == "With b = 0 nothing is subtracted, and there is no push to draw. Move b."
    assert "12 decimals" in readings.measured_slope(nothing)
