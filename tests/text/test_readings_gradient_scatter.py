"""The sentences of the cloud, on the example and where nothing moves or everything is flat."""

import re
from dataclasses import replace

import numpy as np
import pytest

from reinforce_viz import DEFAULT, ESTIMATORS, PRESETS, moments, outcomes
from reinforce_viz.engine.batches import likeliest
from reinforce_viz.text.readings import gradient_scatter as readings
from tests.figures.test_figures import NO_NUMBER

FAR = 10.0


def of(name="none", k=4, most=10_000, **change):
    e = replace(DEFAULT, estimator=name, k=k, **change)
    exact = moments(name, e.probs, e.rewards, k, e.b)
    return e, exact, likeliest(outcomes(name, e.probs, e.rewards, k, e.b), most)


def cloud(e, exact, batches, far=FAR):
    """The sentence where there is room for estimates up to this long."""
    seen = np.linalg.norm(batches.gradient, axis=1) <= far
    return readings.gradient_cloud(e, exact, batches, seen, far)


# P(downhill) without a baseline is .2225 at K = 4 and .1914 at K = 8; Σπ^K = .0722 at K = 4 gives no step at all.
@pytest.mark.parametrize(
    ("name", "k", "said"),
    [
        ("none", 8, "With K = 8 and no baseline, 19% of updates point downhill."),
        ("none", 4, "With K = 4 and no baseline, 22% of updates point downhill."),
        ("optimal", 1, "With K = 1 and the optimal baseline, 20% of updates point downhill."),
        ("batch mean", 4, "no update points downhill; 7.2% do not move at all."),
        ("leave-one-out", 2, "no update points downhill; 38% do not move at all."),
        (
            "batch mean",
            1,
            "no update moves the model: with K = 1 each answer is compared only with itself. Choose a la",
        ),
    ],
)
def test_the_cloud_on_the_example(name, k, said):
    assert said in cloud(*of(name, k), FAR)


def test_a_list_that_is_cut_says_how_much_is_shown():
    # K = 4: the likeliest batches are 1 yes 2 no 1 maybe (.18), 1 yes 3 no (.15), 2 yes 2 no (.135).
    assert "; the most likely ones, 46% of all, are in the picture." in cloud(*of(most=3), FAR)
    assert "; all are in the picture." in cloud(*of(), FAR)


def test_what_lies_outside_of_the_picture_is_not_said_to_be_in_it():
    # At K = 1 the estimates are 8·√.78, 3·√.38 and 5·√.98 long: 7.07, 1.85 and 4.95.
    assert "; all are in" in cloud(*of(k=1), 7.1)
    assert "the most likely ones, 70% of all, are" in cloud(*of(k=1), 5.0)


def test_a_g_that_can_hardly_be_seen_is_given_as_a_number():
    assert "short" not in cloud(*of(), FAR)
    said = cloud(*of(), 20.0)
    assert said.endswith("The arrow g is short: 1.33, where single updates are up to 20 long.")


def test_before_the_guess_nothing_is_said_of_how_often():
    said = readings.before_the_guess(DEFAULT)
    assert "shaded half" in said
    assert not re.search(r"\d", said)
    flat = readings.before_the_guess(replace(DEFAULT, rewards=(3.0, 3.0, 3.0)))
    assert "The true gradient is zero: every answer earns the same." in flat


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"rewards": (5.0, 5.0, 5.0)}, "every answer earns the same"),
        ({"probs": (0.6, 0.4, 0.0), "rewards": (5.0, 5.0, 1.0)}, "every answer that can be drawn earns the same"),
    ],
)
def test_without_a_gradient_nothing_is_uphill_or_downhill(change, why):
    e, exact, batches = of(**change)
    said = f"no update points uphill or downhill, as the true gradient is zero: {why}."
    assert said in cloud(e, exact, batches, FAR)
    assert f"it is 0%: {why}, so the true gradient is zero" in readings.downhill_truth(e, exact)


def test_a_model_that_is_certain_does_not_move():
    e, exact, batches = of(probs=(0.0, 1.0, 0.0))
    assert "no update moves the model: the model answers nothing but **no**." in cloud(e, exact, batches, FAR)


def test_the_truth_about_a_guess():
    assert readings.downhill_truth(*of()[:2]) == "With no baseline and K = 4 it is 22%."
    assert "it is 0%, as nothing moves: with K = 1" in readings.downhill_truth(*of("batch mean", 1)[:2])


def why(*name_and_k, **change):
    return readings.why_downhill(*of(*name_and_k, **change)[:2])


def test_why_a_step_points_downhill():
    # r = 8, 3, 5 and J = 4.9.
    assert why(k=1) == (
        "That is the chance of drawing **no**, which is pushed up although it earns less than the average."
    )
    assert why(k=1, probs=(0.5, 0.5, 0.0), rewards=(-2.0, -7.0, -5.0)) == (
        "That is the chance of drawing **yes**, which is pushed down although it earns more than the average."
    )
    # r = 1, .8, .1 and J = .795: the push of yes is (.99, −.98, −.01), so the probabilities change by
    # (.0194, −.0289, .0095), and J by .0040 − .0001 − .0066.
    assert why(k=1, probs=(0.01, 0.98, 0.01), rewards=(1.0, 0.8, 0.1)) == (
        "That is the chance of drawing **yes** (1.0%) or **maybe** (1.0%). The push of **yes** makes it likelier, and "
        "it earns more than the average. But the same push makes **no** less likely, which also earns more, and "
        "**maybe** likelier, which earns less."
    )
    # 4 · .5³ · .2 = 10%, and .5⁴ = 6.3%.
    assert "a batch with **no** 3 times and **maybe** once does (10.0% of batches)" in why()
    assert why(rewards=(3.0, 3.0, 3.0)) == ""
    assert why(k=1, rewards=(-2.0, -7.0, -5.0)) == "That is the chance of drawing **yes** (30%) or **maybe** (20%)."
    assert why(k=1, probs=(0.5, 0.5, 0.0)).startswith("That is the chance of drawing **no**")
    assert why("batch mean", 1) == ""
    assert why("batch mean") == "No possible batch points downhill."


def test_exact_figures_of_the_batch_mean():
    # At K = 4: |E ĝ| = ¾√1.7678, bias ¼√1.7678, .383531, .494019, 2.592716, 0 and .0722.
    cells = dict(zip(readings.EXACT_FIGURES, readings.exact_figures(of("batch mean")[1]), strict=True))
    assert cells == {
        "length of the average, |E ĝ|": "0.997",
        "length of the bias, |E ĝ − g|": "0.332",
        "total variance": "0.384",
        "mean squared error": "0.494",
        "signal to noise": "2.59",
        "P(downhill)": "0%",
        "P(zero step)": "7.2%",
    }


def test_figures_without_noise_are_in_words():
    assert readings.exact_figures(of("batch mean", 1)[1]) == ["0", "1.33", "0", "1.77", "undefined", "0%", "100%"]


def test_numbers_in_other_units_are_not_set_beside_the_others():
    exact = of("group-normalised", 8)[1]
    assert readings.exact_figures(exact)[1:4] == ["other units"] * 3
    said = readings.other_units(exact)
    assert "variance and error cannot be compared with those of the others" in said
    assert "on average 0.398 times as long as one along g." in said  # by listing every batch
    assert "times as long" not in readings.other_units(of("group-normalised", 1)[1])
    assert all(readings.other_units(of(name)[1]) is None for name in ESTIMATORS if name != "group-normalised")


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("name", ESTIMATORS)
def test_every_sentence_reads_well(preset, name):
    e, exact, batches = of(name, probs=PRESETS[preset].probs, rewards=PRESETS[preset].rewards)
    for said in (cloud(e, exact, batches, FAR), readings.downhill_truth(e, exact)):
        assert said.endswith(".")
        assert not NO_NUMBER.search(said), said
