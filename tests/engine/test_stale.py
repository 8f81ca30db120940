"""A draw from an older policy: golden values, and plain loops over the draws.

π_old = (.3, .5, .2), r = (8, 3, 5); π has moved on by t exact steps of learning rate .1.
"""

import itertools
import math

import numpy as np
import pytest

from reinforce_viz import exact_ascent, exact_gradient
from reinforce_viz.engine.stale import chi_squared, effective_share, stale_draw

OLD, REWARDS = (0.3, 0.5, 0.2), (8.0, 3.0, 5.0)
PATH = exact_ascent(OLD, REWARDS, 0.1, 50)
DIGITS, SIX = 5.1e-9, 5.1e-7
WAYS = ("fresh", "weighted", "unweighted", "truncated")


@pytest.mark.parametrize(
    ("t", "chi2", "share", "fresh", "weighted", "unweighted", "truncated"),
    [
        # Variance of the fresh and the weighted estimate; bias and angle of the unweighted and the truncated one.
        (1, 0.00692683, 0.99312082, 0.99914401, 1.16058113, (0.05498140, 1.912089), (0, 0)),
        (2, 0.02916936, 0.97165737, 0.88278730, 1.12031782, (0.09868776, 3.891193), (0.02548616, 0.290910)),
        (5, 0.19865973, 0.83426511, 1.01588538, 0.85236599, (0.30933551, 9.121947), (0.18001158, 2.037823)),
        (10, 0.71205602, 0.58409304, 2.19753543, 0.47449497, (1.16421449, 13.119092), (0.16376193, 1.938201)),
        (50, 2.04360857, 0.32855736, 1.20003814, 0.03968369, (3.52854074, 15.769553), (0.00576044, 0.252214)),
    ],
)
def test_a_stale_batch(t, chi2, share, fresh, weighted, unweighted, truncated):
    assert chi_squared(PATH[t], OLD) == pytest.approx(chi2, abs=DIGITS)
    assert effective_share(PATH[t], OLD) == pytest.approx(share, abs=DIGITS)
    draw = stale_draw(PATH[t], REWARDS, OLD)
    assert draw.fresh.total_variance == pytest.approx(fresh, abs=DIGITS)
    assert draw.weighted.total_variance == pytest.approx(weighted, abs=DIGITS)
    assert (draw.weighted.bias, draw.weighted.angle) == (0, 0)
    for estimate, (bias, angle) in ((draw.unweighted, unweighted), (draw.truncated, truncated)):
        assert estimate.bias == pytest.approx(bias, abs=DIGITS)
        assert estimate.angle == pytest.approx(angle, abs=SIX)


@pytest.mark.parametrize(
    ("t", "chi2", "rel"),
    [(1, 0.555487, 1e-6), (2, 5.29736, 1e-6), (5, 108776, 1e-5), (10, 8.8e14, 0.01), (50, 8.6e30, 0.01)],
)
def test_whole_response_ratios_explode(t, chi2, rel):
    assert 1 / effective_share(PATH[t], OLD, 64) - 1 == pytest.approx(chi2, rel=rel)


def test_drawn_from_a_policy_that_hardly_explores():
    probs, old = (0.6, 0.3, 0.1), (0.01, 0.98, 0.01)
    assert chi_squared(probs, old) == pytest.approx(36.09183673, abs=DIGITS)
    assert effective_share(probs, old) == pytest.approx(0.027, abs=0.0005)
    draw = stale_draw(probs, (1.0, 0.8, 0.1), old)
    assert draw.weighted.total_variance == pytest.approx(0.90559745, abs=DIGITS)
    assert draw.fresh.total_variance == pytest.approx(0.06108, abs=DIGITS)


PAIRS = [
    ((0.2, 0.8), (0.5, 0.5), (1.0, 0.0)),
    ((0.6, 0.3, 0.1), (0.1, 0.1, 0.8), (5.0, 5.0, 1.0)),
    ((0.6, 0.4, 0.0), (0.2, 0.5, 0.3), (1.0, 2.0, 9.0)),
    ((0.5, 0.3, 0.2), (0.5, 0.5, 0.0), (1.0, 2.0, 9.0)),
    ((0.3, 0.5, 0.2), (0.3, 0.5, 0.2), (-2.0, -7.0, -5.0)),
    ((0.3, 0.5, 0.2), (0.2, 0.2, 0.6), (4.0, 4.0, 4.0)),
    ((0.1, 0.2, 0.3, 0.4), (0.4, 0.3, 0.2, 0.1), (3.0, -1.0, 4.0, 1.5)),
]


@pytest.mark.parametrize(("probs", "old", "rewards"), PAIRS)
def test_each_estimate_is_that_of_a_plain_loop(probs, old, rewards):
    j = sum(p * r for p, r in zip(probs, rewards, strict=True))
    draw = stale_draw(probs, rewards, old, 1.5)
    for way in WAYS:
        chances, gradients = (probs if way == "fresh" else old), []
        for a in range(len(probs)):
            ratio = probs[a] / old[a] if old[a] else 0.0
            weight = {"weighted": ratio, "truncated": min(ratio, 1.5)}.get(way, 1.0)
            gradients.append([weight * (rewards[a] - j) * ((a == c) - probs[c]) for c in range(len(probs))])
        mean = [sum(p * g[c] for p, g in zip(chances, gradients, strict=True)) for c in range(len(probs))]
        spread = sum(p * math.dist(g, mean) ** 2 for p, g in zip(chances, gradients, strict=True))
        estimate = getattr(draw, way)
        np.testing.assert_allclose(estimate.mean, mean, atol=1e-14)
        assert estimate.total_variance == pytest.approx(spread, abs=1e-13)
        assert estimate.bias == pytest.approx(math.dist(mean, exact_gradient(probs, rewards)), abs=1e-14)


@pytest.mark.parametrize(("probs", "old", "rewards"), PAIRS)
def test_weighting_takes_the_bias_out_where_all_can_be_drawn(probs, old, rewards):
    draw, missed = stale_draw(probs, rewards, old), 0 in np.array(old)[np.array(probs) > 0]
    assert draw.fresh.bias == 0
    assert (draw.weighted.bias == 0) == (not missed)
    assert (chi_squared(probs, old) == np.inf) == missed
    assert (effective_share(probs, old, 3) == 0) == missed


@pytest.mark.parametrize(("probs", "old"), [pair[:2] for pair in PAIRS])
def test_chi_squared_is_the_variance_of_the_ratio_of_whole_responses(probs, old):
    if chi_squared(probs, old) == np.inf:
        old = probs
    for length in (1, 2, 3):
        second = 0.0
        for response in itertools.product(range(len(probs)), repeat=length):
            chance = math.prod(old[a] for a in response)
            if chance:
                second += chance * math.prod(probs[a] / old[a] for a in response) ** 2
        assert 1 / effective_share(probs, old, length) == pytest.approx(second, rel=1e-12)


def test_the_policy_that_drew_is_not_stale():
    for probs in ((0.1, 0.2, 0.7), (1 / 3, 1 / 3, 1 / 3), (1.0, 0.0, 0.0)):
        assert chi_squared(probs, probs) == 0
        assert effective_share(probs, probs, 64) == 1
        draw = stale_draw(probs, REWARDS, probs)
        assert draw.fresh.total_variance == draw.weighted.total_variance == draw.truncated.total_variance


def test_a_very_rare_draw_is_very_noisy_and_no_more():
    draw = stale_draw((0.5, 0.5), (1, 0), (1e-200, 1))
    assert draw.weighted.total_variance == pytest.approx(0.03125e200, rel=1e-9)
    assert draw.weighted.bias == 0


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (lambda: chi_squared((0.5, 0.6), (0.5, 0.5)), "probs must sum to 1"),
        (lambda: chi_squared((0.5, 0.5), (0.5, 0.6)), "drawn_from must sum to 1"),
        (lambda: chi_squared((0.5, 0.5), OLD), r"drawn_from must have one value per action \(2\), not shape \(3,\)"),
        (lambda: effective_share(OLD, OLD, 0), "length must be an integer of at least 1, not 0"),
        (lambda: stale_draw(OLD, (1, 2), OLD), "rewards must have one value per action"),
        (lambda: stale_draw(OLD, REWARDS, (0.5, 0.5)), "drawn_from must have one value per action"),
        (lambda: stale_draw(OLD, REWARDS, OLD, 0), "largest_ratio must be above 0, not 0"),
        (lambda: stale_draw(OLD, REWARDS, OLD, np.nan), "largest_ratio must be finite, not nan"),
    ],
)
def test_bad_input_is_refused(function, message):
    with pytest.raises(ValueError, match=message):
        function()
