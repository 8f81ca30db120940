"""From which batch size on a baseline is enough, and how far a guess may see."""

import numpy as np
import pytest

from reinforce_viz import DEFAULT, PRESETS, moments
from reinforce_viz.engine.batch_size import Curve
from reinforce_viz.lessons.variance_vs_k import Rise, before_guess, enough, rise
from tests.of_experiment import curve


def downhill(*odds, first=1):
    values = np.array(odds, dtype=float)
    return Curve(np.arange(first, first + len(odds)), values, values, values, values)


@pytest.mark.parametrize(
    ("odds", "size"),
    [
        ((0.5, 0.2, 0.009, 0.0), 3),
        ((0.0, 0.0), 1),
        ((0.5, 0.3), None),
        ((0.5, 0.01), None),  # 1 in 100 is not fewer than 1 in 100
        ((0.5, 1 - 0.99 - 1e-17), None),
        ((0.001, 0.2, 0.001), 3),  # not safe from the first on: it goes wrong again
        ((0.001, 0.001, 0.2), None),
    ],
)
def test_enough_is_where_it_stays_rare(odds, size):
    assert enough("none", downhill(*odds)) == size


@pytest.mark.parametrize("name", ["batch mean", "group-normalised"])
def test_a_draw_compared_with_itself_is_never_enough(name):
    assert enough(name, downhill(0, 0, 0)) == 2
    assert enough(name, downhill(0)) is None
    assert moments(name, DEFAULT.probs, DEFAULT.rewards, 1).zero_step == 1


def test_leave_one_out_begins_at_two():
    assert enough("leave-one-out", downhill(0, 0, first=2)) == 2


@pytest.mark.parametrize(
    ("preset", "name", "size"),
    [
        ("yes, no, maybe", "none", 48),
        ("yes, no, maybe", "expected reward", 1),
        ("nearly done", "none", None),
        ("a rare disaster", "none", 128),
        ("a rare disaster", "leave-one-out", 256),
        ("stuck on no", "expected reward", None),
    ],
)
def test_enough_at_the_presets(preset, name, size):
    assert enough(name, curve(PRESETS[preset], name, "P(downhill)")) == size


@pytest.mark.parametrize(
    ("odds", "found"),
    [
        ((0.5, 0.2, 0.3, 0.1), Rise((2, 3), (0.2, 0.3))),
        ((0.1, 0.2, 0.3, 0.1), Rise((1, 3), (0.1, 0.3))),  # over several in a row
        ((0.1, 0.2, 0.1, 0.25), Rise((3, 4), (0.1, 0.25))),  # the largest of two
        ((0.5, 0.3, 0.3, 0.1), None),
        ((0.5, 0.3, 0.304, 0.1), None),  # not seen
        ((0.5,), None),
    ],
)
def test_the_largest_rise(odds, found):
    assert rise("none", downhill(*odds)) == found


def test_that_a_draw_compared_with_itself_goes_nowhere_is_no_chance_that_rises():
    assert rise("batch mean", downhill(0, 0.3, 0.2)) is None
    assert rise("none", downhill(0, 0.3, 0.2)) == Rise((1, 2), (0, 0.3))


def test_before_the_guess_curves_end_at_its_k():
    whole = curve(DEFAULT, "leave-one-out", "total variance")
    cut = before_guess({"leave-one-out": whole})["leave-one-out"]
    assert cut.k.tolist() == [2, 3, 4, 6, 8]
    for part in ("exact", "sampled", "low", "high"):
        np.testing.assert_array_equal(getattr(cut, part), getattr(whole, part)[:5])
