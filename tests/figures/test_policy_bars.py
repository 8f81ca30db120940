"""The model's answers as bars: heights, words, ties, and what one step of a draw's push would do."""

import numpy as np
import pytest

from reinforce_viz import DEFAULT, PRESETS
from reinforce_viz.figures import start as figures
from reinforce_viz.figures.style.theme import COLOURS, DOWN, UP
from reinforce_viz.lessons.start import after_push, by_hand
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
