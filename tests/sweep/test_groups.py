"""Every sentence of the page about groups, at random settings and for random groups, against plain arithmetic."""

import re
import statistics
from collections.abc import Iterator
from functools import cache
from math import degrees, factorial, isnan

import numpy as np

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.lessons.own_group import advantages
from reinforce_viz.text.claims import groups as claims
from reinforce_viz.text.readings import groups as readings
from reinforce_viz.text.readings import own_group as own_readings
from tests.of_experiment import brake, mean_steps, stretched_lead, useless_groups
from tests.sweep.saying import NUMBER, PERCENT, agrees, is_share, read
from tests.sweep.settings import COUNT, SEED, settings

SIZES = (2, 3, 4, 8, 16, 32, 64)


@cache
def batches(k: int) -> tuple[np.ndarray, np.ndarray]:
    """The counts of every batch of k of three answers, and how many sequences each is."""
    counts = [(i, j, k - i - j) for i in range(k + 1) for j in range(k + 1 - i)]
    ways = [factorial(k) // (factorial(a) * factorial(b) * factorial(c)) for a, b, c in counts]
    return np.array(counts, dtype=float), np.array(ways, dtype=float)


def mean_step(e: Experiment, k: int) -> np.ndarray:
    """E of GRPO's step, batch by batch."""
    counts, ways = batches(k)
    p, r = np.array(e.probs), np.array(e.rewards)
    chance = ways * (p**counts).prod(axis=1)
    gaps = r - (counts @ r / k)[:, None]
    spread = np.sqrt((counts * gaps**2).sum(axis=1) / (k - 1))
    most, least = (np.where(counts > 0, r, out).T for out in (-np.inf, np.inf))
    agree = most.max(axis=0) == least.min(axis=0)
    pushed = counts / k * np.where(agree[:, None], 0.0, gaps / (spread + 1e-4)[:, None])
    return chance @ (pushed - pushed.sum(axis=1, keepdims=True) * p)


def gradient(e: Experiment) -> np.ndarray:
    p, r = np.array(e.probs), np.array(e.rewards)
    return p * (r - p @ r)


def angle(u: np.ndarray, v: np.ndarray) -> float:
    u, v = u / np.linalg.norm(u), v / np.linalg.norm(v)
    return degrees(2 * np.arctan2(np.linalg.norm(u - v), np.linalg.norm(u + v)))


def is_flat(e: Experiment) -> bool:
    return len({r for r, p in zip(e.rewards, e.probs, strict=True) if p > 0}) == 1


def sizes_in(text: str) -> list[int]:
    return [int(size) for size in re.findall(r"\d+", text)]


def test_the_angles_and_where_the_average_step_points_downhill():
    seen = set()
    for e in settings():
        steps = mean_steps(e)
        said, claim = readings.mean_steps(e, steps), claims.uphill_on_average(e, steps)
        assert ("both the gradient and GRPO's average step are zero" in said) == is_flat(e), (e, said)
        assert ("no step is uphill" in claim) == is_flat(e), (e, claim)
        if is_flat(e):
            continue
        angles = {k: angle(mean_step(e, k), gradient(e)) for k in SIZES}
        down = [k for k, degree in angles.items() if degree > 90]
        written = re.search(r"With ([\d, or]+) answers it points \*\*downhill\*\*", said)
        assert (sizes_in(written[1]) if written else []) == down, (e, said)
        written = re.search(r"is \*\*downhill\*\* with ([\d, or]+) answers", claim)
        assert (sizes_in(written[1]) if written else []) == down, (e, claim)
        straight = max(angles.values()) < 1e-6
        assert ("along the gradient" in said) == straight, (e, said, angles)
        assert ("along the gradient" in claim) == straight, (e, claim, angles)
        if not straight:
            first, last = re.search(rf"angle of ({NUMBER})° .* and ({NUMBER})° at K = 64", said).groups()
            assert agrees(first, angles[2], slack=1e-3), (e, said)
            assert agrees(last, angles[64], slack=1e-3) or max(read(last), angles[64]) < 1e-6, (e, said)
            worst = re.search(rf"({NUMBER})° (?:away )?from", claim)[1]
            assert agrees(worst, max(angles.values()), slack=1e-3), (e, claim)
        seen.add((bool(down), straight))
    assert {(False, True), (False, False)} <= seen


def test_the_verdict_and_what_is_said_before_it():
    for e in settings():
        said = readings.verdict(mean_steps(e), 8)
        before = readings.before_the_guess(e)
        assert ("the gradient is zero" in before) == is_flat(e), (e, before)
        assert not re.search(rf"{NUMBER}°", before), before
        assert ("no direction" in said) == is_flat(e), (e, said)
        if is_flat(e):
            continue
        degree = angle(mean_step(e, 8), gradient(e))
        assert ("points along g" in said) == (degree < 1e-6), (e, said, degree)
        assert ("downhill" in said) == (degree > 90), (e, said, degree)
        if degree >= 1e-6:
            assert agrees(re.search(rf"({NUMBER})° from g", said)[1], degree, slack=1e-3), (e, said, degree)


def test_what_a_larger_lead_does_to_two_answers():
    for e in settings():
        said = readings.stretched_lead(e, *stretched_lead(e))
        assert ("Here it stays zero" in said) == is_flat(e), (e, said)
        if is_flat(e):
            continue
        can = sorted({r for r, p in zip(e.rewards, e.probs, strict=True) if p > 0})
        further = can[-2] + 100 * (can[-1] - can[-2])
        other = Experiment(probs=e.probs, rewards=tuple(further if r == can[-1] else r for r in e.rewards))
        before, after = (float(np.linalg.norm(mean_step(one, 2))) for one in (e, other))
        written = re.search(rf"({NUMBER}) before and ({NUMBER}) after", said) or re.search(rf"()({NUMBER}) long", said)
        assert agrees(written[2], after), (e, said)
        assert not written[1] or agrees(written[1], before), (e, said)
        # A lead of a tenth has a spread of 0.07, of which 1e-4 is 0.14%.
        assert abs(after / before - 1) < 0.01, (e, said)
        assert "which is better, not by how much" in said, (e, said)


def test_the_share_of_useless_groups_and_the_price_of_useful_ones():
    rng = np.random.default_rng(SEED)
    for e in settings():
        size = int(SIZES[rng.integers(len(SIZES))])
        groups = useless_groups(e)
        said = readings.useless_groups(groups, size)
        p, r = np.array(e.probs), np.array(e.rewards)
        shares = []
        for t in range(101):
            if t in (0, 10, 50, 100):
                shares.append(min(1.0, sum(p[r == value].sum() ** size for value in set(e.rewards))))
            move = 0.1 * p * (r - p @ r)
            p = p * np.exp(move - move.max())
            p = p / p.sum()
        written = re.findall(PERCENT, said)
        assert len(written) == 4, said
        assert all(is_share(text, share) for text, share in zip(written, shares, strict=True)), (e, said, shares)
        assert ("No number of draws" in said) == is_flat(e), (e, said)
        if not is_flat(e):
            start = re.search(rf"a group costs ({NUMBER}) draws", said)[1]
            assert agrees(start, size / (1 - shares[0])), (e, said)


def test_the_brake():
    rng = np.random.default_rng(SEED)
    for e in settings(max(30, COUNT // 10)):
        size = int(SIZES[rng.integers(len(SIZES))])
        said = readings.brake(e, brake(e, size), size)
        assert ("Every step is zero" in said) == is_flat(e), (e, said)
        if is_flat(e):
            continue
        assert not re.search("undefined|infinite|nan", said), (e, said)
        first = re.search(rf"is ({NUMBER}) times as long as g at first", said)[1]
        assert agrees(first, np.linalg.norm(mean_step(e, size)) / np.linalg.norm(gradient(e))), (e, said)
        p, r = np.array(e.probs), np.array(e.rewards)
        sigma = re.search(rf"1/σ alone would say ({NUMBER})", said)[1]
        assert agrees(sigma, 1 / np.sqrt(p @ (r - p @ r) ** 2)), (e, said)
        slowed, left = re.search(rf"It is then ({NUMBER}) times .* useless groups ({NUMBER}) times", said).groups()
        assert ("much of the brake" in said) == (read(slowed) < read(left) / 2), (e, said)


def groups() -> Iterator[list[float]]:
    """Groups as they come from runs: right and wrong, scores, ties, an outlier, hardly any spread, one answer."""
    rng = np.random.default_rng(SEED)
    for place in range(COUNT):
        k = int(rng.choice([1, 2, 3, 4, 8, 16, 64, 256]))
        one = (
            rng.integers(0, 2, k).astype(float),
            np.round(rng.normal(size=k), 2),
            np.full(k, np.round(rng.uniform(-10, 10), 1)),
            np.where(np.arange(k) == rng.integers(k), float(rng.choice([-1e6, 500.0])), np.round(rng.random(k), 2)),
            1e-5 * rng.integers(0, 4, k),
            -np.round(10 * rng.random(k)),
        )[place % 6]
        yield [float(reward) for reward in one]


def test_what_is_said_of_a_pasted_group():
    seen = set()
    for group in groups():
        rewards = np.array(group)
        by_scheme = advantages(rewards)
        said, blind = own_readings.own_group(rewards, by_scheme), " ".join(own_readings.blind_spots(rewards, by_scheme))
        k, values = len(group), sorted(set(group))
        assert ("One answer alone" in blind) == (k == 1), group
        assert ("All rewards agree" in blind) == (k > 1 and len(values) == 1), (group, blind)
        assert ("Two values only" in blind) == (len(values) == 2), (group, blind)
        assert not re.search(r"undefined|infinite|nan", said + blind), (group, said, blind)
        seen |= set(re.findall(r"\*\*([A-Z][a-z]+ [a-z]+)", blind))
        if len(values) == 1:
            continue
        spread, mean, best = statistics.stdev(group), statistics.mean(group), max(group)
        assert ("Hardly any spread" in blind) == (1e-4 / (spread + 1e-4) >= 0.01), (group, blind)
        low, high, average = re.search(rf"from ({NUMBER}) to ({NUMBER}), on average ({NUMBER})\.", said).groups()
        assert agrees(low, min(group)), (group, said)
        assert agrees(high, best), (group, said)
        assert agrees(average, mean), (group, said)
        loo, mean_gap, grpo = (read(text) for text in re.findall(rf"\+({NUMBER}) from", said))
        assert np.isclose(loo, best - (sum(group) - best) / (k - 1), rtol=6e-3), (group, said)
        assert np.isclose(mean_gap, best - mean, rtol=6e-3), (group, said)
        assert np.isclose(grpo, (best - mean) / (spread + 1e-4), rtol=6e-3), (group, said)
        if found := re.search(rf"Answer (\d+) with {NUMBER} swallows", blind):
            others = [reward for place, reward in enumerate(group, 1) if place != int(found[1])]
            assert 10 * statistics.stdev(others) < spread, (group, blind)
            apart = read(re.search(rf"puts the others ({NUMBER}) apart", blind)[1])
            assert np.isclose(apart, (max(others) - min(others)) / (spread + 1e-4), rtol=6e-3), (group, blind)
    assert {"One answer", "All rewards", "Two values", "One outlier", "Hardly any"} <= seen


def test_a_written_angle_is_never_that_of_a_rounding():
    for e in settings():
        for exact in mean_steps(e):
            text = readings.angle_in_words(exact)
            assert ("no direction" in text) == (is_flat(e) or isnan(exact.angle)), (e, text)
            assert "e−" not in text or read(re.search(rf"({NUMBER})°", text)[1]) >= 1e-6, (e, text)
