"""Three pushes that shrink and end at the gradient: what is drawn at each moment, and what is not before the guess."""

import numpy as np
import pytest

from reinforce_viz import DEFAULT, PRESETS, exact_gradient
from reinforce_viz.engine.experiment import USUAL
from reinforce_viz.figures import why_it_works as figures
from reinforce_viz.figures.style.theme import COLOURS, CURRENT
from reinforce_viz.lessons.why_it_works import identity
from tests.figures.test_figures import names, plane, sent, spec, trace

MOMENTS = ["push 1", "push 2", "push 3", "shrunk", "laid 1", "laid 2", "end"]


def terms(e):
    return identity(e.probs, e.rewards)


def drawn(e, guess=None):
    return figures.identity_arrows(terms(e), e.probs, guess=guess)


def ends(part):
    """Tail and tip of an arrow: the middle of its first two corners across, and its point."""
    outline = np.transpose([part["x"], part["y"]]).astype(float)
    return (outline[0] + outline[6]) / 2, outline[3]


def arrows(parts):
    """Tail and tip of g, then of each answer's arrow."""
    return [ends(part) for part in parts[:4]]


def by_hand(e):
    """r ∇log π and π r ∇log π of each answer, in the picture."""
    pushes = [r * (np.eye(3)[a] - e.probs) for a, r in enumerate(e.rewards)]
    return plane(pushes), plane([p * push for p, push in zip(e.probs, pushes, strict=True)])


def frames(fig):
    return {frame["name"]: frame["data"] for frame in sent(fig)["frames"]}


@pytest.mark.parametrize("preset", PRESETS)
def test_at_the_end_the_shrunk_pushes_lead_from_zero_to_the_gradient(preset):
    e = PRESETS[preset]
    (_, gradient), *chain = arrows(sent(drawn(e))["data"])
    _, shrunk = by_hand(e)
    size = np.abs(shrunk).max()
    np.testing.assert_allclose([tip - tail for tail, tip in chain], shrunk, atol=1e-6 * size)
    np.testing.assert_allclose([tail for tail, _ in chain], [[0, 0], *(tip for _, tip in chain[:-1])], atol=1e-6 * size)
    np.testing.assert_allclose(gradient, plane(exact_gradient(e.probs, e.rewards)), atol=1e-6 * size)
    np.testing.assert_allclose(chain[-1][1], gradient, atol=1e-6 * size)


@pytest.mark.parametrize("preset", PRESETS)
def test_pushes_come_out_one_by_one_shrink_and_line_up(preset):
    e = PRESETS[preset]
    moments = frames(drawn(e))
    assert list(moments) == MOMENTS
    pushes, shrunk = by_hand(e)
    start = ends(moments["push 3"][1])[0]
    # All but the last moment have one scale: that at which the first push is drawn.
    first = int(np.abs(pushes).max(axis=1).argmax())
    scale = np.linalg.norm(ends(moments["push 3"][first + 1])[1] - start) / np.linalg.norm(pushes[first])
    near = 1e-5 * scale * np.abs(pushes).max()
    for count in (1, 2, 3):
        vectors = [tip - tail for tail, tip in arrows(moments[f"push {count}"])[1:]]
        there = np.arange(3)[:, None] < count
        np.testing.assert_allclose(vectors, scale * np.where(there, pushes, 0), atol=near)
    for moment in ("shrunk", "laid 1", "laid 2"):
        vectors = [tip - tail for tail, tip in arrows(moments[moment])[1:]]
        np.testing.assert_allclose(vectors, scale * shrunk, atol=near)
    chain = [np.zeros(2), shrunk[0], shrunk[0] + shrunk[1]]
    for count, moment in enumerate(("shrunk", "laid 1", "laid 2")):
        tails = [tail - start for tail, _ in arrows(moments[moment])[1:]]
        laid = [chain[a] if a <= count else np.zeros(2) for a in range(3)]
        np.testing.assert_allclose(tails, scale * np.array(laid), atol=near)


def test_g_comes_last():
    moments = frames(drawn(DEFAULT))
    for moment in MOMENTS[:-1]:
        tail, tip = ends(moments[moment][0])
        np.testing.assert_array_equal(tail, tip)
    tail, tip = ends(moments["end"][0])
    assert np.linalg.norm(tip - tail) > 0


def test_every_arrow_has_its_answers_colour_and_name():
    fig = drawn(DEFAULT)
    for name, colour in zip(USUAL, COLOURS, strict=True):
        assert trace(fig, f"push of {name}")["fillcolor"] == colour
    assert trace(fig, "names")["text"][:4] == ["0.3 × yes", "0.5 × no", "0.2 × maybe", "g"]
    assert frames(fig)["push 1"][4]["text"][0] == "yes"
    assert frames(fig)["push 1"][4]["text"][1].strip() == ""


def test_the_last_moment_is_the_picture_and_says_how_much_larger_it_is():
    fig = drawn(DEFAULT)
    last, data = frames(fig)["end"], sent(fig)["data"]
    for part, at_first in zip(last, data, strict=True):
        np.testing.assert_array_equal(part["x"], at_first["x"])
        np.testing.assert_array_equal(part["y"], at_first["y"])
    _, shrunk = by_hand(DEFAULT)
    small = np.linalg.norm(np.subtract(*ends(frames(fig)["shrunk"][1])[::-1])) / np.linalg.norm(shrunk[0])
    assert last[4]["text"][-1] == f"they end at <b>g</b>, here {1 / small:.2g} times as large"


@pytest.mark.parametrize("guess", figures.LEADS.values())
def test_a_guess_is_a_share_of_g_at_every_moment(guess):
    fig = drawn(DEFAULT, guess)
    g = plane(exact_gradient(DEFAULT.probs, DEFAULT.rewards))
    ring = trace(fig, "your guess")
    assert ring["marker"]["color"] == CURRENT
    np.testing.assert_allclose([ring["x"][0], ring["y"][0]], guess * g, atol=1e-9)
    assert "your guess" not in names(drawn(DEFAULT))
    at_end = frames(fig)["end"][5]
    np.testing.assert_allclose([at_end["x"][0], at_end["y"][0]], guess * g, atol=1e-9)


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("guess", [None, *figures.LEADS.values()])
def test_everything_lies_inside_the_picture(preset, guess):
    fig = drawn(PRESETS[preset], guess)
    (left, right), (bottom, top) = (sent(fig)["layout"][f"{letter}axis"]["range"] for letter in "xy")
    for data in [sent(fig)["data"], *frames(fig).values()]:
        for part in [*data[:4], *data[5:]]:  # words may stand beside it
            assert left < np.min(part["x"]) <= np.max(part["x"]) < right
            assert bottom < np.min(part["y"]) <= np.max(part["y"]) < top


@pytest.mark.parametrize("preset", PRESETS)
def test_before_the_guess_there_are_the_full_pushes_and_g_and_nothing_else(preset):
    e = PRESETS[preset]
    fig = figures.before_the_guess(terms(e))
    assert "frames" not in sent(fig)
    pushes, _ = by_hand(e)
    (_, gradient), *shown = arrows(sent(fig)["data"])
    size = np.abs(pushes).max()
    np.testing.assert_allclose([tail for tail, _ in shown], 0, atol=1e-12)
    np.testing.assert_allclose([tip for _, tip in shown], pushes, atol=1e-6 * size)
    np.testing.assert_allclose(gradient, plane(exact_gradient(e.probs, e.rewards)), atol=1e-6 * size)
    assert "end at" not in spec(fig)


def test_without_a_reward_there_is_nothing_to_play():
    e = type(DEFAULT)(rewards=(0.0, 0.0, 0.0))
    for fig in (drawn(e), drawn(e, 1.0), figures.before_the_guess(terms(e))):
        layout = sent(fig)["layout"]
        assert layout["yaxis"]["range"][1] > layout["yaxis"]["range"][0]
        assert "sliders" not in layout


def test_of_a_certain_model_the_pushes_shrink_to_nothing():
    e = type(DEFAULT)(probs=(1.0, 0.0, 0.0))
    moments = frames(drawn(e))
    assert np.linalg.norm(np.subtract(*ends(moments["push 3"][2]))) > 0
    for moment in MOMENTS[3:]:
        for tail, tip in arrows(moments[moment]):
            np.testing.assert_array_equal(tail, tip)


def test_it_stays_small():
    assert len(spec(drawn(DEFAULT, 0.75))) <= 20_000
