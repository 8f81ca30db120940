"""A pasted group: its advantages by plain arithmetic, and the outlier and the ε that count."""

import statistics

import numpy as np
import pytest

from reinforce_viz.lessons.own_group import SCHEMES, advantages, epsilon_share, levels, outlier

GROUPS = [[1, 0, 0, 1, 0], [0.1, 0.25, 50, -3], [2, 2], [-1e6, 1e6, 0.5], [1e-5, 2e-5, 3e-5], [7, 7, 7, 7]]


@pytest.mark.parametrize("group", GROUPS)
def test_each_scheme_by_plain_arithmetic(group):
    given = advantages(np.array(group, dtype=float))
    k, mean, spread = len(group), statistics.mean(group), statistics.stdev(group)
    assert tuple(given) == SCHEMES
    assert given["batch mean"] == pytest.approx([r - mean for r in group])
    assert given["leave-one-out"] == pytest.approx([r - (sum(group) - r) / (k - 1) for r in group])
    expected = [(r - mean) / (spread + 1e-4) if spread else 0.0 for r in group]
    assert given["group-normalised"] == pytest.approx(expected)


def test_one_answer_has_nothing_to_be_compared_with():
    given = advantages(np.array([3.0]))
    assert np.isnan(given["leave-one-out"]).all()
    assert not given["batch mean"].any()
    assert not given["group-normalised"].any()


def test_an_outlier_that_swallows_the_rest():
    found = outlier(np.array([0.1, 0.2, 50, 0.3, 0.25]))
    group, others = [0.1, 0.2, 50, 0.3, 0.25], [0.1, 0.2, 0.3, 0.25]
    assert found.place == 2
    assert found.with_it == pytest.approx(0.2 / (statistics.stdev(group) + 1e-4))
    assert found.without_it == pytest.approx(0.2 / (statistics.stdev(others) + 1e-4))


@pytest.mark.parametrize(
    "group",
    [[3], [1, 0], [0, 1, 100], [0, 0, 0, 0, 1], [1, 2, 3, 4, 5], [5, 5, 5, 5], [0, 0.1, 1, 0.9], [-10, 10, -10, 10]],
)
def test_no_outlier_where_the_others_keep_their_distance_or_have_none(group):
    assert outlier(np.array(group, dtype=float)) is None


def test_a_rounding_is_no_difference():
    sums = np.array([0.1 + 0.2, 0.3, 0.3, 0.1 + 0.2])
    assert levels(sums).tolist() == [0.3]
    assert epsilon_share(sums) == 0
    assert outlier(np.array([*sums, 50.0])) is None
    assert levels(np.array([3.0, 1.0, 3.0, -2.0])).tolist() == [-2, 1, 3]


def test_how_much_the_epsilon_counts():
    assert epsilon_share(np.array([4.0, 4.0])) == 0
    assert epsilon_share(np.array([0.0, 1.0])) == pytest.approx(1e-4 / (0.5**0.5 + 1e-4))
    assert epsilon_share(np.array([1e-5, 2e-5, 3e-5])) == pytest.approx(1e-4 / 1.1e-4)
