"""Arrows laid tip to tail: where they end, what the table says, and where the reader thought they would."""

from itertools import pairwise

import numpy as np
import pytest

from reinforce_viz import DEFAULT, PRESETS, exact_gradient
from reinforce_viz.engine.experiment import USUAL
from reinforce_viz.figures import why_it_works as figures
from reinforce_viz.figures.style.theme import COLOURS, CURRENT, NEUTRAL
from reinforce_viz.figures.why_it_works.tip_to_tail import (
    FROM_BEST,
    LEADS,
    NOWHERE,
    TO_BEST,
    TO_LIKELIEST,
)
from reinforce_viz.lessons.why_it_works import identity
from reinforce_viz.text.claims.why_it_works import other_policies
from tests.figures.test_figures import names, plane, sent, spec, trace


def arrows(fig, start=""):
    """The arrows whose name begins so, as tail and tip."""
    found = [note for note in sent(fig)["layout"]["annotations"] if (note.get("name") or "").startswith(start)]
    return [(np.array([a["ax"], a["ay"]]), np.array([a["x"], a["y"]])) for a in found if a.get("arrowwidth")]


def terms(experiment):
    return identity(experiment.probs, experiment.rewards)


def zero_bias(experiment, b, guess=None):
    return figures.zero_bias(experiment, b, other_policies(experiment), guess)


def loop(fig):
    """The three arrows of the large triangle: they are drawn first."""
    return arrows(fig, "b ∇π")[:3]


@pytest.mark.parametrize("preset", PRESETS)
def test_the_three_terms_lead_from_zero_to_the_gradient(preset):
    e = PRESETS[preset]
    fig = figures.identity_arrows(terms(e))
    chain = arrows(fig, "π R ∇log π")
    np.testing.assert_array_equal(chain[0][0], [0, 0])
    for (_, tip), (tail, _) in pairwise(chain):
        np.testing.assert_array_equal(tip, tail)
    # Each term by hand: π_a R_a (e_a − π).
    by_hand = [p * r * (np.eye(3)[a] - e.probs) for a, (p, r) in enumerate(zip(e.probs, e.rewards, strict=True))]
    np.testing.assert_allclose([tip - tail for tail, tip in chain], plane(by_hand), atol=1e-12)
    gradient = plane(exact_gradient(e.probs, e.rewards))
    np.testing.assert_allclose(chain[-1][1], gradient, atol=1e-12)
    np.testing.assert_allclose(arrows(fig, "g")[0][1], gradient, atol=1e-12)
    ring = trace(fig, "measured slope")
    np.testing.assert_allclose([ring["x"][0], ring["y"][0]], gradient, atol=1e-8)


def test_both_sums_are_drawn_along_each_other_in_the_answers_colours():
    fig = figures.identity_arrows(terms(DEFAULT))
    for name, colour, (tail, tip) in zip(USUAL, COLOURS, arrows(fig, "π R ∇log π"), strict=True):
        broad = trace(fig, f"R ∇π({name})")
        np.testing.assert_allclose(np.transpose([broad["x"], broad["y"]]), [tail, tip], atol=1e-12)
        red = int(colour[1:3], 16)
        assert broad["line"]["color"].startswith(f"rgba({red},")


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("b", [-10.0, -2.5, 0.0, 5.0, 10.0])
def test_the_pushes_of_a_baseline_close_for_every_b_and_policy(preset, b):
    e = PRESETS[preset]
    fig = zero_bias(e, b)
    sides = loop(fig)
    by_hand = [b * p * (np.eye(3)[a] - e.probs) for a, p in enumerate(e.probs)]
    np.testing.assert_allclose([tip - tail for tail, tip in sides], plane(by_hand), atol=1e-12)
    np.testing.assert_allclose(sides[-1][1], sides[0][0], atol=1e-12)
    smalls = arrows(fig, "b ∇π")[3:]
    assert len(smalls) == 9
    for start in range(0, 9, 3):
        np.testing.assert_allclose(smalls[start + 2][1], smalls[start][0], atol=1e-12)


def test_axes_stay_when_b_moves():
    def ranges(b):
        return [sent(zero_bias(DEFAULT, b))["layout"][f"{letter}axis"]["range"] for letter in "xy"]

    assert ranges(-10.0) == ranges(0.0) == ranges(10.0)


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("b", [-10.0, 10.0])
@pytest.mark.parametrize("guess", LEADS.values())
def test_everything_lies_inside_the_picture(preset, b, guess):
    fig = zero_bias(PRESETS[preset], b, guess)
    (left, right), (bottom, top) = (sent(fig)["layout"][f"{letter}axis"]["range"] for letter in "xy")
    points = [point for arrow in arrows(fig) for point in arrow]
    points += [np.array([t["x"][0], t["y"][0]]) for t in sent(fig)["data"]]
    for x, y in points:
        assert left < x < right
        assert bottom < y < top


def test_a_guess_leads_away_from_the_start_and_nowhere_stays_there():
    start = loop(zero_bias(DEFAULT, 5.0))[0][0]
    up = {TO_LIKELIEST: 1, TO_BEST: 0}  # no is the likeliest answer, yes the best
    for guess in LEADS.values():
        fig = zero_bias(DEFAULT, 5.0, guess)
        ring = trace(fig, "your guess")
        assert ring["marker"]["color"] == CURRENT
        moved = np.array([ring["x"][0], ring["y"][0]]) - start
        if guess == NOWHERE:
            np.testing.assert_allclose(moved, 0, atol=1e-6)
        else:
            corner = plane(np.eye(3)[up.get(guess, 0)]) * (-1 if guess == FROM_BEST else 1)
            assert moved @ corner > 0.5 * np.linalg.norm(moved)
    assert names(zero_bias(DEFAULT, 5.0)) == ["start and end"]
    assert trace(zero_bias(DEFAULT, 5.0, TO_BEST), "start and end")["marker"]["color"] == NEUTRAL


def test_a_certain_model_has_nothing_to_push():
    e = type(DEFAULT)(probs=(1.0, 0.0, 0.0))
    for fig in (figures.identity_arrows(terms(e)), zero_bias(e, 5.0, TO_BEST)):
        low, high = sent(fig)["layout"]["yaxis"]["range"]
        assert high > low


def test_the_pictures_stay_small():
    assert len(spec(figures.identity_arrows(terms(DEFAULT)))) + len(spec(zero_bias(DEFAULT, 5.0, TO_BEST))) <= 25_000
