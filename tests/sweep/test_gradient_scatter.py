"""Every sentence of the cloud, at random settings, against batches that are listed here."""

import re

import numpy as np

from reinforce_viz.engine.batches import likeliest, outcomes
from reinforce_viz.engine.exact import moments
from reinforce_viz.text.claims import baselines as claims
from reinforce_viz.text.readings import gradient_scatter as readings
from tests.sweep.batches import TINY, b_star, batches, few_large, is_flat, is_why, j, possible
from tests.sweep.saying import NUMBER, PERCENT, agrees, is_share, order
from tests.sweep.settings import SEED


def test_how_many_updates_go_the_wrong_way():
    rng, met = np.random.default_rng(SEED), set()
    for e in few_large():
        exact, here = moments(e.estimator, e.probs, e.rewards, e.k, e.b), batches(e)
        shown = likeliest(outcomes(e.estimator, e.probs, e.rewards, e.k, e.b), int(rng.choice([1, 5, 200])))
        # Some rewards reach farther than others: the picture holds all of them, half of them, or hardly any.
        length = np.linalg.norm(shown.gradient, axis=1)
        far = float(rng.choice([2.0, 0.5, 0.05]) * length.max())
        seen = length <= far * (1 + 1e-9)
        said = readings.gradient_cloud(e, exact, shown, seen, far)
        one = "an answer" if e.k == 1 else "a batch"
        ways, bubbles, short = re.fullmatch(
            rf"With K = {e.k} and [^,]*, (.*)\. Each bubble is {one} you might draw, the bigger the more likely; "
            r"(all are|the most likely ones, [^,]*, are) in the picture\.( The arrow g is short: .*)?",
            said,
        ).groups()
        g = float(np.linalg.norm(here.true))
        assert bool(short) == (TINY < g < 0.1 * far), (said, g, far, e)
        if short:
            lengths = re.search(rf"short: ({NUMBER}), where single updates are up to ({NUMBER}) long", short).groups()
            assert agrees(lengths[0], g), (said, g, e)
            assert agrees(lengths[1], far), (said, far, e)
        truth = readings.downhill_truth(e, exact)
        if here.still > 1 - TINY:
            assert is_why(ways.removeprefix("no update moves the model: "), e), (said, e)
            assert "it is 0%, as nothing moves: " in truth
            met.add("still")
        elif is_flat(e):
            zero = "no update points uphill or downhill, as the true gradient is zero: "
            assert is_why(ways.removeprefix(zero), e), (said, e)
            assert "it is 0%: " in truth
            met.add("flat")
        else:
            share, _, still = re.fullmatch(
                rf"(?:({PERCENT}) of updates point|no update points) downhill(; ({PERCENT}) do not move at all)?", ways
            ).groups()
            assert is_share(share or "0%", here.downhill), (said, here.downhill, e)
            assert is_share(still or "0%", here.still), (said, here.still, e)
            assert is_share(re.search(rf"it is ({PERCENT})\.$", truth)[1], here.downhill), (truth, e)
            met.add("downhill")
        total = float(shown.probability[seen].sum())
        assert (bubbles == "all are") == (total > 1 - 1e-9), said
        if found := re.search(rf"ones, ({PERCENT}) of all", bubbles):
            assert is_share(found[1], total), said
    assert met == {"still", "flat", "downhill"}


def test_which_draws_point_downhill():
    met = set()
    for e in few_large():
        every = outcomes(e.estimator, e.probs, e.rewards, e.k, e.b)
        exact, here = moments(e.estimator, e.probs, e.rewards, e.k, e.b), batches(e)
        said = readings.why_downhill(e, exact)
        if here.still > 1 - TINY or is_flat(e):
            assert said == "", (said, e)
            continue
        if here.downhill <= 0:
            assert said == "No possible batch points downhill.", (said, e)
            met.add("none")
        elif said.startswith("For example"):
            answers = [e.answers.index(name) for name in re.findall(r"\*\*(.+?)\*\*", said)]
            times = [
                {"once": 1, "twice": 2}.get(n) or int(n.split()[0]) for n in re.findall(r"once|twice|\d+ times", said)
            ]
            counts = np.zeros(3, dtype=int)
            counts[answers] = times
            place = int(np.flatnonzero((every.counts == counts).all(axis=1))[0])
            assert counts.sum() == e.k > 1
            assert is_share(re.search(rf"\(({PERCENT}) of batches", said)[1], float(every.probability[place])), (
                said,
                e,
            )
            # Its slope, from the estimate and the gradient.
            assert float(every.gradient[place] @ here.true) < 0, (said, e)
            met.add("example")
        elif said:
            assert e.k == 1
            chance, _, spite = said.partition(" The push of ")
            answers = [e.answers.index(name) for name in re.findall(r"\*\*(.+?)\*\*", chance)]
            if says_what_it_does_to_the_others(spite, e, every, answers):
                met.add("in spite")
            assert abs(sum(e.probs[answer] for answer in answers) - here.downhill) < 1e-9, (said, e)
            for way, less in re.findall(r"pushed (up|down) although it earns (less|more)", said):
                assert (way == "up") == (every.gradient[every.counts[:, answers[0]] == 1][0, answers[0]] > 0), (said, e)
                assert (less == "less") == (e.rewards[answers[0]] < j(e)), (said, e)
            met.add("chance")
    assert met == {"none", "example", "chance", "in spite"}


def says_what_it_does_to_the_others(said, e, every, wrong):
    """Whether a draw moves its own answer the right way; if so, that all else that it moves is said."""
    p, above, helped = np.array(e.probs), np.array(e.rewards) - j(e), []
    for drawn in wrong:
        push = every.gradient[every.counts[:, drawn] == 1][0]
        # How fast each probability changes along the push: π_i times the sum of π_j (push_i − push_j).
        change = p * ((push[:, None] - push) @ p)
        worth = change * above
        sure = 1e-9 * np.abs(worth).max()
        if worth[drawn] > sure:
            helped.append((drawn, change, worth, sure))
        else:
            assert worth[drawn] < TINY * np.abs(worth).max() or said.startswith(f"**{e.answers[drawn]}**"), (said, e)
    if not said:
        assert not helped, (wrong, e)
        return False
    if not helped:
        return False
    drawn, change, worth, sure = helped[0]
    own, _, rest = said.partition(" But the same push makes ")
    likelier, more = "likelier" if change[drawn] > 0 else "less likely", "more" if above[drawn] > 0 else "less"
    assert own == f"**{e.answers[drawn]}** makes it {likelier}, and it earns {more} than the average.", (said, e)
    harm = re.findall(r"\*\*(.+?)\*\* (likelier|less likely), which (also )?earns (more|less)", rest)
    others = [e.answers.index(name) for name, *_ in harm]
    assert others, (said, e)
    for other, (_, way, also, level) in zip(others, harm, strict=True):
        assert worth[other] < 0, (said, e)
        assert (way == "likelier") == (change[other] > 0), (said, e)
        assert (level == "more") == (above[other] > 0), (said, e)
        assert bool(also) == (level == more), (said, e)
    assert {a for a in range(3) if worth[a] < -sure} <= set(others), (said, e)
    return True


def test_the_table_and_its_units():
    for e in few_large():
        exact, here = moments(e.estimator, e.probs, e.rewards, e.k, e.b), batches(e)
        cells = readings.exact_figures(exact)
        other = e.estimator == "group-normalised"
        assert agrees(cells[0], float(np.linalg.norm(here.mean))), (cells, e)
        assert (cells[1:4] == ["other units"] * 3) == other
        if not other:
            values = float(np.linalg.norm(here.mean - here.true)), here.variance, here.mse
            assert all(abs(v) < 1e-9 or agrees(text, v) for text, v in zip(cells[1:4], values, strict=True)), (cells, e)
        assert is_share(cells[5], here.downhill), (cells, e)
        assert is_share(cells[6], here.still), (cells, e)
        said = readings.other_units(exact)
        assert (said is not None) == other
        if said and (found := re.search(rf"on average ({NUMBER}) times as long", said)):
            assert agrees(found[1], float(np.linalg.norm(here.mean) / np.linalg.norm(here.true))), (said, e)


def test_what_is_pushed_up_and_what_moves_the_mean():
    for e in few_large():
        _, _, said = claims.pushes_everything_up(e).partition("**Here** ")
        can, rewards = possible(e), [e.rewards[a] for a in possible(e)]
        if len(can) == 1:
            assert is_why(said.removesuffix(", so nothing is pushed at all."), e), (said, e)
            continue
        every, sign, way = re.match(
            r"(?:every answer( that can be drawn)? earns (more than 0|less than 0|0), so )?without a baseline "
            r"(?:each|no|a) drawn answer is pushed( up only if its own reward is positive| up| down|)\.",
            said,
        ).groups()
        if sign:
            assert bool(every) == (len(can) < 3)
            assert all({"more than 0": r > 0, "less than 0": r < 0, "0": r == 0}[sign] for r in rewards), (said, e)
            assert way == {"more than 0": " up", "less than 0": " down", "0": ""}[sign]
        else:
            assert way.endswith("positive")
            assert min(rewards) <= 0 <= max(rewards)
            assert any(rewards)
        here = batches(e)
        gap = float(np.linalg.norm(here.mean - here.true))
        assert "A constant moves the bubbles, never their mean." in said
        assert "The baseline moves" not in said
        shrunk = re.search(rf"it shrinks their mean to (zero|{PERCENT})", said)
        away = re.search(rf"E\[ĝ\] lies ({NUMBER}) away", said)
        assert bool(shrunk or away) == (gap > 1e-9), (said, gap, e)
        if shrunk:
            assert is_share(shrunk[1].replace("zero", "0%"), float(here.mean @ here.true / (here.true @ here.true)))
        if away:
            assert agrees(away[1], gap), (said, gap, e)


def test_whether_the_least_variance_is_the_safest():
    met = set()
    for e in few_large():
        _, _, said = claims.least_variance_is_safest(e).partition("**Here** ")
        if is_flat(e):
            assert is_why(said.removesuffix(", so the true gradient is zero and no step points downhill."), e), said
            continue
        best, expected = (batches(e, name) for name in ("optimal", "expected reward"))
        shares = re.findall(PERCENT, said)
        if "baseline of least variance itself" in said:
            assert abs(b_star(e) - j(e)) < 1e-9, (said, e)
            assert is_share(shares[0], best.downhill), (said, e)
            continue
        least, more = re.search(
            rf"(?:\(variance|least variance,) ({NUMBER}).*(?:\(variance|variance of) ({NUMBER})", said
        ).groups()
        assert agrees(least, best.variance) or best.variance < 1e-9, (said, e)
        assert agrees(more, expected.variance), (said, e)
        verdict = re.match(r"(both are safe|it makes no|it makes hardly a|it does not|it does)", said)[1]
        met.add(verdict)
        if verdict == "both are safe":
            assert best.downhill == 0 == expected.downhill, (said, e)
        elif verdict.startswith("it makes"):
            assert is_share(shares[0], best.downhill), (said, e)
            assert is_share(shares[0], expected.downhill), (said, e)
            gap = abs(best.downhill - expected.downhill)
            assert gap < 1e-11 if verdict == "it makes no" else gap > 1e-13, (said, gap, e)
        else:
            assert is_share(shares[0], best.downhill), (said, e)
            assert is_share(shares[1], expected.downhill), (said, e)
            assert (best.downhill < expected.downhill) == (verdict == "it does"), (said, e)
            assert order(shares[0]) != order(shares[1]), said
    assert {"both are safe", "it does not"} <= met
