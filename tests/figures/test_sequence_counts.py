"""The number of responses as a bar beside what people know."""

import pytest

from reinforce_viz.figures import tokens as figures
from reinforce_viz.figures.style.theme import CURRENT
from reinforce_viz.lessons.sequence_counts import KNOWN, LONGEST, VOCABULARIES, power_of_ten
from tests.figures.test_figures import axis, sent, spec


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
@pytest.mark.parametrize("length", [1, 100, LONGEST])
def test_bars_are_powers_of_ten(vocabulary, length):
    fig = figures.sequence_counts(vocabulary, length)
    (bars,) = sent(fig)["data"]
    assert list(bars["x"]) == [*(known.power for known in KNOWN.values()), power_of_ten(vocabulary, length)]
    assert bars["marker"]["color"][-1] == CURRENT
    assert axis(fig, "x")["range"][1] > max(bars["x"])


def test_rows_are_named_and_numbered():
    fig = figures.sequence_counts(50_000, 100)
    assert [note["text"] for note in sent(fig)["layout"]["annotations"]] == [*KNOWN, "<b>responses of 100 tokens</b>"]
    assert sent(fig)["data"][0]["text"][-1] == "10<sup>469.9</sup>"


def test_axes_do_not_move():
    assert axis(figures.sequence_counts(2, 1), "x") == axis(figures.sequence_counts(200_000, 200), "x")


def test_the_picture_is_small():
    assert len(spec(figures.sequence_counts(50_000, 100))) <= 5_000
