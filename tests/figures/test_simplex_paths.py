"""Runs through the triangle: the still part, the moving dots and their frames, and the player."""

from dataclasses import replace

import numpy as np
import pytest

from reinforce_viz import DEFAULT, PRESETS
from reinforce_viz.engine.simulate import simulate
from reinforce_viz.engine.summary import DOTS
from reinforce_viz.figures import trajectories as figures
from reinforce_viz.figures.style.theme import COLOURS
from reinforce_viz.text.format import percent
from tests.figures.test_figures import axis, names, plane, runs, sent, spec, trace

RADIUS = 10_000  # points are whole numbers, so each may be half a unit off
SPREAD = 600  # more than four times the spread of a dot, which 1 in 16,000 exceeds
DOTS_NAME = "runs, one dot each"
SHORT = replace(DEFAULT, steps=120, runs=40)


def triangle(experiment=SHORT):
    return figures.simplex_paths(experiment, *runs(experiment))


def points(part):
    return np.stack([part["x"], part["y"]], axis=1).astype(float)


def moved(frame):
    """What a frame changes: the corners' words, and the dots."""
    corners, dots = frame["data"]
    return corners, dots


def test_frames_come_close_together_at_first_and_move_the_dots_and_the_counts():
    fig = triangle()
    frames = sent(fig)["frames"]
    assert [frame["name"] for frame in frames] == [
        "0",
        "1",
        "2",
        "3",
        "4",
        "6",
        "8",
        "12",
        "16",
        "24",
        "32",
        "48",
        "64",
        "96",
        "120",
    ]
    for frame in frames:
        assert [names(fig)[place] for place in frame["traces"]] == [None, DOTS_NAME]
        corners, dots = moved(frame)
        assert set(corners) - {"type"} == {"text"}
        assert set(dots) - {"type"} == {"x", "y", "marker"}


def test_dots_start_together_and_end_where_the_runs_do():
    probs = simulate(SHORT).probs
    for frame in sent(triangle())["frames"]:
        _, dots = moved(frame)
        away = points(dots) - RADIUS * plane(probs[int(frame["name"])])
        assert np.abs(away).max() < SPREAD
    # A dot that stays where it is does not move from one frame to the next, so it is spread in the same way.
    still = replace(SHORT, learning_rate=1e-9)
    first, *_, last = sent(triangle(still))["frames"]
    np.testing.assert_array_equal(points(moved(first)[1]), points(moved(last)[1]))
    assert len(np.unique(points(moved(first)[1]), axis=0)) > 30


def test_each_dot_has_the_colour_of_the_answer_that_it_prefers():
    probs = simulate(SHORT).probs
    marker = trace(triangle(), DOTS_NAME)["marker"]
    assert (marker["cmin"], marker["cmax"]) == (0, 2)
    assert [colour for _, colour in marker["colorscale"]] == list(COLOURS)
    for frame in sent(triangle())["frames"]:
        _, dots = moved(frame)
        preferred = [max(range(3), key=policy.__getitem__) for policy in probs[int(frame["name"])].tolist()]
        assert dots["marker"]["color"].tolist() == preferred


def test_the_corners_count_the_runs_that_prefer_their_answer():
    probs = simulate(SHORT).probs
    for frame in sent(triangle())["frames"]:
        corners, _ = moved(frame)
        policies = probs[int(frame["name"])].tolist()
        for a, (name, said) in enumerate(zip(("yes", "no", "maybe"), corners["text"], strict=True)):
            share = sum(max(range(3), key=policy.__getitem__) == a for policy in policies) / len(policies)
            assert said == f"<b>{name}</b><br>{percent(share)}"


def test_points_that_move_are_two_bytes_each():
    for frame in sent(triangle())["frames"]:
        _, dots = moved(frame)
        assert dots["x"].dtype == dots["y"].dtype == np.int16
    assert len(spec(triangle(replace(SHORT, runs=DOTS)))) < 50_000


def test_the_dashed_line_is_exact_ascent_from_the_start():
    # After 100 steps J = 7.92231038; after 1 π = (.33448139, .46192699, .20359162).
    fig = triangle()
    line = points(trace(fig, "exact ascent"))
    np.testing.assert_allclose(line[0], RADIUS * plane(DEFAULT.probs), atol=0.51)
    np.testing.assert_allclose(line[1], RADIUS * plane([0.33448139, 0.46192699, 0.20359162]), atol=0.51)
    summary, exact = runs(SHORT)
    np.testing.assert_allclose(line, RADIUS * plane(exact[summary.step]), atol=0.51)
    assert trace(fig, "exact ascent")["line"]["dash"] == "dash"
    np.testing.assert_array_equal(points(trace(fig, "start")), line[:1])


def test_the_whole_triangle_is_in_the_picture_and_keeps_its_shape():
    fig = triangle()
    corners = RADIUS * plane(np.eye(3))
    for letter, values in zip("xy", corners.T, strict=True):
        low, high = axis(fig, letter)["range"]
        assert low < values.min() < values.max() < high
        assert axis(fig, letter)["visible"] is False
    assert axis(fig, "y")["scaleanchor"] == "x"


def test_two_estimators_have_the_same_scales():
    one, other = triangle(), triangle(replace(SHORT, estimator="leave-one-out"))
    for letter in "xy":
        assert axis(one, letter) == axis(other, letter)
    assert "baseline: leave-one-out" in spec(other)


@pytest.mark.parametrize("steps", [1, 2, 5, 40, 120])
def test_the_slider_stops_at_every_frame_and_these_reach_from_end_to_end(steps):
    short = replace(SHORT, steps=steps)
    fig = triangle(short)
    (slider,) = sent(fig)["layout"]["sliders"]
    frames = [frame["name"] for frame in sent(fig)["frames"]]
    assert [step["args"][0] for step in slider["steps"]] == [[name] for name in frames]
    assert [step["label"] for step in slider["steps"]] == frames
    assert (frames[0], frames[-1]) == ("0", str(steps))


def test_the_player_passes_every_frame():
    layout = sent(triangle())["layout"]
    (slider,) = layout["sliders"]
    play, pause = layout["updatemenus"][0]["buttons"]
    assert (play["args"][0], pause["args"][0]) == (None, [None])
    # A redraw would take twice as long.
    for button in (play, pause, *slider["steps"]):
        assert button["args"][1]["frame"]["redraw"] is False
    # On the way from one frame to the next the dots never stand still; whoever drags the slider sees them at once.
    assert play["args"][1]["transition"]["duration"] == play["args"][1]["frame"]["duration"] > 0
    for button in (pause, *slider["steps"]):
        assert button["args"][1]["transition"]["duration"] == 0


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_has_dots_inside_the_triangle(preset):
    fig = triangle(replace(PRESETS[preset], steps=50, runs=20))
    for frame in sent(fig)["frames"]:
        x, y = points(moved(frame)[1]).T
        # Below both sides and above the base, but for the spread: yes is at (0, 1), the base at −½.
        assert (y >= -RADIUS / 2 - SPREAD).all()
        assert (y <= RADIUS - np.sqrt(3) * abs(x) + 3 * SPREAD).all()
