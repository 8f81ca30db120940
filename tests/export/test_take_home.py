"""Captions, CSV, scripts and moving pictures, each by itself."""

import csv
import io
from functools import partial
from html.parser import HTMLParser

import pandas as pd
import pytest
from plotly.offline import get_plotlyjs

import reinforce_viz as rv
from reinforce_viz import figures
from reinforce_viz.export import tables
from reinforce_viz.export import take_home as home
from reinforce_viz.lessons.start import by_hand
from tests.export.test_downloads import run

HOSTILE = rv.Experiment(names=("=1+cmd", "</script><b", "'''\\);(#"))


def test_a_caption_tells_every_setting_where_it_is_from_and_what_differs():
    both = partial(tables.fates, rv.DEFAULT, rv.Experiment(estimator="constant", b=2.5))
    assert home.caption(both, "What happens?") == (
        "Baseline none and constant with b = 2.5; K = 4; learning rate 0.1; rewards yes 8, no 3, maybe 5; "
        "policy yes 0.3, no 0.5, maybe 0.2; 200 runs of 200 steps; seed 0. "
        "From “What happens?” in REINFORCE, exactly."
    )


@pytest.mark.parametrize(
    ("numbers", "said", "unsaid"),
    [
        (partial(tables.zero_bias, rv.DEFAULT, b=-3.5), ["Rewards yes 8", "b = -3.5"], ["K =", "Baseline", "seed"]),
        (partial(tables.token_variance, rv.DEFAULT, task="sum"), ["Rewards", "decided by sum"], ["K =", "Baseline"]),
        (partial(tables.sequence_counts, vocabulary=50_000, length=9), ["vocabulary of 50,000; 9 tokens"], ["seed"]),
        (partial(tables.run_path, rv.DEFAULT, past=[("none", 0.0)] * 3, shown=1), ["after 3 updates"], []),
        (partial(tables.run_path, rv.DEFAULT, past=[], shown=0), [], ["updates"]),
        (partial(tables.baseline_dial, rv.Experiment(b=3.0), most=80), ["dial set to b = 3"], ["80"]),
    ],
)
def test_a_caption_tells_what_its_picture_depends_on_and_nothing_else(numbers, said, unsaid):
    words = home.caption(numbers, "Why?")
    assert all(part in words for part in said)
    assert not any(part in words for part in unsaid)


def test_csv_holds_every_digit_and_keeps_what_is_no_number_empty():
    table = tables.variance_vs_k(rv.DEFAULT, "total variance", ["none", "batch mean"])
    back = pd.read_csv(io.BytesIO(home.csv(table)))
    pd.testing.assert_frame_equal(back, table, rtol=1e-15)
    blank = pd.read_csv(io.BytesIO(home.csv(tables.average_push(rv.DEFAULT, 0))))
    assert blank["push"].isna().all()


def test_no_text_in_a_csv_is_a_formula_and_negative_numbers_are_numbers():
    table = pd.DataFrame({"=a": ["=1", "+1", "-1", "@a", "\ta", "a=1"], "-2": [-1.5] * 6})
    heads, *rows = csv.reader(io.StringIO(home.csv(table).decode("utf-8-sig"), newline=""))
    assert heads == ["'=a", "'-2"]
    assert [row[0] for row in rows] == ["'=1", "'+1", "'-1", "'@a", "'\ta", "a=1"]
    assert {row[1] for row in rows} == {"-1.5"}
    named = home.csv(tables.policy_bars(HOSTILE, 3)).decode("utf-8-sig")
    assert "\n'=1+cmd,0.3,8.0" in named


# Total variances from the table in the sources: derived by hand and checked by listing every batch.
GOLDEN = {("none", 8): 2.477275, ("leave-one-out", 8): 0.229593, ("batch mean", 2): 0.730550, ("optimal", 64): 0.014546}


def test_a_script_prints_the_known_variances():
    names = sorted({name for name, _ in GOLDEN})
    numbers = partial(tables.variance_vs_k, rv.DEFAULT, quantity="total variance", baselines=names)
    table, printed = run(home.script(numbers, "How many?"))
    found = table.set_index(["baseline", "K"])["exact"]
    for place, variance in GOLDEN.items():
        assert found[place] == pytest.approx(variance, abs=5e-7)
    assert "0.229593" in printed


@pytest.mark.parametrize("name", tables.__all__)
def test_a_script_states_every_setting_and_is_short(name):
    others = {
        "b": 1.0, "drawn": 3, "past": [("none", 0.0)] * 50, "shown": 2, "most": 9, "sampled": 2, "draw": 1,
        "quantity": "P(downhill)", "baselines": ["none"], "vocabulary": 10, "length": 3, "task": "last",
        "learning_rate": 0.2, "seed": 4,
    }  # fmt: skip
    function = getattr(tables, name)
    wanted = function.__code__.co_varnames[: function.__code__.co_argcount]
    given = [rv.Experiment(seed=9, k=3)] * (name not in ("nights", "sequence_counts"))
    numbers = partial(function, *given, **{key: others[key] for key in wanted if key in others})
    script = home.script(numbers, "A question?")
    made, _ = run(script)
    pd.testing.assert_frame_equal(made, numbers())
    if given:
        for setting in ("probs=", "rewards=", "estimator='none'", "b=5.0", "k=3", "learning_rate=0.1", "seed=9"):
            assert setting in script
    assert len([line for line in script.splitlines() if line]) <= 40
    assert max(map(len, script.splitlines())) <= 120


def test_names_are_text_in_a_script_whatever_they_contain():
    table, _ = run(home.script(partial(tables.policy_bars, HOSTILE, drawn=2), "Who?"))
    assert tuple(table["answer"]) == HOSTILE.names
    assert all(name in home.caption(partial(tables.policy_bars, HOSTILE, drawn=2), "Who?") for name in HOSTILE.names)


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
    settings = home.caption(partial(tables.policy_bars, experiment, drawn=3), "How?")
    reading = figures.policy_bars_reading(experiment, drawn)
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
    assert "Baseline none; K = 4" in read.text


def test_names_are_text_in_a_moving_picture():
    usual, hostile = moving(rv.DEFAULT)[1], moving(HOSTILE)[1]
    assert hostile.tags == usual.tags
    assert "</script><b" in hostile.text
