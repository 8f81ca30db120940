"""The probability triangle: corners, centre, and lines along which J does not change."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reinforce_viz.engine.experiment import USUAL
from reinforce_viz.figures.style.theme import COLOURS, MARKERS
from reinforce_viz.figures.style.triangle import CORNERS, corner_marks, level_lines, outline, to_plane
from tests.figures.test_figures import plane, unpacked

REWARDS = [(8, 3, 5), (3, 3, 5), (5, 3, 3), (3, 5, 3), (0, 1, 2), (2, 0, 1), (-2, -7, -5), (1, 0.8, 0.1), (6, 6, 6.001)]


def policy_at(point):
    """The policy that lies at a point of the triangle: its barycentric coordinates."""
    equations = np.vstack([CORNERS.T, np.ones(3)])
    return np.linalg.solve(equations, [*point, 1.0])


def test_corners_are_yes_on_top_no_on_the_left_maybe_on_the_right():
    np.testing.assert_allclose(to_plane(np.eye(3)), plane(np.eye(3)), atol=1e-15)
    (_, top), (left, low), (right, also_low) = to_plane(np.eye(3))
    assert left < 0 < right
    assert low == also_low < top


def test_the_uniform_policy_is_the_centre():
    np.testing.assert_allclose(to_plane(np.full(3, 1 / 3)), [0, 0], atol=1e-16)


@given(st.lists(st.floats(-9, 9), min_size=6, max_size=6), st.floats(-3, 3))
def test_the_map_is_linear_and_keeps_shape(values, factor):
    one, other = np.array(values).reshape(2, 3)
    np.testing.assert_allclose(to_plane(one + factor * other), to_plane(one) + factor * to_plane(other), atol=1e-12)
    # For gradients, which sum to zero, angles and lengths are kept but for one factor: a right angle stays one.
    one, other = one - one.mean(), other - other.mean()
    assert to_plane(one) @ to_plane(other) == pytest.approx(1.5 * one @ other, abs=1e-11)


def test_the_outline_goes_round_and_the_marks_name_the_corners():
    edge, marks = unpacked(outline(10.0)), unpacked(corner_marks(10.0, USUAL))
    np.testing.assert_allclose(
        np.stack([edge["x"], edge["y"]], axis=1), 10 * plane(np.eye(3)[[0, 1, 2, 0]]), atol=1e-14
    )
    np.testing.assert_allclose(np.stack([marks["x"], marks["y"]], axis=1), 10 * plane(np.eye(3)), atol=1e-14)
    look = marks["text"], marks["marker"]["color"], marks["marker"]["symbol"]
    assert look == (list(USUAL), list(COLOURS), list(MARKERS))


def segments(rewards, radius=1.0):
    """Both ends of each line.  -> list of [2, 2]."""
    line = unpacked(level_lines(rewards, radius))
    xs, ys = line["x"], line["y"]
    assert np.isnan([xs[2::3], ys[2::3]]).all()  # a gap after each
    return [np.array([xs[i : i + 2], ys[i : i + 2]], dtype=float).T / radius for i in range(0, len(xs), 3)]


@pytest.mark.parametrize("rewards", REWARDS)
def test_j_is_the_same_along_a_line_and_levels_are_evenly_spaced(rewards):
    levels = []
    for start, end in segments(rewards):
        policies = [policy_at(start + share * (end - start)) for share in (0, 0.25, 0.5, 1)]
        values = [float(policy @ rewards) for policy in policies]
        assert values == pytest.approx([values[0]] * 4, abs=1e-9)
        levels.append(values[0])
    np.testing.assert_allclose(levels, np.linspace(min(rewards), max(rewards), 9)[1:-1], atol=1e-9)


@pytest.mark.parametrize("rewards", REWARDS)
def test_a_line_goes_from_edge_to_edge(rewards):
    for start, end in segments(rewards):
        for point in (start, end):
            assert sorted(policy_at(point))[0] == pytest.approx(0, abs=1e-12)  # one answer has probability 0
            assert min(policy_at(point)) > -1e-12
        assert min(policy_at((start + end) / 2)) > 1e-3  # not along an edge, nor a single point


def test_a_level_through_a_corner_starts_there():
    # r = (0, 1, 2): J = 1 at the pure "no" and half way between yes and maybe.
    middle = segments((0, 1, 2))[3]
    ends = sorted(middle.tolist())
    np.testing.assert_allclose(ends, sorted([plane([0, 1, 0]).tolist(), plane([0.5, 0, 0.5]).tolist()]), atol=1e-12)


def test_equal_rewards_have_no_lines():
    assert len(segments((3, 3, 3))) == 0


def test_lines_are_drawn_to_the_size_of_the_triangle():
    np.testing.assert_allclose(segments((8, 3, 5), 10_000.0), segments((8, 3, 5)), atol=1e-12)
