"""The arithmetic of a class against plain loops, enumeration and the estimates of many classes."""

from itertools import product

import numpy as np
import pytest

from reinforce_viz.engine.policy import exact_gradient
from reinforce_viz.engine.steps import exact_ascent
from reinforce_viz.lessons.classroom import (
    BASELINES,
    LAST_MEAN,
    LEAVE_ONE_OUT,
    NONE,
    Round,
    advantages,
    answers,
    class_push,
    estimate,
    gained_most,
    gains,
    mean_reward,
    own_push,
    stepped,
)
from reinforce_viz.lessons.classroom_path import exact_path, other_path, path

PROBS, REWARDS = (0.3, 0.5, 0.2), (8.0, 3.0, 5.0)


def settings(n=40):
    """Policies, rewards and counts at random, with zeros, ties and negative rewards among them."""
    rng = np.random.default_rng(7)
    for place in range(n):
        probs = rng.dirichlet([0.5, 0.5, 0.5])
        if place % 5 == 0:
            probs = np.array([1.0, 0.0, 0.0]) if place % 2 else np.array([0.0, 0.4, 0.6])
        rewards = rng.integers(-3, 4, 3).astype(float)
        counts = rng.multinomial(int(rng.integers(1, 9)), probs)
        yield tuple(probs.tolist()), tuple(rewards.tolist()), tuple(counts.tolist())


def plain_estimate(one, before, rewards):
    """The average push, draw by draw."""
    draws = [a for a, n in enumerate(one.counts) for _ in range(n)]
    push = np.zeros(3)
    for place, a in enumerate(draws):
        others = [rewards[other] for number, other in enumerate(draws) if number != place]
        b = 0.0
        if one.baseline == LEAVE_ONE_OUT and others:
            b = sum(others) / len(others)
        if one.baseline == LAST_MEAN and before is not None:
            b = sum(n * r for n, r in zip(before.counts, rewards, strict=True)) / sum(before.counts)
        push += (rewards[a] - b) * (np.eye(3)[a] - np.array(one.probs)) / len(draws)
    return push


@pytest.mark.parametrize("baseline", BASELINES)
def test_an_estimate_is_the_mean_of_the_pushes_of_its_draws(baseline):
    for probs, rewards, counts in settings():
        one, last = Round(2, probs, baseline, counts), Round(1, probs, NONE, (2, 1, 0))
        for before in (last, None):
            expected = plain_estimate(one, before, rewards)
            np.testing.assert_allclose(estimate(one, before, rewards), expected, atol=1e-12)


@pytest.mark.parametrize("baseline", BASELINES)
def test_over_every_batch_the_estimate_is_the_gradient_and_misses_it_by_the_ring(baseline):
    before = Round(1, PROBS, NONE, (1, 4, 2))
    for k in (1, 2, 4):
        mean, square = np.zeros(3), 0.0
        for draws in product(range(3), repeat=k):
            counts = tuple(np.bincount(draws, minlength=3).tolist())
            chance = float(np.prod([PROBS[a] for a in draws]))
            push = estimate(Round(2, PROBS, baseline, counts), before, REWARDS)
            mean += chance * push
            square += chance * float(np.sum((push - exact_gradient(PROBS, REWARDS)) ** 2))
        np.testing.assert_allclose(mean, exact_gradient(PROBS, REWARDS), atol=1e-12)
        shown = class_push(0, Round(2, PROBS, baseline, (k, 0, 0)), before, REWARDS)
        assert shown.error == pytest.approx(np.sqrt(square))


def test_more_draws_only_go_on():
    few, many = answers(5, 3, PROBS, 40), answers(5, 3, PROBS, 400)
    np.testing.assert_array_equal(few, many[:40])
    assert set(many.tolist()) == {0, 1, 2}
    assert len(answers(5, 3, PROBS, 0)) == 0
    assert (answers(5, 4, PROBS, 400) != many).any()
    assert set(answers(1, 1, (0.0, 1.0, 0.0), 500).tolist()) == {1}


@pytest.mark.parametrize("baseline", BASELINES)
def test_the_walk_ends_at_the_estimate_and_begins_with_the_first_draw(baseline):
    drawn = answers(9, 2, PROBS, 30)
    counts = tuple(np.bincount(drawn, minlength=3).tolist())
    one, before = Round(2, PROBS, baseline, counts), Round(1, PROBS, NONE, (3, 3, 4))
    shown = class_push(9, one, before, REWARDS)
    assert shown.walk.shape == (30, 3)
    np.testing.assert_allclose(shown.walk[-1], estimate(one, before, REWARDS), atol=1e-12)
    first = Round(2, PROBS, baseline, tuple(np.eye(3, dtype=int)[drawn[0]].tolist()))
    np.testing.assert_allclose(shown.walk[0], plain_estimate(first, before, REWARDS), atol=1e-12)
    np.testing.assert_allclose(np.array(counts) @ shown.pushes / 30, shown.walk[-1], atol=1e-12)


def test_before_the_first_draw_there_is_no_average():
    shown = class_push(0, Round(1, PROBS, NONE, (0, 0, 0)), None, REWARDS)
    assert shown.walk.shape == (0, 3)
    assert np.isnan(shown.error)
    with pytest.raises(ValueError, match="counts must hold at least 1 draw"):
        estimate(Round(1, PROBS, NONE, (0, 0, 0)), None, REWARDS)
    with pytest.raises(ValueError, match="counts must hold at least 1 draw"):
        mean_reward(Round(1, PROBS, NONE, (0, 0, 0)), REWARDS)


def test_what_gains_most_gains_most():
    for probs, rewards, counts in settings(200):
        one = Round(1, probs, NONE, counts)
        push = plain_estimate(one, None, rewards)
        weights = np.array(probs) * np.exp(0.5 * push)
        gain = weights / weights.sum() - np.array(probs)
        np.testing.assert_allclose(gains(one, None, rewards, 0.5), gain, atol=1e-12)
        most = gained_most(one, None, rewards, 0.5)
        if gain.max() < 1e-12:
            assert most == ()
        else:
            assert [a in most for a in range(3)] == (gain > gain.max() - 1e-12).tolist()


def test_two_answers_gain_alike_and_none_gains_where_all_is_level():
    half = (0.25, 0.5, 0.25)
    assert gained_most(Round(1, half, NONE, (1, 0, 1)), None, (2.0, 1.0, 2.0), 1.0) == (0, 2)
    assert gained_most(Round(1, half, LEAVE_ONE_OUT, (1, 2, 1)), None, (2.0, 2.0, 2.0), 1.0) == ()


def test_the_push_on_a_phone_subtracts_only_what_is_known():
    before = Round(1, PROBS, NONE, (1, 1, 0))
    expected = {NONE: 8.0, LEAVE_ONE_OUT: 8.0, LAST_MEAN: 8.0 - 5.5}
    for baseline, advantage in expected.items():
        one = Round(2, PROBS, baseline, (4, 4, 4))
        np.testing.assert_allclose(own_push(one, before, REWARDS, 0), advantage * np.array([0.7, -0.5, -0.2]))


def test_the_other_path_is_the_class_s_own_where_the_baselines_agree():
    # Where every answer earns nothing, so does every baseline.
    seed, probs, rounds = 4, PROBS, []
    for number in (1, 2, 3):
        counts = tuple(np.bincount(answers(seed, number, probs, 20), minlength=3).tolist())
        rounds.append(Round(number, probs, NONE, counts))
        probs = stepped(probs, estimate(rounds[-1], None, REWARDS), 0.5)
    own = path([*rounds, Round(4, probs, NONE, (0, 0, 0))])
    nothing = (0.0, 0.0, 0.0)
    np.testing.assert_allclose(other_path(seed, rounds, nothing, 0.5), [PROBS] * 4, atol=1e-12)
    other = other_path(seed, rounds, REWARDS, 0.5)
    assert other.shape == own.shape
    # Its first round has the class's draws, with leave-one-out.
    first = Round(1, PROBS, LEAVE_ONE_OUT, rounds[0].counts)
    np.testing.assert_allclose(other[1], stepped(PROBS, plain_estimate(first, None, REWARDS), 0.5))
    np.testing.assert_allclose(exact_path([*rounds, rounds[-1]], REWARDS, 0.5), exact_ascent(PROBS, REWARDS, 0.5, 3))


def test_a_reward_that_is_its_own_baseline_pushes_nothing():
    one = Round(2, PROBS, LAST_MEAN, (1, 1, 1))
    before = Round(1, PROBS, NONE, (0, 3, 0))
    assert advantages(one, before, (8.1, 0.1, 5.0))[1] == 0
