"""The dial: what each stop shows, what none of them moves, and how much a browser is sent."""

import re
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from reinforce_viz import DEFAULT, PRESETS, outcomes
from reinforce_viz.figures import baselines as figures
from reinforce_viz.figures.style.theme import CURRENT
from reinforce_viz.lessons.baselines import known_marks
from tests.figures.test_figures import names, plane, sent, spec, trace
from tests.of_experiment import stops, turn

MOVING = ["possible estimates", "share downhill", "pushed up", "pushed down", "variance here"]
BEST = 4.9 + 0.384 / 0.62


@cache
def dial(experiment=DEFAULT, guess=None, most=80):
    return figures.baseline_dial(experiment, turn(experiment, stops(experiment), most), guess)


@cache
def steps(experiment=DEFAULT):
    (slider,) = sent(dial(experiment))["layout"]["sliders"]
    return slider["steps"]


def shown_at(b, experiment=DEFAULT):
    """What the dial shows at b: trace by name."""
    place = int(np.abs(stops(experiment) - b).argmin())
    [[frame], _] = steps(experiment)[place]["args"]
    fig = sent(dial(experiment))
    return {fig["data"][number]["name"]: part for number, part in zip(frame["traces"], frame["data"], strict=True)}


def in_words(part):
    return re.sub(r"<.*?>", "", part["text"][-1])


def test_the_first_picture_is_the_stop_of_b():
    for b in (5.0, 0.0, -3.3):
        e = replace(DEFAULT, b=b)
        (slider,) = sent(dial(e))["layout"]["sliders"]
        assert stops(e)[slider["active"]] == b
        for name, part in shown_at(b, e).items():
            first = trace(dial(e), name)
            for key in set(part) - {"type", "marker"}:
                np.testing.assert_array_equal(first[key], part[key])
        np.testing.assert_array_equal(
            trace(dial(e), "possible estimates")["marker"]["color"],
            shown_at(b, e)["possible estimates"]["marker"]["color"],
        )


def test_every_stop_moves_the_same_five_traces_in_the_browser_at_once_and_nothing_else():
    called = names(dial())
    for step in steps():
        assert step["method"] == "animate"
        [[frame], options] = step["args"]
        assert [called[number] for number in frame["traces"]] == MOVING
        assert set(frame) == {"traces", "data"}  # no layout: arrows, axes and names of the answers stand still
        assert options["frame"] == {"duration": 0, "redraw": False}
        assert options["mode"] == "immediate"
        assert options["transition"]["duration"] == 0
        for part in frame["data"]:
            assert set(part) <= {"type", "x", "y", "text", "marker"}
            assert set(part.get("marker", {})) <= {"color"}
    assert "frames" not in sent(dial())


def test_the_steps_name_their_b():
    labels = [float(step["value"].replace("−", "-")) for step in steps()]
    np.testing.assert_allclose(labels, stops(DEFAULT), rtol=5e-4, atol=1e-9)


@pytest.mark.parametrize("b", [0.0, 4.9, 5.0, 16 / 3, BEST, 9.0])
def test_bubbles_lie_where_the_engine_puts_the_estimates(b):
    bubbles = shown_at(b)["possible estimates"]
    batches = outcomes("constant", DEFAULT.probs, DEFAULT.rewards, 4, b)
    order = np.argsort(-batches.probability, kind="stable")
    drawn = next(note for note in sent(dial())["layout"]["annotations"] if note.get("name") == "E ĝ")
    tip = np.array([drawn["x"], drawn["y"]])
    # The arrow is E[ĝ] = g = (.93, −.95, .02) in the plane, so it tells the scale.
    unit = tip[0] / plane((0.93, -0.95, 0.02))[0]
    points = np.stack([bubbles["x"], bubbles["y"]], axis=1)
    np.testing.assert_allclose(points, unit * plane(batches.gradient[order]), atol=0.51)
    np.testing.assert_array_equal(bubbles["marker"]["color"], batches.slope[order])
    assert bubbles["x"].dtype == bubbles["y"].dtype == np.int16
    # And so the bubbles' average is the arrow, wherever the dial stands.
    np.testing.assert_allclose(batches.probability[order] @ points, tip, atol=0.51)


def test_bubbles_cover_as_much_as_they_are_likely_and_say_what_was_drawn():
    bubbles = trace(dial(), "possible estimates")
    # The likeliest batch of four: 1 yes, 2 no, 1 maybe, 4!/2! · .3 · .25 · .2 = .18.
    assert bubbles["text"][0] == "1 yes, 2 no, 1 maybe: 18%"
    assert len(bubbles["text"]) == 15
    area = np.array(bubbles["marker"]["size"], dtype=float) ** 2
    batches = outcomes("none", DEFAULT.probs, DEFAULT.rewards, 4)
    np.testing.assert_allclose(area / area.sum(), np.sort(batches.probability)[::-1], rtol=1e-5)


@pytest.mark.parametrize(
    ("b", "up", "down"),
    [
        (0.0, ["+8", "+3", "+5"], ["", "", ""]),
        (5.0, ["+3", "", "0"], ["", "−2", ""]),
        (16 / 3, ["+2.7", "", ""], ["", "−2.3", "−0.33"]),
        (9.0, ["", "", ""], ["−1", "−6", "−4"]),
    ],
)
def test_advantages_change_sign_and_with_it_their_colour(b, up, down):
    shown = shown_at(b)
    assert shown["pushed up"]["text"] == up
    assert shown["pushed down"]["text"] == down
    np.testing.assert_allclose(np.add(shown["pushed up"]["y"], shown["pushed down"]["y"]), np.array([8, 3, 5]) - b)
    assert min(shown["pushed up"]["y"]) >= 0
    assert max(shown["pushed down"]["y"]) <= 0


@pytest.mark.parametrize(
    ("b", "said"),
    [
        (0.0, "b = 0: variance 4.95"),  # 19.8182 / 4
        (4.9, "b = 4.9: variance 0.292"),  # 1.1688 / 4
        (16 / 3, "b = 5.333: variance 0.238"),  # .952422 / 4
        (BEST, "b = 5.519: variance 0.233"),  # .930968 / 4
    ],
)
def test_the_mark_moves_on_the_parabola_and_says_its_numbers(b, said):
    here = shown_at(b)["variance here"]
    assert in_words(here) == said
    assert here["x"][:2] == pytest.approx([b, b])
    line = next(part for part in sent(dial())["data"] if len(part.get("x", [])) == 121)
    assert here["y"][1] == pytest.approx(float(np.interp(b, line["x"], line["y"])), rel=0.01)
    assert here["y"][0] == 0


def test_how_much_lies_downhill():
    assert in_words(shown_at(0.0)["share downhill"]) == "downhill 22%"  # .2225
    assert in_words(shown_at(4.9)["share downhill"]) == "downhill 0%"


def test_known_baselines_are_marked_and_the_guess_beside_them():
    marks = trace(dial(), "marks")
    np.testing.assert_allclose(marks["x"], [0, 4.9, 16 / 3, BEST])
    texts = {note["text"] for note in sent(dial())["layout"]["annotations"]}
    assert {"none 0", "E[R] 4.9", "mean reward 5.333", "b* 5.519"} <= texts
    guessed = dial(guess=8.0)
    assert trace(guessed, "marks")["x"][-1] == 8
    assert trace(guessed, "marks")["marker"]["color"][-1] == CURRENT
    assert "<b>your guess 8</b>" in {note["text"] for note in sent(guessed)["layout"]["annotations"]}


@pytest.mark.parametrize(("guess", "label"), [(4.9, "E[R] 4.9"), (BEST, "b* 5.519"), (0.0, "none 0")])
def test_a_guess_that_has_a_name_is_marked_once(guess, label):
    guessed = dial(guess=guess)
    marks = trace(guessed, "marks")
    assert len(marks["x"]) == 4
    (own,) = (b for b, colour in zip(marks["x"], marks["marker"]["color"], strict=True) if colour == CURRENT)
    assert own == pytest.approx(guess)
    texts = [note["text"] for note in sent(guessed)["layout"]["annotations"]]
    assert f"<b>{label}, your guess</b>" in texts
    assert sum("your guess" in text for text in texts) == 1


@pytest.mark.parametrize("b", [0.0, 5.0])
def test_before_the_guess_neither_the_variance_nor_another_b_is_in_the_figure(b):
    e = replace(DEFAULT, b=b)
    hidden = figures.baseline_dial(e, turn(e, stops(e), 80), hidden=True)
    assert "sliders" not in sent(hidden)["layout"]
    assert names(hidden) == ["downhill", "rewards", *MOVING[:4]]
    np.testing.assert_allclose(trace(hidden, "pushed up")["y"], np.maximum(np.array([8, 3, 5]) - b, 0))
    texts = " ".join(note["text"] for note in sent(hidden)["layout"]["annotations"])
    assert "Guess first" in texts
    assert not re.search(r"b\*|E\[R\]|5\.5", texts)
    # Without the veil the search finds what it looks for.
    plain = " ".join(note["text"] for note in sent(dial(e))["layout"]["annotations"])
    assert re.search(r"b\*.*5\.5", plain)


def test_each_reward_is_marked_where_its_advantage_changes_sign():
    assert trace(dial(), "rewards")["x"].tolist() == [8, 3, 5]


def test_on_a_narrow_screen_each_panel_has_its_place():
    layout = sent(dial())["layout"]
    narrow = layout["meta"]["narrow"]
    assert {name.removesuffix(".domain") for name in narrow} == {n for n in layout if re.fullmatch("[xy]axis[23]?", n)}
    assert all(0 <= low < high <= 1 for low, high in narrow.values())
    # The parabola is as wide as the screen, below the other two.
    assert narrow["xaxis3.domain"] == [0, 1]
    assert narrow["yaxis3.domain"][1] < min(narrow["yaxis.domain"][0], narrow["yaxis2.domain"][0])


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("k", [1, 256])
def test_every_preset_is_small_keeps_most_of_its_mass_in_view_and_its_marks_on_the_dial(preset, k):
    e = replace(PRESETS[preset], k=k)
    fig = dial(e)
    assert len(spec(fig)) <= 150_000
    low, high = sent(fig)["layout"]["xaxis3"]["range"]
    assert all(low <= b <= high for b in known_marks(e.probs, e.rewards).values())
    listed = turn(e, stops(e), 80)
    edge = sent(fig)["layout"]["xaxis"]["range"][1]
    for step in steps(e):
        bubbles = step["args"][0][0]["data"][0]
        inside = np.maximum(abs(bubbles["x"].astype(float)), abs(bubbles["y"].astype(float))) <= edge
        assert listed.probability[inside].sum() >= 0.89 * listed.probability.sum()


def test_equal_inputs_send_the_same_bytes():
    first = spec(dial())
    dial.cache_clear()
    assert spec(dial()) == first


def test_axes_say_what_they_are_and_the_height_is_fixed():
    layout = sent(dial())["layout"]
    words = {note["text"] for note in layout["annotations"]}
    assert {"baseline b", "variance of the estimate", "advantage r − b", "every estimate ĝ"} <= words
    assert layout["height"] == 400
    assert layout["yaxis"]["scaleanchor"] == "x"  # angles are true
