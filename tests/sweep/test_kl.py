"""Every sentence about KL at random settings, against plain sums and the conditions for where ascent stands still."""

import re
from collections.abc import Iterator
from math import exp, log

import pytest

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.lessons.kl import BETAS, penalty
from reinforce_viz.text.claims import kl as claims
from reinforce_viz.text.readings import kl as readings
from tests.sweep.saying import NAME, NUMBER, PERCENT, agrees, is_share, read
from tests.sweep.settings import settings

# Rewards beside which a β of .5 is next to nothing.
LARGE = Experiment(rewards=(10.0, -10.0, -10.0))


def cases() -> Iterator[tuple[Experiment, float]]:
    for place, e in enumerate(settings()):
        yield e, BETAS[place % len(BETAS)]


def goal(e: Experiment, beta: float) -> list[float]:
    """ref · exp(r / β), scaled, one number at a time."""
    top = max(r for r, p in zip(e.rewards, e.probs, strict=True) if p > 0)
    weights = [p * exp((r - top) / beta) if p > 0 else 0.0 for p, r in zip(e.probs, e.rewards, strict=True)]
    return [w / sum(weights) for w in weights]


def mean(policy: list[float], values: list[float]) -> float:
    return sum(p * v for p, v in zip(policy, values, strict=True) if p > 0)


def estimates(policy: list[float], ref: tuple[float, ...]) -> dict[str, list[float]]:
    """What each answer's draw says; of one that cannot be drawn, nothing."""
    logs = [log(p / q) if p > 0 else 0.0 for p, q in zip(policy, ref, strict=True)]
    excess = [q / p - 1 if p > 0 else 0.0 for p, q in zip(policy, ref, strict=True)]
    return {
        "k1": logs,
        "k2": [each**2 / 2 for each in logs],
        "k3": [more + each for more, each in zip(excess, logs, strict=True)],
    }


def is_flat(e: Experiment) -> bool:
    return len({r for r, p in zip(e.rewards, e.probs, strict=True) if p > 0}) == 1


def is_policy(text: str, policy: list[float], e: Experiment) -> bool:
    """Whether the written shares are those of the answers that can be drawn."""
    written = dict(re.findall(rf"{NAME} ({PERCENT})", text))
    can = {name: p for name, p, q in zip(e.answers, policy, e.probs, strict=True) if q > 0}
    return written.keys() == can.keys() and all(is_share(written[name], p) for name, p in can.items())


def test_where_the_goal_and_each_loss_are():
    for e, beta in cases():
        found, best = penalty(e.probs, e.rewards, beta), goal(e, beta)
        said = readings.ends(e, found, beta)
        moved = re.search(rf"0 at the cross, (?:({NUMBER}) at|and) the ring", readings.before_the_guess(e, found, beta))
        assert agrees(moved[1] or "0", mean(best, estimates(best, e.probs)["k1"]), slack=1e-3), (e, beta)
        ring, _, rest = said.partition(" The gradient of k2 leads there.")
        assert is_policy(ring, best, e), (e, beta, said)
        assert agrees(re.search(rf"J = ({NUMBER})\.$", ring.strip())[1], mean(best, list(e.rewards))), (e, said)
        assert (not rest) == is_flat(e), (e, said)
        if is_flat(e):
            continue
        alone, _, k3 = rest.partition("k3 ends at ")
        top = max(r for r, p in zip(e.rewards, e.probs, strict=True) if p > 0)
        ends = [e.answers.index(name) for name in re.findall(NAME, alone)]
        assert ends
        assert all(e.rewards[a] == top and e.probs[a] > 0 for a in ends), (e, said)
        end = found.estimates["k3"].end.tolist()
        assert is_policy(k3, end, e), (e, said)
        # There the slope of J and that of the loss, π − ref, cancel.
        j = mean(end, list(e.rewards))
        for p, q, r in zip(end, e.probs, e.rewards, strict=True):
            assert p * (r - j) == pytest.approx(beta * (p - q), abs=1e-9 * (abs(r) + abs(j) + beta)), (e, beta)


def test_the_verdict():
    met = set()
    for e, beta in (*cases(), (LARGE, 0.5)):
        found = penalty(e.probs, e.rewards, beta)
        said = readings.verdict(e, found)
        assert ("Here all of them do" in said) == is_flat(e), (e, said)
        if is_flat(e):
            continue
        # k1 ends at the best answer that can be drawn, the likeliest of several: as good as at the ring, or elsewhere.
        top = max((r, p) for r, p in zip(e.rewards, e.probs, strict=True) if p > 0)
        one = [float((r, p) == top) for r, p in zip(e.rewards, e.probs, strict=True)]
        apart = max(abs(p / sum(one) - q) for p, q in zip(one, goal(e, beta), strict=True))
        assert apart < 1e-12 if "k1 too" in said else apart > 1e-13, (e, beta, said)
        assert said.startswith("k2 does, and here k1 too" if "k1 too" in said else "Only k2 does"), (e, said)
        met.add("too" if "k1 too" in said else "only")
        written = re.search(rf"J − β KL ends at ({NUMBER}) with k1, ({NUMBER}) with k2 and ({NUMBER}) with k3", said)
        ends = [p / sum(one) for p in one], goal(e, beta), found.estimates["k3"].end.tolist()
        for text, end in zip(written.groups(), ends, strict=True):
            logs = estimates(end, e.probs)["k1"]
            assert agrees(text, mean(end, list(e.rewards)) - beta * mean(end, logs)), (e, beta, said)
    assert met == {"only", "too"}


def test_what_one_draw_says():
    seen = set()
    for e, beta in cases():
        found, best = penalty(e.probs, e.rewards, beta), goal(e, beta)
        by_kind = estimates(best, e.probs)
        means = {kind: mean(best, values) for kind, values in by_kind.items()}
        variances = {kind: mean(best, [(v - means[kind]) ** 2 for v in values]) for kind, values in by_kind.items()}
        said, claim = readings.one_draw(found), claims.less_variance(found)
        assert "nan" not in said + claim
        assert ("has not left" in said) == is_flat(e), (e, said)
        if is_flat(e):
            assert "**Here** neither has any" in claim, (e, claim)
            continue
        true, k2 = re.search(rf"KL is ({NUMBER})\. .*k2 is ({NUMBER}),", said).groups()
        assert agrees(true, means["k1"], slack=1e-3), (e, said)
        assert agrees(k2, means["k2"], slack=1e-3), (e, said)
        below = sum(p for p, v in zip(best, by_kind["k1"], strict=True) if p > 0 and v < 0)
        assert is_share(re.search(rf"below zero in ({PERCENT})", said)[1], below), (e, said)
        k3, word, k1 = re.search(rf"variance of ({NUMBER}), (\w+) (?:than|same as) k1 \(({NUMBER})\)", claim).groups()
        assert agrees(k3, variances["k3"], slack=1e-3), (e, claim, variances)
        assert agrees(k1, variances["k1"], slack=1e-3), (e, claim, variances)
        assert word == ("more" if variances["k3"] > variances["k1"] else "less"), (e, claim)
        if word == "more":
            times = re.search(rf"({NUMBER}) times as much", claim)[1]
            assert read(times) == pytest.approx(variances["k3"] / variances["k1"], rel=6e-3), (e, claim)
        seen.add(word)
    assert seen == {"more", "less"}
