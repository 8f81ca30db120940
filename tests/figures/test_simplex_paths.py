"""Runs through the triangle: the still part, the moving dots and their frames, and the player."""

from dataclasses import replace

import numpy as np
import pytest

from reinforce_viz import DEFAULT, PRESETS
from reinforce_viz.engine.simulate import simulate
from reinforce_viz.engine.summary import DOTS, PATHS
from reinforce_viz.figures import trajectories as figures
from tests.figures.test_figures import axis, names, plane, runs, sent, spec, trace

RADIUS = 10_000  # points are whole numbers, so each may be half a unit off
DOTS_NAME = "runs, one dot each"
SHORT = replace(DEFAULT, steps=120, runs=40)


def triangle(experiment=SHORT):
    return figures.simplex_paths(experiment, *runs(experiment))


def points(part):
    return np.stack([part["x"], part["y"]], axis=1).astype(float)


def test_a_frame_for_every_other_of_41_instants_moves_the_dots_and_nothing_else():
    fig = triangle()
    summary, _ = runs(SHORT)
    frames = sent(fig)["frames"]
    assert (len(frames), len(summary.frame_step)) == (21, 41)
    for frame in frames:
        (moved,) = frame["traces"]
        assert names(fig)[moved] == DOTS_NAME
        assert len(frame["data"]) == 1
        assert set(frame["data"][0]) - {"type"} == {"x", "y"}
    assert [frame["name"] for frame in frames] == [str(step) for step in summary.frame_step[::2]]


def test_dots_start_together_and_end_where_the_runs_do():
    probs = simulate(SHORT).probs
    frames = sent(triangle())["frames"]
    # Before they move all are in one place, and one is drawn.
    (first,) = points(trace(triangle(), DOTS_NAME))
    assert (points(frames[0]["data"][0]) == first).all()
    np.testing.assert_allclose(
        points(frames[0]["data"][0]), RADIUS * np.tile(plane(DEFAULT.probs), (SHORT.runs, 1)), atol=0.51
    )
    for frame in frames:
        np.testing.assert_allclose(points(frame["data"][0]), RADIUS * plane(probs[int(frame["name"])]), atol=0.51)
    assert frames[-1]["name"] == "120"


def test_points_that_move_are_two_bytes_each():
    for frame in sent(triangle())["frames"]:
        (moved,) = frame["data"]
        assert moved["x"].dtype == moved["y"].dtype == np.int16
    assert len(spec(triangle(replace(SHORT, runs=DOTS)))) < 70_000


def test_a_path_for_each_run_with_a_gap_after_it():
    fig = triangle()
    summary, _ = runs(SHORT)
    paths = points(trace(fig, "runs"))
    instants = len(summary.frame_step)
    assert len(paths) == PATHS * (instants + 1)
    each = paths.reshape(PATHS, instants + 1, 2)
    assert np.isnan(each[:, -1]).all()
    probs = simulate(SHORT).probs[summary.frame_step]
    for run in (0, 7, PATHS - 1):
        np.testing.assert_allclose(each[run, :-1], RADIUS * plane(probs[:, run]), atol=0.51)


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
    at = np.searchsorted(runs(short)[0].frame_step, [int(name) for name in frames])
    assert (frames[0], frames[-1]) == ("0", str(steps))
    assert set(np.diff(at)[:-1].tolist()) <= {2}


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
        x, y = points(frame["data"][0]).T
        # Below both sides and above the base: yes is at (0, 1), the base at −½.
        assert (y >= -RADIUS / 2 - 1).all()
        assert (y <= RADIUS - np.sqrt(3) * abs(x) + 2).all()
