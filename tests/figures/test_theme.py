"""Colours that can be read on both backgrounds, and labels that do not lie on each other."""

import tomllib
from itertools import combinations, pairwise
from math import inf
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reinforce_viz.engine.experiment import USUAL
from reinforce_viz.figures.style import theme
from reinforce_viz.figures.style.canvas import Drawing
from reinforce_viz.figures.style.theme import apart, title, translucent

CONFIG = Path(__file__).parents[2] / ".streamlit" / "config.toml"
COLOURS = {
    **dict(zip(USUAL, theme.COLOURS, strict=True)),
    "up": theme.UP,
    "down": theme.DOWN,
    "current": theme.CURRENT,
    "neutral": theme.NEUTRAL,
}


def linear(colour):
    """Red, green and blue light of a hex colour, 0 to 1 (IEC 61966-2-1)."""
    shares = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]


def luminance(colour):
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """WCAG 2.1, success criterion 1.4.11."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def lab(colour):
    """CIELAB 1976, white D65."""
    red, green, blue = linear(colour)
    tristimulus = (
        (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047,
        luminance(colour),
        (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883,
    )
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in tristimulus)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def test_contrast_of_what_is_known():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#767676") == pytest.approx(4.54, abs=0.005)  # the lightest grey that passes 4.5


@pytest.mark.parametrize("background", [theme.LIGHT.background, theme.DARK.background])
@pytest.mark.parametrize("name", COLOURS)
def test_every_colour_is_read_on_either_background(name, background):
    assert contrast(COLOURS[name], background) >= 3


@pytest.mark.parametrize("paper", [theme.LIGHT, theme.DARK])
def test_words_in_a_picture_are_read_as_easily_as_text(paper):
    assert contrast(paper.text, paper.background) >= 4.5


@pytest.mark.parametrize(("one", "other"), list(combinations(COLOURS, 2)))
def test_no_two_colours_look_alike(one, other):
    # A distance of 10 in CIELAB is seen at a glance between patches; thin lines need more.
    assert sum((a - b) ** 2 for a, b in zip(lab(COLOURS[one]), lab(COLOURS[other]), strict=True)) ** 0.5 > 25


def test_backgrounds_are_those_of_the_app():
    themes = tomllib.loads(CONFIG.read_text())["theme"]
    assert themes["light"]["backgroundColor"].lower() == theme.LIGHT.background.lower()
    assert themes["dark"]["backgroundColor"].lower() == theme.DARK.background.lower()


def test_answers_are_told_apart_without_colour():
    for styles in (theme.MARKERS, theme.DASHES, USUAL):
        assert len(styles) == len(set(styles)) == 3


def test_translucent_is_the_same_colour():
    assert translucent("#0A80ff", 0.25) == "rgba(10, 128, 255, 0.25)"


def test_a_figure_keeps_margins_that_are_not_asked_for():
    fig = Drawing(321, margin={"r": 99}, bargap=0.5).figure()
    assert (fig.layout.height, fig.layout.bargap) == (321, 0.5)
    assert (fig.layout.margin.r, fig.layout.margin.l) == (99, 64)


def test_a_title_names_the_baseline():
    assert title("leave-one-out")["text"] == "<b>baseline: leave-one-out</b>"


HEIGHTS = st.lists(st.floats(-5, 5), min_size=1, max_size=9)


@given(HEIGHTS, st.floats(0.001, 1))
def test_labels_are_pushed_apart_and_keep_their_order(heights, gap):
    placed = apart(heights, gap)
    assert all(now >= before - 1e-9 for now, before in zip(placed, heights, strict=True))
    assert all(upper - lower >= gap - 1e-9 for lower, upper in pairwise(sorted(placed)))
    order = sorted(range(len(heights)), key=heights.__getitem__)
    assert order == sorted(range(len(heights)), key=placed.__getitem__)
    assert min(placed) == pytest.approx(min(heights), abs=1e-9)  # the lowest stays


@given(HEIGHTS, st.floats(0.001, 0.2))
def test_labels_stay_below_the_top(heights, gap):
    placed = apart(heights, gap, 5.0)
    assert max(placed) <= 5.0
    assert all(upper - lower >= gap - 1e-9 for lower, upper in pairwise(sorted(placed)))


@pytest.mark.parametrize(
    ("heights", "top", "placed"),
    [
        ([0.0, 1.0, 2.0], inf, [0.0, 1.0, 2.0]),
        ([0.9, 0.0, 1.0], inf, [0.9, 0.0, 1.4]),
        ([1.0, 1.0, 1.0], inf, [1.0, 1.5, 2.0]),
        ([1.0, 1.0, 1.0], 1.0, [0.0, 0.5, 1.0]),
        ([0.0, 1.0, 1.0], 1.25, [0.0, 0.75, 1.25]),
    ],
)
def test_labels_by_hand(heights, top, placed):
    assert apart(heights, 0.5, top) == pytest.approx(placed)
