"""Single runs against steps: whose line is where, in which colour, and what the loss and the entropy are."""

import math
from dataclasses import replace

import numpy as np
import pytest

from reinforce_viz import BATCH_SIZES, DEFAULT
from reinforce_viz.engine.simulate import simulate
from reinforce_viz.engine.summary import DECIDED, PATHS
from reinforce_viz.figures.style.theme import COLOURS, NEUTRAL
from reinforce_viz.figures.trajectories.run_lines import (
    UNDECIDED,
    entropy_paths,
    loss_paths,
    preferred_answers,
    probability_paths,
)
from reinforce_viz.text.answer_names import USUAL
from tests.figures.test_figures import axis, names, runs, sent, spec, trace

# Where runs end on every answer, and some are undecided.
NOISY = replace(DEFAULT, k=1, learning_rate=0.5, steps=40, runs=60, seed=4)
LOSS, ENTROPY = "printed loss, E[−R log π]", "entropy of the policy, nats"
LABELS = {probability_paths: USUAL[0], loss_paths: LOSS, entropy_paths: ENTROPY}


def lines(fig, name):
    """The lines of a trace as arrays [P, 2], one for each run."""
    found = trace(fig, name)
    both = np.stack([found["x"], found["y"]], axis=1)
    gaps = np.flatnonzero(np.isnan(both[:, 1]))
    return np.split(both, gaps)[:-1] if len(gaps) else [both]


def plain_fate(policy):
    best = max(range(3), key=policy.__getitem__)
    return USUAL[best] if policy[best] > DECIDED else UNDECIDED


def plain_loss(policy, rewards):
    return sum(-r * p * math.log(p) for p, r in zip(policy, rewards, strict=True) if p > 0)


def plain_entropy(policy):
    return sum(-p * math.log(p) for p in policy if p > 0)


QUANTITIES = {
    probability_paths: lambda policy: policy[0],
    loss_paths: lambda policy: plain_loss(policy, DEFAULT.rewards),
    entropy_paths: plain_entropy,
}


@pytest.mark.parametrize("draw", LABELS)
def test_every_run_has_a_line_in_the_colour_of_the_answer_that_it_ends_on(draw):
    fig = draw(NOISY, *runs(NOISY))
    probs = simulate(NOISY).probs[:, :PATHS]
    ends = [plain_fate(policy) for policy in probs[-1].tolist()]
    assert len(set(ends)) >= 3
    for name, colour in zip([*USUAL, UNDECIDED], [*COLOURS, NEUTRAL], strict=True):
        mine = [run for run, end in enumerate(ends) if end == name]
        if not mine:
            assert f"{LABELS[draw]}: {name}" not in names(fig)
            continue
        drawn = lines(fig, f"{LABELS[draw]}: {name}")
        assert len(drawn) == len(mine)
        assert trace(fig, f"{LABELS[draw]}: {name}")["line"]["color"] == colour
        for run, line in zip(mine, drawn, strict=True):
            points = line[~np.isnan(line[:, 1])]
            assert points[0, 0] == 0
            assert points[-1, 0] == NOISY.steps
            expected = [QUANTITIES[draw](probs[int(step), run].tolist()) for step in points[:, 0]]
            np.testing.assert_allclose(points[:, 1], expected, rtol=0, atol=6e-5)


@pytest.mark.parametrize("draw", [loss_paths, entropy_paths])
def test_the_lower_panel_is_the_expected_reward_of_the_same_runs(draw):
    fig = draw(NOISY, *runs(NOISY))
    probs = simulate(NOISY).probs[:, :PATHS]
    (line, *_) = lines(fig, "expected reward J: yes")
    run = [plain_fate(policy) for policy in probs[-1].tolist()].index("yes")
    points = line[~np.isnan(line[:, 1])]
    expected = [float(np.dot(probs[int(step), run], DEFAULT.rewards)) for step in points[:, 0]]
    np.testing.assert_allclose(points[:, 1], expected, rtol=0, atol=6e-5)


def test_the_printed_loss_falls_whatever_a_run_has_learned():
    # From 5.54 to almost 0 on yes, on no and on maybe, while the expected reward of these runs is 8, 3 and 5.
    long = replace(NOISY, steps=200)
    fig = loss_paths(long, *runs(long))
    for name, reward in zip(USUAL, DEFAULT.rewards, strict=True):
        for what, start, end, within in (
            ("printed loss, E[−R log π]", 5.538, 0, 1.0),
            ("expected reward J", 4.9, reward, 0.5),
        ):
            for line in lines(fig, f"{what}: {name}"):
                points = line[~np.isnan(line[:, 1])]
                assert points[0, 1] == pytest.approx(start, abs=1e-3)
                assert points[-1, 1] == pytest.approx(end, abs=within)


@pytest.mark.parametrize("draw", LABELS)
def test_the_dashed_line_is_exact_ascent(draw):
    _, exact = runs(NOISY)
    line = trace(draw(NOISY, *runs(NOISY)), f"{LABELS[draw]}: exact ascent")
    assert (line["line"]["dash"], line["line"]["color"]) == ("dash", NEUTRAL)
    expected = [QUANTITIES[draw](exact[int(step)].tolist()) for step in line["x"]]
    np.testing.assert_allclose(line["y"], expected, rtol=0, atol=6e-5)


def test_an_answer_that_cannot_be_drawn_adds_nothing():
    never = replace(NOISY, probs=(0.0, 0.6, 0.4))
    fig = loss_paths(never, *runs(never))
    line = trace(fig, f"{LOSS}: exact ascent")
    assert line["y"][0] == pytest.approx(plain_loss([0.0, 0.6, 0.4], DEFAULT.rewards), abs=6e-5)
    assert "NaN" not in spec(fig)


def test_the_areas_are_the_shares_of_all_runs():
    fig = preferred_answers(NOISY, runs(NOISY)[0])
    probs = simulate(NOISY).probs
    for a, name in enumerate(USUAL):
        area = trace(fig, name)
        for step, share in zip(area["x"], area["y"], strict=True):
            preferring = sum(max(range(3), key=policy.__getitem__) == a for policy in probs[int(step)].tolist())
            assert share == pytest.approx(preferring / NOISY.runs, abs=6e-5)


def test_runs_whose_answers_tie_are_shared():
    even = replace(NOISY, probs=(0.25, 0.25, 0.5), rewards=(1.0, 1.0, 1.0), estimator="expected reward", steps=2)
    assert runs(even)[0].preferred[0].tolist() == [0, 0, 1]
    tied = replace(even, probs=(0.5, 0.5, 0.0))
    np.testing.assert_allclose(runs(tied)[0].preferred[0], [0.5, 0.5, 0])


def test_in_answers_drawn_every_k_has_the_same_axis():
    drawn = {}
    for k in (1, 16, 256):
        fig = probability_paths(replace(NOISY, k=k), *runs(replace(NOISY, k=k)), answers=True)
        drawn[k] = axis(fig, "x")
        x = trace(fig, "yes: exact ascent")["x"]
        assert (x % k == 0).all()
        assert 0 <= np.log10(x[0]) <= np.log10(x[-1]) <= drawn[k]["range"][1] + 1e-6
    assert drawn[1] == drawn[16] == drawn[256]
    assert drawn[1]["range"] == [0, pytest.approx(np.log10(40 * BATCH_SIZES[-1]))]


def test_two_estimators_have_the_same_scales():
    other = replace(NOISY, estimator="expected reward")
    one, two = (sent(probability_paths(e, *runs(e)))["layout"] for e in (NOISY, other))
    for name in ("xaxis", "yaxis", "yaxis2", "yaxis3"):
        assert one[name] == two[name]


@pytest.mark.parametrize("draw", [*LABELS, lambda e, s, _: preferred_answers(e, s)])
def test_a_picture_is_small(draw):
    long = replace(NOISY, steps=1000, runs=1000)
    assert len(spec(draw(long, *runs(long)))) < 75_000
