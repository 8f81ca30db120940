"""Marks as one path: circles are round, squares square, arrows end where they should; read back by their own rules."""

import re

import numpy as np
import pytest

from reinforce_viz.figures.style import paths

# How many numbers follow each letter of a path, and which of them are x and which y.
READ = {"M": "xy", "L": "xy", "H": "x", "V": "y", "C": "xyxyxy", "S": "xyxy", "Z": ""}


def parts(path):
    """The closed parts of a path, each a list of (letter, numbers)."""
    for part in re.findall(r"[^Z]+Z", path):
        steps = []
        for letter, written in re.findall("([A-Z])([^A-Z]*)", part):
            numbers = [float(number) for number in re.split("[, ]", written) if number]
            assert len(numbers) == len(READ[letter])
            assert np.isfinite(numbers).all()
            steps.append((letter, numbers))
        assert steps[0][0] == "M"
        assert [letter for letter, _ in steps].count("Z") == 1
        yield steps


def outline(steps, fineness=41):
    """The points that a pen passes, [N, 2]; curves by their definition."""
    pen, handle, passed = np.zeros(2), np.zeros(2), []
    for letter, numbers in steps:
        if letter in "CS":
            given = np.reshape(numbers, (-1, 2))
            # S takes the handle that the curve before it had, on the other side of the pen.
            first, second, end = given if letter == "C" else (2 * pen - handle, *given)
            t = np.linspace(0, 1, fineness)[:, None]
            passed += list((1 - t) ** 3 * pen + 3 * (1 - t) ** 2 * t * first + 3 * (1 - t) * t**2 * second + t**3 * end)
            pen, handle = end, second
            continue
        pen = pen.copy()
        for axis, number in zip(READ[letter], numbers, strict=True):
            pen["xy".index(axis)] = number
        if letter != "Z":
            passed.append(pen)
    return np.array(passed)


def boxes(path):
    """Middle and size of every closed part of a path.  -> [N, 2], [N, 2]."""
    drawn = [outline(steps) for steps in parts(path)]
    low, high = np.array([p.min(axis=0) for p in drawn]), np.array([p.max(axis=0) for p in drawn])
    return (low + high) / 2, high - low


def arrow_of(path):
    """Tail, tip, breadth of the shaft and of the head of an arrow."""
    (steps,) = parts(path)
    left, _, left_wing, tip, right_wing, _, right = outline(steps)
    return (
        tuple((left + right) / 2),
        tuple(tip),
        float(np.linalg.norm(left - right)),
        float(np.linalg.norm(left_wing - right_wing)),
    )


def test_circles_are_round():
    centres, radii = np.array([[0.0, 0.0], [-2.0, 3.0], [100.0, -1.0]]), np.array([1.0, 0.25, 20.0])
    drawn = [outline(steps) for steps in parts(paths.circles(centres, radii, 6))]
    assert len(drawn) == 3
    for points, centre, radius in zip(drawn, centres, radii, strict=True):
        np.testing.assert_allclose(np.linalg.norm(points - centre, axis=1), radius, rtol=4e-4)
        turned = np.unwrap(np.arctan2(*(points - centre).T[::-1]))
        assert turned[-1] - turned[0] == pytest.approx(2 * np.pi)  # once around, all of them the same way
        assert (np.diff(turned) >= -1e-6).all()


def test_squares_are_square():
    middles, sizes = boxes(paths.squares(np.array([[0.0, 0.0], [-2.0, 3.0]]), 0.5, 6))
    np.testing.assert_allclose(middles, [[0, 0], [-2, 3]], atol=1e-6)
    np.testing.assert_allclose(sizes, 0.5, atol=1e-6)
    (corners, _) = (outline(steps) for steps in parts(paths.squares(np.array([[0.0, 0.0], [1.0, 1.0]]), 2.0, 6)))
    assert corners.tolist() == [[-1, -1], [1, -1], [1, 1], [-1, 1]]


@pytest.mark.parametrize(("decimals", "far"), [(0, 0.5), (2, 0.005), (-1, 5.0)])
def test_numbers_are_as_short_as_asked_for(decimals, far):
    centres = np.array([[12.3456, -78.9123]])
    (middle,), _ = boxes(paths.squares(centres, 40.0, decimals))
    assert np.abs(middle - centres).max() <= far
    numbers = re.findall(r"[-\d.]+", paths.squares(centres, 40.0, decimals))
    assert all(float(number) == round(float(number), decimals) for number in numbers)
    assert max(map(len, numbers)) <= 4 + max(decimals, 0)


@pytest.mark.parametrize("turn", np.linspace(0, 2 * np.pi, 9))
def test_an_arrow_has_a_shaft_and_a_head(turn):
    tail = np.array([1.0, -2.0])
    towards = np.array([np.cos(turn), np.sin(turn)])
    path = paths.arrow(tail, tail + 10 * towards, 0.5)
    start, tip, thick, broad = arrow_of(path)
    assert start == pytest.approx(tuple(tail), abs=1e-4)
    assert tip == pytest.approx(tuple(tail + 10 * towards), abs=1e-4)
    assert (thick, broad) == pytest.approx((0.5, 2.0), abs=1e-4)
    # Along the arrow: the head is the last 4 breadths of the shaft.
    (steps,) = parts(path)
    along = (outline(steps) - tail) @ towards
    assert along == pytest.approx([0, 8, 8, 10, 8, 8, 0], abs=1e-4)


@pytest.mark.parametrize("length", [1.9, 0.5, 1e-3, 1e-9])
def test_a_short_arrow_is_all_head_and_keeps_its_shape(length):
    tip = np.array([0.6, -0.8]) * length
    path = paths.arrow(np.zeros(2), tip, 0.5)
    (steps,) = parts(path)
    along = outline(steps) @ [0.6, -0.8]
    assert along == pytest.approx([0, 0, 0, length, 0, 0, 0], abs=1e-5 * length)
    _, end, thick, broad = arrow_of(path)
    assert end == pytest.approx(tuple(tip), rel=1e-5)
    assert (thick, broad) == pytest.approx((length / 4, length), rel=1e-4)


def test_an_arrow_of_no_length_is_nothing():
    (steps,) = parts(paths.arrow(np.array([3.0, 4.0]), np.array([3.0, 4.0]), 0.5))
    assert (outline(steps) == [3, 4]).all()
