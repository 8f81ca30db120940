"""Every sentence of the batch size, at random settings."""

import re
from dataclasses import replace
from itertools import pairwise

import numpy as np

from reinforce_viz.engine.batch_size import Curve
from reinforce_viz.engine.estimators import ESTIMATORS
from reinforce_viz.engine.exact import moments
from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.quantities import QUANTITIES
from reinforce_viz.text import right_choices
from reinforce_viz.text.readings import variance_vs_k as readings
from reinforce_viz.ui.guesses import GUESSES
from tests.of_experiment import match
from tests.sweep.batches import batches, few_large, is_flat, is_why
from tests.sweep.saying import NUMBER, PERCENT, agrees, is_share
from tests.sweep.settings import COUNT, SEED, settings
from tests.sweep.test_baselines import close, variance

MINE = {
    "total variance": lambda here: here.variance,
    "mean squared error": lambda here: here.mse,
    "length of the bias": lambda here: float(np.linalg.norm(here.mean - here.true)),
    "P(downhill)": lambda here: here.downhill,
    "P(zero step)": lambda here: here.still,
}
NAMES = ("none", "expected reward", "batch mean", "leave-one-out")
SHARES = {"P(downhill)", "P(zero step)"}


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
        written = PERCENT if quantity in SHARES else NUMBER
        said = said.replace("no baseline", "none")
        found = re.findall(rf"(?:: |, )({'|'.join(ESTIMATORS)}) ({written})", said)
        assert sorted(name for name, _ in found) == sorted(fits), said
        assert e.estimator in out or found[0][0] == e.estimator, said
        for name, text in found:
            mine = MINE[quantity](batches(e, name))
            assert is_share(text, mine) if quantity in SHARES else close(text, mine), (said, name, e)


def test_the_batch_size_that_makes_up_for_a_missing_baseline():
    met = set()
    exact_in_one_draw = Experiment(probs=(0.0, 0.5, 0.5), rewards=(8.0, 3.0, -3.0))
    for e in (*settings(), exact_in_one_draw):
        said, none = readings.match_truth(e, match(e), "total variance"), variance(e, 0) * e.k
        if said.startswith(("Neither", "Leave-one-out")):
            assert (none < 1e-15) == said.startswith("Neither"), (said, e)
            assert is_flat(e), (said, e)
            assert is_why(re.search(r": (.*)\.$", said)[1], e), (said, e)
            assert "every K is enough" in said or "so no K is enough" in said
            met.add(said.split()[0])
            continue
        if said.startswith("Without"):
            assert none < 1e-12, (said, e)
            aim = batches(e.__class__(probs=e.probs, rewards=e.rewards, k=8), "leave-one-out").variance
            assert agrees(re.search(rf"K = 8 has a variance of ({NUMBER})\.", said)[1], aim), (said, e)
            met.add("Without")
            continue
        size, one, other = re.search(
            rf"equal at K = ({NUMBER}): without a baseline one draw has a variance of ({NUMBER}) and the average "
            rf"of K draws has 1/K of it; leave-one-out at K = 8 has ({NUMBER})\.",
            said,
        ).groups()
        aim = batches(e.__class__(probs=e.probs, rewards=e.rewards, k=8), "leave-one-out").variance
        assert agrees(size, none / aim), (said, e)
        assert agrees(one, none), (said, e)
        assert agrees(other, aim), (said, e)
        right = right_choices.nearest_in_ratio(GUESSES["variance_vs_k"], none / aim)
        (named,) = re.findall(r"\*\*([\d and]+)\*\*", readings.closest(right))
        told = [float(choice) for choice in named.split(" and ")]
        off = {size: max(size * aim / none, none / aim / size) for size in GUESSES["variance_vs_k"].values()}
        assert all(off[size] < min(off.values()) * (1 + 1e-9) for size in told), (named, e)
        if abs(none / aim - 8) > 1e-9:
            assert ("is no better than no baseline" in said) == (none / aim < 8), (said, e)
        met.add("equal")
    assert met == {"Neither", "Leave-one-out", "Without", "equal"}


def test_how_many_draws_are_enough():
    sizes, met = (1, 2, 3, 4, 6, 8, 12), set()
    for e in settings(max(90, COUNT // 3)):  # each lists every batch of seven sizes for four baselines
        mine, curves = {}, {}
        for name in NAMES:
            own = [k for k in sizes if k >= ESTIMATORS[name].smallest_k]
            exact = [moments(name, e.probs, e.rewards, k).downhill for k in own]
            nothing = np.full(len(own), np.nan)
            curves[name] = Curve(np.array(own), np.array(exact), nothing, nothing, nothing)
            mine[name] = {k: batches(replace(e, estimator=name, k=k)) for k in own}
        said = readings.how_many(e, curves)
        if why := re.fullmatch(r"No step can go downhill here: (.*), so there is nothing to climb\.", said):
            assert is_flat(e), (said, e)
            assert is_why(why[1], e), (said, e)
            met.add("flat")
            continue
        assert not is_flat(e), (said, e)
        met |= check_rise(readings.more_is_worse(curves, e.estimator), mine, e)
        met |= check_enough(said, mine, e)
    assert met == {"flat", "enough", "never", "rises", "falls"}


def read_enough(said):
    """From which K on a baseline is enough, by name, and what is left at K = 12 of those that never are."""
    first = re.match(r"Of the batch sizes you can choose, fewer than 1 step in 100 goes downhill (.*?)\.", said)
    told = {
        name: 1 if every else int(size)
        for who, every, size in (
            re.findall(r"(.*?) (?:(at all of them)|from K = (\d+) on)(?:, | and |$)", first[1]) if first else ()
        )
        for name in NAMES
        if _called(name) in who
    }
    even = rf"({'|'.join(map(_called, NAMES))}) not even K = 12 is enough: ({PERCENT}) of"
    found = dict(re.findall(even, said.replace("With", "with")))
    return told, {name: found[_called(name)] for name in NAMES if _called(name) in found}


def check_enough(said, mine, e):
    """Whether the batch sizes that are said to be enough are, and no smaller ones."""
    told, last = read_enough(said)
    assert {*told} | {*last} == {*NAMES}, (said, e)
    assert not {*told} & {*last}, (said, e)
    for name, size in told.items():
        good = [k for k in mine[name] if k >= size]
        assert all(mine[name][k].downhill < 0.01 and mine[name][k].still < 1 - 1e-11 for k in good), (said, e)
        before = max((k for k in mine[name] if k < size), default=None)
        if before:
            assert mine[name][before].downhill > 0.01 - 1e-11 or mine[name][before].still > 1 - 1e-11, (said, e)
    for name, text in last.items():
        assert mine[name][12].downhill > 0.01 - 1e-11, (said, e)
        assert is_share(text, mine[name][12].downhill), (said, e)
    one = re.search(r"One draw is enough (.*?)\.", said)
    assert {name for name in NAMES if one and _called(name) in one[1]} == {n for n, k in told.items() if k == 1}
    return {word for word, there in (("enough", told), ("never", last)) if there}


def check_rise(said, mine, e):
    """Whether more draws make a downhill step likelier, as is said: over neighbouring batch sizes, by what is seen."""
    odds = {name: [(k, at.downhill) for k, at in of.items() if at.still < 1 - 1e-11] for name, of in mine.items()}
    if not said:
        for name, steps in odds.items():
            for (_, before), (_, after) in pairwise(steps):
                assert after - before < 0.005 + 1e-9, (name, e)
        return {"falls"}
    called, before, low, after, high = re.search(
        rf"always help: (.*), the chance rises from ({PERCENT}) at K = (\d+) to ({PERCENT}) at K = (\d+)\.", said
    ).groups()
    name = next(name for name in mine if _called(name) == called.removeprefix("with "))
    way = [(k, at) for k, at in odds[name] if int(low) <= k <= int(high)]
    assert (way[0][0], way[-1][0]) == (int(low), int(high)), (said, e)
    assert is_share(before, way[0][1]), (said, e)
    assert is_share(after, way[-1][1]), (said, e)
    assert way[-1][1] - way[0][1] > 0.005 - 1e-9, (said, e)
    assert all(second > first for (_, first), (_, second) in pairwise(way)), (said, e)
    return {"rises"}


def _called(name):
    return "without a baseline" if name == "none" else name
