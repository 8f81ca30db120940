"""Answers of different lengths: golden values, and a plain loop over ordered draws."""

import itertools
import math

import numpy as np
import pytest

from reinforce_viz import exact_ascent, exact_gradient
from reinforce_viz.engine.answer_lengths import KINDS, ascent_with_lengths, mean_gradient, mean_length
from reinforce_viz.engine.rounding import angle

# One long and one short wrong answer; one long and one short right answer.
WRONG = ((0.4, 0.3, 0.3), (8.0, 3.0, 3.0), (4, 4, 16))
RIGHT = ((0.3, 0.3, 0.4), (8.0, 8.0, 3.0), (4, 16, 4))


def test_dividing_each_answer_by_its_length_turns_the_gradient():
    np.testing.assert_allclose(mean_gradient("sum", *WRONG), (1.2, -0.6, -0.6), atol=1e-12)
    np.testing.assert_allclose(mean_gradient("answer mean", *WRONG), (1.938, -1.3965, -0.5415), atol=1e-12)
    turned = angle(mean_gradient("answer mean", *WRONG), mean_gradient("sum", *WRONG))
    assert turned == pytest.approx(14.290130, abs=5.1e-7)
    np.testing.assert_allclose(mean_gradient("sum", *RIGHT), (0.6, 0.6, -1.2), atol=1e-12)
    np.testing.assert_allclose(mean_gradient("answer mean", *RIGHT), (1.3965, 0.5415, -1.938), atol=1e-12)


def test_wrong_answers_get_longer():
    steps, wrong = [1, 5, 10, 20, 50], (False, True, True)
    path = ascent_with_lengths("answer mean", *WRONG, 0.1, 50)
    expected = (10.256344, 11.059637, 11.573510, 12.017768, 12.460260)
    np.testing.assert_allclose(mean_length(path[steps], WRONG[2], wrong), expected, atol=5.1e-7)
    straight = ascent_with_lengths("sum", *WRONG, 0.1, 50)
    np.testing.assert_allclose(mean_length(straight, WRONG[2], wrong), 10, rtol=1e-12)
    np.testing.assert_allclose(straight, exact_ascent(*WRONG[:2], 0.1, 50), atol=1e-12)


def test_right_answers_get_shorter():
    length = mean_length(ascent_with_lengths("answer mean", *RIGHT, 0.1, 50), RIGHT[2], (1, 1, 0))
    assert length[0] == 10
    assert (np.diff(length) < 0).all()


def test_the_bias_of_the_token_mean_falls_with_k():
    true = mean_gradient("sum", *WRONG)
    angles = [angle(mean_gradient("token mean", *WRONG, k), true) for k in (1, 2, 4, 8, 16, 64)]
    np.testing.assert_allclose(angles, (14.290130, 10.461323, 6.311452, 3.304325, 1.652181, 0.409620), atol=5.1e-7)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("probs", "rewards", "lengths"),
    [
        WRONG,
        ((0.2, 0.8), (1.0, 0.0), (1, 1000)),
        ((0.25, 0.25, 0.5), (4.1, 4.1, -1.0), (3, 5, 7)),
        ((0.6, 0.4, 0.0), (1.0, 2.0, 9.0), (10, 20, 30)),
        ((0.1, 0.2, 0.3, 0.4), (3.0, -1.0, 4.0, 1.5), (0.5, 8, 2, 3)),
    ],
)
def test_the_mean_is_that_of_a_loop_over_ordered_draws(kind, probs, rewards, lengths):
    j = math.fsum(p * r for p, r in zip(probs, rewards, strict=True))
    typical = math.fsum(p * length for p, length in zip(probs, lengths, strict=True))
    for k in (1, 2, 3):
        total = np.zeros(len(probs))
        for draws in itertools.product(range(len(probs)), repeat=k):
            chance = math.prod(probs[a] for a in draws)
            for a in draws:
                divisor = {
                    "sum": k,
                    "answer mean": k * lengths[a] / typical,
                    "token mean": sum(lengths[x] for x in draws) / typical,
                }[kind]
                for c in range(len(probs)):
                    total[c] += chance * (rewards[a] - j) * ((a == c) - probs[c]) / divisor
        np.testing.assert_allclose(mean_gradient(kind, probs, rewards, lengths, k), total, atol=1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_equal_lengths_change_nothing(kind):
    probs, rewards = (0.3, 0.5, 0.2), (8.0, 3.0, 5.0)
    np.testing.assert_allclose(
        mean_gradient(kind, probs, rewards, (7, 7, 7), 4), exact_gradient(probs, rewards), atol=1e-12
    )
    path = ascent_with_lengths(kind, probs, rewards, (7, 7, 7), 0.3, 20, 4)
    np.testing.assert_allclose(path, exact_ascent(probs, rewards, 0.3, 20), atol=1e-12)


def test_no_mean_length_where_none_can_be_drawn():
    assert np.isnan(mean_length((1.0, 0.0, 0.0), (4, 4, 16), (0, 1, 1)))
    assert mean_length((0.5, 0.25, 0.25), (4, 4, 16), (0, 1, 1)) == 10


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (lambda: mean_gradient("mean", *WRONG), "kind must be one of sum, answer mean, token mean, not 'mean'"),
        (lambda: mean_gradient("sum", WRONG[0], WRONG[1], (4, 4)), "lengths must be a list of 3 numbers"),
        (lambda: mean_gradient("sum", WRONG[0], WRONG[1], (4, 0, 1)), "lengths must be above 0, not"),
        (lambda: mean_gradient("sum", WRONG[0], WRONG[1], (4, np.nan, 1)), "lengths must be finite"),
        (lambda: mean_gradient("sum", *WRONG, 0), "k must be an integer of at least 1, not 0"),
        (lambda: mean_gradient("token mean", *WRONG, 5000), "k = 5000 draws of 3 actions can give"),
        (lambda: ascent_with_lengths("mean", *WRONG, 0.1, 5), "kind must be one of"),
        (lambda: ascent_with_lengths("sum", *WRONG, np.inf, 5), "learning_rate must be finite"),
        (lambda: ascent_with_lengths("sum", *WRONG, 0.1, -1), "steps must be an integer of at least 0, not -1"),
        (lambda: ascent_with_lengths("sum", *WRONG, 0.1, 1, 0), "k must be an integer of at least 1, not 0"),
        (lambda: mean_length((0.5, 0.5), (1, 2, 3), (1, 1)), "lengths must be a list of 2 numbers"),
        (lambda: mean_length((0.5, 0.5), (1, 2), (1, 1, 1)), "among must be a list of 2 numbers"),
    ],
)
def test_bad_input_is_refused(function, message):
    with pytest.raises(ValueError, match=message):
        function()
