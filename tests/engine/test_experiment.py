"""An experiment is frozen and hashable, refuses the impossible, and every preset runs."""

import math
from dataclasses import FrozenInstanceError, fields, replace

import numpy as np
import pytest

from reinforce_viz import BATCH_SIZES, DEFAULT, ESTIMATORS, PRESETS, Experiment, moments, outcomes
from reinforce_viz.engine.simulate import simulate


def test_equal_experiments_are_one_key():
    again = Experiment(probs=[0.3, 0.5, 0.2], rewards=np.array([8, 3, 5]))
    assert again == DEFAULT
    assert hash(again) == hash(DEFAULT)
    assert len({DEFAULT, again, replace(DEFAULT, seed=1)}) == 2


def test_lists_and_arrays_become_tuples_of_plain_floats():
    for experiment in (
        Experiment(probs=[1, 0], rewards=[2, 3]),
        Experiment(probs=np.eye(2)[0], rewards=np.array([2, 3])),
    ):
        assert (experiment.probs, experiment.rewards) == ((1.0, 0.0), (2.0, 3.0))
        assert {type(x) for x in experiment.probs + experiment.rewards} == {float}


@pytest.mark.parametrize("field", [field.name for field in fields(Experiment)])
def test_no_field_can_be_changed(field):
    with pytest.raises(FrozenInstanceError):
        setattr(DEFAULT, field, getattr(DEFAULT, field))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"probs": (0.5, 0.7, -0.2)}, r"probs must be non-negative numbers, not \[0.5, 0.7, -0.2\]"),
        ({"probs": (math.nan, 0.5, 0.5)}, r"probs must be non-negative numbers, not \[nan, 0.5, 0.5\]"),
        ({"probs": (0.3, 0.5, 0.1)}, r"probs must sum to 1 to within 1e-06, but \[0.3, 0.5, 0.1\] sums to 0.9"),
        ({"probs": (1.0,), "rewards": (1.0,)}, r"probs must be a list of at least 2 probabilities, not shape \(1,\)"),
        ({"rewards": (8.0, 3.0)}, r"rewards must have one value per action \(3\), not shape \(2,\)"),
        ({"rewards": (8.0, math.nan, 5.0)}, r"rewards must be finite, not \[8.0, nan, 5.0\]"),
        ({"rewards": (8.0, 3.0, -math.inf)}, r"rewards must be finite, not \[8.0, 3.0, -inf\]"),
        ({"estimator": "reinforce"}, f"estimator must be one of {', '.join(ESTIMATORS)}, not 'reinforce'"),
        ({"k": 0}, "k must be an integer of at least 1, not 0"),
        ({"k": 2.5}, "k must be an integer of at least 1, not 2.5"),
        ({"estimator": "leave-one-out", "k": 1}, "k must be at least 2 for leave-one-out, not 1"),
        ({"b": math.nan}, "b must be finite, not nan"),
        ({"b": math.inf}, "b must be finite, not inf"),
        ({"learning_rate": math.nan}, "learning_rate must be finite, not nan"),
        ({"learning_rate": -math.inf}, "learning_rate must be finite, not -inf"),
        ({"steps": 0}, "steps must be an integer of at least 1, not 0"),
        ({"steps": 2.5}, "steps must be an integer of at least 1, not 2.5"),
        ({"runs": 0}, "runs must be an integer of at least 1, not 0"),
        ({"runs": 1e3}, "runs must be an integer of at least 1, not 1000.0"),
        ({"seed": -1}, "seed must be an integer of at least 0, not -1"),
        ({"seed": 0.5}, "seed must be an integer of at least 0, not 0.5"),
    ],
)
def test_the_impossible_is_refused_by_name_and_value(change, message):
    with pytest.raises(ValueError, match=message):
        replace(DEFAULT, **change)


def test_odd_but_possible_experiments_are_allowed():
    replace(DEFAULT, learning_rate=-1.0, b=-1e6, k=10**6, seed=2**63 - 1)
    replace(DEFAULT, probs=(1.0, 0.0, 0.0))


def test_batch_sizes_rise_and_start_at_one_draw():
    assert BATCH_SIZES[0] == 1
    assert list(BATCH_SIZES) == sorted(set(BATCH_SIZES))


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_runs(name):
    preset = PRESETS[name]
    run = simulate(replace(preset, steps=3, runs=2))
    assert run.probs.shape == (4, 2, len(preset.probs))
    assert np.isfinite(run.probs).all()


@pytest.mark.parametrize("name", ESTIMATORS)
def test_one_estimate_is_what_moments_and_outcomes_take(name):
    e = replace(DEFAULT, estimator=name, k=3, b=1.5)
    exact = moments(*e.one_estimate)
    assert (exact.estimator, exact.k) == (name, 3)
    assert exact.b == (1.5 if ESTIMATORS[name].uses_b else 0.0)
    np.testing.assert_array_equal(exact.mean, moments(name, e.probs, e.rewards, 3, 1.5).mean)
    np.testing.assert_array_equal(
        outcomes(*e.one_estimate).gradient, outcomes(name, e.probs, e.rewards, 3, 1.5).gradient
    )
