"""Bad input gets one ValueError that names the argument and its value; good input becomes plain numbers."""

import inspect
import re
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

import reinforce_viz as rv
from reinforce_viz.engine.experiment import DEFAULT
from reinforce_viz.engine.quantities import QUANTITIES
from reinforce_viz.engine.validation import check_finite, check_integer, check_policy

# Something good for each argument that a public function may have.
SOME = {
    "name": "none",
    "estimator": "none",
    "probs": (0.3, 0.5, 0.2),
    "reference": (0.2, 0.6, 0.2),
    "rewards": (8.0, 3.0, 5.0),
    "counts": (1, 2, 1),
    "advantages": (3.0, -1.0, 0.0),
    "k": 4,
    "n": 2,
    "length": 2,
    "steps": 2,
    "epochs": 2,
    "learning_rate": 0.5,
    "beta": 2.0,
    "kind": "k1",
    "credit": "critic",
    "responses": (0, 1),
    "rng": np.random.default_rng(0),
}


def given(function):
    return inspect.signature(function).parameters


@pytest.mark.parametrize("value", [True, 2.0, "5", None, -1, float("nan")])
def test_what_is_no_whole_number_is_refused(value):
    with pytest.raises(ValueError, match=r"^steps must be an integer of at least 0, not "):
        check_integer("steps", value, 0)


def test_a_number_too_long_for_a_machine_word_is_refused():
    with pytest.raises(ValueError, match=r"^k must be below 2\^63, not 9223372036854775808\.$"):
        check_integer("k", 2**63, 1)


@pytest.mark.parametrize("value", ["5", None, float("inf"), [1.0], 10**400])
def test_what_is_no_finite_number_is_refused(value):
    with pytest.raises(ValueError, match=r"^b must be finite, not "):
        check_finite("b", value)


@pytest.mark.parametrize(
    ("probs", "rewards"), [("abc", (1, 2)), ([[0.5], [0.2, 0.3]], (1, 2)), (None, (1, 2)), ((10**400, 0), (1, 2))]
)
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


@pytest.mark.parametrize("size", [2, 3, 10])
def test_probabilities_in_32_bits_are_taken_and_rescaled(size):
    rng = np.random.default_rng(size)
    for _ in range(200):
        weights = np.exp(rng.normal(size=size).astype(np.float32))
        probs = weights / weights.sum(dtype=np.float32)
        taken, _ = check_policy(probs, np.zeros(size))
        assert taken.sum() == pytest.approx(1, abs=1e-15 * size)
        np.testing.assert_allclose(taken, probs, rtol=2e-6)
        assert rv.moments("none", probs, np.arange(size), 2).total_variance >= 0


def test_probabilities_that_sum_to_1_stay_bit_for_bit_and_those_that_miss_it_are_refused_with_the_tolerance():
    for probs in ((0.3, 0.5, 0.2), (0.1,) * 10, (1 / 3, 1 / 3, 1 / 3)):
        assert check_policy(probs, probs)[0].tolist() == list(probs)
    with pytest.raises(ValueError, match=r"^probs must sum to 1 to within 1e-06, but \[.*\] sums to 1.000002\.$"):
        check_policy((0.5, 0.500002), (1, 2))


@pytest.mark.parametrize(
    "logits", [[-np.inf, -np.inf], [np.inf, 0], [np.nan, 0], [[0, 1], [np.nan, 0]], [], 3.0, "ab", [[1], [2, 3]]]
)
def test_logits_that_are_nonsense_are_refused(logits):
    with pytest.raises(ValueError, match=r"^logits must "):
        rv.softmax(logits)


@pytest.mark.parametrize("size", [1e50, -1e50])
def test_rewards_up_to_1e50_work_without_a_warning(size):
    rewards = (size, -size / 2, 0.0)
    for name in rv.ESTIMATORS:
        exact = rv.moments(name, (0.3, 0.5, 0.2), rewards, 2, size)
        assert np.isfinite([exact.total_variance, exact.mse, exact.downhill, exact.angle, *exact.mean]).all()
        run = rv.simulate(replace(DEFAULT, rewards=rewards, estimator=name, b=size, k=2, steps=3, runs=4))
        assert np.isfinite(run.probs).all()
        for quantity in QUANTITIES.values():
            if quantity.sampled is not None:
                estimates = rv.sample_gradients(name, (0.3, 0.5, 0.2), rewards, 2, 50, np.random.default_rng(0), size)
                quantity.sampled(estimates, rv.exact_gradient((0.3, 0.5, 0.2), rewards))


def test_larger_numbers_are_refused_with_a_sentence():
    with pytest.raises(ValueError, match=r"^rewards must lie between -1e\+50 and 1e\+50, not \[1e\+150, 0.0\]\.$"):
        rv.moments("none", (0.5, 0.5), (1e150, 0), 1)
    for name, value in product(("b", "learning_rate"), (-1e150, 10**60)):
        between = re.escape(f"{name} must lie between -1e+50 and 1e+50, not {value}.")
        with pytest.raises(ValueError, match=f"^{between}$"):
            replace(DEFAULT, **{name: value})


OF_A_POLICY = [
    name for name in rv.__all__ if inspect.isfunction(getattr(rv, name)) and "probs" in given(getattr(rv, name))
]
OTHER_RANKS = {
    "a number": lambda vector: vector[0],
    "a table": lambda vector: [vector],
    "one too many": lambda vector: (*vector, 0.0),
    "nothing": lambda _: (),
}


@pytest.mark.parametrize("change", OTHER_RANKS)
@pytest.mark.parametrize("name", OF_A_POLICY)
def test_every_function_refuses_a_policy_and_rewards_of_another_rank(name, change):
    function = getattr(rv, name)
    usual = {key: SOME[key] for key, entry in given(function).items() if key in SOME or entry.default is entry.empty}
    function(**usual)
    for key in {"probs", "rewards", "reference", "counts", "advantages"} & usual.keys():
        # One action more is a policy too, where nothing is there to disagree with it.
        if change == "one too many" and len({"rewards", "reference"} & usual.keys()) == 0:
            continue
        with pytest.raises(ValueError, match=r"^(probs|rewards|reference|counts|advantages) must "):
            function(**usual | {key: OTHER_RANKS[change](usual[key])})


@pytest.mark.parametrize(
    ("counts", "rewards", "probs", "wrong"),
    [
        (np.ones(3), np.ones((3, 1)), np.ones(3), "rewards"),
        (np.ones(2), np.ones(3), np.ones(3), "counts"),
        (np.ones((2, 3)), np.ones(3), np.ones((3, 1)), "counts"),
        (np.array(1.0), np.ones(3), np.ones(3), "counts"),
        (np.ones((3, 5)), np.ones(3), np.ones(3), "probs"),
        (np.ones((3, 5)), np.ones(3), np.ones((2, 5)), "probs"),
        (np.ones(3), np.ones(3), np.ones((3, 1)), "probs"),
    ],
)
@pytest.mark.parametrize("name", rv.ESTIMATORS)
def test_every_estimator_refuses_a_batch_whose_rows_are_not_its_actions(name, counts, rewards, probs, wrong):
    with pytest.raises(ValueError, match=f"^{wrong} must have one "):
        rv.ESTIMATORS[name].advantages(counts, rewards, probs, 0.0)
