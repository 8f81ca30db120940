"""Every sentence on a critic that has to be learned, at random settings, against plain sums."""

import re
from math import comb

import numpy as np
import pytest

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.lessons.learned_critic import BATCHES, EARLIER, QUALITIES, TRACES
from reinforce_viz.text.claims.learned_critic import any_critic
from reinforce_viz.text.readings import learned_critic as readings
from tests.sweep.saying import NUMBER, PERCENT, agrees, is_share, read
from tests.sweep.settings import COUNT, SEED, settings

TINY = 1e-11


def parts(e: Experiment) -> tuple[float, float, float]:
    """tr Cov of (r − J) s of a token that decides, |g|², and Var(r) E|s|² of one that does not."""
    p, r = e.probs, e.rewards
    j = sum(q * x for q, x in zip(p, r, strict=True))
    squares = [sum((float(i == a) - p[i]) ** 2 for i in range(3)) for a in range(3)]
    g = [q * (x - j) for q, x in zip(p, r, strict=True)]
    size = sum(x * x for x in g)
    own = sum(q * (x - j) ** 2 * s for q, x, s in zip(p, r, squares, strict=True)) - size
    spread = sum(q * (x - j) ** 2 for q, x in zip(p, r, strict=True))
    return own, size, spread * sum(q * s for q, s in zip(p, squares, strict=True))


def left(kappa: float, lam: float, length: int) -> float:
    return kappa + (1 - kappa) * lam ** (length - 1)


def variance(e: Experiment, kappa: float, lam: float, length: int) -> float:
    own, _, other = parts(e)
    tail = sum(lam ** (2 * (length - t)) for t in range(2, length + 1))
    return left(kappa, lam, length) ** 2 * own + (1 - kappa) ** 2 * other * tail


def always_the_same(e: Experiment) -> bool:
    return len({r for r, p in zip(e.rewards, e.probs, strict=True) if p > 0}) == 1


def test_what_a_critic_leaves_of_noise_and_gradient():
    rng = np.random.default_rng(SEED)
    for e in settings():
        length = int(rng.choice([1, 2, 3, 8, 16]))
        critic, trace = list(QUALITIES)[rng.integers(3)], float(rng.choice(TRACES))
        kappa = QUALITIES[critic]
        said = readings.learned_critic(e, length, critic, trace)
        assert ("nothing for a critic to predict" in said) == always_the_same(e), (e, said)
        if always_the_same(e):
            continue
        if length == 1:
            assert "raise T" in said
            continue
        if critic == "exact":
            noise = re.search(rf"variance of ({NUMBER}) at every λ", said)[1]
            assert agrees(noise, variance(e, 1, trace, length)), (e, said)
            continue
        found = re.findall(rf"({NUMBER}) with ({PERCENT}) lost at λ = ({NUMBER})", said)
        assert sorted(read(lam) for *_, lam in found) == sorted({0.0, trace, 1.0}), (e, said)
        for noise, lost, lam in found:
            assert agrees(noise, variance(e, kappa, read(lam), length)), (e, said)
            assert is_share(lost, 1 - left(kappa, read(lam), length)), (e, said)


def error(e: Experiment, kappa: float, lam: float, length: int, k: int) -> float:
    return variance(e, kappa, lam, length) / k + (1 - left(kappa, lam, length)) ** 2 * parts(e)[1]


def test_the_best_trace_has_the_least_error():
    rng = np.random.default_rng(SEED)
    for e in settings(max(30, COUNT // 10)):
        length, critic = int(rng.choice([1, 2, 8, 16])), list(QUALITIES)[rng.integers(3)]
        said = readings.best_trace(e, length, critic)
        assert (said is None) == (always_the_same(e) or length == 1 or critic == "exact"), (e, said)
        if said is None:
            continue
        found = re.findall(rf"({NUMBER}) for (\d+) response", said)
        assert [int(k) for _, k in found] == list(BATCHES), (e, said)
        for lam, k in found:
            kappa = QUALITIES[critic]
            least = min(error(e, kappa, place / 500, length, int(k)) for place in range(501))
            # On a grid twice as fine, and written to three digits.
            assert error(e, kappa, read(lam), length, int(k)) <= least * (1 + 1e-4) + TINY, (e, said)


def fitted(e: Experiment, task: str, n: int) -> float:
    """The second token's variance: its own, and what the mean of the m responses that began alike is off by."""
    own, _, other = parts(e)
    if task == "first":
        j = sum(q * x for q, x in zip(e.probs, e.rewards, strict=True))
        squares = other / max(sum(q * (x - j) ** 2 for q, x in zip(e.probs, e.rewards, strict=True)), 1e-300)
        return squares * sum(q * (1 - q) ** n * (x - j) ** 2 for q, x in zip(e.probs, e.rewards, strict=True))
    off = sum(q * sum(comb(n, m) * q**m * (1 - q) ** (n - m) / m for m in range(1, n + 1)) for q in e.probs)
    return own + off * other


def test_whether_any_critic_is_better_than_none():
    for e in settings():
        said = any_critic(e)
        assert ("makes no difference" in said) == always_the_same(e), (e, said)
        if always_the_same(e):
            continue
        last = [fitted(e, "last", n) for n in EARLIER]
        seen = int(re.search(r"has seen (\d+) response", said)[1])
        with_it, without = re.search(rf"gradient is ({NUMBER}), and ({NUMBER}) without", said).groups()
        assert last[EARLIER.index(seen)] == pytest.approx(max(last)), (e, said)
        assert agrees(with_it, max(last)), (e, said)
        assert agrees(without, last[0]), (e, said)
        assert read(with_it) > read(without), (e, said)
        after, before = re.search(rf"help: ({NUMBER}) in place of ({NUMBER}) for", said).groups()
        assert agrees(after, fitted(e, "first", seen)), (e, said)
        assert agrees(before, fitted(e, "first", 0)), (e, said)
        assert read(after) < read(before), (e, said)


def test_the_table_of_what_a_critic_has_seen():
    for e in settings(30):
        for heading, cells in readings.fitted_table(e).items():
            n = int(re.match(r"\d+", heading)[0])
            for cell, task in zip(cells, ("first", "last"), strict=True):
                assert agrees(cell, fitted(e, task, n)), (e, heading, cells)
