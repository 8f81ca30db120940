"""A penalty on KL: the golden endpoints, ascent by each loss, and ties."""

import numpy as np
import pytest

from reinforce_viz import DEFAULT, softmax
from reinforce_viz.lessons.kl import BETAS, penalty, way, without_penalty

DIGITS = 5.1e-9
REFERENCE, REWARDS = (0.3, 0.5, 0.2), (8.0, 3.0, 5.0)


@pytest.mark.parametrize(
    ("beta", "best", "j", "k3", "j3"),
    [
        (0.5, (0.99827481, 0.00007554, 0.00164965), 7.99467337, (0.91996395, 0.04842099, 0.03161506), 7.66304987),
        (1.0, (0.95746803, 0.01075228, 0.03177968), 7.85089954, (0.84698849, 0.09338470, 0.05962681), 7.35419608),
        (2.0, (0.77787005, 0.10641910, 0.11571085), 7.12077195, (0.72396499, 0.17156280, 0.10447221), 6.82876936),
        (5.0, (0.50530397, 0.30981824, 0.18487780), 5.89627543, (0.51494189, 0.31593780, 0.16912032), 5.91295007),
        (10.0, (0.39923933, 0.40358482, 0.19717585), 5.39054834, (0.40491930, 0.40293713, 0.19214356), 5.40888364),
    ],
)
def test_where_a_penalty_ends(beta, best, j, k3, j3):
    found = penalty(REFERENCE, REWARDS, beta)
    np.testing.assert_allclose(found.best, best, atol=DIGITS)
    np.testing.assert_allclose(found.estimates["k2"].end, best, atol=DIGITS)
    np.testing.assert_allclose(found.estimates["k3"].end, k3, atol=DIGITS)
    assert (found.expected_reward, found.estimates["k3"].expected_reward) == pytest.approx((j, j3), abs=DIGITS)
    assert found.estimates["k1"].end.tolist() == [1, 0, 0]


def ascend(reference, rewards, beta, kind, steps, rate=0.05):
    """Plain ascent on J minus β times the loss: each draw's slope listed and averaged."""
    ref, r = np.array(reference), np.array(rewards)
    theta = np.log(ref)
    for _ in range(steps):
        p = softmax(theta)
        u = ref / p
        # d k / d log π of a draw, times its score e − π, averaged over the draws.
        slope = {"k1": np.ones(3), "k2": -np.log(u), "k3": 1 - u}[kind]
        weight = p * (r - p @ r) - beta * (p * slope - p * (p @ slope))
        theta = theta + rate * weight
    return softmax(theta)


@pytest.mark.parametrize("kind", ["k2", "k3"])
@pytest.mark.parametrize(
    ("reference", "rewards", "beta"),
    [
        ((0.3, 0.5, 0.2), (8, 3, 5), 1.0),
        ((0.12, 0.86, 0.02), (10, 9.9, -10), 10.0),
        ((0.6, 0.3, 0.1), (-4, 1, 1), 5.0),
    ],
)
def test_ascent_with_each_loss_ends_where_the_lesson_says(reference, rewards, beta, kind):
    end = penalty(reference, rewards, beta).estimates[kind].end
    np.testing.assert_allclose(ascend(reference, rewards, beta, kind, 20_000, 0.3), end, atol=1e-6)


def test_k1_as_a_loss_holds_nothing_back():
    end = ascend(REFERENCE, REWARDS, 5.0, "k1", 20_000)
    assert end[0] > 0.995
    np.testing.assert_allclose(end, ascend(REFERENCE, REWARDS, 0.0, "k2", 20_000), atol=1e-12)


def test_a_tie_of_the_best_is_broken_in_favour_of_the_likelier_one():
    # By hand: the lead of the likelier one grows at every step, and has no bound.
    before = np.array([0.4, 0.3, 0.3])
    later = [ascend(before, (5, 5, 0), 0.0, "k2", steps) for steps in (0, 1000, 100_000)]
    leads = [p[0] / p[1] for p in later]
    assert leads[0] < leads[1] < leads[2]
    assert without_penalty(before, (5, 5, 0)).tolist() == [1, 0, 0]
    assert without_penalty(np.array([0.3, 0.3, 0.4]), (5, 5, 0)).tolist() == [0.5, 0.5, 0]
    assert without_penalty(np.array([0.3, 0.0, 0.7]), (5, 9, 0)).tolist() == [1, 0, 0]


@pytest.mark.parametrize(
    ("probs", "rewards"), [((0.3, 0.5, 0.2), (5, 5, 5)), ((0, 1, 0), (8, 3, 5)), ((0.5, 0.5, 0), (2, 2, 9))]
)
def test_without_a_difference_that_can_be_drawn_nothing_moves(probs, rewards):
    for beta in BETAS:
        found = penalty(probs, rewards, beta)
        assert found.still
        for estimate in found.estimates.values():
            np.testing.assert_allclose(estimate.end, probs, atol=1e-12)
            assert (estimate.mean, estimate.variance) == pytest.approx((0, 0), abs=1e-20)


def test_the_way_leads_from_the_best_answer_to_the_reference():
    policies = way(DEFAULT.probs, DEFAULT.rewards)
    assert policies[0][0] > 0.9999
    np.testing.assert_allclose(policies[-1], DEFAULT.probs, atol=0.01)
