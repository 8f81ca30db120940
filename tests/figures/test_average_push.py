"""Where the average of the pushes settles: lines, labels, the truth, and the reader's guess."""

import re
from dataclasses import replace

import numpy as np
import pytest

from reinforce_viz import DEFAULT, PRESETS, exact_gradient
from reinforce_viz.engine.experiment import USUAL
from reinforce_viz.figures import start as figures
from reinforce_viz.figures.start.average_push import ALIKE
from reinforce_viz.figures.style.theme import COLOURS, CURRENT, DOWN, MARKERS, NEUTRAL, UP
from reinforce_viz.lessons.start import MOST
from tests.figures.test_figures import names, sent, spec, trace
from tests.of_experiment import by_hand


def notes(fig):
    return [note["text"] for note in sent(fig)["layout"]["annotations"]]


def levels(fig, name):
    """The heights of the lines across the three panels that stand for `name`."""
    return [s["y0"] for s in sent(fig)["layout"]["shapes"] if s["name"].startswith(name) and s["y0"] == s["y1"]]


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("n", [1, 7, 1005])
def test_each_panel_plots_the_pushes_and_their_average(preset, n):
    drawn = by_hand(PRESETS[preset], n)
    fig = figures.average_push(PRESETS[preset], drawn)
    for panel, name in enumerate(USUAL):
        average, dots = trace(fig, f"average on {name}"), trace(fig, f"pushes on {name}")
        np.testing.assert_allclose(average["y"], drawn.average[:, panel], rtol=1e-6, atol=1e-9)
        np.testing.assert_allclose(dots["y"], drawn.push[:, panel], rtol=1e-6, atol=1e-9)
        assert list(average["x"]) == list(dots["x"]) == list(drawn.at)
        assert average["line"]["color"] == COLOURS[panel]
        assert average["marker"]["symbol"] == MARKERS[panel]


def test_the_band_is_one_standard_error_either_way():
    drawn = by_hand(DEFAULT, 300)
    for panel, name in enumerate(USUAL):
        band = np.array(trace(figures.average_push(DEFAULT, drawn), f"standard error {name}")["y"])
        upper, lower = band[: len(drawn.at)], band[len(drawn.at) :][::-1]
        np.testing.assert_allclose((upper - lower)[1:] / 2, drawn.error[1:, panel], rtol=1e-5)
        assert upper[0] == lower[0]  # one draw has no error yet


def test_the_supervised_push_and_g_are_there_from_the_first():
    for n in (0, 1, 500):
        fig = figures.average_push(DEFAULT, by_hand(DEFAULT, n))
        np.testing.assert_allclose(levels(fig, "if told"), [0.7, -0.5, -0.2])
        np.testing.assert_allclose(levels(fig, "g "), [0.93, -0.95, 0.02], atol=1e-12)
        assert {"if told +0.7", "if told −0.5", "if told −0.2"} <= set(notes(fig))
        assert "g +0.93" in notes(fig)


def test_before_the_first_draw_the_picture_says_what_to_do():
    fig = figures.average_push(DEFAULT, by_hand(DEFAULT, 0))
    assert names(fig) == []
    assert any("draw an answer" in text for text in notes(fig))


def test_the_last_push_is_an_arrow_from_zero_in_its_direction():
    drawn = by_hand(DEFAULT, 1)
    layout = sent(figures.average_push(DEFAULT, drawn))["layout"]
    arrows = [note for note in layout["annotations"] if note.get("arrowwidth")]
    np.testing.assert_allclose([arrow["y"] for arrow in arrows], drawn.push[0])
    assert [arrow["ay"] for arrow in arrows] == [0, 0, 0]
    assert [arrow["arrowcolor"] for arrow in arrows] == [UP if push > 0 else DOWN for push in drawn.push[0]]


def test_a_push_of_zero_has_no_arrow():
    # With rewards −1, 0 and 1 drawing no pushes nothing.
    middle = PRESETS["restaurants -1/0/1"]
    nothing = next(n for n in range(1, 50) if not by_hand(middle, n).push[-1].any())
    layout = sent(figures.average_push(middle, by_hand(middle, nothing)))["layout"]
    assert not [note for note in layout["annotations"] if note.get("arrowwidth")]


def test_the_guess_stands_in_its_panel_beside_the_truth():
    drawn = by_hand(DEFAULT, 5)
    for guess, panels in ((0.0, [0]), (1.0, [1]), (2.0, [2]), (float(ALIKE), [0, 1, 2])):
        annotations = sent(figures.average_push(DEFAULT, drawn, guess))["layout"]["annotations"]
        mine = [note for note in annotations if "your guess" in note["text"]]
        assert [note["xref"] for note in mine] == [f"x{panel + 1} domain" if panel else "x domain" for panel in panels]
        assert {note["font"]["color"] for note in mine} == {CURRENT}
        (truth,) = [note for note in annotations if "raised most" in note["text"]]
        assert (truth["xref"], truth["font"]["color"]) == ("x domain", NEUTRAL)  # yes, whose g is .93


def test_without_a_guess_nothing_is_held_against_one():
    drawn = by_hand(DEFAULT, 500)
    assert not any("guess" in text or "raised most" in text for text in notes(figures.average_push(DEFAULT, drawn)))


def test_axes_stay_when_more_is_drawn():
    def ranges(n):
        layout = sent(figures.average_push(DEFAULT, by_hand(DEFAULT, n)))["layout"]
        return [layout[f"{letter}axis"]["range"] for letter in "xy"]

    assert ranges(0) == ranges(5) == ranges(MOST)


@pytest.mark.parametrize("preset", PRESETS)
def test_the_picture_has_room_for_every_push(preset):
    for name in ("none", "optimal"):
        e = replace(PRESETS[preset], estimator=name)
        drawn = by_hand(e, 500)
        fig = figures.average_push(e, drawn)
        low, high = sent(fig)["layout"]["yaxis"]["range"]
        heights = [*levels(fig, "g "), *levels(fig, "if told"), *drawn.push.ravel()]
        assert low < min(heights) <= max(heights) < high


def test_the_picture_stays_small():
    assert len(spec(figures.average_push(DEFAULT, by_hand(DEFAULT, MOST)))) <= 30_000


def test_rewards_that_are_all_alike_draw_a_flat_truth_and_no_push_of_one_who_knows():
    flat = replace(DEFAULT, rewards=(2.0, 2.0, 2.0))
    fig = figures.average_push(flat, by_hand(flat, 50), 0.0)
    assert levels(fig, "g ") == list(exact_gradient(flat.probs, flat.rewards)) == [0, 0, 0]
    assert levels(fig, "if told") == []
    assert not any("raised most" in text for text in notes(fig))


def test_on_a_phone_no_number_lies_on_a_line():
    fig = figures.average_push(DEFAULT, by_hand(DEFAULT, 1000))
    meta = fig.to_dict()["layout"]["meta"]
    hidden = [int(re.search(r"\d+", path)[0]) for path, shown in meta["narrow"].items() if not shown]
    numbers = [
        place for place, words in enumerate(fig.layout.annotations) if re.search(r"[+−][\d.]+$", words.text or "")
    ]
    assert hidden == numbers
    assert len(hidden) == 3 * 3  # g, the push if told, and the last one in each panel
    assert meta["wide"] == dict.fromkeys(meta["narrow"], True)
