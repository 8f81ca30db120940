"""CSV and moving pictures, each by itself."""

import io
from functools import partial
from html.parser import HTMLParser

import pandas as pd
import pytest
from plotly.offline import get_plotlyjs

import reinforce_viz as rv
from reinforce_viz import tables
from reinforce_viz.export import take_home as home
from reinforce_viz.export.caption import DEPENDS, caption
from reinforce_viz.figures import start as figures
from reinforce_viz.figures.baselines import baseline_dial
from reinforce_viz.text.answer_names import is_name
from reinforce_viz.text.readings import start as readings
from tests.export.test_caption import numbers_of
from tests.of_experiment import by_hand, stops, turn


def test_csv_holds_the_exact_digits_and_keeps_what_is_no_number_empty():
    table = tables.variance_vs_k.variance_vs_k(rv.DEFAULT, "total variance", ["none", "batch mean"])
    back = pd.read_csv(io.BytesIO(home.csv(table)))
    pd.testing.assert_frame_equal(back, table, check_dtype=False, rtol=1e-11, atol=0)
    blank = pd.read_csv(io.BytesIO(home.csv(tables.start.average_push(rv.DEFAULT, 0))))
    assert blank["push"].isna().all()


@pytest.mark.parametrize(
    ("value", "written"),
    [(0.9299999999999999, "0.93"), (0.1 + 0.2, "0.3"), (1 / 3, "0.333333333333"), (8.0, "8"), (1.5e-300, "1.5e-300")],
)
def test_csv_writes_a_number_as_short_as_it_is_exact(value, written):
    assert home.csv(pd.DataFrame({"x": [value]})).decode("utf-8-sig").split() == ["x", written]


# A spreadsheet takes a cell that begins with one of these for a formula.
FORMULA = ("=", "+", "-", "@", "\t")


@pytest.mark.parametrize("table", DEPENDS, ids=lambda table: table.__name__)
def test_no_text_in_a_csv_is_a_formula(table):
    made = numbers_of(table, rv.DEFAULT)()
    texts = [*made.columns, *(cell for row in made.itertuples(index=False) for cell in row if isinstance(cell, str))]
    assert not [text for text in texts if text.startswith(FORMULA)]
    assert not any(is_name(mark + "a") for mark in FORMULA)


class Tags(HTMLParser):
    """The tags of a page, and its text outside of scripts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href", "data", "action")]

    def handle_data(self, data):
        if self.tags[-1:] != ["script"]:
            self.text += data


def moving(experiment: rv.Experiment) -> tuple[str, Tags]:
    drawn = by_hand(experiment, 3)
    settings = caption(partial(tables.start.average_push, experiment, drawn=3), "How?")
    reading = readings.average_push(experiment, drawn)
    page = home.moving_picture(figures.average_push(experiment, drawn), "How & why?", reading, settings, get_plotlyjs())
    return page, Tags(page)


def test_a_moving_picture_brings_plotly_and_fetches_nothing():
    page, read = moving(rv.DEFAULT)
    assert "Plotly.newPlot(" in page
    assert len(page) > 3_000_000  # the library
    assert read.addresses == []
    assert {"link", "iframe", "img", "object"}.isdisjoint(read.tags)
    assert "How & why?" in read.text
    assert "the true gradient, dashed, is g" in read.text
    assert "Baseline none; rewards yes 8" in read.text


def test_a_picture_that_a_script_moves_on_the_page_has_plotlys_rail_in_its_file():
    dial = baseline_dial(rv.DEFAULT, turn(rv.DEFAULT, stops(rv.DEFAULT), 80))
    assert dial.to_dict()["layout"]["sliders"][0]["visible"] is False
    page = home.moving_picture(dial, "What should we subtract?", "", "", "")
    assert '"visible":true' in page
    assert '"visible":false,"x":0,"len"' not in page
