"""Sentences about long responses: their numbers against closed forms, their words where the case is special."""

import pytest

from reinforce_viz.engine.token_length import every_credit
from reinforce_viz.text.claims.tokens import reward_to_go, same_reward_for_all, the, where_a_critic_helps

PROBS, REWARDS = (0.3, 0.5, 0.2), (8.0, 3.0, 5.0)


def at(length=8, rewards=REWARDS, probs=PROBS):
    return every_credit(probs, rewards, length)


def test_a_critic_helps_fully_half_and_not_at_all():
    # T_J = 1.1688 and V(1 − Σπ²) = 2.9078: 1.1688 + 7·2.9078 = 21.5, 8·1.1688 + 56·2.9078 = 172 and, with
    # half the pairs, 90.8.
    said = where_a_critic_helps(at(), 8)
    assert "all of it where the first token decides (a variance of 21.5 becomes 1.17)" in said
    assert "half of it on the sum (a variance of 172 becomes 90.8)" in said
    assert "none of that noise where the last token decides (a variance of 21.5 stays)" in said


@pytest.mark.parametrize("length", [2, 3, 16])
@pytest.mark.parametrize("rewards", [REWARDS, (-1.0, 0.0, 1.0), (0.1, -9.0, 4.0)])
def test_the_shares_hold_at_any_length_and_reward(length, rewards):
    said = where_a_critic_helps(at(length, rewards), length)
    assert said.index("all of it where the first") < said.index("half of it on the sum") < said.index("none of that")


def test_where_there_is_nothing_for_a_critic_to_do():
    assert "raise T" in where_a_critic_helps(at(1), 1)
    assert "earns the same" in where_a_critic_helps(at(8, (3, 3, 3)), 8)
    assert "earns the same" in where_a_critic_helps(at(8, probs=(1, 0, 0)), 8)


def test_the_same_reward_for_all_costs_variance_only():
    # At T = 4, from the closed forms; the signal is 4·|g|² = 4·1.7678.
    said = same_reward_for_all(at(4), "sum", 4)
    assert "1,052 under the whole reward and 4.68 under the advantage" in said
    assert "of 7.07" in said
    # 19.8182 + 3·17.794, and |g|².
    said = same_reward_for_all(at(4), "first", 4)
    assert "73.2 under the whole reward and 1.17 under the advantage" in said
    assert "of 1.77" in said


def test_reward_to_go_helps_only_where_rewards_are_paid_on_the_way():
    said = reward_to_go(at(4), 4)
    assert "is 506, less than that of the whole reward (1,052)" in said
    assert "73.2 either way" in said
    assert "the same as that of the whole reward" in reward_to_go(at(1), 1)


def test_articles():
    assert the("critic") == "the critic"
    assert the("reward-to-go") == "reward-to-go"
