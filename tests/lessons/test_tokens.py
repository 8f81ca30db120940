"""One drawn response: every credit's pushes worked out again, token by token."""

import numpy as np
import pytest

from reinforce_viz.engine.tokens import CREDITS, TASKS
from reinforce_viz.lessons.tokens import LONGEST, draw_pushes

PROBS, REWARDS, J = (0.3, 0.5, 0.2), (8.0, 3.0, 5.0), 4.9


def drawn(length=6, task="sum", seed=0):
    return draw_pushes(PROBS, REWARDS, length, task, np.random.default_rng(seed))


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
    pushes = [draw_pushes((0.3, 0.5, 0.2), (0.3, 0.1, 0.7), 16, "sum", np.random.default_rng(s)) for s in range(200)]
    pushes += [draw_pushes((1 / 3,) * 3, (6.1, 7.1, 8.1), 16, "sum", np.random.default_rng(s)) for s in range(200)]
    values = np.abs(np.concatenate([v for p in pushes for v in p.by_credit.values()]))
    assert (values == 0).any()
    assert values[values > 0].min() > 1e-9


def test_a_response_that_is_too_long_is_refused():
    with pytest.raises(ValueError, match="length must be at most 16, not 17"):
        drawn(17)
