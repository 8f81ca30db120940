"""Where runs end: bars."""

from dataclasses import replace

import numpy as np
import pytest

from reinforce_viz import DEFAULT
from reinforce_viz.figures import trajectories as figures
from reinforce_viz.figures.style.theme import COLOURS, NEUTRAL
from tests.figures.test_figures import axis, runs, sent, spec
from tests.of_experiment import runs_along, summarise

ENDS = {"yes": (0.98, 0.01, 0.01), "no": (0.01, 0.98, 0.01), "maybe": (0.01, 0.01, 0.98), "undecided": (0.5, 0.3, 0.2)}


def ended(experiment=DEFAULT, **counts):
    """The summary of so many runs that end on each answer."""
    ends = np.array([ENDS[answer] for answer, count in counts.items() for _ in range(count)])
    probs = np.broadcast_to(ends, (2, *ends.shape))
    return summarise(replace(experiment, runs=len(ends)), runs_along(probs))


ONE = ended(yes=7, no=1, maybe=4, undecided=8)  # of 20
OTHER = ended(yes=20)


def test_a_bar_for_each_fate_and_they_add_up():
    fig = figures.fates([DEFAULT], [ONE])
    (bars,) = sent(fig)["data"]
    assert bars["y"] == ["yes", "no", "maybe", "undecided"]
    assert bars["x"].tolist() == [0.35, 0.05, 0.2, 0.4]
    assert bars["text"] == ["35%", "5.0%", "20%", "40%"]
    assert bars["marker"]["color"] == [*COLOURS, NEUTRAL]
    assert axis(fig, "x")["title"]["text"] == "share of runs"
    assert axis(fig, "x")["range"][1] > 1.1  # room for the words beside a full bar
    assert axis(fig, "y")["range"] == [3.5, -0.5]  # yes on top


def test_simulated_fates_add_up_to_one():
    short = replace(DEFAULT, steps=40, runs=60)
    (bars,) = sent(figures.fates([short], [runs(short)[0]]))["data"]
    assert bars["x"].sum() == pytest.approx(1, abs=1e-15)
    assert (bars["x"] >= 0).all()


def test_two_estimators_are_plain_and_hatched_and_named():
    fig = figures.fates([DEFAULT, replace(DEFAULT, estimator="optimal")], [ONE, OTHER])
    plain, hatched = sent(fig)["data"]
    assert (plain["name"], hatched["name"]) == ("none", "optimal")
    assert (plain["marker"]["pattern"]["shape"], hatched["marker"]["pattern"]["shape"]) == ("", "/")
    assert hatched["text"] == ["100%", "0%", "0%", "0%"]
    assert "solid: none; hatched: optimal" in spec(fig)
    assert "hatched" not in spec(figures.fates([DEFAULT], [ONE]))


def test_a_guess_is_drawn_at_the_best_answer():
    maybe = replace(DEFAULT, rewards=(1.0, 2.0, 9.0))
    fig = figures.fates([maybe], [ONE], 0.6)
    (line,) = sent(fig)["layout"]["shapes"]
    assert (line["x0"], line["x1"]) == (0.6, 0.6)
    assert (line["y0"] + line["y1"]) / 2 == 2  # the third row
    assert "your guess" in spec(fig)
    assert "your guess" not in spec(figures.fates([maybe], [ONE]))


def test_equally_good_answers_have_a_bar_together_and_the_guess_is_drawn_at_it():
    tied = replace(DEFAULT, rewards=(8.0, 3.0, 8.0))
    fig = figures.fates([tied], [ended(tied, yes=7, no=1, maybe=4, undecided=8)], 0.5)
    (bars,) = sent(fig)["data"]
    assert bars["y"] == ["yes", "no", "maybe", "best together", "undecided"]
    assert bars["x"].tolist() == [0.35, 0.05, 0.2, 0.55, 0.4]
    assert len(bars["marker"]["color"]) == len(bars["text"]) == 5
    assert axis(fig, "y")["range"] == [4.5, -0.5]
    (line,) = sent(fig)["layout"]["shapes"]
    assert (line["y0"] + line["y1"]) / 2 == 3  # at the sum, not at yes
