"""What has been computed is looked up: for all who would get the same, and for nobody else."""

from dataclasses import fields, replace

import numpy as np
import pytest

from reinforce_viz import DEFAULT, ESTIMATORS, PRESETS
from reinforce_viz.engine.estimators import used_b
from reinforce_viz.engine.simulate import simulate
from reinforce_viz.lessons import trajectories
from reinforce_viz.text.claims import baselines as claims
from reinforce_viz.text.claims import start as hand_claims
from reinforce_viz.ui import cache as cached
from tests.of_experiment import summarise

SHORT = replace(DEFAULT, steps=5)


@pytest.mark.parametrize("name", ESTIMATORS)
def test_results_are_shared_whatever_b_unless_the_baseline_uses_it(name):
    one, two = (replace(SHORT, estimator=name, b=b) for b in (1.0, 2.0))
    uses_b = ESTIMATORS[name].uses_b
    assert (cached.summary(one) is cached.summary(two)) == (not uses_b)
    assert (cached.cloud(*one.one_estimate) is cached.cloud(*two.one_estimate)) == (not uses_b)
    assert [used_b(name, b) for b in (1.0, 2.0)] == ([1.0, 2.0] if uses_b else [0.0, 0.0])


@pytest.mark.parametrize(
    "change",
    [
        {"probs": (0.2, 0.5, 0.3)},
        {"rewards": (8.0, 3.0, 4.0)},
        {"estimator": "optimal"},
        {"k": 5},
        {"learning_rate": 0.2},
        {"steps": 6},
        {"runs": 100},
        {"seed": 1},
    ],
    ids=lambda change: next(iter(change)),
)
def test_runs_that_differ_are_not_mixed_up(change):
    other = replace(SHORT, **change)
    np.testing.assert_allclose(cached.summary(other).median, summarise(other, simulate(other)).median, rtol=0, atol=0)
    assert cached.summary(other) is not cached.summary(SHORT)


def test_the_runs_that_are_kept_are_the_runs_but_for_dots_in_single_precision():
    kept, whole = cached.summary(DEFAULT), summarise(DEFAULT, simulate(DEFAULT))
    for field in fields(whole):
        tolerance = 2**-24 if field.name == "dots" else 0
        np.testing.assert_allclose(getattr(kept, field.name), getattr(whole, field.name), rtol=tolerance, atol=1e-40)
    assert sum(value.nbytes for value in vars(kept).values() if isinstance(value, np.ndarray)) < 200_000


def test_the_runs_under_glass_are_drawn_once_and_are_small(monkeypatch):
    largest = replace(DEFAULT, steps=1000, runs=1000, k=1)
    shown = summarise(largest, simulate(largest)).single.shape[1]
    runs = cached.first_runs(largest, shown)
    assert len(runs) == shown
    assert sum(run.probs.nbytes + run.counts.nbytes for run in runs) < 1_500_000
    # Nothing larger is kept alive: each run is a part of an array of just these runs.
    assert {run.probs.base.shape[1] for run in runs} == {shown}
    monkeypatch.setattr(trajectories, "simulate", None)  # whoever runs it again now fails
    assert cached.first_runs(replace(largest), shown) is runs


def test_a_claim_is_made_once_for_all_who_see_the_same_experiment(monkeypatch):
    said = cached.claim(DEFAULT, claims.noise_costs_reward)
    monkeypatch.setattr(claims, "after_one_step", None)  # whoever computes it now fails
    assert cached.claim(replace(DEFAULT), claims.noise_costs_reward) == said
    with pytest.raises(TypeError):
        cached.claim(replace(DEFAULT, k=5, learning_rate=0.123), claims.noise_costs_reward)


def test_a_claim_about_one_baseline_is_of_that_one():
    of = hand_claims.likelier_with_its_logit
    none, expected = (replace(PRESETS["stuck on no"], estimator=name) for name in ("none", "expected reward"))
    assert cached.claim(none, of) == of(none) != cached.claim(expected, of) == of(expected)
