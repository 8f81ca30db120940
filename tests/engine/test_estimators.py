"""Every rule, against one naive loop over draws; every estimate's mean, against what its entry declares."""

import math
from itertools import product
from statistics import fmean, stdev

import numpy as np
import pytest

from reinforce_viz import ESTIMATORS, exact_gradient
from reinforce_viz.engine.estimators import baseline, estimator, gradient

EXAMPLE = ((0.3, 0.5, 0.2), (8.0, 3.0, 5.0))
# Two, three and four responses; with negative and equal rewards, a response that never comes, and a far too rare one.
CASES = {
    "example": EXAMPLE,
    "two": ((0.8, 0.2), (1.0, 0.0)),
    "two, negative": ((0.35, 0.65), (-2.0, 7.0)),
    "equal pair": ((0.25, 0.25, 0.5), (4.1, 4.1, -1.0)),
    "one impossible": ((0.6, 0.4, 0.0), (1.0, 2.0, 9.0)),
    "one rare": ((1e-12, 0.5, 0.5 - 1e-12), (1e3, -1e3, 3.0)),
    "four": ((0.1, 0.2, 0.3, 0.4), (3.0, -1.0, 4.0, 1.5)),
}
B = 1.7


def naive_advantages(name, draws, probs, rewards, b):
    """The advantage of each draw, one after the other, as a textbook writes it.  draws [K] -> list [K]."""
    batch = [rewards[a] for a in draws]
    squared_score = [sum(((a == c) - probs[c]) ** 2 for c in range(len(probs))) for a in range(len(probs))]
    if name == "none":
        return batch
    if name in ("constant", "running mean"):
        return [r - b for r in batch]
    if name == "mean reward":
        return [r - fmean(rewards) for r in batch]
    if name == "expected reward":
        return [r - sum(p * x for p, x in zip(probs, rewards, strict=True)) for r in batch]
    if name in ("optimal", "optimal plus b"):
        weights = [p * s for p, s in zip(probs, squared_score, strict=True)]
        best = sum(w * x for w, x in zip(weights, rewards, strict=True)) / sum(weights)
        return [r - best - (b if name == "optimal plus b" else 0) for r in batch]
    if name == "batch mean":
        return [r - fmean(batch) for r in batch]
    if name == "leave-one-out":
        return [r - fmean(batch[:i] + batch[i + 1 :]) for i, r in enumerate(batch)]
    if name == "group-normalised":
        if len(set(batch)) == 1:
            return [0.0] * len(batch)
        return [(r - fmean(batch)) / (stdev(batch) + 1e-4) for r in batch]
    raise KeyError(name)


def naive_estimate(name, draws, probs, rewards, b=B):
    """Advantage times score, averaged over the draws.  -> [A]."""
    total = np.zeros(len(probs))
    for a, advantage in zip(draws, naive_advantages(name, draws, probs, rewards, b), strict=True):
        for c in range(len(probs)):
            total[c] += advantage * ((a == c) - probs[c])
    return total / len(draws)


def naive_batches(name, probs, rewards, k, b=B):
    """Every ordered sequence of k draws: its counts [A^k, A], probability [A^k] and naive estimate [A^k, A]."""
    sequences = list(product(range(len(probs)), repeat=k))
    counts = np.array([[draws.count(a) for a in range(len(probs))] for draws in sequences])
    probability = np.array([math.prod(probs[a] for a in draws) for draws in sequences])
    return counts, probability, np.array([naive_estimate(name, draws, probs, rewards, b) for draws in sequences])


def batch_sizes(name, largest=4):
    return range(ESTIMATORS[name].smallest_k, largest + 1)


every_estimator = pytest.mark.parametrize("name", ESTIMATORS)
every_case = pytest.mark.parametrize(("probs", "rewards"), CASES.values(), ids=CASES.keys())


def estimates(name, counts, probs, rewards, b=B):
    """The engine's estimate from each batch of counts [M, A].  -> [M, A]."""
    policy = np.array(probs)[:, None]
    advantage = ESTIMATORS[name].rule(counts.T.astype(float), np.array(rewards), policy, b)
    return gradient(counts.T.astype(float), advantage, policy).T


@every_estimator
@every_case
def test_each_batch_gives_the_estimate_of_a_loop_over_its_draws(name, probs, rewards):
    for k in batch_sizes(name):
        counts, _, naive = naive_batches(name, probs, rewards, k)
        np.testing.assert_allclose(
            estimates(name, counts, probs, rewards), naive, rtol=1e-11, atol=1e-14 * np.abs(rewards).max()
        )


def check_mean(name, expectation, probs, rewards, k):
    """Over every ordered batch, the mean estimate is what `expectation` says; "other" means neither, by far."""
    counts, probability, _ = naive_batches(name, probs, rewards, k)
    mean = probability @ estimates(name, counts, probs, rewards)
    true_gradient = np.array(probs) * (np.array(rewards) - np.dot(probs, rewards))
    length = np.linalg.norm(true_gradient)
    for declared, scale in (("gradient", 1), ("shrunk", (k - 1) / k)):
        error = np.linalg.norm(mean - scale * true_gradient) / length
        if declared == expectation:
            assert error < 1e-11
        elif expectation == "other":
            assert error > 0.01


@every_estimator
@every_case
def test_mean_estimate_is_what_the_entry_declares(name, probs, rewards):
    for k in batch_sizes(name):
        if ESTIMATORS[name].expectation != "other" or k > 1:  # at K = 1 it is 0, which is also "shrunk"
            check_mean(name, ESTIMATORS[name].expectation, probs, rewards, k)


@pytest.mark.parametrize("k", [1, 2, 3, 4])
def test_the_check_of_the_mean_fails_the_batch_mean_as_an_unbiased_estimate(k):
    with pytest.raises(AssertionError):
        check_mean("batch mean", "gradient", *EXAMPLE, k)
    counts, probability, _ = naive_batches("batch mean", *EXAMPLE, k)
    # It is (K − 1)/K of the gradient, so 1/K of it is missing.
    missing = exact_gradient(*EXAMPLE) - probability @ estimates("batch mean", counts, *EXAMPLE)
    np.testing.assert_allclose(missing, np.array([0.93, -0.95, 0.02]) / k, atol=1e-14)


def test_one_batch_is_as_worked_by_hand():
    # Two yes, one no, one maybe: rewards 8, 8, 3, 5, mean 6, p̂ = (1/2, 1/4, 1/4).
    counts = np.array([[2, 1, 1]])
    # p̂∘(r − 6) = (1, −3/4, −1/4), which sums to 0.
    np.testing.assert_allclose(estimates("batch mean", counts, *EXAMPLE), [[1, -0.75, -0.25]], atol=1e-15)
    np.testing.assert_allclose(estimates("leave-one-out", counts, *EXAMPLE), [[4 / 3, -1, -1 / 3]], atol=1e-15)
    # Deviations 2, 2, −3, −1: variance 18/3 = 6.
    expected = np.array([[1, -0.75, -0.25]]) / (math.sqrt(6) + 1e-4)
    np.testing.assert_allclose(estimates("group-normalised", counts, *EXAMPLE), expected, rtol=1e-14)
    # p̂∘r = (4, .75, 1.25), sum 6, minus 6π.
    np.testing.assert_allclose(estimates("none", counts, *EXAMPLE), [[2.2, -2.25, 0.05]], atol=1e-15)


@pytest.mark.parametrize("name", ["batch mean", "leave-one-out", "group-normalised"])
@pytest.mark.parametrize("reward", [0.1, -7.3, 1e6 / 3])
def test_a_batch_of_equal_rewards_moves_nothing_at_all(name, reward):
    counts = np.array([[3, 4, 0], [7, 0, 0], [1, 6, 0]])
    assert not estimates(name, counts, EXAMPLE[0], (reward, reward, 5.0)).any()


def test_group_normalised_gives_nothing_at_k_1():
    assert not estimates("group-normalised", np.eye(3), *EXAMPLE).any()


def test_leave_one_out_is_the_batch_mean_stretched_by_k_over_k_minus_1():
    counts = np.array([[5, 1, 2], [0, 3, 5], [7, 0, 1]])
    shrunk = estimates("batch mean", counts, *EXAMPLE)
    np.testing.assert_allclose(estimates("leave-one-out", counts, *EXAMPLE), 8 / 7 * shrunk, rtol=1e-13, atol=1e-15)


@every_estimator
def test_rule_takes_many_policies_and_baselines_at_once(name):
    rng = np.random.default_rng(0)
    probs = rng.dirichlet([1, 1, 1], size=5)
    counts = rng.multinomial(6, probs)
    b = rng.normal(size=5)
    rewards = np.array(EXAMPLE[1])
    together = gradient(counts.T, ESTIMATORS[name].rule(counts.T, rewards, probs.T, b), probs.T)
    for i in range(5):
        one = estimates(name, counts[[i]], probs[i], rewards, b[i])[0]
        np.testing.assert_allclose(together[:, i], one, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("none", 0),
        ("constant", B),
        ("mean reward", 16 / 3),  # (8 + 3 + 5)/3
        ("expected reward", 4.9),  # .3·8 + .5·3 + .2·5
        ("optimal", 3.422 / 0.62),  # E[R|s|²]/E[|s|²]
        ("optimal plus b", 3.422 / 0.62 + B),
        ("running mean", B),
        ("batch mean", math.nan),
        ("leave-one-out", math.nan),
        ("group-normalised", math.nan),
    ],
)
def test_baseline_is_the_number_subtracted(name, expected):
    value = baseline(name, np.array(EXAMPLE[0]), np.array(EXAMPLE[1]), B)
    assert value == pytest.approx(expected, rel=1e-14, nan_ok=True)


def test_baseline_covers_every_entry_and_each_says_what_it_is():
    for entry in ESTIMATORS.values():
        assert entry.formula.startswith("A")
        assert entry.source
        assert entry.summary
        assert entry.expectation in ("gradient", "shrunk", "other")


def test_only_the_running_mean_forgets_and_only_leave_one_out_needs_company():
    assert {name: entry.decay for name, entry in ESTIMATORS.items() if entry.decay != 1} == {"running mean": 0.9}
    smallest = {name: entry.smallest_k for name, entry in ESTIMATORS.items() if entry.smallest_k != 1}
    assert smallest == {"leave-one-out": 2}


@every_estimator
def test_flags_say_what_the_estimate_depends_on(name):
    entry = ESTIMATORS[name]
    counts = np.array([[2.0, 1.0], [1.0, 1.0], [1.0, 2.0]])
    probs, rewards = np.array(EXAMPLE[0])[:, None], np.array(EXAMPLE[1])

    def advantage(b):
        return np.broadcast_to(entry.rule(counts, rewards, probs, b), counts.shape)

    assert entry.uses_b == bool((advantage(0.0) != advantage(1.0)).any())
    assert entry.uses_batch == bool((advantage(0.0)[:, 0] != advantage(0.0)[:, 1]).any())


@pytest.mark.parametrize(
    ("name", "k", "message"),
    [
        ("reinforce", 4, f"estimator must be one of {', '.join(ESTIMATORS)}, not 'reinforce'"),
        ("none", 0, "k must be an integer of at least 1, not 0"),
        ("none", -3, "k must be an integer of at least 1, not -3"),
        ("none", 2.5, "k must be an integer of at least 1, not 2.5"),
        ("none", math.nan, "k must be an integer of at least 1, not nan"),
        ("leave-one-out", 1, "k must be at least 2 for leave-one-out, not 1"),
    ],
)
def test_an_impossible_choice_is_refused_by_name_and_value(name, k, message):
    with pytest.raises(ValueError, match=message):
        estimator(name, k)
