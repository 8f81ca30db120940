"""KL to a reference, its three estimates and where a penalty ends: golden values, plain sums, derivatives, ascent.

The reference is (.3, .5, .2), the rewards are (8, 3, 5).
"""

import math

import numpy as np
import pytest

from reinforce_viz import exact_ascent, kl, kl_endpoint, kl_moments, softmax
from reinforce_viz.engine.kl import KINDS, kl_loss_gradient, kl_values
from reinforce_viz.engine.rounding import angle

REFERENCE, REWARDS = (0.3, 0.5, 0.2), (8.0, 3.0, 5.0)
DIGITS = 5.1e-9
PATH = exact_ascent(REFERENCE, REWARDS, 0.1, 100)
PAIRS = [
    ((0.2, 0.8), (0.9, 0.1)),
    ((0.5, 0.5), (0.5, 0.5)),
    ((0.6, 0.3, 0.1), (0.1, 0.1, 0.8)),
    ((1.0, 0.0, 0.0), (0.3, 0.5, 0.2)),
    ((0.4, 0.6, 0.0), (0.5, 0.25, 0.25)),
    ((0.4, 0.6, 0.0), (0.5, 0.5, 0.0)),
    ((1e-12, 0.5, 0.5 - 1e-12), (0.5, 0.25, 0.25)),
    ((0.1, 0.2, 0.3, 0.4), (0.4, 0.3, 0.2, 0.1)),
]
every_kind = pytest.mark.parametrize("kind", KINDS)
every_pair = pytest.mark.parametrize(("probs", "reference"), PAIRS)


@pytest.mark.parametrize(
    ("probs", "value", "k1", "below", "k2", "k3"),
    [
        # Of k1 the variance and the probability below 0, of k2 mean and variance, of k3 the variance.
        (PATH[1], 0.00342965, 0.00690964, 0.461927, (0.00346070, 0.00000429), 0.00000394),
        (PATH[10], 0.32832076, 0.55911532, 0.318920, (0.33345492, 0.02043469), 0.05611686),
        (PATH[100], 1.09178679, 0.41634916, 0.020186, (0.80417378, 0.61025495), 25.45769363),
        ((0.6, 0.25, 0.15), 0.19944920, 0.38101922, 0.4, (0.21039960, 0.00504132), 0.00645578),
        ((0.01, 0.98, 0.01), 0.59551629, 0.29458309, 0.02, (0.32461137, 0.48077636), 8.79258569),
    ],
)
def test_three_estimates_of_kl_as_numbers(probs, value, k1, below, k2, k3):
    assert kl(probs, REFERENCE) == pytest.approx(value, abs=DIGITS)
    np.testing.assert_allclose(kl_moments("k1", probs, REFERENCE), (value, k1), atol=DIGITS)
    np.testing.assert_allclose(kl_moments("k2", probs, REFERENCE), k2, atol=DIGITS)
    np.testing.assert_allclose(kl_moments("k3", probs, REFERENCE), (value, k3), atol=DIGITS)
    negative = kl_values("k1", probs, REFERENCE) < 0
    assert np.array(probs)[negative].sum() == pytest.approx(below, abs=5.1e-7)


def test_far_from_the_reference_k3_is_noisier_than_k1():
    ratio = [kl_moments("k3", p, REFERENCE)[1] / kl_moments("k1", p, REFERENCE)[1] for p in PATH[[1, 100]]]
    assert ratio[0] < 0.001
    assert round(ratio[1]) == 61


def plain_values(kind, probs, reference):
    """The estimate of each response that can be drawn, from the definition."""
    for p, q in zip(probs, reference, strict=True):
        if p:
            u = q / p
            yield p, {"k1": -math.log(u), "k2": math.log(u) ** 2 / 2, "k3": u - 1 - math.log(u)}[kind]


@every_kind
@every_pair
def test_moments_are_plain_sums(kind, probs, reference):
    pairs = list(plain_values(kind, probs, reference))
    mean = math.fsum(p * value for p, value in pairs)
    variance = math.fsum(p * (value - mean) ** 2 for p, value in pairs)
    np.testing.assert_allclose(kl_moments(kind, probs, reference), (mean, variance), rtol=1e-9, atol=1e-15)
    values = kl_values(kind, probs, reference)
    np.testing.assert_allclose(values[np.array(probs) > 0], [value for _, value in pairs], rtol=1e-9, atol=1e-15)
    assert np.isnan(values[np.array(probs) == 0]).all()


@every_pair
def test_k1_is_unbiased_and_k3_falls_short_by_what_cannot_be_drawn(probs, reference):
    value = kl(probs, reference)
    assert value >= 0
    never = sum(q for p, q in zip(probs, reference, strict=True) if p == 0)
    assert kl_moments("k1", probs, reference)[0] == pytest.approx(value, abs=1e-12)
    assert kl_moments("k3", probs, reference)[0] == pytest.approx(value - never, abs=1e-12)


def test_kl_is_infinite_where_the_reference_never_goes():
    assert kl((0.5, 0.5, 0), (1, 0, 0)) == np.inf
    for kind in KINDS:
        assert kl_moments(kind, (0.5, 0.5, 0), (1, 0, 0)) == (np.inf, np.inf)
        assert kl_values(kind, (0.5, 0.5, 0), (1, 0, 0))[1] == np.inf


def test_kl_of_a_policy_to_itself_is_zero():
    for probs in (REFERENCE, (0.1, 0.2, 0.7), (1 / 3, 1 / 3, 1 / 3), (1, 0)):
        assert kl(probs, probs) == 0
        for kind in KINDS:
            assert kl_moments(kind, probs, probs) == (0, 0)


def test_next_to_the_reference_kl_is_half_the_squared_distance_and_never_negative():
    for size in (1e-4, 1e-6, 1e-9, 1e-12, 1e-15):
        for shift in ((1, -1, 0), (-2, 1, 1), (1, 1, -2), (-1, 0, 1)):
            probs = np.array(REFERENCE) + size * np.array(shift)
            half = math.fsum((p - q) ** 2 / q for p, q in zip(probs, REFERENCE, strict=True)) / 2
            assert kl(probs, REFERENCE) == pytest.approx(half, rel=0.01, abs=1e-31)
            assert kl(probs, REFERENCE) >= 0


def test_extremes_are_finite():
    for kind in KINDS:
        assert np.isfinite(kl_moments(kind, (1e-300, 1), (0.5, 0.5))).all()
    assert kl((1e-300, 1), (0.5, 0.5)) == pytest.approx(math.log(2))


# As losses


def test_three_estimates_of_kl_as_losses():
    near, far = (0.6, 0.25, 0.15), PATH[100]
    np.testing.assert_allclose(
        kl_loss_gradient("k2", near, REFERENCE), (0.29621879, -0.22314910, -0.07306969), atol=DIGITS
    )
    np.testing.assert_allclose(kl_loss_gradient("k3", near, REFERENCE), (0.3, -0.25, -0.05), atol=DIGITS)
    np.testing.assert_allclose(
        kl_loss_gradient("k2", far, REFERENCE), (0.08994057, -0.04418788, -0.04575269), atol=DIGITS
    )
    np.testing.assert_allclose(
        kl_loss_gradient("k3", far, REFERENCE), (0.67981402, -0.49143415, -0.18837987), atol=DIGITS
    )
    for probs, degrees, longer in ((near, 4.746744, 1.041549), (far, 15.008863, 7.804420)):
        right, other = (kl_loss_gradient(kind, probs, REFERENCE) for kind in ("k2", "k3"))
        assert angle(right, other) == pytest.approx(degrees, abs=5.1e-7)
        assert np.linalg.norm(other) / np.linalg.norm(right) == pytest.approx(longer, abs=5.1e-7)
        assert not kl_loss_gradient("k1", probs, REFERENCE).any()


def difference(function, theta):
    """The gradient by central differences."""
    steps = np.eye(len(theta)) * 1e-6
    return np.array([(function(theta + step) - function(theta - step)) / 2e-6 for step in steps])


@every_kind
@every_pair
def test_loss_gradients_by_differences(kind, probs, reference):
    draw, ref, possible = np.array(probs), np.array(reference), np.array(probs) > 0
    draw, ref = draw[possible], ref[possible]

    def loss(theta):
        # The draws stay those of π; only the estimate is differentiated.
        log_u = np.log(ref) - np.log(softmax(theta))
        return draw @ {"k1": -log_u, "k2": log_u**2 / 2, "k3": np.exp(log_u) - 1 - log_u}[kind]

    gradient = kl_loss_gradient(kind, probs, reference)
    np.testing.assert_allclose(gradient[possible], difference(loss, np.log(draw)), atol=1e-7)
    assert not gradient[~possible].any()


def test_k2_pushes_as_kl_does_and_k3_as_the_other_kl():
    probs, theta = (0.6, 0.25, 0.15), np.log((0.6, 0.25, 0.15))
    this = difference(lambda t: kl(softmax(t), REFERENCE), theta)
    other = difference(lambda t: kl(REFERENCE, softmax(t)), theta)
    np.testing.assert_allclose(kl_loss_gradient("k2", probs, REFERENCE), this, atol=1e-8)
    np.testing.assert_allclose(kl_loss_gradient("k3", probs, REFERENCE), other, atol=1e-8)


# Where it ends


@pytest.mark.parametrize(
    ("beta", "exact", "exact_j", "k3", "k3_j"),
    [
        (0.5, (0.99827481, 0.00007554, 0.00164965), 7.99467337, (0.91996395, 0.04842099, 0.03161506), 7.66304987),
        (1, (0.95746803, 0.01075228, 0.03177968), 7.85089954, (0.84698849, 0.09338470, 0.05962681), 7.35419608),
        (2, (0.77787005, 0.10641910, 0.11571085), 7.12077195, (0.72396499, 0.17156280, 0.10447221), 6.82876936),
        (5, (0.50530397, 0.30981824, 0.18487780), 5.89627543, (0.51494189, 0.31593780, 0.16912032), 5.91295007),
        (10, (0.39923933, 0.40358482, 0.19717585), 5.39054834, (0.40491930, 0.40293713, 0.19214356), 5.40888364),
    ],
)
def test_where_j_minus_kl_ends(beta, exact, exact_j, k3, k3_j):
    for loss, policy, reward in (("k1", exact, exact_j), ("k2", exact, exact_j), ("k3", k3, k3_j)):
        end = kl_endpoint(REWARDS, REFERENCE, beta, loss)
        np.testing.assert_allclose(end, policy, atol=DIGITS)
        assert end @ REWARDS == pytest.approx(reward, abs=DIGITS)


@pytest.mark.parametrize("loss", ["k2", "k3"])
@pytest.mark.parametrize(
    ("rewards", "reference", "beta"),
    [
        ((1.0, 0.0), (0.2, 0.8), 0.5),
        ((5.0, 5.0, 1.0), (0.1, 0.3, 0.6), 2.0),
        ((-2.0, -7.0, -5.0), (0.3, 0.5, 0.2), 1.0),
        ((4.0, 4.0, 4.0), (0.3, 0.5, 0.2), 1.0),
        ((1.0, 9.0, 4.0), (0.5, 0.0, 0.5), 3.0),
        ((3.0, -1.0, 4.0, 1.5), (0.1, 0.2, 0.3, 0.4), 2.0),
    ],
)
def test_ascent_ends_there(loss, rewards, reference, beta):
    ref = np.array(reference)
    policy, possible = ref, ref > 0
    for _ in range(4000):
        worth = np.array(rewards)
        if loss == "k2":
            worth[possible] -= beta * np.log(policy[possible] / ref[possible])
        step = policy * (worth - policy @ worth)
        if loss == "k3":
            step -= beta * (policy - ref)
        policy = policy * np.exp(0.8 * step / beta)
        policy /= policy.sum()
    np.testing.assert_allclose(kl_endpoint(rewards, reference, beta, loss), policy, atol=1e-9)


@pytest.mark.parametrize("loss", KINDS)
def test_endpoints_at_the_edges(loss):
    np.testing.assert_allclose(kl_endpoint((4, 4, 4), REFERENCE, 0.1, loss), REFERENCE, rtol=1e-12)
    # Next to no penalty: all on the best answers, in the proportion that the reference gives them.
    np.testing.assert_allclose(kl_endpoint((8, 8, 1), REFERENCE, 1e-12, loss), (0.375, 0.625, 0), atol=1e-9)
    np.testing.assert_allclose(kl_endpoint((8, 3, 1), REFERENCE, 1e-308, loss), (1, 0, 0), atol=1e-9)
    np.testing.assert_allclose(kl_endpoint((8, 3, 1), REFERENCE, 1e12, loss), REFERENCE, atol=1e-9)
    np.testing.assert_allclose(kl_endpoint((9, 3, 1), (1e-300, 0.5, 0.5), 1e-5, loss)[0], 1, atol=1e-4)
    # The best answer has no chance where the reference gives it none.
    np.testing.assert_allclose(kl_endpoint((9, 3, 1), (0, 0.5, 0.5), 1e-12, loss), (0, 1, 0), atol=1e-9)


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (lambda: kl((0.5, 0.6), (0.5, 0.5)), "probs must sum to 1"),
        (lambda: kl((0.5, 0.5), (0.5, 0.6)), r"reference must sum to 1 to within 1e-06, but \[0.5, 0.6\]"),
        (lambda: kl((0.5, 0.5), (1.5, -0.5)), "reference must be non-negative"),
        (lambda: kl((0.5, 0.5), REFERENCE), r"reference must have one value per action \(2\), not shape \(3,\)"),
        (lambda: kl((0.5, 0.5), "ab"), "reference must be a list of numbers"),
        (lambda: kl_moments("k4", REFERENCE, REFERENCE), "kind must be one of k1, k2, k3, not 'k4'"),
        (lambda: kl_moments("k1", REFERENCE, (0.5, 0.5)), "reference must have one value per action"),
        (lambda: kl_values("", REFERENCE, REFERENCE), "kind must be one of k1, k2, k3, not ''"),
        (lambda: kl_loss_gradient("k5", REFERENCE, REFERENCE), "kind must be one of"),
        (lambda: kl_loss_gradient("k3", REFERENCE, (0.5, 0.5, 0)), "reference must be above 0 wherever probs are"),
        (lambda: kl_endpoint(REWARDS, REFERENCE, 0), "beta must be above 0, not 0"),
        (lambda: kl_endpoint(REWARDS, REFERENCE, -1.0), "beta must be above 0, not -1.0"),
        (lambda: kl_endpoint(REWARDS, REFERENCE, np.nan), "beta must be finite, not nan"),
        (lambda: kl_endpoint(REWARDS, REFERENCE, 1, "kl"), "loss must be one of k1, k2, k3, not 'kl'"),
        (lambda: kl_endpoint((1, 2), REFERENCE, 1), "rewards must have one value per action"),
        (lambda: kl_endpoint((1, 2, np.inf), REFERENCE, 1), "rewards must be finite"),
        (lambda: kl_endpoint(REWARDS, (0.3, 0.5, 0.3), 1), "reference must sum to 1"),
    ],
)
def test_bad_input_is_refused(function, message):
    with pytest.raises(ValueError, match=message):
        function()
