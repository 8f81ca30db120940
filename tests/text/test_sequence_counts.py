"""How many responses there are, and how little that matters to a sample: against numbers found another way."""

from dataclasses import replace
from math import sqrt

import numpy as np
import pytest

from reinforce_viz import DEFAULT, exact_gradient
from reinforce_viz.text.claims.sequence_counts import error_counts_no_sequences, error_figures, sampling_error
from reinforce_viz.text.readings import sequence_counts as readings
from tests.of_experiment import by_hand


@pytest.mark.parametrize(
    ("vocabulary", "length", "said"),
    [
        (50_000, 100, "469.9 sequences: more than the possible games of chess."),
        (2, 10, "3.01 sequences: fewer than the seconds since the Big Bang."),
        (10, 18, "18 sequences: more than the seconds since the Big Bang and fewer than the grains of sand on Earth."),
        (10, 100, ": more than the atoms in the observable universe and fewer than the possible games of chess."),
        (
            2,
            1,
            "With 2 tokens to choose from, a response of 1 token can be any of 10 to the power of 0.301 sequences: ",
        ),
    ],
)
def test_reading_names_a_neighbour(vocabulary, length, said):
    assert said in readings.sequence_counts(vocabulary, length)


@pytest.mark.parametrize(("vocabulary", "length"), [(10, 120), (100, 60), (1000, 40), (10_000, 30)])
def test_as_many_sequences_as_games_of_chess_are_not_more(vocabulary, length):
    assert "of 120 sequences: as many as the possible games of chess." in readings.sequence_counts(vocabulary, length)


def test_the_error_of_a_sample_is_the_root_of_variance_over_k():
    assert sampling_error(DEFAULT, 1) == pytest.approx(sqrt(19.8182))  # tr Cov at K = 1, no baseline
    assert error_figures(DEFAULT) == {"K = 1": ["4.45"], "K = 100": ["0.445"], "K = 10,000": ["0.0445"]}


def test_no_baseline_is_used():
    assert sampling_error(replace(DEFAULT, estimator="expected reward"), 1) == sampling_error(DEFAULT, 1)


def test_averages_of_a_hundred_pushes_miss_by_that_much():
    gradient = exact_gradient(DEFAULT.probs, DEFAULT.rewards)
    missed = [by_hand(replace(DEFAULT, seed=seed), 100).average[-1] - gradient for seed in range(400)]
    squared = (np.array(missed) ** 2).sum(axis=1)
    error = squared.std(ddof=1) / np.sqrt(400)
    assert abs(squared.mean() - sampling_error(DEFAULT, 100) ** 2) < 5 * error
    # The twin that must fail: the error of half as many draws.
    assert abs(squared.mean() - sampling_error(DEFAULT, 50) ** 2) > 5 * error


def test_wordings_of_an_answer_leave_the_variance_as_it_is():
    # Each answer in m ways of equal probability: 3m sequences, and a draw's push depends on its answer alone.
    ways = 7
    probs = np.repeat(DEFAULT.probs, ways) / ways
    push = np.repeat(np.array(DEFAULT.rewards)[:, None] * (np.eye(3) - DEFAULT.probs), ways, axis=0)
    mean = probs @ push
    variance = probs @ ((push - mean) ** 2).sum(axis=1)
    assert sqrt(variance) == pytest.approx(sampling_error(DEFAULT, 1))
    few, many = (error_counts_no_sequences(DEFAULT, 2, length) for length in (1, 200))
    assert "variance of one push is 19.8," in few
    assert few.split("10 to the power")[0] == many.split("10 to the power")[0]


def test_one_draw_is_enough_where_every_push_is_the_same():
    assert "one draw is enough" in error_counts_no_sequences(replace(DEFAULT, probs=(1.0, 0.0, 0.0)), 2, 1)
    assert "one draw is enough" in error_counts_no_sequences(replace(DEFAULT, rewards=(0.0, 0.0, 0.0)), 2, 1)
