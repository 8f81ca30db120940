"""Every sentence of the page of one update, at random settings and after random runs, against plain arithmetic."""

import re
from collections.abc import Iterator
from decimal import Decimal
from math import acos, degrees, sqrt

import numpy as np

from reinforce_viz.engine.estimators import ESTIMATORS
from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.lessons.one_update import MOST_DRAWS, MadeWith, Update
from reinforce_viz.text import one_update_latex as paper
from reinforce_viz.text.readings import one_update as readings
from reinforce_viz.text.readings import one_update_step as of_step
from tests.of_experiment import updates
from tests.sweep.saying import NUMBER, PERCENT, agrees, is_share, names, order, plain_softmax, read
from tests.sweep.settings import SEED, settings

USUAL = ("yes", "no", "maybe")
TINY = 1e-11
RUNS = (0, 0, 0, 1, 2, 5)


def cases() -> Iterator[tuple[Experiment, tuple[Update, ...], int]]:
    """A setting, a run whose last update is the one that is shown, and the draw that is picked."""
    rng = np.random.default_rng(SEED)
    for e in settings():
        e = Experiment(**{**vars(e), "k": min(e.k, MOST_DRAWS)})
        past = [MadeWith(list(ESTIMATORS)[rng.integers(len(ESTIMATORS))], 3.0) for _ in range(rng.choice(RUNS))]
        run = updates(e, past)
        yield e, run, int(rng.integers(1, len(run[-1].draws) + 1))


def advantages(e: Experiment, run: tuple[Update, ...]) -> list[float]:
    """Of each draw of the last batch, from its rewards."""
    update, p = run[-1], [float(x) for x in run[-1].before]
    earned = [e.rewards[a] for a in update.draws]
    k, mean, j = len(earned), sum(earned) / len(earned), sum(q * r for q, r in zip(p, e.rewards, strict=True))
    b = e.b
    for before in run[:-1]:
        b = 0.9 * b + 0.1 * sum(e.rewards[a] for a in before.draws) / len(before.draws)
    squares = [sum((float(i == a) - p[i]) ** 2 for i in range(3)) for a in range(3)]
    weights = [q * s for q, s in zip(p, squares, strict=True)]
    best = sum(w * r for w, r in zip(weights, e.rewards, strict=True)) / sum(weights) if sum(weights) > 1e-280 else j
    constant = {"none": 0.0, "constant": e.b, "running mean": b, "mean reward": sum(e.rewards) / 3}
    constant |= {"expected reward": j, "optimal": best, "optimal plus b": best + e.b, "batch mean": mean}
    if e.estimator == "leave-one-out":
        found = [r - (sum(earned) - r) / (k - 1) for r in earned]
    elif e.estimator == "group-normalised":
        spread = sqrt(sum((r - mean) ** 2 for r in earned) / (k - 1)) if k > 1 else 0.0
        found = [(r - mean) / (spread + 1e-4) if len(set(earned)) > 1 else 0.0 for r in earned]
    else:
        found = [r - constant[e.estimator] for r in earned]
    return [0.0 if abs(a) < TINY else a for a in found]


def pushes(e: Experiment, run: tuple[Update, ...]) -> np.ndarray:
    update = run[-1]
    rows = [
        [a * (float(i == drew) - update.before[i]) for i in range(3)]
        for a, drew in zip(advantages(e, run), update.draws, strict=True)
    ]
    return np.array(rows)


def step(e: Experiment, run: tuple[Update, ...]) -> tuple[list[float], list[float], list[float]]:
    """The policy before, after the step, and after the exact step."""
    p = [float(x) for x in run[-1].before]
    j = sum(q * r for q, r in zip(p, e.rewards, strict=True))
    exact = [q * (r - j) if len(set(e.rewards)) > 1 else 0.0 for q, r in zip(p, e.rewards, strict=True)]
    mean = pushes(e, run).mean(axis=0)
    return p, plain_softmax(p, e.learning_rate * mean), plain_softmax(p, [e.learning_rate * x for x in exact])


def test_how_often_each_answer_was_drawn():
    for e, run, _ in cases():
        update, said = run[-1], readings.drawn_answers(run[-1])
        k = len(update.draws)
        if k == 1:
            only = re.search(rf"The only draw fell on \*\*(\w+)\*\*, whose part is ({PERCENT})\.", said)
            assert only[1] == USUAL[update.draws[0]], (e, said)
            assert is_share(only[2], float(update.before[update.draws[0]])), (e, said)
            continue
        found = re.findall(r"\*\*(\w+)\*\* got (\d+)", said)
        assert found == [(name, str(sum(USUAL[a] == name for a in update.draws))) for name in USUAL], (e, said)
        averages = re.search(rf"Of {k} draws .* On average they get ({NUMBER}), ({NUMBER}) and ({NUMBER})\.", said)
        for average, p in zip(averages.groups(), update.before, strict=True):
            assert agrees(average, k * float(p)), (e, said)


def test_how_many_draws_are_pushed_up_and_down_and_why_the_rest_are_not():
    for e, run, _ in cases():
        update, said = run[-1], readings.rewarded_answers(e, run[-1])
        k, pushed = len(update.draws), np.abs(pushes(e, run)).max(axis=1) > 1e-12
        up = sum(a > 0 and p for a, p in zip(advantages(e, run), pushed, strict=True))
        down = sum(a < 0 and p for a, p in zip(advantages(e, run), pushed, strict=True))
        earned = [e.rewards[a] for a in update.draws]
        if up + down == 0:
            assert "not pushed" in said or f"none of the {k} draws is pushed" in said, (e, said)
            assert ("certain" not in said) or max(update.before) > 1 - 1e-6, (e, said)
            assert ("reward of 0" not in said) or set(earned) == {0}, (e, said)
            assert ("do not differ" not in said) or len(set(earned)) == 1, (e, said)
            assert ("exactly what is subtracted" in said) <= (e.estimator not in ("none", "group-normalised"))
            assert "divided" not in said, (e, said)
            continue
        # Why one would subtract something: nothing is subtracted, and everything is pushed the same way.
        possible = {r for r, x in zip(e.rewards, update.before, strict=True) if x > 0}
        subtract = e.estimator == "none" and len(possible) > 1
        worst, best = subtract and up == k and min(possible) > 0, subtract and down == k and max(possible) < 0
        assert ("Even the worst answer is pushed up" in said) == worst, (e, said)
        assert ("Even the best answer is pushed down" in said) == best, (e, said)
        if k == 1:
            assert (f"the only draw is pushed {'up' if up else 'down'}") in said, (e, said)
            assert up + down == 1, (e, said)
            continue
        found = re.search(
            r"(\d+) of (\d+) draws (?:is|are) pushed up and (\d+) down(?:, and (\d+) (?:is|are) not)?", said
        )
        assert [int(x or 0) for x in found.groups()] == [up, k, down, k - up - down], (e, said)
        if k > up + down:
            assert ("earned nothing" in said) == (e.estimator == "none"), (e, said)
            assert ("earned exactly the batch's mean" in said) == (e.estimator == "group-normalised"), (e, said)
        # A group is divided by its spread only where it has one.
        assert ("divided by the spread" in said) == (e.estimator == "group-normalised"), (e, said)
        assert len(set(earned)) > 1 or "divided" not in said, (e, said)


def test_where_the_arrows_of_a_batch_lead():
    for e, run, _ in cases():
        update, said = run[-1], readings.push_arrows(run[-1])
        each = pushes(e, run)
        mean = each.mean(axis=0)
        size, p = float(np.abs(each).mean()), np.array(update.before)
        zero = np.abs(mean).max() <= 1e-12 * max(size, 1.0) * len(each)
        if "ĝ = 0" in said:
            assert zero, (e, said)
            assert ("cancel exactly" in said) == (np.abs(each).max() > 1e-12), (e, said)
            continue
        assert np.abs(mean).max() > 1e-13, (e, said)
        g = p * np.array([sum(q * (r - s) for q, s in zip(p, e.rewards, strict=True)) for r in e.rewards])
        own, true = re.search(rf"ĝ is ({NUMBER}) long, the true gradient g ({NUMBER})", said).groups()
        assert agrees(own, float(np.linalg.norm(mean))), (e, said)
        assert agrees(true, float(np.linalg.norm(g))), (e, said)
        if not g.any():
            assert "all of ĝ is noise" in said, (e, said)
            continue
        if "no more than a rounding" in said:
            assert np.linalg.norm(g) < 2e-12, (e, said)
            continue
        cosine = float(mean @ g / np.linalg.norm(mean) / np.linalg.norm(g))
        if abs(cosine) > 1e-9:
            assert ("points uphill" in said) == (cosine > 0), (e, said)
            assert ("points downhill" in said) == (cosine < 0), (e, said)
        between = re.search(rf"they are ({NUMBER})° apart", said)
        angle = degrees(acos(max(-1.0, min(1.0, cosine))))
        if between:
            # The arc cosine knows small angles to some millionths of a degree.
            assert abs(read(between[1]) - angle) < max(0.006 * angle, 1e-5), (e, said)
            assert read(between[1]) >= 1e-6, (e, said)
            assert (between[1] == "90") == ("neither uphill" in said), (e, said)
        else:
            assert ("same way" in said) == (cosine > 0), (e, said)
            assert abs(cosine) > 1 - 1e-12, (e, said)


def test_what_the_step_makes_of_the_expected_reward():
    for e, run, _ in cases():
        said = of_step.large_step(e, run[-1])
        policies = step(e, run)
        before, after, exact = (sum(q * r for q, r in zip(p, e.rewards, strict=True)) for p in policies)
        scale = max(map(abs, e.rewards))
        moved = re.search(
            rf"J goes from ({NUMBER}) to ({NUMBER}); the exact step, along g, would (?:leave it at|bring it to) "
            rf"({NUMBER})\.",
            said,
        )
        stays = re.search(
            rf"J stays at ({NUMBER}); the exact step, along g, would (leave it at|bring it to) ({NUMBER})\.", said
        )
        if moved:
            assert agrees(moved[1], before), (e, said)
            assert agrees(moved[2], after), (e, said)
            assert agrees(moved[3], exact), (e, said)
            assert (read(moved[1]) < read(moved[2])) == (before < after), (e, said)
            assert read(moved[1]) != read(moved[2]), (e, said)
        else:
            assert abs(after - before) <= 3e-12 * scale, (e, said)
            assert agrees(stays[1], before), (e, said)
            assert agrees(stays[3], exact), (e, said)
        if "leave it at" in said:
            assert abs(exact - before) <= 3e-12 * scale, (e, said)
        else:
            assert abs(exact - before) > 1e-13 * scale, (e, said)
        found = re.search(
            r"Although (?:its|their) own draws pushed (?:it|them) up, (.*?) (?:is|are) less likely now", said
        )
        up = {int(a) for a, x in zip(run[-1].draws, advantages(e, run), strict=True) if x > 0}
        fell = {USUAL[a] for a in up if policies[1][a] < policies[0][a] - 1e-10}
        assert fell <= set(names(found[1]) if found else []), (e, said)
        assert set(names(found[1]) if found else []) <= {USUAL[a] for a in up if policies[1][a] < policies[0][a]}, (
            e,
            said,
        )


def test_what_the_update_does_to_j_and_why():
    for e, run, _ in cases():
        said = of_step.step_truth(e, run[-1])
        p, q, _ = step(e, run)
        before, after = (sum(x * r for x, r in zip(policy, e.rewards, strict=True)) for policy in (p, q))
        scale = max(1.0, *map(abs, e.rewards))
        j = before
        g = [x * (r - j) for x, r in zip(p, e.rewards, strict=True)]
        uphill = float(pushes(e, run).mean(axis=0) @ g)
        found = re.search(rf"J (rises|falls), from ({NUMBER}) to ({NUMBER})", said)
        if not found:
            assert abs(after - before) < 1e-10 * scale, (e, said)
            assert agrees(re.search(rf"J stays at ({NUMBER})", said)[1], before), (e, said)
            possible = {r for r, x in zip(e.rewards, p, strict=True) if x > 0}
            assert ("earn the same" in said) == (len(possible) == 1), (e, said)
            if "ĝ = 0" in said:
                assert np.abs(pushes(e, run).mean(axis=0)).max() < 1e-10 * scale, (e, said)
            continue
        assert (found[1] == "rises") == (after > before) == (read(found[3]) > read(found[2])), (e, said)
        assert agrees(found[2], before), (e, said)
        assert agrees(found[3], after), (e, said)
        if luck := re.search(
            rf"luck of the draw: (\d+) of (\d+) (?:was|were) \*\*(\w+)\*\*; on average you would expect ({NUMBER})\.",
            said,
        ):
            draws, drawn = run[-1].draws, USUAL.index(luck[3])
            assert (int(luck[1]), int(luck[2])) == (int((draws == drawn).sum()), len(draws)), (e, said)
            assert agrees(luck[4], len(draws) * p[drawn]), (e, said)
            assert int(luck[1]) > len(draws) * p[drawn], (e, said)
        assert "luck" not in said or (uphill < 0 and after < before), (e, said)
        if "uphill" in said or "downhill" in said:
            assert ("step points uphill" in said) == (uphill > 0), (e, said)
            assert ("too long" in said) == (uphill > 0 and after < before), (e, said)
            assert ("so long" in said) == (uphill < 0 and after > before), (e, said)
        else:
            assert abs(uphill) < 1e-10 * scale**2, (e, said)


def test_what_the_step_does_to_each_probability():
    for e, run, _ in cases():
        said = of_step.policy_step(e, run[-1])
        p, q, _ = step(e, run)
        assert names(said) == list(USUAL)
        for name, before, after in zip(USUAL, p, q, strict=True):
            found = re.search(rf"\*\*{name}\*\* goes from ({PERCENT}) to ({PERCENT})", said)
            if found:
                assert is_share(found[1], before), (e, said)
                assert is_share(found[2], after), (e, said)
                assert (order(found[2]) > order(found[1])) == (after > before), (e, said)
            else:
                assert is_share(re.search(rf"\*\*{name}\*\* stays at ({PERCENT})", said)[1], after), (e, said)
                assert abs(after - before) < TINY, (e, said)


def test_how_far_the_run_has_come():
    for e, run, pick in cases():
        at = pick % len(run)
        said = of_step.run_path(e, run, at)
        first, here = (float(np.dot(run[place].before, e.rewards)) for place in (0, at))
        found = re.search(
            rf"After (\d+) updates? of (\d+), J is ({NUMBER}) \(at the start, the cross, it was ({NUMBER})\), and the "
            rf"most likely answers? (?:is|are) (.*?), ({PERCENT})",
            said,
        )
        assert [int(found[1]), int(found[2])] == [at, len(run) - 1]
        assert agrees(found[3], here), (e, said)
        assert agrees(found[4], first), (e, said)
        if abs(here - first) > 3e-12 * max(map(abs, e.rewards)):
            assert (read(found[3]) > read(found[4])) == (here > first), (e, said)
            assert read(found[3]) != read(found[4]), (e, said)
        p = run[at].before
        assert set(names(found[5])) == {USUAL[a] for a in range(3) if p[a] >= max(p) - TINY}, (e, said)
        assert is_share(found[6], float(max(p))), (e, said)


def test_what_is_said_to_be_subtracted():
    for e, run, _ in cases():
        said, earned = readings.what_is_subtracted(e, run[-1]), [e.rewards[a] for a in run[-1].draws]
        own = e.estimator in ("batch mean", "group-normalised")
        assert ("choose K = 2 or more" in said) == (own and len(earned) == 1), (e, said)
        alike = e.estimator == "group-normalised" and len(set(earned)) == 1 and len(earned) > 1
        assert ("there is no spread" in said) == alike, (e, said)


def test_a_draw_is_worked_out_with_its_own_numbers():
    for e, run, pick in cases():
        update, at = run[-1], pick - 1
        drew, push = int(update.draws[at]), pushes(e, run)[at]
        said = paper.draw_in_words(update, pick)
        found = re.fullmatch(rf"Draw {pick}: \*\*(\w+)\*\*, to which the model gives ({PERCENT})\.", said)
        assert found[1] == USUAL[drew], (e, said)
        assert is_share(found[2], float(update.before[drew])), (e, said)
        words = paper.push_in_words(update, pick)
        largest = np.abs(push).max()
        assert ("no push at all" in words) == (largest <= 1e-12), (e, words)
        if largest > 1e-12:
            way = re.search(r"a push (up|down) on the logit of (.*?), and (up|down) on (.*)\.", words)
            assert names(way[2]) == [USUAL[drew]], (e, words)
            assert set(names(way[4])) == {USUAL[a] for a in range(3) if a != drew and abs(push[a]) > 1e-12}, (e, words)
            assert [way[1], way[3]] == (["up", "down"] if advantages(e, run)[at] > 0 else ["down", "up"]), (e, words)


def test_the_advantage_of_a_draw_is_worked_out_as_it_is_computed():
    for e, run, pick in cases():
        update, at = run[-1], pick - 1
        tex = paper.advantage_working(update, pick)
        value = advantages(e, run)[at]
        assert agrees(tex.rsplit("= ", 1)[1].replace(r" \cdot 10^{", "e").replace("}", "").replace("{,", ","), value), (
            tex
        )
        earned = [e.rewards[a] for a in update.draws]
        if e.estimator == "group-normalised" and len(earned) > 1:
            spread = re.search(r"\{([\d.]+)( \\cdot 10\^\{-\d+\})? \+ 0\.0001\}", tex)
            ought = float(np.std(earned, ddof=1))
            assert agrees(spread[1], 0.0 if ought < 1e-9 else ought), (e, tex)
        elif e.estimator != "group-normalised":
            assert r"\frac" not in tex, tex
            assert "cdot" in tex or adds_up(tex.split(" = ", 2)[2]), tex
        for row in paper.push_working(update, pick).split(r"\hline ")[1].split(r" \\ "):
            gap, score = row.split(" & ")[1:3]
            assert "cdot" in gap + score or adds_up(f"{gap} = {score}"), row


def adds_up(tex: str) -> bool:
    """Whether 5 - 5.519 = -0.519 is right in decimals."""
    found = re.fullmatch(r"(\S+) - (\S+) = (\S+)", tex.replace("{,}", "").replace("(", "").replace(")", ""))
    first, second, left = map(Decimal, found.groups())
    return first - second == left
