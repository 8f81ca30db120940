"""Sentences about long responses: their numbers against closed forms, their words where the case is special."""

import re

import pytest

from reinforce_viz.engine.token_length import every_credit
from reinforce_viz.text.claims.tokens import best_constant, reward_to_go, same_reward_for_all, where_a_critic_helps

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
    # At T = 4, from the closed forms: 4·1.1688 + 12·2.9078 = 39.6.
    said = same_reward_for_all(at(4), "sum", 4)
    assert "it is 39.6 where every token gets R − E[R], and 4.68 where each gets its own advantage" in said
    # 1.1688 + 3·2.9078.
    said = same_reward_for_all(at(4), "first", 4)
    assert "it is 9.89 where every token gets R − E[R], and 1.17 where each gets its own advantage" in said


def test_sharing_costs_nothing_where_there_is_nothing_to_share():
    assert "nobody to share the reward with" in same_reward_for_all(at(1), "sum", 1)
    for case in (at(8, (3, 3, 3)), at(8, probs=(1, 0, 0))):
        said = same_reward_for_all(case, "sum", 8)
        assert "Nor does sharing cost any variance here" in said
        assert "The price" not in said


def test_a_baseline_that_is_missing_is_not_counted_as_the_price_of_sharing():
    # Here the whole reward has less variance than the advantage: J = .89 lies outside of 0 and 2b*.
    case = at(2, rewards=(1.0, -10.0, -10.0), probs=(0.99, 0.006, 0.004))
    assert case["sum"]["whole reward"].total_variance < case["sum"]["advantage"].total_variance
    shared, own = prices(same_reward_for_all(case, "sum", 2))
    assert shared > own


def prices(said):
    return [
        float(found.replace(",", ""))
        for found in re.search(r"it is ([\d.,]+) where .* and ([\d.,]+) where", said).groups()
    ]


def test_reward_to_go_helps_only_where_rewards_are_paid_on_the_way():
    said = reward_to_go(at(4), 4)
    assert "is 506, less than that of the whole reward (1,052)" in said
    assert "73.2 either way" in said
    assert "the two are the same" in reward_to_go(at(1), 1)
    assert "neither has any noise" in reward_to_go(at(4, probs=(1, 0, 0)), 4)


def test_the_average_is_nearly_the_best_constant_in_a_long_response():
    said = best_constant(PROBS, REWARDS, "sum")
    assert "by 25.5% at T = 1, 6.2% at T = 2, 1.54% at T = 6 and 0.534% at T = 16." in said


def test_the_average_is_the_best_constant_where_every_answer_pushes_as_far():
    assert "**Here** it is, on the sum, at every T" in best_constant((1 / 3, 1 / 3, 1 / 3), (6, 7, 8), "sum")
    assert best_constant((1, 0, 0), REWARDS, "sum") is None
    assert best_constant(PROBS, (3, 3, 3), "sum") is None
    # Of two answers one is up when the other is down: at T = 1 the best constant makes both pushes the same.
    said = best_constant((0.8, 0.2, 0), REWARDS, "sum")
    assert "but for T = 1, where the best constant leaves no variance at all" in said
