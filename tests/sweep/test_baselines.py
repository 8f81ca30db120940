"""Every sentence of the dial and its sections, at random settings."""

import re

import numpy as np

from reinforce_viz.engine.exact import moments
from reinforce_viz.text.claims import baselines as claims
from reinforce_viz.text.readings import baselines as readings
from tests.of_experiment import turn
from tests.sweep.batches import answers, b_star, batches, few_large, gradient, is_flat, is_why, j, possible
from tests.sweep.saying import NUMBER, PERCENT, agrees, is_share, read
from tests.sweep.settings import SEED, settings


def variance(e, b):
    """Total variance with a constant b subtracted: squares of pushes, less the squared gradient."""
    p, r = np.array(e.probs), np.array(e.rewards)
    deviation = (r - b)[:, None] * (np.eye(3) - p) - gradient(e)
    return float(p @ (deviation**2).sum(axis=1)) / e.k


def close(text, value):
    return abs(value) < 1e-9 >= abs(read(text)) or agrees(text, value)


def test_what_is_true_wherever_the_dial_stands():
    for e in settings():
        said = readings.baseline_dial(e, turn(e, np.array([e.b]), 40))
        if len(possible(e)) == 1:
            assert is_why(re.search(r"at every b: (.*), so nothing is ever pushed\.", said)[1], e), (said, e)
            continue
        least, best, mean = re.search(
            rf"least variance is ({NUMBER}), at b\* = ({NUMBER})\. .* the gradient: (.*?)\.(?: The bubbles|$)", said
        ).groups()
        assert close(least, variance(e, b_star(e))), (said, e)
        assert close(best, b_star(e)), (said, e)
        if mean.startswith("zero"):
            assert is_flat(e), (said, e)
            assert is_why(mean.removeprefix("zero, as "), e), (said, e)
        else:
            assert answers(mean) == [0, 1, 2]
            assert all(map(close, re.findall(rf"\*\* ({NUMBER})", mean), gradient(e))), (said, e)


def test_a_guess_against_the_best():
    rng = np.random.default_rng(SEED)
    for e in settings():
        guess = float(rng.choice([0.0, min(e.rewards), j(e), sum(e.rewards) / 3, b_star(e), max(e.rewards)]))
        said, least = readings.baseline_dial_truth(e, guess), readings.least_noise(e)
        if len(possible(e)) == 1:
            assert said.startswith("Every b is as good here: "), (said, e)
            assert least == said, (least, said)
            continue
        assert close(re.findall(NUMBER, least.replace("b*", "best"))[0], b_star(e)), (least, e)
        found = list(re.findall(NUMBER, said.replace("b*", "best")))
        assert close(found[0], guess), (said, e)
        if said.startswith("That is b* = "):
            assert abs(guess - b_star(e)) < 1e-9, (said, e)
            assert close(found[1], variance(e, guess)), (said, e)
        else:
            assert abs(guess - b_star(e)) > 1e-12, (said, e)
            assert close(found[1], variance(e, guess)), (said, e)
            assert close(found[2], variance(e, b_star(e))), (said, e)
            assert read(found[1]) > read(found[2]), (said, e)
            assert close(found[3], b_star(e)), (said, e)
            assert found[0] != found[3], (said, e)


def test_the_same_variance_and_who_is_pushed_up():
    rng, met = np.random.default_rng(SEED), set()
    for e in settings():
        d = float(rng.choice(np.arange(0.5, 8.5, 0.5)))
        said = readings.same_variance(e, d)
        if len(possible(e)) == 1:
            assert said.startswith("Nothing is pushed, whatever is subtracted: "), (said, e)
            continue
        low, high = re.findall(PERCENT, said)
        below, above = (
            sum(p for p, r in zip(e.probs, e.rewards, strict=True) if r > b + 1e-11)
            for b in (b_star(e) - d, b_star(e) + d)
        )
        assert is_share(low, below), (said, e)
        assert is_share(high, above), (said, e)
        assert ("Where most draws are pushed up" in said) == (below > 0.5 > above), (said, e)
        met.add(below > 0.5 > above)
    assert met == {True, False}


def test_the_batch_mean_beside_leave_one_out():
    for e in few_large():
        if e.k == 1:
            assert "every step is zero" in claims.batch_mean_bias(e)
            continue
        own, others = (moments(name, e.probs, e.rewards, e.k) for name in ("batch mean", "leave-one-out"))
        for said in (readings.own_sample(e, own, others), claims.batch_mean_bias(e).partition("**Here** ")[2]):
            if is_flat(e):
                assert is_why(
                    re.search(r": ([^:]*?)(?:, so the expected step is zero with any baseline)?\.", said)[1], e
                )
                continue
            share = re.search(rf"({PERCENT}) of the gradient", said)[1]
            mse, how, fair = re.search(
                rf"error, ({NUMBER}), is (less than|more than|the same as) that of leave-one-out,? \(?({NUMBER})", said
            ).groups()
            mine, theirs = batches(e, "batch mean").mse, batches(e, "leave-one-out").mse
            assert is_share(share, (e.k - 1) / e.k)
            assert close(mse, mine), (said, mine, theirs, e)
            assert close(fair, theirs), (said, mine, theirs, e)
            assert_order(how, mse, fair, mine, theirs, said)


def assert_order(how, first, second, mine, theirs, said):
    """What is said of two numbers is so, and can be read off them as they are written."""
    if how == "the same as":
        assert abs(mine - theirs) <= 1e-9 * (abs(mine) + abs(theirs) + 1e-3), said
    else:
        assert (mine < theirs) == (how == "less than"), said
        assert read(first) != read(second), said
        assert (read(first) < read(second)) == (how == "less than"), said


def test_which_baseline_is_best_and_which_help():
    for e in settings():
        best, helps = (claim(e).partition("**Here** ")[2] for claim in (claims.best_baseline, claims.always_helps))
        if len(possible(e)) == 1:
            assert is_why(best.partition(":")[0], e), (best, e)
            assert "every baseline leaves the variance 0" in best, (best, e)
            assert is_why(helps.partition(":")[0], e), (helps, e)
            continue
        if best.startswith("it is"):
            assert abs(b_star(e) - j(e)) < 1e-9, (best, e)
            assert ("with that subtracted no noise is left" in best) == is_flat(e), (best, e)
            assert close(re.search(rf"= ({NUMBER})", best)[1], j(e)), (best, e)
        else:
            found = re.findall(NUMBER, best.replace("b*", "best"))
            mean = sum(e.rewards) / 3
            values = [j(e), variance(e, j(e)), mean, variance(e, mean), b_star(e), variance(e, b_star(e))]
            assert all(map(close, found, values)), (best, e)
            assert len(found) == 6, (best, e)
            assert abs(b_star(e) - j(e)) > 1e-12, (best, e)
        if "no constant does" in helps:
            assert abs(b_star(e)) < 1e-9, (helps, e)
            continue
        low, high, _ = (read(x) for x in re.search(rf"between ({NUMBER}) and ({NUMBER}) \((0)", helps).groups())
        assert abs(low + high - 2 * b_star(e)) < 1e-3 * abs(b_star(e)), (helps, e)
        assert low * high == 0, (helps, e)
        assert low < high, (helps, e)
        left, how, none = re.search(rf"leaves ({NUMBER}), (.*) no baseline at all \(({NUMBER})\)", helps).groups()
        assert close(left, variance(e, j(e))), (helps, e)
        assert close(none, variance(e, 0)), (helps, e)
        assert_order(how, left, none, variance(e, j(e)), variance(e, 0), helps)
