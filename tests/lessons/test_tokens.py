"""One drawn response: every credit's pushes worked out again, token by token."""

from itertools import product

import numpy as np
import pytest

from reinforce_viz.engine.credits import CREDITS, TASKS
from reinforce_viz.lessons.tokens import LONGEST, best_constant, deserving, draw_pushes, excess_of_average

PROBS, REWARDS, J = (0.3, 0.5, 0.2), (8.0, 3.0, 5.0), 4.9


def drawn(length=6, task="sum", seed=0):
    return draw_pushes(PROBS, REWARDS, length, task, seed)


@pytest.mark.parametrize("seed", range(5))
def test_on_the_sum_each_credit_adds_up_its_own_stretch(seed):
    pushes = drawn(seed=seed)
    earned = [REWARDS[a] for a in pushes.tokens]
    assert pushes.worth.tolist() == earned
    assert pushes.reward == sum(earned)
    expected = {
        "whole reward": [sum(earned)] * 6,
        "expected reward": [sum(earned) - 6 * J] * 6,
        "reward-to-go": [sum(earned[t:]) for t in range(6)],
        "critic": [sum(earned[t:]) - (6 - t) * J for t in range(6)],
        "advantage": [r - J for r in earned],
    }
    assert list(pushes.by_credit) == list(CREDITS)
    for credit, values in expected.items():
        np.testing.assert_allclose(pushes.by_credit[credit], values, atol=1e-12, err_msg=credit)


def test_if_the_first_token_decides_the_others_are_innocent():
    pushes = drawn(task="first")
    reward = REWARDS[pushes.tokens[0]]
    assert pushes.worth[0] == reward == pushes.reward
    assert np.isnan(pushes.worth[1:]).all()
    np.testing.assert_allclose(pushes.by_credit["whole reward"], reward)
    np.testing.assert_allclose(pushes.by_credit["critic"], [reward - J, 0, 0, 0, 0, 0], atol=1e-12)


def test_if_the_last_token_decides_a_critic_is_no_wiser_than_the_average():
    pushes = drawn(task="last")
    reward = REWARDS[pushes.tokens[-1]]
    assert pushes.worth[-1] == reward == pushes.reward
    np.testing.assert_allclose(pushes.by_credit["critic"], reward - J)
    np.testing.assert_allclose(pushes.by_credit["advantage"], [0, 0, 0, 0, 0, reward - J], atol=1e-12)


def test_a_longer_response_begins_like_a_shorter_one():
    longest = drawn(LONGEST).tokens
    for length in range(1, LONGEST):
        assert drawn(length).tokens.tolist() == longest[:length].tolist()


@pytest.mark.parametrize("task", TASKS)
def test_one_token_is_worth_its_reward_in_every_task(task):
    pushes = drawn(1, task)
    assert pushes.worth.tolist() == [REWARDS[pushes.tokens[0]]]


def test_responses_follow_the_policy():
    tokens = np.concatenate([drawn(LONGEST, seed=seed).tokens for seed in range(400)])
    share = np.bincount(tokens, minlength=3) / len(tokens)
    np.testing.assert_allclose(share, PROBS, atol=5 * 0.5 / np.sqrt(len(tokens)))


def test_a_push_that_cancels_is_exactly_zero():
    # Rounding leaves some sums of these surprises just off zero.
    pushes = [draw_pushes((0.3, 0.5, 0.2), (0.3, 0.1, 0.7), 16, "sum", s) for s in range(200)]
    pushes += [draw_pushes((1 / 3,) * 3, (6.1, 7.1, 8.1), 16, "sum", s) for s in range(200)]
    values = np.abs(np.concatenate([v for p in pushes for v in p.by_credit.values()]))
    assert (values == 0).any()
    assert values[values > 0].min() > 1e-9


def test_a_response_that_is_too_long_is_refused():
    with pytest.raises(ValueError, match="length must be at most 16, not 17"):
        drawn(17)


def listed_variance(b, length, task, probs=PROBS, rewards=REWARDS):
    """Total variance of R − b times the scores, over every response there is."""
    mean, square = np.zeros((length, 3)), 0.0
    for response in product(range(3), repeat=length):
        chance = np.prod([probs[a] for a in response])
        paid = {"sum": response, "first": response[:1], "last": response[-1:]}[task]
        push = (sum(rewards[a] for a in paid) - b) * (np.eye(3)[list(response)] - probs)
        mean, square = mean + chance * push, square + chance * (push**2).sum()
    return square - (mean**2).sum()


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("length", [1, 2, 3, 5])
@pytest.mark.parametrize(
    ("probs", "rewards"), [(PROBS, REWARDS), ((0.1, 0.1, 0.8), (-3.0, 4.0, 0.5)), ((0.7, 0.3, 0.0), (1.0, 2.0, 9.0))]
)
def test_the_best_constant_is_best_among_all_and_the_average_as_much_worse_as_is_said(task, length, probs, rewards):
    b = best_constant(probs, rewards, length, task)
    least = listed_variance(b, length, task, probs, rewards)
    for other in (b - 0.1, b + 0.1):
        assert listed_variance(other, length, task, probs, rewards) > least
    average = float(np.dot(probs, rewards)) * (length if task == "sum" else 1)
    excess = excess_of_average(probs, rewards, length, task)
    if np.isinf(excess):
        assert least == pytest.approx(0, abs=1e-12)
    else:
        assert listed_variance(average, length, task, probs, rewards) == pytest.approx((1 + excess) * least)


def test_the_excess_of_the_average_on_the_example():
    # At T = 1 the variances at K = 1 are 1.1688 and .93095, from the table in the tests of the estimators.
    excess = [100 * excess_of_average(PROBS, REWARDS, length, "sum") for length in (1, 2, 6, 16)]
    np.testing.assert_allclose(excess, [25.5, 6.2, 1.54, 0.53], atol=0.05)


def test_where_nothing_varies_there_is_no_excess():
    assert np.isnan(excess_of_average((1.0, 0.0, 0.0), REWARDS, 4, "sum"))
    assert np.isnan(excess_of_average(PROBS, (3.0, 3.0, 3.0), 4, "sum"))


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("task", TASKS)
def test_who_deserves_it_is_who_changed_the_reward_most_in_the_way_it_went(task, seed):
    rewards = [(8.0, 3.0, 5.0), (8.0, 8.0, 3.0), (-1.0, 0.0, 1.0), (4.9, 4.9, 4.9), (4.0, 4.0, 5.0)][seed % 5]
    length = 1 + seed % 7
    pushes = draw_pushes(PROBS, rewards, length, task, seed)
    usual = sum(p * r for p, r in zip(PROBS, rewards, strict=True))
    counts = {"sum": range(length), "first": [0], "last": [length - 1]}[task]
    change = [rewards[a] - usual if t in counts else 0.0 for t, a in enumerate(pushes.tokens)]
    assert pushes.usual == pytest.approx(usual * len(counts))
    assert pushes.surprise == pytest.approx(sum(change), abs=1e-12)
    way = -1 if sum(change) < -1e-12 else 1
    most = max(way * one for one in change)
    expected = [t + 1 for t, one in enumerate(change) if most > 1e-12 and abs(way * one - most) < 1e-12]
    assert deserving(pushes) == expected
