"""What a teacher takes home of a class: a table, and a program that comes to the same policy."""

import contextlib
import io

import numpy as np
import pandas as pd

from reinforce_viz.export.class_program import class_program
from reinforce_viz.export.tables import classroom as tables
from reinforce_viz.export.take_home import csv
from reinforce_viz.lessons.classroom import BASELINES, Round, answers, estimate, stepped

NAMES, PROBS, REWARDS = ("yes", "no", "maybe"), (0.3, 0.5, 0.2), (8.0, 3.0, 5.0)


def played(baselines, draws, probs=PROBS):
    """Rounds as a class plays them, and the policy after the last."""
    rounds, before = [], None
    for number, (baseline, k) in enumerate(zip(baselines, draws, strict=True), 1):
        counts = tuple(np.bincount(answers(2, number, probs, k), minlength=3).tolist())
        one = Round(number, probs, baseline, counts)
        probs, before = stepped(probs, estimate(one, before, REWARDS), 0.5), one
        rounds.append(one)
    return [*rounds, Round(len(rounds) + 1, probs, baselines[-1], (0, 0, 0))]


def test_the_program_comes_to_the_class_s_policy():
    for baselines, draws, probs in (
        (BASELINES * 2, (5, 1, 9, 1, 30, 2), PROBS),
        (BASELINES[::-1], (1, 1, 1), PROBS),
        (BASELINES, (4, 4, 4), (0.5, 0.5, 0.0)),
    ):
        rounds = played(baselines, draws, probs)
        scope = {}
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            exec(class_program(rounds, REWARDS, NAMES, 0.5), scope)
        np.testing.assert_allclose(scope["policy"], rounds[-1].probs, atol=1e-12)
        assert len(printed.getvalue().splitlines()) == len(draws) + 1


def test_the_table_has_every_draw_of_every_round():
    rounds = played(BASELINES, (5, 1, 9))
    table = pd.read_csv(io.BytesIO(csv(tables.rounds(rounds, REWARDS, NAMES))))
    assert table["drawn"].tolist() == [count for one in rounds for count in one.counts]
    assert table["answer"].tolist() == list(NAMES) * 4
    np.testing.assert_allclose(table["probability"], np.concatenate([one.probs for one in rounds]))
    for before, one in zip([None, *rounds], rounds[:-1], strict=False):
        rows = table[table["round"] == one.number]
        np.testing.assert_allclose(rows["average push"], estimate(one, before, REWARDS), atol=1e-12)
        np.testing.assert_allclose(rows["expected reward"], np.dot(one.probs, REWARDS))
    assert table["average push"].isna().tolist() == [False] * 9 + [True] * 3
