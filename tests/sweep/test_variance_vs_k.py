"""Every sentence of the batch size, at random settings."""

import re

import numpy as np

from reinforce_viz.engine.batch_size import QUANTITIES, Curve, matching_size
from reinforce_viz.engine.estimators import ESTIMATORS
from reinforce_viz.engine.exact import moments
from reinforce_viz.text.readings import variance_vs_k as readings
from tests.sweep.batches import b_star, batches, few_large, is_flat, is_why, j, possible
from tests.sweep.saying import NUMBER, PERCENT, agrees, is_share, read
from tests.sweep.settings import SEED, settings
from tests.sweep.test_baselines import assert_order, close, variance

MINE = {
    "total variance": lambda here: here.variance,
    "mean squared error": lambda here: here.mse,
    "length of the bias": lambda here: float(np.linalg.norm(here.mean - here.true)),
    "P(downhill)": lambda here: here.downhill,
}


def test_the_values_at_k():
    rng = np.random.default_rng(SEED)
    for e in few_large():
        quantity = str(rng.choice(list(MINE)))
        chosen = [str(name) for name in rng.choice(list(ESTIMATORS), 3, replace=False)]
        fits, out = readings.comparable([*dict.fromkeys([e.estimator, *chosen])], quantity)
        assert out == ["group-normalised"] * len(out)
        fits = [name for name in fits if e.k >= ESTIMATORS[name].smallest_k]
        curves = {}
        for name in fits:
            value = QUANTITIES[quantity].exact(moments(name, e.probs, e.rewards, e.k, e.b))
            curves[name] = Curve(np.array([e.k]), np.array([value]), *(np.array([np.nan]) for _ in range(3)))
        said = readings.variance_vs_k(curves, quantity, e.k, e.estimator)
        if not fits:
            assert said.endswith("is not defined for these baselines."), said
            continue
        found = re.findall(rf"(?:: |, )({'|'.join(ESTIMATORS)}) ({NUMBER})", said)
        assert sorted(name for name, _ in found) == sorted(fits), said
        assert e.estimator in out or found[0][0] == e.estimator, said
        for name, text in found:
            assert close(text, MINE[quantity](batches(e, name))), (said, name, e)


def test_the_batch_size_that_makes_up_for_a_missing_baseline():
    met = set()
    for e in settings():
        said, none = readings.matching_size_truth(e, matching_size(e)), variance(e, 0) * e.k
        if said.startswith(("Neither", "Leave-one-out")):
            assert (none < 1e-15) == said.startswith("Neither"), (said, e)
            assert is_flat(e), (said, e)
            assert is_why(re.search(r": (.*)\.$", said)[1], e), (said, e)
            assert "every K is enough" in said or "so no K is enough" in said
            met.add(said.split()[0])
            continue
        size = re.search(rf"equal at K = ({NUMBER})\.", said)[1]
        aim = batches(e.__class__(probs=e.probs, rewards=e.rewards, k=8), "leave-one-out").variance
        assert agrees(size, none / aim), (said, e)
        assert ("is no better than no baseline" in said) == (none / aim <= 8), (said, e)
        met.add("equal")
    assert met == {"Neither", "Leave-one-out", "equal"}


def test_which_constants_help():
    met = set()
    for e in settings():
        said = readings.variance_vs_baseline(e)
        if len(possible(e)) == 1:
            assert is_why(re.search(r"whatever is subtracted: (.*)\.$", said)[1], e), (said, e)
            continue
        least, best, mean, own, how, none = re.search(
            rf"variance is ({NUMBER}), at b\* = ({NUMBER})\. The expected reward ({NUMBER}) gives ({NUMBER}), "
            rf"(.*) no baseline \(({NUMBER})\)\.",
            said,
        ).groups()
        values = variance(e, b_star(e)), b_star(e), j(e), variance(e, j(e)), variance(e, 0)
        assert all(map(close, (least, best, mean, own, none), values)), (said, e)
        assert_order(how, own, none, variance(e, j(e)), variance(e, 0), said)
        if "no constant has less" in said:
            assert abs(b_star(e)) < 1e-9, (said, e)
            met.add("none")
            continue
        low, high = (read(x) for x in re.search(rf"between ({NUMBER}) and ({NUMBER}) helps", said).groups())
        assert low * high == 0, (said, e)
        assert low < high, (said, e)
        assert abs(low + high - 2 * b_star(e)) < 1e-3 * abs(b_star(e)), (said, e)
        inside, outside = (low + high) / 2, 1.01 * (low + high)
        assert variance(e, inside) < variance(e, 0) < variance(e, outside), (said, e)
        saved = 1 - variance(e, b_star(e)) / variance(e, 0)
        hardly = re.search(rf"b\* saves ({PERCENT}) of the variance", said)
        assert bool(hardly) == (saved < 0.01), (said, saved, e)
        if hardly:
            assert is_share(hardly[1], saved), (said, saved, e)
            met.add("hardly")
    assert {"none"} <= met
