"""Checks of plain lists, and the angle between two vectors."""

import numpy as np
import pytest

from reinforce_viz.engine.rounding import angle
from reinforce_viz.engine.validation import check_choice, check_probs, check_vector


@pytest.mark.parametrize(
    ("one", "two", "degrees"),
    [
        ((1, 0), (1, 0), 0),
        ((3, -4), (30, -40), 0),
        ((1, 0), (1, 1), 45),
        ((1, 0), (0, 2), 90),
        ((1, 0), (-5, 0), 180),
        ((1, 1, 1), (1, 1, -2), 90),
        ((1, 0), (1, 1e-9), np.degrees(1e-9)),
        ((1e-100, 0), (0, 1e100), 90),
    ],
)
def test_angles(one, two, degrees):
    assert angle(np.array(one, float), np.array(two, float)) == pytest.approx(degrees, rel=1e-9)


def test_rounding_is_no_angle():
    assert angle(np.array([0.1, 0.2, 0.3]), np.array([0.1, 0.2, 0.3]) * 3) == 0


def test_a_zero_vector_has_no_angle():
    assert np.isnan(angle(np.zeros(3), np.ones(3)))
    assert np.isnan(angle(np.ones(3), np.zeros(3)))


def test_a_vector_becomes_floats():
    vector = check_vector("rewards", [1, 2], 2)
    assert vector.dtype == np.float64
    assert vector.tolist() == [1, 2]
    assert check_vector("rewards", [7]).tolist() == [7]


@pytest.mark.parametrize(
    ("values", "size", "message"),
    [
        ([1, 2], 3, r"rewards must be a list of 3 numbers, one per action, not shape \(2,\)"),
        ([[1, 2, 3]], 3, r"not shape \(1, 3\)"),
        ([], None, r"rewards must be a list of at least 1 number, not shape \(0,\)"),
        (5, None, r"not shape \(\)"),
        ([1, np.nan], None, "rewards must be finite, not .*nan"),
        ([1, -np.inf], 2, "rewards must be finite, not .*inf"),
        ([1, 1e51], 2, "rewards must lie between -1e\\+50 and 1e\\+50, not"),
        (["a"], None, "rewards must be a list of numbers, not .*a"),
        ([[1], [2, 3]], None, "rewards must be a list of numbers"),
        (None, None, "rewards must be"),
    ],
)
def test_what_is_no_vector_is_refused(values, size, message):
    with pytest.raises(ValueError, match=message):
        check_vector("rewards", values, size)


@pytest.mark.parametrize("value", ["K1", "", None, 1, ["k1"]])
def test_an_unknown_choice_is_refused(value):
    with pytest.raises(ValueError, match="kind must be one of k1, k2, not "):
        check_choice("kind", value, ("k1", "k2"))
    assert check_choice("kind", "k2", ("k1", "k2")) == "k2"


def test_a_second_policy_is_refused_by_its_name():
    assert check_probs([0.25, 0.75], "reference", 2).tolist() == [0.25, 0.75]
    with pytest.raises(ValueError, match=r"reference must sum to 1 to within 1e-06, but \[0.5, 0.6\]"):
        check_probs([0.5, 0.6], "reference")
    with pytest.raises(ValueError, match=r"reference must have one value per action \(3\), not shape \(2,\)"):
        check_probs([0.5, 0.5], "reference", 3)
