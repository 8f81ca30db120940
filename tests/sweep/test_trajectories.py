"""Every sentence of many updates, at random settings and few short runs, against the runs themselves."""

import math
import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.simulate import simulate
from reinforce_viz.engine.steps import exact_ascent
from reinforce_viz.text.claims import baselines as claims
from reinforce_viz.text.readings import run_lines
from reinforce_viz.text.readings import trajectories as readings
from tests.of_experiment import summarise
from tests.sweep.batches import TINY, USUAL, answers, batches, few_large, gradient, is_flat, is_why, j
from tests.sweep.saying import NAME, NUMBER, PERCENT, agrees, is_share, order, plain_softmax, read
from tests.sweep.settings import SEED, settings


def cases() -> Iterator[tuple[Experiment, np.ndarray]]:
    """Settings with the last policies of their runs, [R, 3]."""
    rng = np.random.default_rng(SEED)
    for e in settings():
        e = replace(e, steps=int(rng.choice([1, 5, 30])), runs=int(rng.choice([20, 21])))
        yield e, simulate(e).probs[-1]


def top(e):
    return [a for a, r in enumerate(e.rewards) if r == max(e.rewards)]


def stays(e):
    """Whether no batch moves the model."""
    return batches(replace(e, k=min(e.k, 3))).still > 1 - TINY


def check_about_the_best(said, e):
    """What is said of several best answers, or of one that cannot be drawn; whether anything is."""
    best = top(e)
    if "All answers are equally good." in said:
        assert len(best) == 3, (said, e)
        return True
    if found := re.search(r"([^.;:]*) are equally good, and a run may end on either\.", said):
        assert answers(found[1]) == best, (said, e)
        assert all(e.probs[a] for a in best), (said, e)
        return True
    if found := re.search(r"([^.;:]*) are equally good, but only (.*) can ever be drawn\.", said):
        assert answers(found[1]) == best, (said, e)
        assert answers(found[2]) == [a for a in best if e.probs[a]], (said, e)
        return True
    if found := re.search(r"([^.;:]*), the best, ha(?:s|ve) probability 0, so (?:it|they) can never", said):
        assert answers(found[1]) == best, (said, e)
        assert not any(e.probs[a] for a in best), (said, e)
        return True
    return False


def test_the_paths():
    met = set()
    for e, last in cases():
        exact = exact_ascent(e.probs, e.rewards, e.learning_rate, e.steps)
        said = readings.probability_paths(e, summarise(e, simulate(e)), exact)
        if stays(e):
            assert is_why(re.fullmatch(r"No run moves: (.*)\.", said)[1], e), (said, e)
            met.add("stays")
            continue
        p, g = np.array(e.probs), gradient(e)
        for _ in range(e.steps):
            p = np.array(plain_softmax(p, e.learning_rate * g))
            g = p * ((np.array(e.rewards)[:, None] - e.rewards) @ p)
        if check_about_the_best(said, e):
            mean, most, ideal = re.search(
                rf"J is ({NUMBER}) on average, where ({NUMBER}) is the most; .* brings it to ({NUMBER})\.", said
            ).groups()
            assert agrees(mean, float((last @ e.rewards).mean())), (said, e)
            assert agrees(most, max(e.rewards)), (said, e)
            assert agrees(ideal, float(p @ e.rewards)), (said, e)
            met.add("several")
            continue
        assert len(top(e)) == 1, (said, e)
        assert e.probs[top(e)[0]] > 0, (said, e)
        assert answers(said) == top(e)
        assert "median of the runs" in said
        assert "middle run" not in said
        low, middle, high = np.quantile(last[:, top(e)[0]], [0.1, 0.5, 0.9]).tolist()
        shares = re.findall(PERCENT, said)
        assert is_share(shares[0], middle), (said, middle, p, e)
        assert is_share(shares[-1], float(p[top(e)[0]])), (said, middle, p, e)
        if len(shares) == 4:
            assert is_share(shares[1], low), (said, e)
            assert is_share(shares[2], high), (said, e)
            assert order(shares[1]) < order(shares[2]), said
        else:
            assert "eight runs in ten agree" in said, (said, e)
            assert high - low < 0.001, (said, e)
        met.add("one")
    assert met == {"stays", "several", "one"}


def test_where_the_runs_end():
    for e, last in cases():
        summary = summarise(e, simulate(e))
        on_best = float((last[:, top(e)] > 0.95).any(axis=1).mean())
        on_worse = float((np.delete(last, top(e), axis=1) > 0.95).any(axis=1).mean())
        fates, triangle = readings.fates([e], [summary]), readings.simplex_paths(e, summary)
        truth = readings.best_answer_truth(e, summary)
        unusual = len(top(e)) > 1 or not e.probs[top(e)[0]]
        assert check_about_the_best(fates, e) == unusual, (fates, e)
        if stays(e):
            assert "no run moves" in fates, (fates, e)
            assert is_why(re.search(r"where they start: (.*)\.$", triangle)[1], e), (triangle, e)
            assert is_why(re.search(r"^No run moves: (.*)\. So", truth)[1], e), (truth, e)
            assert is_share(re.search(rf"So ({PERCENT}) do", truth)[1], on_best), (truth, e)
            continue
        end, which, worse = re.search(
            rf"({PERCENT}) end on (the best answer|one of the best answers) and ({PERCENT}) on a worse one", fates
        ).groups()
        undecided = float((last.max(axis=1) <= 0.95).mean())
        still_open = re.search(rf"; ({PERCENT}) have not decided yet", fates)
        assert bool(still_open) == (undecided > 0), (fates, e)
        assert not still_open or is_share(still_open[1], undecided), (fates, e)
        assert is_share(end, on_best), (fates, e)
        assert is_share(worse, on_worse), (fates, e)
        assert (which == "the best answer") == (len(top(e)) == 1), (fates, e)
        arrived, corners = re.search(rf"({PERCENT}) of them are in the corners? of (.*?) \(more", triangle).groups()
        assert is_share(arrived, on_best), (triangle, e)
        assert answers(corners) == top(e), (triangle, e)
        assert ("None can." in truth) == (not any(e.probs[a] for a in top(e))), (truth, e)
        assert check_about_the_best(truth, e) == unusual, (truth, e)
        others = readings.why_the_others(e, summary)
        assert (others == "") == ("None can." in truth or on_best == 1), (others, e)
        if found := re.search(rf"({PERCENT}) end on a worse one: (every reward is positive)?", others):
            assert is_share(found[1], on_worse), (others, e)
            assert bool(found[2]) == (e.estimator == "none" and min(e.rewards) > 0), (others, e)
        assert (others == "In the others no answer has more than 95% yet.") == (others != "" and on_worse == 0), e
        if found := re.search(rf"Of these runs, ({PERCENT})", truth):
            assert is_share(found[1], on_best), (truth, e)


def test_what_noise_costs():
    for e in few_large():
        _, _, said = claims.noise_costs_reward(e).partition("**Here** ")
        if is_flat(e):
            assert is_why(said.partition(", so no step changes J")[0], e), (said, e)
            continue
        gains, falls = {}, {}
        for name in ("none", "expected reward"):
            here = batches(e, name)
            moved = e.learning_rate * here.estimate
            weights = np.array(e.probs) * np.exp(moved - moved[:, np.array(e.probs) > 0].max(axis=1, keepdims=True))
            policy = weights / weights.sum(axis=1, keepdims=True)
            change = (policy - e.probs) @ (np.array(e.rewards) - j(e))
            gains[name], falls[name] = float(here.chance @ change), float(here.chance[change < -1e-12].sum())
        ideal = float((np.array(plain_softmax(e.probs, e.learning_rate * gradient(e))) - e.probs) @ e.rewards)
        own, how, other = re.search(
            rf"by ({NUMBER}) on average, (.*) a step with the exact gradient \(({NUMBER})", said
        ).groups()
        assert agrees(own, gains["none"], 1e-3), (said, gains, ideal, e)
        assert agrees(other, ideal, 1e-3), (said, gains, ideal, e)
        if how != "about as much as":
            assert (gains["none"] < ideal) == (how == "less than") == (read(own) < read(other)), (said, e)
        assert (how == "about as much as") == (own == other), said
        assert ("changes what a step brings on average" in said) == (own != other), said
        first, second = re.search(rf"J falls in ({PERCENT}) of .* and in ({PERCENT}) of those", said).groups()
        assert is_share(first, falls["none"]), (said, falls, e)
        assert is_share(second, falls["expected reward"]), (said, falls, e)


def test_where_they_end_beside_each_other():
    for e, _ in cases():
        beside = replace(e, estimator="optimal")
        said = readings.where_they_end([e, beside], [summarise(one, simulate(one)) for one in (e, beside)])
        if stays(e):
            assert "Beside it" not in said, (said, e)
            continue
        share = re.search(rf"With .*, ({PERCENT}) are\.", said)[1]
        there = simulate(beside).probs[-1]
        assert is_share(share, (there[:, top(e)] > 0.95).any(axis=1).mean()), (said, e)
        if "does worse here" in said:
            at_most = ((there[:, top(e)] > 0.95).any(axis=1) | (there.max(axis=1) <= 0.95)).mean()
            assert (simulate(e).probs[-1][:, top(e)] > 0.95).any(axis=1).mean() > at_most, (said, e)


def test_the_printed_loss_and_the_entropy():
    met = set()
    for e in settings():
        e = replace(e, k=min(e.k, 16), steps=20, runs=12)
        summary, probs = summarise(e, simulate(e)), simulate(e).probs
        loss = [[-sum(p * r * math.log(p) for p, r in zip(at, e.rewards, strict=True) if p) for at in t] for t in probs]
        choice = [[-sum(p * math.log(p) for p in at if p) for at in t] for t in probs]
        for said, values in ((run_lines.loss_paths(e, summary), loss), (run_lines.entropy_paths(e, summary), choice)):
            start, ends = re.search(rf"It starts at ({NUMBER}) and ends at (.*?)\. (?:Once|Near)", said).groups()
            assert agrees(start, values[0][0]), (said, e)
            told = re.findall(
                rf"({NUMBER}) in runs (?:on {NAME}|that have not decided)(?:, which earn ({NUMBER}))?", ends
            )
            last = [max(range(3), key=lambda a, at=at: at[a]) if max(at) > 0.95 else 3 for at in probs[-1].tolist()]
            assert [USUAL.index(name) if name else 3 for _, name, _ in told] == sorted(set(last)), (said, e)
            for text, name, earned in told:
                group = [r for r, end in enumerate(last) if end == (USUAL.index(name) if name else 3)]
                assert agrees(text, np.mean([values[-1][r] for r in group])), (said, e)
                if values is loss:
                    assert agrees(earned, np.mean([probs[-1][r] @ np.array(e.rewards) for r in group])), (said, e)
                met.add("decided" if name else "undecided")
    assert met == {"decided", "undecided"}


def test_the_most_choice_is_named():
    e = replace(next(settings()), steps=1, runs=2)
    assert "1.1 if all are equally likely" in run_lines.entropy_paths(e, summarise(e, simulate(e)))
