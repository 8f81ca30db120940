"""One response of many tokens: exact moments against brute force, against worked numbers, and against sampling."""

import re
from dataclasses import FrozenInstanceError, dataclass
from fractions import Fraction
from functools import cache
from itertools import product

import numpy as np
import pytest

from reinforce_viz.engine.credits import CREDITS, TASKS
from reinforce_viz.engine.exact import moments
from reinforce_viz.engine.policy import exact_gradient, score
from reinforce_viz.engine.tokens import sample_responses, sample_sequence_gradients, sequence_moments, token_advantages

PROBS = np.array([0.3, 0.5, 0.2])
REWARDS = np.array([8.0, 3.0, 5.0])

# Tenths, so that the brute force can work in exact fractions.
CASES = {
    "example": ((3, 5, 2), (8, 3, 5)),
    "uniform two": ((5, 5), (1, 0)),
    "late in training": ((9, 1), (1, 0)),
    "negative": ((3, 5, 2), (-2, -7, -5)),
    "mixed signs": ((1, 2, 7), (-4, 3, -1)),
    "impossible answer": ((4, 0, 6), (2, -50, 1)),
    "equal rewards": ((6, 4), (-3, -3)),
    "certain": ((10, 0), (2, 5)),
}
PAIRS = list(product(CREDITS, TASKS))


@dataclass(frozen=True)
class BruteForce:
    """All A^T responses, rewards as paid per step, V and Q as averages over every continuation; all in fractions."""

    probs: tuple[Fraction, ...]
    rewards: tuple[Fraction, ...]
    length: int
    task: str

    def paid(self, response):
        if self.task == "sum":
            return [self.rewards[a] for a in response]
        decisive = response[0] if self.task == "first" else response[-1]
        return [Fraction(0)] * (self.length - 1) + [self.rewards[decisive]]

    def chance(self, tokens):
        chance = Fraction(1)
        for a in tokens:
            chance *= self.probs[a]
        return chance

    @cache  # noqa: B019 - lives as long as the test run
    def expected_from(self, prefix, t):
        """E[rewards paid from step t on | prefix]: V(prefix) at t = len(prefix), Q at t = len(prefix) − 1."""
        endings = product(range(len(self.probs)), repeat=self.length - len(prefix))
        return sum(self.chance(ending) * sum(self.paid(prefix + ending)[t:]) for ending in endings)

    def factor(self, credit, response, t):
        paid, before, after = self.paid(response), response[:t], response[: t + 1]
        match credit:
            case "whole reward":
                return sum(paid)
            case "expected reward":
                return sum(paid) - self.expected_from((), 0)
            case "reward-to-go":
                return sum(paid[t:])
            case "critic":
                return sum(paid[t:]) - self.expected_from(before, t)
            case "advantage":
                return self.expected_from(after, t) - self.expected_from(before, t)

    def responses(self):
        return product(range(len(self.probs)), repeat=self.length)

    def moments(self, credit):
        """Mean [T, A] and variance [T]."""
        size = len(self.probs)
        mean = [[Fraction(0)] * size for _ in range(self.length)]
        square = [Fraction(0)] * self.length
        for response in self.responses():
            chance = self.chance(response)
            for t, a in enumerate(response):
                factor = self.factor(credit, response, t)
                for j in range(size):
                    component = factor * ((a == j) - self.probs[j])
                    mean[t][j] += chance * component
                    square[t] += chance * component**2
        return mean, [square[t] - sum(m**2 for m in mean[t]) for t in range(self.length)]


def brute_force(case, length, task):
    tenths, rewards = CASES[case]
    return BruteForce(tuple(Fraction(p, 10) for p in tenths), tuple(map(Fraction, rewards)), length, task)


def floats(values):
    return np.array(values, dtype=np.float64)


@pytest.mark.parametrize("length", [1, 2, 3, 4])
@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("task", TASKS)
def test_moments_are_those_of_every_possible_response(case, length, task):
    every = brute_force(case, length, task)
    for credit in CREDITS:
        exact = sequence_moments(credit, floats(every.probs), floats(every.rewards), length, task)
        mean, variance = every.moments(credit)
        np.testing.assert_allclose(exact.per_position, floats(variance), rtol=1e-12, atol=1e-30, err_msg=credit)
        np.testing.assert_allclose(exact.mean, floats(mean), rtol=1e-12, atol=1e-15, err_msg=credit)
        assert exact.total_variance == pytest.approx(float(sum(variance)), rel=1e-12, abs=1e-30)


@pytest.mark.parametrize("case", ["example", "mixed signs", "uniform two"])
@pytest.mark.parametrize(("credit", "task"), PAIRS)
def test_advantages_are_those_of_every_possible_response(credit, task, case):
    every = brute_force(case, 4, task)
    responses = list(every.responses())
    expected = [[every.factor(credit, response, t) for t in range(4)] for response in responses]
    advantages = token_advantages(credit, responses, floats(every.probs), floats(every.rewards), task)
    np.testing.assert_allclose(advantages, floats(expected), rtol=1e-12, atol=1e-13)


# E.g. the last column is T·1.1688, 1.1688 being Σ π_a (r_a − 4.9)² |s_a|² − |g|² at T = 1.  In the others the other
# T − 1 tokens add to each factor: their variance 4.69 times E|s|² = .62, and, where nothing is subtracted, their mean.
SUM_TABLE = {
    1: (19.8182, 19.8182, 1.1688, 1.1688, 1.1688),
    2: (142.2956, 90.9660, 8.1532, 5.2454, 2.3376),
    4: (1052.4968, 506.3400, 39.5688, 22.1220, 4.6752),
    6: (3445.1412, 1484.3012, 94.2468, 50.6298, 7.0128),
    16: (62653.8272, 23149.1872, 716.5728, 367.6368, 18.7008),
}
SUM_COLUMNS = ("whole reward", "reward-to-go", "expected reward", "critic", "advantage")


@pytest.mark.parametrize("length", SUM_TABLE)
def test_sum_table(length):
    variances = [sequence_moments(credit, PROBS, REWARDS, length).total_variance for credit in SUM_COLUMNS]
    np.testing.assert_allclose(variances, SUM_TABLE[length], rtol=1e-12)


@pytest.mark.parametrize("length", [1, 2, 4, 6, 16, 1000])
def test_sum_closed_forms(length):
    pairs = length * (length - 1)
    # J = 4.9, V = 4.69, 1 − Σπ² = .62, |g|² = 1.7678, E R|s|² = 3.422, E R²|s|² = 21.586, and T_J = 1.1688.
    other_square = 4.69 + (length - 1) * 4.9**2
    whole = length * (21.586 - 1.7678) + pairs * (2 * 4.9 * 3.422 + other_square * 0.62)
    closed = {
        "whole reward": whole,
        "expected reward": 1.1688 * length + pairs * 4.69 * 0.62,
        "critic": 1.1688 * length + pairs * 4.69 * 0.62 / 2,
        "advantage": 1.1688 * length,
    }
    for credit, variance in closed.items():
        assert sequence_moments(credit, PROBS, REWARDS, length).total_variance == pytest.approx(variance, rel=1e-12)


@pytest.mark.parametrize(
    ("length", "variance"),
    [(1, 0.930968), (2, 7.677535), (4, 38.617471), (6, 92.819806), (16, 712.767484)],
)
def test_best_constant_is_close_to_the_expected_reward_of_a_long_response(length, variance):
    # b off the whole reward is b/T off each token's.  b* = E[R|s|²]/E[|s|²] = T·4.9 + .384/.62, and b = E[R] costs
    # T·.62·(.384/.62)² more than b*: at T = 16, 716.5728 − 3.805316.
    def at(b):
        return sequence_moments("whole reward", PROBS, REWARDS - b / length, length).total_variance

    best = 4.9 * length + 0.384 / 0.62
    assert at(best) == pytest.approx(variance, abs=5e-7)
    assert at(best) < min(at(best - 0.01), at(best + 0.01))
    assert at(4.9 * length) == pytest.approx(sequence_moments("expected reward", PROBS, REWARDS, length).total_variance)


@pytest.mark.parametrize("length", [1, 2, 4, 16, 1000])
def test_first_token_decides(length):
    # Each later token only adds noise: V·E|s|² = 4.69·.62 = 2.9078, or E[R²]·E|s|² = 28.7·.62 = 17.794.
    expected = {
        "whole reward": 19.8182 + 17.794 * (length - 1),
        "expected reward": 1.1688 + 2.9078 * (length - 1),
        "reward-to-go": 19.8182 + 17.794 * (length - 1),
        "critic": 1.1688,
        "advantage": 1.1688,
    }
    for credit, variance in expected.items():
        exact = sequence_moments(credit, PROBS, REWARDS, length, "first")
        assert exact.total_variance == pytest.approx(variance, rel=1e-12)
        assert exact.signal == pytest.approx(1.7678)


@pytest.mark.parametrize("length", [1, 2, 4, 16, 1000])
def test_last_token_decides(length):
    # Until the last token V(prefix) = 4.9 = E[R], so that a critic knows no more than the average.
    same = 1.1688 + 2.9078 * (length - 1)
    for credit, variance in {"expected reward": same, "critic": same, "advantage": 1.1688}.items():
        exact = sequence_moments(credit, PROBS, REWARDS, length, "last")
        assert exact.total_variance == pytest.approx(variance, rel=1e-12)
        assert exact.signal == pytest.approx(1.7678)
    assert sequence_moments("critic", PROBS, REWARDS, 2, "last").total_variance == pytest.approx(4.0766)


@pytest.mark.parametrize("task", ["first", "last"])
def test_reward_to_go_is_the_whole_reward_if_paid_at_the_end(task):
    to_go, whole = (sequence_moments(c, PROBS, REWARDS, 7, task) for c in ("reward-to-go", "whole reward"))
    np.testing.assert_array_equal(to_go.per_position, whole.per_position)


@pytest.mark.parametrize(
    ("credit", "exponent"),
    [("whole reward", 3), ("reward-to-go", 3), ("expected reward", 2), ("critic", 2), ("advantage", 1)],
)
def test_growth_with_length(credit, exponent):
    shorter, longer = (sequence_moments(credit, PROBS, REWARDS, length).total_variance for length in (8_000, 16_000))
    assert np.log2(longer / shorter) == pytest.approx(exponent, abs=1e-3)


@pytest.mark.parametrize(
    ("credit", "beside", "ratio"), [("reward-to-go", "whole reward", 1 / 3), ("critic", "expected reward", 1 / 2)]
)
def test_share_of_the_variance_that_stays_in_the_long_run(credit, beside, ratio):
    ours, theirs = (sequence_moments(c, PROBS, REWARDS, 16_000).total_variance for c in (credit, beside))
    assert ours / theirs == pytest.approx(ratio, abs=1e-4)


@pytest.mark.parametrize(("credit", "task"), PAIRS)
def test_mean_is_the_gradient_of_the_rewarded_tokens(credit, task):
    rewarded = {"sum": [1, 1, 1, 1], "first": [1, 0, 0, 0], "last": [0, 0, 0, 1]}[task]
    exact = sequence_moments(credit, PROBS, REWARDS, 4, task)
    np.testing.assert_allclose(exact.mean, np.outer(rewarded, exact_gradient(PROBS, REWARDS)), rtol=1e-12)
    assert exact.signal == pytest.approx(1.7678 * sum(rewarded))
    assert exact.per_position.shape == (4,)
    assert exact.total_variance == pytest.approx(exact.per_position.sum())


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("credit", CREDITS)
def test_one_token_is_one_answer(credit, task):
    estimator = "expected reward" if CREDITS[credit].centred else "none"
    one = sequence_moments(credit, PROBS, REWARDS, 1, task)
    answer = moments(estimator, PROBS, REWARDS, 1)
    assert one.total_variance == pytest.approx(answer.total_variance, rel=1e-13)
    np.testing.assert_allclose(one.mean[0], answer.mean, rtol=1e-13)


@pytest.mark.parametrize(("credit", "task"), [(c, t) for c, t in PAIRS if CREDITS[c].centred])
def test_a_shift_of_the_rewards_leaves_centred_credits_alone(credit, task):
    here, far = (sequence_moments(credit, PROBS, REWARDS + shift, 6, task) for shift in (0, 2.0**40))
    np.testing.assert_array_equal(far.per_position, here.per_position)


def test_a_worked_response():
    # yes, no, maybe earn 8, 3, 5 where 4.9 is expected of each.
    worked = {
        "whole reward": [16, 16, 16],
        "expected reward": [1.3, 1.3, 1.3],
        "reward-to-go": [16, 8, 5],
        "critic": [1.3, -1.8, 0.1],
        "advantage": [3.1, -1.9, 0.1],
    }
    for credit, factors in worked.items():
        np.testing.assert_allclose(token_advantages(credit, [0, 1, 2], PROBS, REWARDS), factors, rtol=1e-12)
    np.testing.assert_allclose(token_advantages("critic", [0, 1, 2], PROBS, REWARDS, "first"), [3.1, 0, 0])
    np.testing.assert_allclose(token_advantages("critic", [0, 1, 2], PROBS, REWARDS, "last"), [0.1, 0.1, 0.1])


def z_scores(samples, expected):
    """Standard errors between the mean of samples [n, ...] and the expected values [...]; 0 where they agree."""
    gap = samples.mean(axis=0) - expected
    error = samples.std(axis=0, ddof=1) / np.sqrt(len(samples))
    return np.divide(gap, error, out=np.zeros_like(gap), where=abs(gap) > 1e-12)


def z_of_moments(gradients, exact):
    """Largest |z| of the mean and of the variance per position, for sampled gradients [n, T, A]."""
    squares = ((gradients - exact.mean) ** 2).sum(axis=2)
    return abs(z_scores(gradients, exact.mean)).max(), abs(z_scores(squares, exact.per_position)).max()


@pytest.mark.parametrize(("credit", "task"), PAIRS)
def test_sampling_agrees_with_exact(credit, task):
    gradients = sample_sequence_gradients(credit, PROBS, REWARDS, 4, 40_000, np.random.default_rng(7), task)
    assert gradients.shape == (40_000, 4, 3)
    assert max(z_of_moments(gradients, sequence_moments(credit, PROBS, REWARDS, 4, task))) < 5


def test_twin_subtracting_the_mean_of_its_own_tokens_is_biased():
    # The token's own reward is in that mean, which shrinks the gradient by (T − 1)/T.
    responses = sample_responses(PROBS, 4, 40_000, np.random.default_rng(7))
    earned = REWARDS[responses]
    twin = (earned - earned.mean(axis=1, keepdims=True))[..., None] * score(PROBS)[responses]
    assert z_of_moments(twin, sequence_moments("advantage", PROBS, REWARDS, 4))[0] > 20


def test_twin_credit_has_another_variance():
    gradients = sample_sequence_gradients("critic", PROBS, REWARDS, 4, 40_000, np.random.default_rng(7))
    in_mean, in_variance = z_of_moments(gradients, sequence_moments("expected reward", PROBS, REWARDS, 4))
    assert in_mean < 5
    assert in_variance > 20


def test_a_gradient_is_the_advantage_times_the_score():
    responses = sample_responses(PROBS, 5, 8, np.random.default_rng(3))
    advantage = token_advantages("critic", responses, PROBS, REWARDS)
    gradients = sample_sequence_gradients("critic", PROBS, REWARDS, 5, 8, np.random.default_rng(3))
    np.testing.assert_array_equal(gradients, advantage[..., None] * (np.eye(3)[responses] - PROBS))


def test_responses_follow_the_policy():
    responses = sample_responses((0.3, 0.7, 0.0), 3, 40_000, np.random.default_rng(5))
    assert responses.shape == (40_000, 3)
    assert np.issubdtype(responses.dtype, np.integer)
    assert abs(z_scores((responses == 0).astype(float), np.full(3, 0.3))).max() < 5
    assert responses.max() == 1


def test_no_responses():
    rng = np.random.default_rng(0)
    assert sample_responses(PROBS, 3, 0, rng).shape == (0, 3)
    assert sample_sequence_gradients("critic", PROBS, REWARDS, 3, 0, rng).shape == (0, 3, 3)


def test_teaching_order_and_words():
    assert list(CREDITS) == ["whole reward", "expected reward", "reward-to-go", "critic", "advantage"]
    assert list(TASKS) == ["sum", "first", "last"]
    for credit in CREDITS.values():
        assert credit.formula.startswith("A_t = ")
        assert any(year in credit.source for year in ("1992", "2000", "2016", "2018"))
        assert credit.summary
    with pytest.raises(FrozenInstanceError):
        CREDITS["critic"].centred = False


RNG = np.random.default_rng(0)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: sequence_moments("magic", PROBS, REWARDS, 3),
            "credit must be one of whole reward, expected reward, reward-to-go, critic, advantage, not 'magic'.",
        ),
        (
            lambda: sequence_moments("critic", PROBS, REWARDS, 3, "middle"),
            "task must be one of sum, first, last, not 'middle'.",
        ),
        (
            lambda: sequence_moments("critic", PROBS, REWARDS, 0),
            "length must be an integer of at least 1, not 0.",
        ),
        (
            lambda: sequence_moments("critic", PROBS, REWARDS, 2.5),
            "length must be an integer of at least 1, not 2.5.",
        ),
        (
            lambda: sequence_moments("critic", (0.5, 0.6), (1, 0), 2),
            "probs must sum to 1 to within 1e-06, but [0.5, 0.6] sums to 1.1.",
        ),
        (
            lambda: token_advantages("critic", [[0, 1]], PROBS, (1, 0)),
            "rewards must have one value per action (3), not shape (2,).",
        ),
        (
            lambda: token_advantages("magic", [[0, 1]], PROBS, REWARDS),
            "credit must be one of whole reward, expected reward, reward-to-go, critic, advantage, not 'magic'.",
        ),
        (
            lambda: token_advantages("critic", [[0, 3]], PROBS, REWARDS),
            "responses must be numbers from 0 to 2, not 3.",
        ),
        (
            lambda: token_advantages("critic", [[0, -1]], PROBS, REWARDS),
            "responses must be numbers from 0 to 2, not -1.",
        ),
        (
            lambda: token_advantages("critic", [[0.5, 1.0]], PROBS, REWARDS),
            "responses must be integers, not float64.",
        ),
        (
            lambda: token_advantages("critic", np.zeros((4, 0), int), PROBS, REWARDS),
            "responses must have at least 1 token each, not shape (4, 0).",
        ),
        (
            lambda: sample_responses(PROBS, 3, -1, RNG),
            "n must be an integer of at least 0, not -1.",
        ),
        (
            lambda: sample_sequence_gradients("critic", PROBS, REWARDS, -2, 5, RNG),
            "length must be an integer of at least 1, not -2.",
        ),
    ],
)
def test_a_bad_argument_is_named_with_its_value(call, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        call()
