"""The sentences on the page about the identity: on the example, at zero, and where two numbers are the same."""

import re
from dataclasses import replace

import numpy as np
import pytest

from reinforce_viz import DEFAULT, PRESETS
from reinforce_viz.engine.experiment import USUAL
from reinforce_viz.lessons.why_it_works import identity
from reinforce_viz.text.readings import why_it_works as readings
from reinforce_viz.text.readings.why_it_works import IDENTITY_FIGURES

CERTAIN = replace(DEFAULT, probs=(1.0, 0.0, 0.0))


def terms(experiment):
    return identity(experiment.probs, experiment.rewards)


def test_the_table_of_the_example():
    columns = readings.identity_table(terms(DEFAULT), DEFAULT.probs, DEFAULT.rewards)
    assert list(columns) == [*USUAL, "sum"]
    assert columns["yes"] == [
        "0.3",
        "8",
        "(0.21, −0.15, −0.06)",
        "(0.70, −0.50, −0.20)",
        "(1.68, −1.20, −0.48)",
        "(1.68, −1.20, −0.48)",
        "",
    ]
    assert columns["no"][4] == "(−0.45, 0.75, −0.30)"
    assert columns["maybe"][5] == "(−0.30, −0.50, 0.80)"
    g = "**(0.93, −0.95, 0.02)**"
    assert columns["sum"] == ["1", "", "**(0.00, 0.00, 0.00)**", "", g, g, g]
    assert all(len(column) == len(IDENTITY_FIGURES) for column in columns.values())


@pytest.mark.parametrize("preset", PRESETS)
def test_the_sums_are_written_alike(preset):
    e = PRESETS[preset]
    column = readings.identity_table(terms(e), e.probs, e.rewards)["sum"]
    assert column[4] == column[5] == column[6]


@pytest.mark.parametrize("preset", PRESETS)
def test_the_check_counts_decimals_that_the_numbers_bear_out(preset):
    identities = terms(PRESETS[preset])
    said = readings.measured_slope(identities)
    trusted = int(re.search(r"to (\d+) decimals", said)[1])
    assert np.abs(identities.measured - identities.sum_by_score).max() <= 10.0**-trusted
    assert 10.0 ** -(trusted + 1) < identities.error_bound <= 10.0**-trusted


def test_reading_of_the_baseline_on_the_example():
    # 5 · .3 · (.7, −.5, −.2) and so on
    assert readings.zero_bias(DEFAULT, 5.0).startswith(
        "With b = 5 the pushes b ∇π are (1.05, −0.75, −0.30) for **yes**, (−0.75, 1.25, −0.50) for **no** and "
        "(−0.30, −0.50, 0.80) for **maybe**; they add up to (0.00, 0.00, 0.00)."
    )


def test_reading_of_the_identity_on_the_example():
    assert "end at g = (0.93, −0.95, 0.02)" in readings.identity_arrows(terms(DEFAULT))


def test_a_slope_of_zero_is_written_as_zero():
    # Only rounding is left of the finite difference of a J that is 4 everywhere.
    said = readings.measured_slope(identity(DEFAULT.probs, (4.0, 4.0, 4.0)))
    assert "at the rate (0.00, 0.00, 0.00)." in said
    assert "to 9 decimals" in said


def test_nothing_to_push_is_said():
    assert "All three pushes are zero" in readings.identity_arrows(terms(CERTAIN))
    assert "all three pushes b ∇π are zero. The small triangles" in readings.zero_bias(CERTAIN, 5.0)
    assert readings.zero_bias(DEFAULT, 0.0) == "With b = 0 nothing is subtracted, and there is no push to draw. Move b."
    assert "all three are zero" in readings.where_they_lead(DEFAULT, 0.0)
    assert "all three are zero" in readings.where_they_lead(CERTAIN, 5.0)
    assert "the last one ends where the first began" in readings.where_they_lead(DEFAULT, -5.0)
    assert "12 decimals" in readings.measured_slope(identity(DEFAULT.probs, (0.0, 0.0, 0.0)))
