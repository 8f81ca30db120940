"""CSV and moving pictures, each by itself."""

import csv
import io
from functools import partial
from html.parser import HTMLParser

import pandas as pd
import pytest
from plotly.offline import get_plotlyjs

import reinforce_viz as rv
from reinforce_viz import figures, tables
from reinforce_viz.export import take_home as home
from reinforce_viz.export.caption import caption
from reinforce_viz.export.script import script
from reinforce_viz.lessons.start import by_hand
from reinforce_viz.text.readings import start as readings
from tests.export.test_downloads import run

HOSTILE = rv.Experiment(names=("=1+cmd", "</script><b", "'''\\);(#"))


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


def test_no_text_in_a_csv_is_a_formula_and_negative_numbers_are_numbers():
    table = pd.DataFrame({"=a": ["=1", "+1", "-1", "@a", "\ta", "a=1"], "-2": [-1.5] * 6})
    heads, *rows = csv.reader(io.StringIO(home.csv(table).decode("utf-8-sig"), newline=""))
    assert heads == ["'=a", "'-2"]
    assert [row[0] for row in rows] == ["'=1", "'+1", "'-1", "'@a", "'\ta", "a=1"]
    assert {row[1] for row in rows} == {"-1.5"}
    named = home.csv(tables.start.policy_bars(HOSTILE, 3)).decode("utf-8-sig")
    assert "\n'=1+cmd,0.3,8" in named


def test_names_are_text_in_a_script_whatever_they_contain():
    table, _ = run(script(partial(tables.start.policy_bars, HOSTILE, drawn=2), "Who?"))
    assert tuple(table["answer"]) == HOSTILE.names


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
    settings = caption(partial(tables.start.policy_bars, experiment, drawn=3), "How?")
    reading = readings.policy_bars(experiment, drawn)
    page = home.moving_picture(figures.policy_bars(experiment, drawn), "How & why?", reading, settings, get_plotlyjs())
    return page, Tags(page)


def test_a_moving_picture_brings_plotly_and_fetches_nothing():
    page, read = moving(rv.DEFAULT)
    assert "Plotly.newPlot(" in page
    assert len(page) > 3_000_000  # the library
    assert read.addresses == []
    assert {"link", "iframe", "img", "object"}.isdisjoint(read.tags)
    assert "How & why?" in read.text
    assert "One step of this push would" in read.text
    assert "Baseline none; learning rate 0.1" in read.text


def test_names_are_text_in_a_moving_picture():
    usual, hostile = moving(rv.DEFAULT)[1], moving(HOSTILE)[1]
    assert hostile.tags == usual.tags
    assert "</script><b" in hostile.text
