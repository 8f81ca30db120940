"""What a teacher takes home of a class: a table, and a program that comes to the same policy."""

import contextlib
import io

import numpy as np
import pandas as pd
import pytest

import reinforce_viz as rv
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
        said = printed.getvalue()
        assert len(said.splitlines()) == 2 * len(draws) + 2
        for one, before in zip(rounds[:-1], [None, *rounds], strict=False):
            off = estimate(one, before, REWARDS) - rv.exact_gradient(one.probs, REWARDS)
            assert f"misses g by {np.sqrt((off**2).sum()):.4f}; " in said
        assert "up to 1000 maybe\n" in said


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


def test_a_program_without_rounds_says_how_to_draw_by_hand():
    scope = {}
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(class_program([Round(1, PROBS, "none", (0, 0, 0))], REWARDS, NAMES, 0.5), scope)
    assert scope["up_to"].tolist() == [300, 800, 1000]
    assert "expected reward 4.9000" in printed.getvalue()


def test_the_program_s_ring_is_what_one_typically_misses():
    """For a single draw without a baseline: the root of the mean squared distance from g, by hand."""
    rounds = played(("none",), (1,))
    scope = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(class_program(rounds, REWARDS, NAMES, 0.5), scope)
    pushes = [reward * (np.eye(3)[a] - PROBS) for a, reward in enumerate(REWARDS)]
    g = np.dot(PROBS, pushes)
    squared = sum(p * ((push - g) ** 2).sum() for p, push in zip(PROBS, pushes, strict=True))
    assert scope["ring"] == pytest.approx(np.sqrt(squared), rel=1e-12)
