"""Bad input gets one ValueError that names the argument and its value; good input becomes plain numbers."""

from dataclasses import replace

import numpy as np
import pytest

import reinforce_viz as rv
from reinforce_viz.engine.experiment import DEFAULT
from reinforce_viz.engine.validation import check_finite, check_integer, check_policy


@pytest.mark.parametrize("value", [True, 2.0, "5", None, -1, float("nan")])
def test_what_is_no_whole_number_is_refused(value):
    with pytest.raises(ValueError, match=r"^steps must be an integer of at least 0, not "):
        check_integer("steps", value, 0)


def test_a_number_too_long_for_a_machine_word_is_refused():
    with pytest.raises(ValueError, match=r"^k must be below 2\^63, not 9223372036854775808\.$"):
        check_integer("k", 2**63, 1)


@pytest.mark.parametrize("value", ["5", None, float("inf"), [1.0]])
def test_what_is_no_finite_number_is_refused(value):
    with pytest.raises(ValueError, match=r"^b must be finite, not "):
        check_finite("b", value)


@pytest.mark.parametrize(("probs", "rewards"), [("abc", (1, 2)), ([[0.5], [0.2, 0.3]], (1, 2)), (None, (1, 2))])
def test_probabilities_that_are_no_list_of_numbers_are_refused_by_name(probs, rewards):
    with pytest.raises(ValueError, match=r"^probs must be "):
        check_policy(probs, rewards)


@pytest.mark.parametrize("change", [{"b": "5"}, {"learning_rate": None}, {"estimator": ["none"]}, {"runs": 2.5}])
def test_an_experiment_names_the_field_that_it_refuses(change):
    (field,) = change
    with pytest.raises(ValueError, match=rf"^{field} must be "):
        replace(DEFAULT, **change)


def test_numbers_of_numpy_become_plain_ones():
    experiment = rv.Experiment(k=np.int64(8), steps=np.int32(5), b=np.float32(0.5), rewards=np.array([1, 2, 3]))
    assert experiment == rv.Experiment(k=8, steps=5, b=0.5, rewards=(1.0, 2.0, 3.0))
    assert {type(value) for value in (experiment.k, experiment.steps)} == {int}


@pytest.mark.parametrize(
    "names",
    [("u", "v"), ("u", "v", "w", "x"), ("u", "u", "v"), ("u", "", "v"), ("u", "v", 3), ("u", "v", []), "uvw", None],
)
def test_labels_are_different_texts_one_for_each_answer(names):
    with pytest.raises(ValueError, match=r"^names must be 3 different texts, not ") as error:
        rv.Experiment(names=names)
    assert repr(names) in str(error.value)


def test_two_answers_have_numbers_for_labels_unless_they_are_named():
    assert rv.Experiment(probs=(0.5, 0.5), rewards=(1, 2)).answers == ("answer 1", "answer 2")
    assert rv.Experiment(probs=(0.5, 0.5), rewards=(1, 2), names=["да", "нет"]).answers == ("да", "нет")
