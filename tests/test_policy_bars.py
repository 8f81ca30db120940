"""The model's answers as bars: heights, words, and ties."""

from dataclasses import replace

import pytest
from test_figures import axis, sent

from reinforce_viz import DEFAULT, PRESETS, figures
from reinforce_viz.figures.theme import COLOURS


@pytest.mark.parametrize("preset", PRESETS)
def test_a_bar_is_as_high_as_its_probability(preset):
    e = PRESETS[preset]
    (bars,) = sent(figures.policy_bars(e))["data"]
    assert list(bars["y"]) == list(e.probs)
    assert list(bars["x"]) == [0, 1, 2]
    assert bars["marker"]["color"] == list(COLOURS)


def test_bars_and_answers_are_named():
    fig = figures.policy_bars(DEFAULT)
    (bars,) = sent(fig)["data"]
    assert bars["text"] == ["30%", "50%", "20%"]
    assert axis(fig, "x")["ticktext"] == ["<b>yes</b><br>reward 8", "<b>no</b><br>reward 3", "<b>maybe</b><br>reward 5"]
    assert axis(fig, "y")["title"]["text"] == "probability π"


def test_axes_do_not_move_with_the_experiment():
    ranges = {str([axis(figures.policy_bars(e), letter)["range"] for letter in "xy"]) for e in PRESETS.values()}
    assert len(ranges) == 1
    low, high = axis(figures.policy_bars(DEFAULT), "y")["range"]
    assert (low, high > 1.05) == (0, True)  # the words above a full bar


def test_reading_on_the_example():
    said = figures.policy_bars_reading(DEFAULT)
    assert said.startswith(
        "The model says no most often (50%); the best answer is yes (reward 8), and one answer earns J = 4.9 on "
        "average."
    )


def test_answers_that_are_equally_likely_are_all_named():
    assert "says yes, no and maybe equally often (33%" in figures.policy_bars_reading(PRESETS["restaurants 6/7/8"])
    assert "says yes and no equally often (40%" in figures.policy_bars_reading(PRESETS["close rivals"])


def test_answers_that_are_equally_good_are_all_named():
    tied = replace(DEFAULT, rewards=(5.0, 1.0, 5.0))
    assert "the best answers are yes and maybe (reward 5)" in figures.policy_bars_reading(tied)
