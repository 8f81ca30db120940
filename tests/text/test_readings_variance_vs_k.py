"""The sentences of the batch size."""

from dataclasses import replace

import numpy as np
import pytest

from reinforce_viz import DEFAULT, ESTIMATORS, PRESETS
from reinforce_viz.engine.batch_size import Curve
from reinforce_viz.engine.quantities import QUANTITIES
from reinforce_viz.text.readings import variance_vs_k as readings
from tests.figures.test_figures import FIRST, NO_NUMBER
from tests.of_experiment import curve, match

CORNER = replace(DEFAULT, probs=(1.0, 0.0, 0.0))


def test_the_curves_on_the_example():
    curves = {name: curve(DEFAULT, name, "total variance") for name in FIRST}
    # At K = 4 the current baseline comes first: .292200, then 4.95455, .383531 and .681833.
    assert readings.variance_vs_k(curves, "total variance", 4, "expected reward") == (
        "At K = 4 the total variance is: expected reward 0.292, no baseline 4.95, batch mean 0.384, "
        "leave-one-out 0.682."
    )
    assert readings.variance_vs_k(curves, "total variance", 1, "none") == (
        "At K = 1 the total variance is: no baseline 19.8, expected reward 1.17, batch mean 0. It is not defined for "
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
        assert said.startswith(f"At K = {k} the {readings.CALLED.get(quantity, quantity)} is")
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
        "P(zero step)",
    }


def test_what_is_left_out_is_explained_with_what_to_choose():
    said = readings.why_left_out(["group-normalised"], "total variance")
    assert said.startswith("Group-normalised is not drawn: ")
    assert "so its total variance is in other units" in said
    assert said.endswith(
        "Choose P(downhill), signal to noise, P(zero step) or angle to the gradient, where the scale cancels."
    )
    assert readings.why_left_out(["a", "b"], "total variance").startswith("A and b are not drawn: ")


@pytest.mark.parametrize(
    ("e", "said"),
    [
        (
            DEFAULT,
            "Their total variances are equal at K = 86.3: without a baseline one draw has a variance of 19.8 and the "
            "average of K draws has 1/K of it; leave-one-out at K = 8 has 0.23.",
        ),
        (
            # Every answer pushes as g does: 10 times a step towards maybe is −10 times one towards no.
            replace(DEFAULT, probs=(0.0, 0.5, 0.5), rewards=(10.0, -10.0, 10.0)),
            "Without a baseline there is no variance here, so one draw is enough: it gives the exact gradient. "
            "Leave-one-out at K = 8 has a variance of 1.79.",
        ),
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
    assert readings.match_truth(e, match(e), "total variance") == said


def test_where_no_baseline_is_better_it_is_said():
    e = PRESETS["nearly done"]
    assert readings.match_truth(e, match(e), "total variance").endswith(
        "Here leave-one-out is no better than no baseline."
    )


def test_where_the_distance_is_not_drawn_it_is_said_where_it_is():
    said = readings.match_truth(DEFAULT, match(DEFAULT), "P(downhill)")
    assert said.startswith("Their total variances are equal at K = 86.3: ")
    assert said.endswith("has 0.23. The picture of total variance shows that distance.")


def test_the_closest_choices_are_named():
    where = "closest on this axis, where doubling K is always the same distance."
    assert readings.closest(["64"]) == f"Of the choices, **64** is {where}"
    assert readings.closest(["8", "16"]) == f"Of the choices, **8 and 16** are {where}"
    assert readings.closest([]) == ""


def test_a_chance_is_a_percentage():
    curves = {name: curve(DEFAULT, name, "P(downhill)") for name in FIRST}
    assert readings.variance_vs_k(curves, "P(downhill)", 4, "none") == (
        "At K = 4 the chance of a downhill step is: no baseline 22%, expected reward 0%, batch mean 0%, "
        "leave-one-out 0%."
    )


def test_before_the_guess_nothing_is_said_of_what_comes_later():
    curves = {name: curve(DEFAULT, name, "total variance") for name in FIRST}
    told, hidden = (readings.variance_vs_k(curves, "total variance", k, "none", hidden=True) for k in (8, 12))
    assert told == readings.variance_vs_k(curves, "total variance", 8, "none")
    assert hidden == "Guess first: what comes after K = 8 is still hidden."


def how_many(e, *names):
    return readings.how_many(e, {name: curve(e, name, "P(downhill)") for name in names})


def test_how_many_draws_are_enough():
    assert how_many(DEFAULT, *FIRST) == (
        "Of the batch sizes you can choose, fewer than 1 step in 100 goes downhill with expected reward at all of "
        "them, with batch mean or leave-one-out from K = 2 on and without a baseline from K = 48 on. "
        "One draw is enough with expected reward."
    )
    assert how_many(PRESETS["nearly done"], "none") == (
        "Without a baseline not even K = 256 is enough: 4.5% of steps still go downhill there."
    )
    assert how_many(PRESETS["restaurants -1/0/1"], "none", "expected reward") == (
        "Of the batch sizes you can choose, fewer than 1 step in 100 goes downhill with expected reward or without a "
        "baseline at all of them. One draw is enough with expected reward or without a baseline."
    )


def worse(e, current, *names):
    return readings.more_is_worse({name: curve(e, name, "P(downhill)") for name in names}, current)


def test_where_more_draws_do_not_help_it_is_said_with_its_reason():
    assert worse(DEFAULT, "none", *FIRST) == (
        "More draws do not always help: without a baseline, the chance rises from 17% at K = 6 to 19% at K = 8. That "
        "is exact, not luck. Draws come in whole numbers, so which batches point downhill changes in jumps."
    )
    assert worse(DEFAULT, "expected reward", "expected reward", "leave-one-out") == ""
    # Of several the chosen one's comes first.
    stuck = worse(PRESETS["stuck on no"], "leave-one-out", *FIRST)
    assert "with leave-one-out, the chance rises from 2.0% at K = 2 to 25% at K = 64." in stuck
    assert "without a baseline" in worse(PRESETS["stuck on no"], "none", *FIRST)


def test_what_lines_and_dots_are():
    curves = {name: curve(DEFAULT, name, "P(downhill)") for name in FIRST}
    assert readings.what_is_drawn(curves) == (
        "Lines are exact. Each dot is measured in 400 sampled updates; its bar is the 95% interval."
    )
    unsampled = {name: replace(one, sampled=np.full(len(one.k), np.nan)) for name, one in curves.items()}
    assert readings.what_is_drawn(unsampled) == "Lines are exact."


@pytest.mark.parametrize(
    ("e", "why"),
    [
        (CORNER, "the model answers nothing but **yes**"),
        (replace(DEFAULT, rewards=(5.0, 5.0, 5.0)), "every answer earns the same"),
    ],
)
def test_where_there_is_nothing_to_climb_no_number_is_asked_for(e, why):
    assert how_many(e, *FIRST) == f"No step can go downhill here: {why}, so there is nothing to climb."
