"""Every sentence of the page about the identity, at random settings, against plain arithmetic and whole numbers."""

import re
from collections.abc import Iterator

import numpy as np

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.lessons.why_it_works import identity
from reinforce_viz.text.claims import why_it_works as claims
from reinforce_viz.text.readings import why_it_works as readings
from tests.sweep.saying import NUMBER, agrees, is_vector, read, vectors
from tests.sweep.settings import SEED, settings
from tests.sweep.test_start import advantage, gradient

USUAL = ("yes", "no", "maybe")
TINY = 1e-11


def cases() -> Iterator[tuple[Experiment, float]]:
    """A setting and the baseline on the slider, which moves in halves."""
    rng = np.random.default_rng(SEED)
    for e in settings():
        yield e, 0.0 if rng.random() < 0.1 else float(rng.integers(-20, 21) / 2)


def slopes(e: Experiment, b: float) -> list[list[float]]:
    """b ∇π of each answer."""
    return [[b * p * (float(i == a) - q) for i, q in enumerate(e.probs)] for a, p in enumerate(e.probs)]


def test_three_pushes_end_at_the_gradient():
    for e, _ in cases():
        terms = identity(e.probs, e.rewards)
        before, said, truth = (
            readings.before_the_guess(terms, e.answers),
            readings.identity_arrows(terms),
            readings.where_they_end(terms),
        )
        pushes = [r * (float(i == a) - p) for a, r in enumerate(e.rewards) for i, p in enumerate(e.probs)]
        nothing, level = not any(pushes), max(map(abs, gradient(e))) < TINY
        assert (
            ("pushes are zero" in before) == ("pushes are zero" in said) == ("pushes are zero" in truth) == nothing
        ), e
        assert "end" not in before, before
        assert ("back at the start as well" in truth) == (level and not nothing), (e, truth)
        if not nothing:
            assert is_vector(vectors(said)[0], gradient(e)), (e, said)


def test_the_table_adds_up():
    for e, _ in cases():
        columns, rows = readings.identity_table(identity(e.probs, e.rewards), e.answers)
        assert rows == [*(f"**{name}**" for name in e.answers), "sum", "slope of J, measured"]
        for i, (name, total) in enumerate(zip(e.answers, gradient(e), strict=True)):
            cells = columns[f"on {name}"]
            unit = 10.0 ** -len(cells[0].partition(".")[2])
            for a, (p, r) in enumerate(zip(e.probs, e.rewards, strict=True)):
                assert abs(read(cells[a]) - p * r * (float(i == a) - e.probs[i])) <= 0.51 * unit, (e, cells)
            assert abs(read(cells[3]) - total) <= 0.51 * unit, (e, cells)
            assert abs(read(cells[4]) - total) <= 0.51 * unit + 1e-6, (e, cells)


def test_the_measured_slope_is_the_gradient_as_far_as_it_can_be_trusted():
    for e, _ in cases():
        terms = identity(e.probs, e.rewards)
        said, g = readings.measured_slope(terms), gradient(e)
        decimals = int(re.search(r"say the same to (\d+) decimals", said)[1])
        assert max(abs(m - x) for m, x in zip(terms.measured, g, strict=True)) <= 10.0**-decimals, (e, said)
        (shown,) = vectors(said)
        unit = 10.0 ** -len(shown[0].partition(".")[2])
        for text, value in zip(shown, g, strict=True):
            assert abs(read(text) - value) <= 0.51 * unit + 10.0**-decimals, (e, said)
            # What is zero is not said to be anything else.
            assert value != 0 or read(text) == 0, (e, said)
            assert len(text.partition(".")[2]) <= decimals, (e, said)


def test_the_pushes_of_a_baseline_add_up_to_zero():
    for e, b in cases():
        said = readings.zero_bias(e, b)
        nothing = max(abs(x) for row in slopes(e, b) for x in row) < TINY
        assert ("small triangles" in said) == (b != 0), (e, b, said)
        if nothing:
            assert not vectors(said), (e, b, said)
            assert ("certain" in said) == (b != 0), (e, b, said)
            continue
        (total,) = vectors(said)
        assert is_vector(total, [0, 0, 0]), (e, b, said)
        assert agrees(re.search(rf"With b = ({NUMBER})", said)[1], b)


def test_who_is_pushed_up_and_what_the_average_is():
    for e, b in cases():
        said = claims.baseline_on_average(e, b)
        rewards = [r for r, p in zip(e.rewards, e.probs, strict=True) if p > 0]
        certain = len(rewards) == 1
        assert ("certain" in said) == certain, (e, said)
        if not certain:
            assert ("each drawn answer is pushed up" in said) == all(r > 0 for r in rewards), (e, said)
            assert ("no drawn answer is pushed up" in said) == all(r <= 0 for r in rewards), (e, said)
        assert all(is_vector(shown, gradient(e)) for shown in vectors(said)), (e, said)
        assert len(vectors(said)) == (2 if b else 1), (e, b, said)
        assert len({tuple(shown) for shown in vectors(said)}) == 1, (e, b, said)


def test_the_plain_advantages_of_this_sweep_are_right_on_the_example():
    e = Experiment(estimator="optimal")
    assert [round(advantage(e, a), 4) for a in range(3)] == [2.4806, -2.5194, -0.5194]
