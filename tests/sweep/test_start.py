"""Every sentence of the first page, at random settings, against what the definitions give."""

import re
from collections.abc import Iterator
from math import sqrt

import numpy as np
import pytest

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.text.claims import start as claims
from reinforce_viz.text.readings import start as readings
from tests.of_experiment import by_hand
from tests.sweep.batches import OF_A_BATCH
from tests.sweep.saying import (
    NUMBER,
    PERCENT,
    agrees,
    is_share,
    is_vector,
    names,
    order,
    plain_softmax,
    vectors,
)
from tests.sweep.settings import SEED, settings

USUAL = ("yes", "no", "maybe")
DRAWS = (0, 1, 2, 5, 6, 20, 400)
TINY = 1e-11


def cases() -> Iterator[tuple[Experiment, int]]:
    rng = np.random.default_rng(SEED)
    for e in settings():
        yield e, int(rng.choice(DRAWS))


def advantage(e: Experiment, drawn: int) -> float:
    """Reward minus baseline of an answer that is drawn alone."""
    r, p = e.rewards, e.probs
    weights = [q * sum((float(i == a) - p[i]) ** 2 for i in range(3)) for a, q in enumerate(p)]
    j = sum(q * x for q, x in zip(p, r, strict=True))
    best = sum(w * x for w, x in zip(weights, r, strict=True)) / sum(weights) if sum(weights) > 1e-15 else j
    off = {"none": 0.0, "constant": e.b, "running mean": e.b, "mean reward": sum(r) / 3, "expected reward": j}
    off |= {"optimal": best, "optimal plus b": best + e.b} | dict.fromkeys(OF_A_BATCH, 0.0)
    left = r[drawn] - off[e.estimator]
    return 0.0 if abs(left) < TINY else left


def push(e: Experiment, drawn: int) -> list[float]:
    return [advantage(e, drawn) * (float(a == drawn) - p) for a, p in enumerate(e.probs)]


def after(e: Experiment, drawn: int) -> list[float]:
    return plain_softmax(e.probs, [e.learning_rate * x for x in push(e, drawn)])


def gradient(e: Experiment) -> list[float]:
    return [
        p * sum(q * (r - s) for q, s in zip(e.probs, e.rewards, strict=True))
        for p, r in zip(e.probs, e.rewards, strict=True)
    ]


def largest(values) -> set[str]:
    return {USUAL[a] for a, x in enumerate(values) if x >= max(values) - TINY}


def test_the_average_of_the_pushes_and_who_could_have_told():
    for e, n in cases():
        drawn = by_hand(e, n)
        said = readings.average_push(e, drawn)
        tied = largest(e.rewards)
        if "nobody could say" in said:
            assert len(tied) == 3, (e, said)
        else:
            found = re.search(r'if somebody said "\*\*(\w+)\*\* is right"(?: \((.*?) is just as good\))?', said)
            assert {found[1], *names(found[2] or "")} == tied, (e, said)
            assert len(tied) < 3, (e, said)
            told = [float(name == found[1]) - p for name, p in zip(USUAL, e.probs, strict=True)]
            assert is_vector(vectors(said)[-1], told), (e, said)
        if not n:
            continue
        counts = dict(zip(USUAL, drawn.counts[-1].tolist(), strict=True))
        assert re.findall(r"([\d,]+) \*\*(\w+)\*\*", said)[:3] == [(f"{counts[name]:,}", name) for name in USUAL]
        pushes = np.array([push(e, a) for a in range(3)])
        share = np.array(list(counts.values())) / n
        average = share @ pushes
        assert is_vector(vectors(said)[0], average), (e, said)
        squares = share @ (pushes - average) ** 2
        if "standard errors" in said:
            assert is_vector(vectors(said)[1], np.sqrt(squares / (n - 1))), (e, said)
        assert ("with standard errors" in said) == (sum(c > 0 for c in counts.values()) > 1), (e, said)
        g = re.search(r"g = (\(.*?\))", said)[1]
        assert is_vector(vectors(g)[0], gradient(e)), (e, said)
        unseen = {name for name, p in zip(USUAL, e.probs, strict=True) if p > 0 and not counts[name]}
        missing = re.search(r"; the true gradient, dashed, is g = \(.*?\)\. (.*?) ha(?:s|ve) not been drawn yet", said)
        assert set(names(missing[1]) if missing else []) == unseen, (e, said)
        if n == 1:
            assert "too narrow" not in said, (e, said)
            continue
        mean = np.array(e.probs) @ pushes
        ought = sqrt(float(e.probs @ ((pushes - mean) ** 2).sum(axis=1)) / n)
        shown = sqrt(float(squares.sum()) / (n - 1))
        if abs(shown - ought) > 1e-6 * max(shown, ought):
            assert ("too narrow" in said) == (bool(unseen) and shown < ought), (e, said)


def test_the_logit_that_is_raised_most():
    for e, _ in cases():
        said, g = readings.raised_most_truth(e), gradient(e)
        if "raises none" in said:
            assert max(g) < TINY, (e, said)
        else:
            top = {USUAL[a] for a, x in enumerate(g) if x > max(g) * (1 - 1e-7)}
            assert set(names(said)) == top, (e, said)
            assert agrees(re.search(rf"by \+({NUMBER}): ", said)[1], max(g)), (e, said)


def test_a_push_on_a_logit_and_what_becomes_of_its_answer():
    for e, _ in cases():
        said = claims.likelier_with_its_logit(e)
        possible = [a for a in range(3) if e.probs[a] > 0]
        steps = {a: (push(e, a), after(e, a)) for a in possible}
        if "no draw pushes anything" in said:
            assert all(max(map(abs, pushed)) < TINY for pushed, _ in steps.values()), (e, said)
            continue
        assert any(max(map(abs, pushed)) > TINY for pushed, _ in steps.values()), (e, said)
        against = [
            (USUAL[a], USUAL[m])
            for a, (pushed, then) in steps.items()
            for m in range(3)
            if pushed[m] * (then[m] - e.probs[m]) < 0 and abs(then[m] - e.probs[m]) > 1e-10
        ]
        here = said.split("**Here** ")[1]
        if here.startswith("not always"):
            found = re.search(
                rf"drawing \*\*(\w+)\*\* pushes the logit of \*\*(\w+)\*\* (up|down) \(\+?({NUMBER})\) and its "
                rf"probability (rises|falls), from ({PERCENT}) to ({PERCENT})\.",
                here,
            )
            drew, moved, way, size, change, first, second = found.groups()
            assert e.probs[USUAL.index(drew)] > 0, (e, said)
            pushed, then = steps[USUAL.index(drew)]
            m = USUAL.index(moved)
            assert agrees(size, pushed[m]), (e, said)
            assert (way == "up") == (pushed[m] > 0), (e, said)
            assert (change == "rises") == (then[m] > e.probs[m]) == (order(second) > order(first)), (e, said)
            assert is_share(first, e.probs[m]), (e, said)
            assert is_share(second, then[m]), (e, said)
            assert (way == "up") != (change == "rises"), (e, said)
        else:
            assert not against, (e, said)
            assert ("all three draws" in here) == (len(possible) == 3), (e, said)


@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_said_to_be_subtracted(seed):
    for e in settings(100, seed):
        said = claims.what_is_subtracted(e)
        batch = e.estimator in OF_A_BATCH
        assert (said is not None) == (batch or e.estimator == "running mean"), (e, said)
        if batch:
            assert "on this page nothing is subtracted" in said, (e, said)
            # A batch of one has no mean but its own reward: neither of the two can move.
            assert ("leaves every" in said) == (e.k == 1 and e.estimator != "leave-one-out"), (e, said)
            assert "group-normalised baseline" not in said.lower(), said
