"""A program that is taken home is short, runs, and prints the numbers of its picture."""

from functools import partial

import pandas as pd
import pytest

import reinforce_viz as rv
from reinforce_viz import tables
from reinforce_viz.export.caption import DEPENDS, caption
from reinforce_viz.export.script import script
from tests.export.test_caption import numbers_of
from tests.export.test_downloads import run

# Total variances from the table in the sources: derived by hand and checked by listing every batch.
GOLDEN = {("none", 8): 2.477275, ("leave-one-out", 8): 0.229593, ("batch mean", 2): 0.730550, ("optimal", 64): 0.014546}


def test_a_program_prints_the_known_variances():
    names = sorted({name for name, _ in GOLDEN})
    numbers = partial(tables.variance_vs_k.variance_vs_k, rv.DEFAULT, quantity="total variance", baselines=names)
    table, printed = run(script(numbers, "How many?"))
    found = table.set_index(["baseline", "K"])["exact"]
    for place, variance in GOLDEN.items():
        assert found[place] == pytest.approx(variance, abs=5e-7)
    assert "0.229593" in printed


EVERYTHING = rv.Experiment(
    probs=(0.1, 0.2, 0.7), rewards=(1, -2, 1 / 3), estimator="constant", b=2.5, k=3, learning_rate=0.3, steps=20,
    runs=30, seed=9, names=("да", "O'Neill", "C minus"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("table", "experiment"),
    [*((table, EVERYTHING) for table in DEPENDS), (tables.trajectories.fates, rv.DEFAULT)],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_program_makes_the_same_table_and_is_short(table, experiment):
    numbers = numbers_of(table, experiment)
    program = script(numbers, "A question?")
    made, _ = run(program)
    pd.testing.assert_frame_equal(made, numbers())
    lines = program.splitlines()
    assert len([line for line in lines if line and not line.startswith("#")]) <= 5
    said = " ".join(line.removeprefix("# ") for line in lines if line.startswith("#"))
    assert caption(numbers, "A question?") in said


def test_a_program_about_two_experiments_makes_both():
    both = partial(tables.trajectories.fates, rv.Experiment(steps=9), EVERYTHING)
    program = script(both, "Which?")
    assert "table = tables.trajectories.fates(first, second)" in program
    pd.testing.assert_frame_equal(run(program)[0], both())


def test_a_long_run_of_equal_updates_is_written_once():
    past = [("none", 0.0)] * 49 + [("constant", 2.0)]
    program = script(partial(tables.one_update.run_path, rv.DEFAULT, past=past), "Where?")
    assert "past=[('none', 0.0)] * 49 + [('constant', 2.0)])" in program
