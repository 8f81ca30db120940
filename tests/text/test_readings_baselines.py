"""The sentences of the dial and of the sections below it."""

from dataclasses import replace

import numpy as np
import pytest

from reinforce_viz import DEFAULT, PRESETS, moments
from reinforce_viz.lessons.nights import Search, searches
from reinforce_viz.text.readings import baselines as readings
from tests.figures.test_figures import NO_NUMBER
from tests.of_experiment import stops, turn

CORNER = replace(DEFAULT, probs=(1.0, 0.0, 0.0))
EQUAL = replace(DEFAULT, rewards=(5.0, 5.0, 5.0))


def dial(e, most=80):
    return readings.baseline_dial(e, turn(e, stops(e), most))


def test_the_sentence_of_the_dial_holds_wherever_it_stands():
    (said,) = {dial(replace(DEFAULT, b=b)) for b in (-4.0, 0.0, 5.0, 9.9)}
    assert "At K = 4 the least variance is 0.233, at b* = 5.519." in said
    assert "the gradient: **yes** 0.93, **no** −0.95 and **maybe** 0.02." in said


def test_which_b_leaves_the_least_noise_is_said_without_a_guess():
    assert readings.least_noise(DEFAULT) == "The least variance is at b* = 5.519, the push-weighted mean."
    assert readings.least_noise(CORNER).startswith("Every b is as good here")
    assert "at b* = 5," in readings.least_noise(EQUAL)


def test_a_capped_cloud_says_what_it_shows():
    capped = "The bubbles are the 80 most likely batches, 68% of the probability."
    assert dial(replace(DEFAULT, k=64)).endswith(capped)
    assert "batches" not in dial(DEFAULT)


def test_where_nothing_can_be_learned_the_dial_says_so():
    assert dial(CORNER) == (
        "At K = 4 the variance is 0 at every b: the model answers nothing but **yes**, so nothing is ever pushed."
    )
    assert "is the gradient: zero, as every answer earns the same." in dial(EQUAL)


@pytest.mark.parametrize("e", [*PRESETS.values(), CORNER, EQUAL])
def test_every_sentence_reads_well(e):
    for said in (dial(e), readings.baseline_dial_truth(e, 0.0), readings.same_variance(e, 2.0)):
        assert said.endswith(".")
        assert not NO_NUMBER.search(said), said


@pytest.mark.parametrize(("k", "draws"), [(1, "1 draw can"), (4, "4 draws can")])
def test_before_the_guess_it_says_what_a_bubble_is(k, draws):
    said = readings.before_the_guess(replace(DEFAULT, k=k, b=-2.5))
    assert said.startswith("With b = −2.5 subtracted from every reward")
    assert draws in said
    for choice in ("mean reward counts all", "expected reward counts each by", "push-weighted mean also by"):
        assert choice in said


def test_a_guess_is_held_against_the_best():
    said = readings.baseline_dial_truth(DEFAULT, 4.9)
    assert "b = 4.9 gives a variance of 0.292; the least, 0.233, is at b* = 5.519, the push-weighted mean" in said
    right = readings.baseline_dial_truth(PRESETS["restaurants 6/7/8"], 7.0)
    assert right == "That is b* = 7: no constant gives less variance than 0.0556."
    assert readings.baseline_dial_truth(CORNER, 3.0).startswith("Every b is as good here")


def search(nights, error=1.0):
    return Search(np.zeros(1), nights, error, nights, 1.0, 1.0)


@pytest.mark.parametrize(
    ("other", "wider", "said"),
    [
        (search(30.0), search(20.0), "Here it is quicker: 20 and 30 nights."),
        (search(20.0), search(30.0), "Here it is slower all the same: 30 and 20 nights."),
        (search(21.0), search(20.0), "Here the two hardly differ all the same: 20 and 21 nights."),
        (search(1.0), search(1.0), "Here both need 1 night all the same."),
        (search(np.nan), search(20.0), "Not both are found within 300 nights here."),
    ],
)
def test_a_longer_gradient_is_called_quicker_only_where_it_is(other, wider, said):
    assert readings.why_ratings_differ({"−1/0/1": other, "−2/0/3": wider}).endswith(
        f"which no baseline can bring about. {said}"
    )


def test_nights_in_words():
    found = searches(0.1, 0)
    said = readings.nights(found)
    for ratings, each in found.items():
        assert f"{each.nights:.0f} ± " in said
        assert f"for {ratings}" in said
    rows = dict(zip(readings.NIGHTS_FIGURES, readings.nights_figures(found["−1/0/1"]), strict=True))
    assert rows["length of the true gradient, |g|"] == "0.471"  # √2/3
    assert rows["variance of the first night's push"] == "0.222"  # 2/9
    assert rows["the same along the true gradient"] == "14"
    never = {"6/7/8": search(np.nan)}
    assert readings.nights(never) == "Nights until the best is more likely than not: more than 300 for 6/7/8."
    assert readings.nights_figures(never["6/7/8"])[:2] == ["more than 300"] * 2


def own_sample(e):
    own, others = (moments(name, e.probs, e.rewards, e.k) for name in ("batch mean", "leave-one-out"))
    return readings.own_sample(e, own, others)


def test_what_the_batch_mean_costs():
    said = own_sample(DEFAULT)
    assert "shrinks the average step to 75% of the gradient, (K − 1)/K." in said
    assert "Its mean squared error, 0.494, is less than that of leave-one-out, 0.682," in said
    assert own_sample(EQUAL).startswith("There is no gradient to shrink here: every answer earns the same.")


@pytest.mark.parametrize(
    ("d", "low", "high", "mostly"),
    [(0.5, "30%", "30%", False), (2.0, "50%", "30%", False), (3.0, "100%", "0%", True)],
)
def test_mostly_is_said_only_where_it_is_true(d, low, high, mostly):
    # b* = 5.519: yes earns 8, maybe 5, no 3.
    said = readings.same_variance(DEFAULT, d)
    assert f"pushes up {low} of the draws, and b* + {d:g} {high}." in said
    assert ("Where most draws are pushed up, a run commits early" in said) == mostly
    assert ("With a larger distance" in said) != mostly
