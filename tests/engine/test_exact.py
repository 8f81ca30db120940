"""Every possible batch, exact moments and exact ascent: golden values, enumeration and the closed forms by hand.

The running example is π = (.3, .5, .2), r = (8, 3, 5): J = 4.9, g = (.93, −.95, .02), |g|² = 1.7678, V = Var R = 4.69,
q = Σπ² = .38, π·g = −.192.
"""

import math
from fractions import Fraction

import numpy as np
import pytest

from reinforce_viz import ESTIMATORS, PRESETS, exact_ascent, moments, outcomes, softmax
from tests.engine.test_estimators import EXAMPLE, B, batch_sizes, every_case, every_estimator, naive_batches

PROBS, REWARDS = EXAMPLE
NEARLY_DONE = (0.99, 0.006, 0.004)
KS = (1, 2, 4, 8, 16, 64)


# Every possible batch


@pytest.mark.parametrize("k", KS)
@every_case
def test_probabilities_are_the_exact_multinomial(probs, rewards, k):
    batches = outcomes("none", probs, rewards, k)
    total = sum(Fraction(p) for p in probs)  # the floats .3, .5 and .2 do not quite sum to 1
    exact, some = [], slice(None, None, max(1, len(batches.counts) // 2000))
    for counts in batches.counts[some].tolist():
        ways = Fraction(math.factorial(k), math.prod(math.factorial(n) for n in counts))
        exact.append(float(ways * math.prod((Fraction(p) / total) ** n for p, n in zip(probs, counts, strict=True))))
    np.testing.assert_allclose(batches.probability[some], exact, rtol=1e-12)
    assert batches.probability.sum() == pytest.approx(1, abs=1e-14)


@pytest.mark.parametrize(("k", "responses", "size"), [(4, 3, 15), (64, 3, 2145), (8, 2, 9), (16, 4, 969), (1, 4, 4)])
def test_every_batch_is_listed_once(k, responses, size):
    batches = outcomes("none", [1 / responses] * responses, range(responses), k)
    assert len({tuple(row) for row in batches.counts.tolist()}) == len(batches.counts) == size
    assert (batches.counts.sum(axis=1) == k).all()
    assert batches.counts.min() == 0
    assert (batches.probability.shape, batches.gradient.shape, batches.slope.shape) == (
        (size,),
        (size, responses),
        (size,),
    )


def test_a_listing_may_be_changed_without_harm():
    outcomes("none", *EXAMPLE, 4).counts[:] = 0
    assert (outcomes("none", *EXAMPLE, 4).counts.sum(axis=1) == 4).all()


@every_estimator
@every_case
def test_listing_agrees_with_a_loop_over_ordered_draws(name, probs, rewards):
    true_gradient = np.array(probs) * (np.array(rewards) - np.dot(probs, rewards))
    for k in batch_sizes(name):
        counts, probability, estimate = naive_batches(name, probs, rewards, k, B)
        exact = moments(name, probs, rewards, k, B)
        mean = probability @ estimate
        covariance = (probability[:, None] * (estimate - mean)).T @ (estimate - mean)
        scale = np.abs(estimate).max()
        np.testing.assert_allclose(exact.mean, mean, atol=1e-13 * scale)
        np.testing.assert_allclose(exact.bias, mean - true_gradient, atol=1e-13 * np.abs(rewards).max())
        np.testing.assert_allclose(exact.covariance, covariance, atol=1e-13 * scale**2)
        along = estimate @ true_gradient
        rounding = 1e-13 * np.linalg.norm(true_gradient) * scale
        assert exact.downhill == pytest.approx(probability[along < -rounding].sum(), abs=1e-12)
        still = (np.abs(estimate) <= 1e-13 * np.abs(rewards).max()).all(axis=1)
        assert exact.zero_step == pytest.approx(probability[still].sum(), abs=1e-12)
        # Each listed batch has the slope of the ordered draws that give it.
        listed = outcomes(name, probs, rewards, k, B)
        slope = {tuple(n): s for n, s in zip(listed.counts.tolist(), listed.slope.tolist(), strict=True)}
        naive = np.where(np.abs(along) <= rounding, 0, np.sign(along)).tolist()
        assert [slope[tuple(n)] for n in counts.tolist()] == naive


# Closed forms


def check_closed_form(exact, listed):
    """The mean and covariance are those of the listing, to a relative 1e-12."""
    mean = listed.probability @ listed.gradient
    deviation = listed.gradient - mean
    covariance = (listed.probability[:, None] * deviation).T @ deviation
    size = math.sqrt(np.trace(covariance) + mean @ mean)
    np.testing.assert_allclose(exact.mean, mean, atol=1e-12 * size)
    # Without any variance the listing still has the square of a rounding.
    atol = 1e-12 * np.trace(covariance) + (1e-14 * size) ** 2
    np.testing.assert_allclose(exact.covariance, covariance, rtol=0, atol=atol)


CLOSED = [name for name in ESTIMATORS if name != "group-normalised"]
closed_estimator = pytest.mark.parametrize("name", CLOSED)


@closed_estimator
@pytest.mark.parametrize("preset", PRESETS)
def test_closed_form_is_the_listing_for_every_preset_and_k_up_to_64(name, preset):
    for k in batch_sizes(name, 64):
        question = (name, PRESETS[preset].probs, PRESETS[preset].rewards, k, PRESETS[preset].b)
        check_closed_form(moments(*question), outcomes(*question))


@closed_estimator
@every_case
def test_closed_form_is_the_listing_for_other_numbers_of_responses(name, probs, rewards):
    for k in (*batch_sizes(name, 8), 12, 16, 32, 64):
        check_closed_form(moments(name, probs, rewards, k, B), outcomes(name, probs, rewards, k, B))


@closed_estimator
def test_the_check_of_closed_forms_fails_a_part_in_a_billion(name):
    with pytest.raises(AssertionError):
        check_closed_form(moments(name, PROBS, (8, 3, 5 + 1e-8), 8), outcomes(name, *EXAMPLE, 8))


@pytest.mark.parametrize("b", [-3.0, 0.0, 4.9, 12.0])
@pytest.mark.parametrize("k", [1, 7, 1000])
@every_case
def test_constant_baseline_trace_follows_the_formula(probs, rewards, k, b):
    # T_b = (1 + q)V − 3|g|² + (1 − q)(b − J)² + 4(b − J) π·g, over K
    j = math.fsum(p * r for p, r in zip(probs, rewards, strict=True))
    v = math.fsum(p * (r - j) ** 2 for p, r in zip(probs, rewards, strict=True))
    g = [p * (r - j) for p, r in zip(probs, rewards, strict=True)]
    q = math.fsum(p * p for p in probs)
    along = math.fsum(p * x for p, x in zip(probs, g, strict=True))
    trace = (1 + q) * v - 3 * math.fsum(x * x for x in g) + (1 - q) * (b - j) ** 2 + 4 * (b - j) * along
    assert moments("constant", probs, rewards, k, b).total_variance == pytest.approx(trace / k, rel=1e-10)


# Golden values on the example: closed forms worked by hand and confirmed by listing every batch.

TRACES = {
    "none": (19.818200, 9.909100, 4.954550, 2.477275, 1.238638, 0.309659),
    "mean reward": (0.952422, 0.476211, 0.238106, 0.119053, 0.059526, 0.014882),  # b = 16/3
    "expected reward": (1.168800, 0.584400, 0.292200, 0.146100, 0.073050, 0.018263),  # b = 4.9
    "optimal": (0.930968, 0.465484, 0.232742, 0.116371, 0.058185, 0.014546),  # b = 5.519354839
    "leave-one-out": (None, 2.922200, 0.681833, 0.229593, 0.092532, 0.019422),
    "batch mean": (0.0, 0.730550, 0.383531, 0.175782, 0.081327, 0.018820),
    "group-normalised": (0.0, 0.10089034, 0.08088509, 0.02988515, 0.00967914, 0.00178083),
}
TRACES["running mean"] = TRACES["constant"] = TRACES["expected reward"]  # at b = 4.9
# |E ĝ|²/tr Cov.  For the three with a fixed baseline it grows with K: .0892·K, 1.5125·K, 1.8989·K.
SNRS = {
    "none": [1.7678 / 19.8182 * k for k in KS],
    "expected reward": [1.7678 / 1.1688 * k for k in KS],
    "optimal": [1.8989 * k for k in KS],
    "leave-one-out": (None, 0.604955, 2.592716, 7.699717, 19.104811, 91.019916),
    "batch mean": (math.nan, 0.604955, 2.592716, 7.699717, 19.104811, 91.019916),
    "group-normalised": (math.nan, 0.536181, 2.325032, 9.392622, 33.902089, 204.706),
}


def rows(table):
    return [(name, k, x) for name, row in table.items() for k, x in zip(KS, row, strict=True) if x is not None]


@pytest.mark.parametrize(("name", "k", "expected"), rows(TRACES))
def test_total_variance_on_the_example(name, k, expected):
    abs_error = 6e-9 if name == "group-normalised" else 6e-7  # half of the last digit given, and a bit
    assert moments(name, *EXAMPLE, k, 4.9).total_variance == pytest.approx(expected, rel=0, abs=abs_error)


@pytest.mark.parametrize(
    ("k", "expected"), [(1, 1.767800), (2, 1.172500), (4, 0.494019), (8, 0.203404), (16, 0.088232), (64, 0.019252)]
)
def test_mse_of_the_batch_mean_has_its_bias_and_is_below_leave_one_out(k, expected):
    exact = moments("batch mean", *EXAMPLE, k)
    assert exact.mse == pytest.approx(expected, rel=0, abs=6e-7)
    np.testing.assert_allclose(exact.bias, np.array([-0.93, 0.95, -0.02]) / k, atol=1e-15)
    if k > 1:
        assert exact.mse < moments("leave-one-out", *EXAMPLE, k).mse


@pytest.mark.parametrize(("name", "k", "expected"), rows(SNRS))
def test_signal_to_noise_on_the_example(name, k, expected):
    assert moments(name, *EXAMPLE, k).snr == pytest.approx(
        expected, rel=3e-5 if name == "optimal" else 3e-6, nan_ok=True
    )


@pytest.mark.parametrize("name", [n for n, e in ESTIMATORS.items() if e.expectation == "gradient"])
def test_unbiased_estimates_have_no_bias_no_angle_and_an_mse_that_is_their_variance(name):
    exact = moments(name, *EXAMPLE, 4, B)
    np.testing.assert_allclose(exact.mean, [0.93, -0.95, 0.02], atol=1e-15)
    assert not exact.bias.any()
    assert exact.angle == 0
    assert exact.mse == exact.total_variance


@pytest.mark.parametrize(
    ("k", "digits"), [(1, ".50"), (2, ".45"), (4, ".2225"), (6, ".1729"), (8, ".1914"), (16, ".073")]
)
def test_downhill_without_a_baseline_is_not_monotone_in_k(k, digits):
    # In whole numbers: 10π = (3, 5, 2) and 100g = (93, −95, 2), so ĝ·g has the sign of the sum over a of
    # n_a r_a (10·100 g_a − 100·10 π·g), where 100·10 π·g = 3·93 − 5·95 + 2·2 = −192.
    share = Fraction(0)
    for n in [(x, y, k - x - y) for x in range(k + 1) for y in range(k + 1 - x)]:
        along = n[0] * 8 * (930 + 192) + n[1] * 3 * (-950 + 192) + n[2] * 5 * (20 + 192)
        ways = math.comb(k, n[0]) * math.comb(k - n[0], n[1])
        share += (along < 0) * Fraction(ways * 3 ** n[0] * 5 ** n[1] * 2 ** n[2], 10**k)
    assert moments("none", *EXAMPLE, k).downhill == pytest.approx(float(share), rel=1e-13)
    assert f"{float(share):.{len(digits) - 1}f}"[1:] == digits


def test_least_variance_is_not_safest():
    # K = 1: with b* maybe is pushed down (5 < 5.519) and g·s_maybe > 0; with E[R] no draw points downhill.
    assert moments("optimal", *EXAMPLE, 1).downhill == pytest.approx(0.2, rel=1e-14)
    for k in (1, 2, 4, 8):
        assert moments("expected reward", *EXAMPLE, k).downhill == 0


@pytest.mark.parametrize("name", ["batch mean", "leave-one-out", "group-normalised"])
@pytest.mark.parametrize(("k", "expected"), [(2, 0.38), (4, 0.0722), (8, 0.00397442)])
def test_batch_relative_estimates_stand_still_when_all_draws_agree(name, k, expected):
    # Σ π^K: .09 + .25 + .04 at K = 2, .0081 + .0625 + .0016 at K = 4
    assert moments(name, *EXAMPLE, k).zero_step == pytest.approx(expected, abs=6e-9)


def test_fixed_baselines_stand_still_only_when_a_draw_earns_the_baseline():
    assert moments("none", *EXAMPLE, 2).zero_step == 0
    assert moments("constant", *EXAMPLE, 2, b=3.0).zero_step == pytest.approx(0.25, rel=1e-14)  # no, twice


# Which baseline is better


@pytest.mark.parametrize(
    ("name", "expected"), [("none", 0.310372), ("expected reward", 0.356554), ("optimal", 0.018797)]
)
def test_nearly_done_the_expected_reward_is_worse_than_nothing(name, expected):
    assert moments(name, NEARLY_DONE, REWARDS, 1).total_variance == pytest.approx(expected, abs=6e-7)


@pytest.mark.parametrize(("name", "expected"), [("none", 0.0128), ("expected reward", 0.1152), ("optimal", 0.0)])
def test_two_responses_the_expected_reward_is_worse_than_nothing(name, expected):
    # ĝ = .2 (1, −1) with probability .8 without a baseline: 2 · .04 · .8 · .2 = .0128.  J = .8 triples the deviation.
    exact = moments(name, (0.8, 0.2), (1.0, 0.0), 1)
    assert exact.total_variance == pytest.approx(expected, abs=1e-15)
    assert math.isinf(exact.snr) == (name == "optimal")


@pytest.mark.parametrize("b", [0.0, 1.0, 5.0])
def test_b_more_or_less_than_the_optimum_is_equally_noisy(b):
    # T_b = T_b* + (1 − q)(b − b*)², with T_b* = .930968 and q = .38
    for sign in (-1, 1):
        exact = moments("optimal plus b", *EXAMPLE, 1, sign * b)
        assert exact.total_variance == pytest.approx(0.930968 + 0.62 * b**2, abs=6e-7)


def variance(b, k=1, probs=PROBS, rewards=REWARDS):
    return moments("constant", probs, rewards, k, b).total_variance


@pytest.mark.parametrize("k", [1, 4])
def test_any_baseline_between_4_9_and_6_138710_beats_the_expected_reward(k):
    # T_b is a parabola around b* = 5.519354839, so the other end is 2b* − J.
    limit = moments("expected reward", *EXAMPLE, k).total_variance
    assert all(variance(b, k) < limit for b in np.linspace(4.900001, 6.138709, 101))
    assert variance(4.899999, k) > limit
    assert variance(6.138711, k) > limit


@pytest.mark.parametrize("k", [1, 4])
def test_a_baseline_helps_only_between_0_and_twice_the_optimum(k):
    limit = moments("none", *EXAMPLE, k).total_variance
    assert all(variance(b, k) < limit for b in np.linspace(1e-5, 11.03870, 101))
    assert variance(-1e-5, k) > limit
    assert variance(11.03872, k) > limit


@pytest.mark.parametrize(
    ("j", "leave_one_out_wins"),
    [(-3.434474, True), (-3.434472, False), (0.0, False), (2.195762, False), (2.195764, True), (4.9, True)],
)
def test_at_k_2_leave_one_out_loses_to_none_where_a_shift_of_the_rewards_puts_j_near_0(j, leave_one_out_wins):
    shifted = [r - 4.9 + j for r in REWARDS]
    leave_one_out = moments("leave-one-out", PROBS, shifted, 2).total_variance
    assert leave_one_out == pytest.approx(2.9222, abs=1e-12)  # blind to the shift
    assert (leave_one_out < moments("none", PROBS, shifted, 2).total_variance) == leave_one_out_wins


@pytest.mark.parametrize(("k", "cosine"), [(2, 0.991424), (8, 0.999379)])
def test_group_normalised_mean_is_turned_away_from_the_gradient(k, cosine):
    assert math.cos(math.radians(moments("group-normalised", *EXAMPLE, k).angle)) == pytest.approx(cosine, abs=6e-7)


def test_group_normalised_mean_tends_to_the_gradient_over_the_standard_deviation():
    np.testing.assert_allclose(
        moments("group-normalised", *EXAMPLE, 512).mean, np.array([0.93, -0.95, 0.02]) / math.sqrt(4.69), atol=2e-3
    )


def test_group_normalised_is_blind_to_the_size_of_rewards_at_k_2():
    # Two unequal rewards are always ±1/√2 of their standard deviation apart from their mean.
    example = moments("group-normalised", *EXAMPLE, 2).mean
    for rewards in ((8, 3, 7.9), (800, 3, 5)):
        np.testing.assert_allclose(moments("group-normalised", PROBS, rewards, 2).mean, example, atol=1e-4)
        assert np.abs(moments("group-normalised", PROBS, rewards, 4).mean - example).max() > 0.01


# No signal, no noise


@pytest.mark.parametrize("name", CLOSED)
@pytest.mark.parametrize("corner", np.eye(3).tolist())
def test_at_a_corner_nothing_moves(name, corner):
    exact = moments(name, corner, REWARDS, 2, B)
    assert exact.total_variance == exact.mse == exact.downhill == 0
    assert exact.zero_step == 1
    assert math.isnan(exact.snr)
    assert math.isnan(exact.angle)


@pytest.mark.parametrize(
    ("name", "probs", "rewards", "k", "expected"),
    [
        ("optimal", (0.8, 0.2), (1, 0), 1, math.inf),  # signal without noise
        ("optimal", (0.35, 0.65), (1e6, -3), 5, math.inf),  # two responses: b* always takes all the noise out
        ("batch mean", PROBS, REWARDS, 1, math.nan),  # neither: the only reward less itself
        ("group-normalised", PROBS, REWARDS, 1, math.nan),
        ("expected reward", PROBS, (0.1, 0.1, 0.1), 3, math.nan),
        ("leave-one-out", PROBS, (0.1, 0.1, 0.1), 3, math.nan),
        ("none", PROBS, (0.1, 0.1, 0.1), 3, 0.0),  # noise without signal
    ],
)
def test_signal_to_noise_without_noise_is_infinite_and_without_both_is_no_number(name, probs, rewards, k, expected):
    exact = moments(name, probs, rewards, k)
    assert exact.snr == pytest.approx(expected, nan_ok=True)
    assert math.isnan(exact.angle) == (not exact.mean.any())


# What one step does to the expected reward


@pytest.mark.parametrize(("learning_rate", "sampled", "exact"), [(0.1, 5.085724, 5.079590), (0.5, 5.737484, 5.818658)])
def test_expected_reward_after_one_step_at_k_4(learning_rate, sampled, exact):
    batches = outcomes("none", *EXAMPLE, 4)
    after = softmax(np.log(PROBS) + learning_rate * batches.gradient) @ REWARDS
    assert batches.probability @ after == pytest.approx(sampled, abs=6e-7)
    assert exact_ascent(*EXAMPLE, learning_rate, 1)[1] @ REWARDS == pytest.approx(exact, abs=6e-7)


@pytest.mark.parametrize(("name", "expected"), [("none", 0.2225), ("expected reward", 0.0)])
def test_probability_that_one_step_at_k_4_lowers_the_expected_reward(name, expected):
    batches = outcomes(name, *EXAMPLE, 4)
    after = softmax(np.log(PROBS) + 0.1 * batches.gradient) @ REWARDS
    assert batches.probability[after < 4.9].sum() == pytest.approx(expected, abs=1e-12)


# Exact ascent


def test_exact_ascent_on_the_example():
    path = exact_ascent(*EXAMPLE, 0.1, 100)
    assert path.shape == (101, 3)
    assert path[0].tolist() == list(PROBS)
    # .3 e^.093, .5 e^−.095 and .2 e^.002, scaled to sum to 1
    np.testing.assert_allclose(path[1], [0.33448139, 0.46192699, 0.20359162], atol=6e-9)
    assert path[1] @ REWARDS == pytest.approx(5.07959017, abs=6e-9)
    np.testing.assert_allclose(path[10], [0.68107982, 0.17365285, 0.14526733], atol=6e-9)
    assert path[100] @ REWARDS == pytest.approx(7.92231038, abs=6e-9)


@every_case
def test_exact_ascent_is_the_loop_written_out(probs, rewards):
    weights, path = list(probs), exact_ascent(probs, rewards, 0.01, 30)
    for step in range(31):
        np.testing.assert_allclose(path[step], weights, rtol=1e-9, atol=1e-300)
        j = sum(p * r for p, r in zip(weights, rewards, strict=True))
        moves = [0.01 * p * (r - j) for p, r in zip(weights, rewards, strict=True)]
        weights = [p * math.exp(move - max(moves)) for p, move in zip(weights, moves, strict=True)]
        weights = [w / sum(weights) for w in weights]


def test_exact_ascent_of_no_steps_is_the_policy_alone():
    assert exact_ascent(*EXAMPLE, 0.1, 0).tolist() == [list(PROBS)]


def test_best_response_dips_before_it_rises():
    best = exact_ascent((0.01, 0.98, 0.01), (1, 0.8, 0.1), 1.0, 3000)[:, 0]
    assert best.min() == pytest.approx(0.00918, abs=6e-6)
    assert best[0] > best.min()
    assert best[-1] > 0.9


@pytest.mark.parametrize(("start", "crossing"), [(0.1, 378), (0.01, 4566)])
def test_plateau_lasts_ten_times_as_long_from_a_tenth_of_the_probability(start, crossing):
    best = exact_ascent((start, 1 - 2 * start, start), (1, 0.9, 0.1), 2 / 5, crossing)[:, 0]
    assert best[crossing] > 0.5
    assert best[:crossing].max() <= 0.5


# Errors


@pytest.mark.parametrize("function", [moments, outcomes])
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("none", (0.5, 0.6, -0.1), REWARDS, 4), r"probs must be non-negative numbers, not \[0.5, 0.6, -0.1\]"),
        (("none", (0.3, 0.5, 0.1), REWARDS, 4), r"probs must sum to 1 to within 1e-06, but \[0.3, 0.5, 0.1\] sums"),
        (("none", PROBS, (8, 3), 4), r"rewards must have one value per action \(3\), not shape \(2,\)"),
        (("none", PROBS, (8, 3, math.nan), 4), r"rewards must be finite, not \[8.0, 3.0, nan\]"),
        (("none", PROBS, REWARDS, 0), "k must be an integer of at least 1, not 0"),
        (("none", PROBS, REWARDS, 2.5), "k must be an integer of at least 1, not 2.5"),
        (("leave-one-out", PROBS, REWARDS, 1), "k must be at least 2 for leave-one-out, not 1"),
        (("constant", PROBS, REWARDS, 4, math.nan), "b must be finite, not nan"),
        (("constant", PROBS, REWARDS, 4, -math.inf), "b must be finite, not -inf"),
        (("median", PROBS, REWARDS, 4), "estimator must be one of none, constant, .*, group-normalised, not 'median'"),
    ],
)
def test_an_impossible_question_is_refused_by_name_and_value(function, arguments, message):
    with pytest.raises(ValueError, match=message):
        function(*arguments)


def test_a_listing_that_is_too_long_says_how_long():
    # C(2002, 2) = 2002 · 2001 / 2
    message = "k = 2000 draws of 3 actions can give 2,003,001 different batches; at most 1,000,000 can be listed"
    with pytest.raises(ValueError, match=message):
        outcomes("none", *EXAMPLE, 2000)
    with pytest.raises(ValueError, match=message):
        moments("group-normalised", *EXAMPLE, 2000)
    exact = moments("none", *EXAMPLE, 2000)
    assert exact.total_variance == pytest.approx(19.8182 / 2000, rel=1e-12)
    with pytest.raises(ValueError, match=message):
        _ = moments("leave-one-out", *EXAMPLE, 2000).downhill


@pytest.mark.parametrize(
    ("learning_rate", "steps", "message"),
    [
        (math.nan, 5, "learning_rate must be finite, not nan"),
        (math.inf, 5, "learning_rate must be finite, not inf"),
        (0.1, -1, "steps must be an integer of at least 0, not -1"),
    ],
)
def test_an_impossible_ascent_is_refused_by_name_and_value(learning_rate, steps, message):
    with pytest.raises(ValueError, match=message):
        exact_ascent(*EXAMPLE, learning_rate, steps)


def test_two_responses_near_a_corner_have_no_variance_at_the_optimal_baseline():
    # With two responses b* makes both estimates equal; only the rounding of 1 − π is left.
    for probs in ((0.9998744515409285, 0.00012554845907157252), (0.99999991, 9e-8)):
        assert moments("optimal", probs, (99.70754324903491, 99.21809153764316), 3).snr == np.inf
    # A variance that is small but real is kept.
    assert moments("none", (1 - 1e-12, 1e-12), (1.0, 1.0), 1).total_variance == pytest.approx(2e-12, rel=1e-3)
