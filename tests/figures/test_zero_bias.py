"""The pushes of a baseline, laid tip to tail: they close, at every stop of the slider and under every policy."""

import numpy as np
import pytest

from reinforce_viz import DEFAULT, PRESETS
from reinforce_viz.figures import why_it_works as figures
from reinforce_viz.text.claims.why_it_works import other_policies
from tests.figures.test_figures import plane, sent, spec, trace

CORNERS = 8  # of an arrow's outline; a gap follows


def zero_bias(e, b):
    return figures.zero_bias(e.probs, b, other_policies(e))


def loops(parts):
    """By loop, tail and tip of each answer's arrow.  [L, A, 2, 2]."""
    outlines = [np.transpose([part["x"], part["y"]]).astype(float) for part in parts[:3]]
    starts = range(0, len(outlines[0]), CORNERS + 1)
    return np.array([[((o[s] + o[s + 6]) / 2, o[s + 3]) for o in outlines] for s in starts])


def by_hand(probs, b):
    return plane([b * p * (np.eye(3)[a] - probs) for a, p in enumerate(probs)])


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("b", [-10.0, -2.5, 0.0, 5.0, 10.0])
def test_the_pushes_close_for_every_b_and_policy(preset, b):
    e = PRESETS[preset]
    large, *small = loops(sent(zero_bias(e, b))["data"])
    wanted = by_hand(e.probs, b)
    size = np.abs(by_hand(e.probs, 10.0)).max()
    np.testing.assert_allclose(large[:, 1] - large[:, 0], wanted, atol=1e-5 * size)
    assert len(small) == 3
    for loop, policy in zip([large, *small], [e.probs, *other_policies(e)], strict=True):
        np.testing.assert_allclose(loop[[1, 2, 0], 0], loop[:, 1], atol=1e-5 * size)
        # Another policy's arrows have its own shape, whatever their scale.
        wanted = by_hand(policy, b).ravel()
        arrows = (loop[:, 1] - loop[:, 0]).ravel()
        if b:
            assert arrows @ wanted == pytest.approx(np.linalg.norm(arrows) * np.linalg.norm(wanted), rel=1e-4)


def test_there_is_a_frame_for_every_stop_of_the_slider_and_it_is_the_picture_there():
    fig = zero_bias(DEFAULT, 5.0)
    stops = {float(frame["name"]): frame["data"] for frame in sent(fig)["frames"]}
    assert list(stops) == np.arange(-10, 10.25, 0.5).tolist()
    for b in (-10.0, -0.5, 0.0, 5.0, 10.0):
        there = sent(zero_bias(DEFAULT, b))["data"]
        assert len(stops[b]) == len(there)
        for part, at_first in zip(stops[b], there, strict=True):
            np.testing.assert_allclose(part["x"], at_first["x"], atol=1e-5)
            np.testing.assert_allclose(part["y"], at_first["y"], atol=1e-5)
        assert stops[b][3]["text"] == there[3]["text"]


@pytest.mark.parametrize("b", [-10.0, 0.0, 10.0])
def test_axes_stay_when_b_moves(b):
    fig, usual = zero_bias(DEFAULT, b), zero_bias(DEFAULT, 5.0)
    for letter in "xy":
        assert sent(fig)["layout"][f"{letter}axis"]["range"] == sent(usual)["layout"][f"{letter}axis"]["range"]


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("b", [-10.0, 10.0])
def test_everything_lies_inside_the_picture(preset, b):
    fig = zero_bias(PRESETS[preset], b)
    (left, right), (bottom, top) = (sent(fig)["layout"][f"{letter}axis"]["range"] for letter in "xy")
    for x, y in [*loops(sent(fig)["data"]).reshape(-1, 2), *np.transpose([trace(fig, "names")[at] for at in "xy"])]:
        assert left < x < right
        assert bottom < y < top


def test_arrows_are_named_where_there_are_any():
    assert trace(zero_bias(DEFAULT, 5.0), "names")["text"] == ["yes", "no", "maybe", "start and end"]
    assert [text.strip() for text in trace(zero_bias(DEFAULT, 0.0), "names")["text"][:3]] == ["", "", ""]


def test_a_certain_model_has_nothing_to_push():
    low, high = sent(zero_bias(type(DEFAULT)(probs=(1.0, 0.0, 0.0)), 5.0))["layout"]["yaxis"]["range"]
    assert high > low


def test_it_stays_small():
    assert len(spec(zero_bias(DEFAULT, 5.0))) <= 90_000
