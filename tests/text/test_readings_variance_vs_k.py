"""The sentences of the batch size."""

from dataclasses import replace

import numpy as np
import pytest

from reinforce_viz import DEFAULT, ESTIMATORS, PRESETS
from reinforce_viz.engine.batch_size import QUANTITIES, Curve, curve, matching_size
from reinforce_viz.text.readings import variance_vs_k as readings
from tests.figures.test_figures import FIRST, NO_NUMBER

CORNER = replace(DEFAULT, probs=(1.0, 0.0, 0.0))


def test_the_curves_on_the_example():
    curves = {name: curve(DEFAULT, name, "total variance") for name in FIRST}
    # At K = 4 the current baseline comes first: .292200, then 4.95455, .383531 and .681833.
    assert readings.variance_vs_k(curves, "total variance", 4, "expected reward") == (
        "At K = 4 the total variance is: expected reward 0.292, none 4.95, batch mean 0.384, leave-one-out 0.682."
    )
    assert readings.variance_vs_k(curves, "total variance", 1, "none") == (
        "At K = 1 the total variance is: none 19.8, expected reward 1.17, batch mean 0. It is not defined for "
        "leave-one-out."
    )
    empty = Curve(np.array([2]), *(np.array([np.nan]) for _ in range(4)))
    assert readings.variance_vs_k({"none": empty}, "total variance", 2, "none") == (
        "At K = 2 the total variance is not defined for these baselines."
    )


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("quantity", QUANTITIES)
def test_every_quantity_reads_well_for_every_preset(preset, quantity, monkeypatch):
    monkeypatch.setattr("reinforce_viz.engine.batch_size.BATCH_SIZES", (1, 4, 16))
    fits, _ = readings.comparable(list(ESTIMATORS), quantity)
    curves = {name: curve(PRESETS[preset], name, quantity) for name in fits}
    for k in (1, 4, 16):
        said = readings.variance_vs_k(curves, quantity, k, fits[0])
        assert said.startswith(f"At K = {k} the {quantity} is")
        assert not NO_NUMBER.search(said), said


def test_another_scale_is_left_out_unless_it_cancels():
    chosen = ["none", "group-normalised", "batch mean"]
    for quantity, entry in QUANTITIES.items():
        fits, left_out = readings.comparable(chosen, quantity)
        assert (fits == chosen) == entry.scale_free
        assert left_out == ([] if entry.scale_free else ["group-normalised"])
        assert fits + left_out == (chosen if entry.scale_free else ["none", "batch mean", "group-normalised"])
    assert {q for q, entry in QUANTITIES.items() if entry.scale_free} == {
        "signal to noise",
        "angle to the gradient",
        "P(downhill)",
    }


def test_what_is_left_out_is_explained_with_what_to_choose():
    said = readings.why_left_out(["group-normalised"], "total variance")
    assert said.startswith("Group-normalised is not drawn: ")
    assert "so its total variance is in other units" in said
    assert said.endswith("Choose signal to noise, angle to the gradient or P(downhill), where the scale cancels.")
    assert readings.why_left_out(["a", "b"], "total variance").startswith("A and b are not drawn: ")


@pytest.mark.parametrize(
    ("e", "said"),
    [
        (DEFAULT, "Their total variances are equal at K = 86.3."),
        (CORNER, "Neither has any variance here, so every K is enough: the model answers nothing but **yes**."),
        (
            replace(DEFAULT, rewards=(0.0, 0.0, 0.0)),
            "Neither has any variance here, so every K is enough: every answer earns the same.",
        ),
        (
            replace(DEFAULT, rewards=(5.0, 5.0, 5.0)),
            "Leave-one-out has no variance at all here, so no K is enough: every answer earns the same.",
        ),
    ],
)
def test_the_batch_size_that_makes_up_for_a_missing_baseline(e, said):
    assert readings.matching_size_truth(e, matching_size(e)) == said


def test_where_no_baseline_is_better_it_is_said():
    e = PRESETS["nearly done"]
    assert readings.matching_size_truth(e, matching_size(e)).endswith(
        "Here leave-one-out is no better than no baseline."
    )


def test_every_constant_on_the_example():
    assert readings.variance_vs_baseline(DEFAULT) == (
        "At K = 4 the least variance is 0.233, at b* = 5.52. The expected reward 4.9 gives 0.292, less than no "
        "baseline (4.95). Only a b between 0 and 11.04 helps."
    )
    below = readings.variance_vs_baseline(PRESETS["all rewards negative"])
    assert below.endswith("Only a b between −8.961 and 0 helps.")
    # At K = 1 and π = (.99, .006, .004): none .310372, E[R] .356554, b* .018797.
    worse = readings.variance_vs_baseline(replace(PRESETS["nearly done"], k=1))
    assert "the least variance is 0.0188" in worse
    assert "gives 0.357, more than no baseline (0.31)" in worse


def test_none_is_called_best_only_where_it_is():
    best = readings.variance_vs_baseline(PRESETS["restaurants -1/0/1"])
    assert best.endswith("the same as no baseline (0.0556). b* is 0, so no constant has less variance than none.")
    assert readings.variance_vs_baseline(CORNER) == (
        "At K = 4 the variance is 0 whatever is subtracted: the model answers nothing but **yes**."
    )
    # b* = .00372 with a variance of .0518946 in place of .0518969.
    close = replace(DEFAULT, probs=(0.4 / 1.066, 0.333 / 1.066, 0.333 / 1.066), rewards=(-1.0, 0.0, 1.0))
    said = readings.variance_vs_baseline(close)
    assert said.startswith("At K = 4 the least variance is 0.0519, at b* = 0.00372.")
    assert said.endswith(" helps, and hardly: b* saves 0.004% of the variance.")
