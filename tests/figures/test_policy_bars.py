"""The model's answers as bars: heights, words, ties, and what one step of a draw's push would do."""

import math
from dataclasses import replace

import numpy as np
import pytest

from reinforce_viz import DEFAULT, PRESETS, figures
from reinforce_viz.figures.style.theme import COLOURS, DOWN, UP
from reinforce_viz.lessons.start import after_push, by_hand, pushes
from tests.figures.test_figures import axis, sent


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


def after_a_draw(experiment, n=1):
    drawn = by_hand(experiment, n)
    return drawn, sent(figures.policy_bars(experiment, drawn))


def test_the_drawn_answer_is_marked():
    for n in range(1, 6):
        drawn, fig = after_a_draw(DEFAULT, n)
        answer = drawn.answer[-1]
        (bars,) = fig["data"]
        assert [text.startswith("<b>drawn</b>") for text in bars["text"]] == [place == answer for place in range(3)]
        assert [width > 0 for width in bars["marker"]["line"]["width"]] == [place == answer for place in range(3)]
        assert list(bars["y"]) == list(DEFAULT.probs)  # the model itself stays put


def test_lines_and_arrows_lead_to_the_policy_one_step_on():
    drawn, fig = after_a_draw(DEFAULT)
    after = after_push(DEFAULT, drawn.push[-1])
    assert [line["y0"] for line in fig["layout"]["shapes"]] == [line["y1"] for line in fig["layout"]["shapes"]]
    np.testing.assert_allclose([line["y0"] for line in fig["layout"]["shapes"]], after)
    arrows = [note for note in fig["layout"]["annotations"] if note.get("arrowwidth")]
    np.testing.assert_allclose([arrow["ay"] for arrow in arrows], DEFAULT.probs)
    np.testing.assert_allclose([arrow["y"] for arrow in arrows], after)
    colours = [UP if new > old else DOWN for old, new in zip(DEFAULT.probs, after, strict=True)]
    assert [arrow["arrowcolor"] for arrow in arrows] == colours


def test_reading_after_a_draw_names_where_each_answer_goes():
    # The first draw of seed 0 is no, worth 3: logits move by .1 · 3 · (−.3, .5, −.2).
    weights = 0.3 * math.exp(-0.09), 0.5 * math.exp(0.15), 0.2 * math.exp(-0.06)
    yes, no, maybe = (f"{weight / sum(weights):.0%}" for weight in weights)
    said = figures.policy_bars_reading(DEFAULT, by_hand(DEFAULT, 1))
    assert f"take yes from 30% to {yes}, no from 50% to {no} and maybe from 20% to {maybe}." in said


def test_reading_says_what_hardly_moves():
    stuck = PRESETS["stuck on no"]
    n = next(n for n in range(1, 20) if by_hand(stuck, n).answer[-1] == 1)
    assert "would hardly move yes (1.0%), no (98%) and maybe (1.0%)." in figures.policy_bars_reading(
        stuck, by_hand(stuck, n)
    )


def test_the_table_shows_both_signs_where_they_differ():
    # Worked in test_by_hand: drawing yes under "stuck on no" pushes maybe's logit by −.01 and raises it by .0145.
    columns = figures.push_figures(PRESETS["stuck on no"], pushes(PRESETS["stuck on no"])[0])
    assert list(columns) == figures.PUSH_FIGURES
    logit, probability = (columns[name][2] for name in figures.PUSH_FIGURES)
    assert (logit, probability) == ("▼ −0.01", "▲ +1.45 points")


def test_the_table_of_a_push_of_nothing_has_no_arrows():
    assert figures.push_figures(DEFAULT, np.zeros(3)) == {
        figures.PUSH_FIGURES[0]: ["0"] * 3,
        figures.PUSH_FIGURES[1]: ["0 points"] * 3,
    }
