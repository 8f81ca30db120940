"""One run draw by draw: its policies follow from its draws, where it is decided, and which runs are looked at first."""

import math
from dataclasses import replace

import numpy as np
import pytest

from reinforce_viz import DEFAULT, simulate
from reinforce_viz.lessons.trajectories import after_a_batch, decided_from, fate, first_runs, stuck_first
from tests.engine.test_estimators import every_estimator, naive_estimate

SHORT = replace(DEFAULT, k=3, steps=12, runs=9, learning_rate=0.3, b=2.0)


def draws(counts):
    return [a for a, n in enumerate(counts) for _ in range(int(n))]


def stepped(experiment, probs, counts, b):
    """The next policy, worked out draw by draw."""
    estimate = naive_estimate(experiment.estimator, draws(counts), list(probs), experiment.rewards, b)
    moved = [p * math.exp(experiment.learning_rate * x) for p, x in zip(probs, estimate, strict=True)]
    return [weight / sum(moved) for weight in moved]


@every_estimator
@pytest.mark.parametrize("place", [0, 8])
def test_each_policy_of_a_run_follows_from_what_was_drawn(name, place):
    e = replace(SHORT, estimator=name)
    run, b = first_runs(e, 9)[place], e.b
    assert (run.probs == simulate(e).probs[:, place]).all()
    for before, counts, after in zip(run.probs, run.counts, run.probs[1:], strict=False):
        np.testing.assert_allclose(after, stepped(e, before, counts, b), rtol=1e-9)
        if name == "running mean":
            b = 0.9 * b + 0.1 * float(counts @ np.array(e.rewards)) / e.k
    assert run.b == pytest.approx(b)


@every_estimator
def test_one_more_batch_moves_the_last_policy(name):
    e = replace(SHORT, estimator=name)
    run = first_runs(e, 3)[2]
    for counts in ([3, 0, 0], [1, 1, 1], [0, 2, 1]):
        expected = stepped(e, run.probs[-1], counts, run.b)
        np.testing.assert_allclose(after_a_batch(e, run, counts), expected, rtol=1e-9)


def test_a_run_is_decided_from_the_last_time_that_it_crosses():
    sure, other, open_ = [0.96, 0.02, 0.02], [0.01, 0.98, 0.01], [0.95, 0.03, 0.02]
    assert decided_from(np.array([open_, sure, sure])) == 1
    assert decided_from(np.array([sure, open_, sure])) == 2
    assert decided_from(np.array([other, sure])) == 1
    assert decided_from(np.array([sure, sure])) == 0
    assert decided_from(np.array([sure, open_])) is None


@pytest.mark.parametrize(
    ("rewards", "expected"),
    [((8.0, 3.0, 5.0), [1, 4, 2, 0, 3]), ((3.0, 8.0, 8.0), [0, 3, 2, 1, 4]), ((5.0, 5.0, 5.0), [2, 0, 1, 3, 4])],
)
def test_runs_on_a_worse_answer_come_first_and_those_on_a_best_one_last(rewards, expected):
    final = np.eye(3)[[0, 1, 0, 0, 2]]
    final[2] = (0.6, 0.2, 0.2)
    assert stuck_first(final, rewards).tolist() == expected
    assert fate(final).tolist() == [0, 1, 3, 0, 2]
