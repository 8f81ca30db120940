"""Pictures for the back row: the same data, larger words."""

import plotly.graph_objects as go
import pytest

from reinforce_viz.engine.experiment import DEFAULT
from reinforce_viz.engine.simulate import simulate
from reinforce_viz.engine.steps import exact_ascent
from reinforce_viz.figures.baselines import baseline_dial
from reinforce_viz.figures.one_update import push_arrows
from reinforce_viz.figures.start import average_push, nudged
from reinforce_viz.figures.style.canvas import Drawing
from reinforce_viz.figures.style.larger import LEAST, enlarged
from reinforce_viz.figures.tokens import token_row
from reinforce_viz.figures.trajectories import probability_paths, simplex_paths
from reinforce_viz.lessons import start as lesson
from reinforce_viz.lessons.tokens import draw_pushes
from tests.figures.test_figures import cloud
from tests.of_experiment import by_hand, stops, summarise, turn, updates

FACTOR = 1.5


def runs():
    ascent = exact_ascent(DEFAULT.probs, DEFAULT.rewards, DEFAULT.learning_rate, DEFAULT.steps)
    return DEFAULT, summarise(DEFAULT, simulate(DEFAULT)), ascent


def row():
    pushes = draw_pushes(DEFAULT.probs, DEFAULT.rewards, 8, "sum", 0)
    return token_row(pushes, "whole reward")


# Figures with steps, bubbles, frames, sliders, annotations and several panels.
EXAMPLES = {
    "steps": lambda: nudged(DEFAULT, lesson.nudged(DEFAULT.probs, DEFAULT.rewards, DEFAULT.seed)),
    "pushes": lambda: average_push(DEFAULT, by_hand(DEFAULT, 40)),
    "triangle": lambda: simplex_paths(*runs()),
    "bands": lambda: probability_paths(*runs()),
    "dial": lambda: baseline_dial(DEFAULT, turn(DEFAULT, stops(DEFAULT), 80)),
    "tokens": row,
    "arrows": lambda: push_arrows(updates(DEFAULT, ())[0], 1),
    "cloud": lambda: cloud(DEFAULT),
}


def larger(figure, factor):
    """The larger figure as Plotly reads it."""
    return go.Figure(enlarged(figure, factor).to_dict())


def without_fonts(part):
    if isinstance(part, dict):
        return {key: without_fonts(value) for key, value in part.items() if not key.endswith(("font", "shift"))}
    return [without_fonts(each) for each in part] if isinstance(part, list | tuple) else part


@pytest.mark.parametrize("example", EXAMPLES)
def test_all_but_the_fonts_and_the_room_for_them_stays(example):
    figure = EXAMPLES[example]()
    before, after = (without_fonts(each.to_dict()) for each in (figure, enlarged(figure, FACTOR)))
    for part in (before, after):
        del part["layout"]["height"], part["layout"]["margin"]
    assert str(before) == str(after)


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_word_is_larger(example):
    figure = EXAMPLES[example]()
    before, after = figure.layout, larger(figure, FACTOR).layout
    assert after.font.size == pytest.approx(FACTOR * before.font.size)
    assert before.height < after.height < FACTOR * before.height
    least = (figure.to_dict()["layout"].get("meta") or {}).get("least", LEAST)
    heights = [enlarged(figure, FACTOR, room).to_dict()["layout"]["height"] for room in (1, before.height * 1.4, 5000)]
    assert heights == pytest.approx([factor * before.height for factor in (least, max(least, 1.4), FACTOR)], abs=1)
    for old, new in zip(before.annotations, after.annotations, strict=True):
        assert new.xshift == (None if old.xshift is None else pytest.approx(FACTOR * old.xshift))
        assert new.font.size == (None if old.font.size is None else pytest.approx(FACTOR * old.font.size))
    for side in "lrtb":
        assert after.margin[side] == FACTOR * before.margin[side]


def test_words_of_traces_are_larger_and_their_marks_are_not():
    picture = Drawing(200)
    words = {"mode": "markers+text", "text": ["a"], "textfont": {"size": 10}}
    picture.scatter([0.0], [0.0], marker={"size": 6, "line": {"width": 1}}, **words)
    (trace,) = larger(picture.figure(), 2.0).data
    assert (trace.textfont.size, trace.marker.size, trace.marker.line.width) == (20, 6, 1)
