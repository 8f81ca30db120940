"""Every sentence of the page about tokens, at random settings, against moments that are worked out in plain loops."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import comb

import numpy as np
import pytest

from reinforce_viz.engine import token_length
from reinforce_viz.engine.credits import CREDITS, TASKS
from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.token_length import LENGTHS, every_credit, length_curves
from reinforce_viz.lessons.tokens import Pushes, draw_pushes
from reinforce_viz.text.claims import tokens as claims
from reinforce_viz.text.readings import tokens as readings
from tests.sweep.saying import NUMBER, agrees, names, read
from tests.sweep.settings import SEED, settings

TINY = 1e-11


@dataclass(frozen=True)
class Case:
    """A setting, and what the controls of the page say."""

    e: Experiment
    length: int
    task: str
    credit: str


def cases() -> Iterator[Case]:
    rng = np.random.default_rng(SEED)
    for e in settings():
        task, credit = list(TASKS)[rng.integers(len(TASKS))], list(CREDITS)[rng.integers(len(CREDITS))]
        yield Case(e, int(rng.choice([1, 2, 3, 4, 8, 16])), task, credit)


def positions(e: Experiment, credit: str, length: int, task: str) -> list[float]:
    """Variance of each token's gradient: E[F²|s|²] − |E[F s]|², where F adds up the rewards that count."""
    p, j = e.probs, sum(q * r for q, r in zip(e.probs, e.rewards, strict=True))
    off = 0.0 if credit in ("whole reward", "reward-to-go") else j
    squares = [sum((float(i == a) - p[i]) ** 2 for i in range(3)) for a in range(3)]
    spread = sum(q * (r - j) ** 2 for q, r in zip(p, e.rewards, strict=True))
    rewarded = {"sum": range(length), "first": [0], "last": [length - 1]}[task]
    found = []
    for t in range(length):
        counts = {
            "whole reward": list(rewarded),
            "expected reward": list(rewarded),
            "reward-to-go": [u for u in rewarded if u >= t or task != "sum"],
            "critic": [u for u in rewarded if u >= t],
            "advantage": [u for u in rewarded if u == t],
        }[credit]
        others = sum(u != t for u in counts)
        total, mean = 0.0, np.zeros(3)
        for a, q in enumerate(p):
            centre = (e.rewards[a] - off) * (t in counts) + others * (j - off)
            total += q * squares[a] * (centre**2 + others * spread)
            mean += q * centre * np.array([float(i == a) - p[i] for i in range(3)])
        found.append(total - float(mean @ mean))
    return found


def variance(case: Case, credit: str, task: str | None = None, length: int | None = None) -> float:
    return sum(positions(case.e, credit, length or case.length, task or case.task))


def close(first: float, second: float, scale: float) -> bool:
    """Whether two variances are one, but for the rounding of terms of this size that cancel."""
    return abs(first - second) <= 1e-9 * scale + 1e-12


def scale(case: Case) -> float:
    return max(r * r for r in case.e.rewards) * case.length**3


def written(text: str, value: float, size: float) -> bool:
    """Whether a written variance is the value, or both are what rounding has left of zero."""
    return agrees(text, value) or abs(read(text) - value) <= 1e-13 * size


def response(number: int, case: Case) -> Pushes:
    e = case.e
    return draw_pushes(e.probs, e.rewards, case.length, case.task, number)


def test_what_is_told_before_the_guess_and_after_it():
    for number, case in enumerate(cases()):
        e, pushes = case.e, response(number, case)
        rewarded = {"sum": range(case.length), "first": [0], "last": [case.length - 1]}[case.task]
        usual = len(rewarded) * sum(p * r for p, r in zip(e.probs, e.rewards, strict=True))
        tokens = pushes.tokens.tolist()
        earned = sum(e.rewards[tokens[t]] for t in rewarded)
        story, asked = readings.story(e, pushes, case.task), readings.question(pushes)
        told = re.search(rf"mark is ({NUMBER}), where ({NUMBER}) is usual", story)
        assert agrees(told[1], earned), (case, story)
        assert agrees(told[2], usual), (case, story)
        response_told, _, mark = story.partition(" Its mark is ")
        assert names(response_told) == [e.answers[token] for token in tokens], (case, story)
        check_how_it_is_made(case, mark)
        surprise = earned - usual
        way = 0 if abs(surprise) < TINY * case.length else np.sign(surprise)
        ways = {"credit, or here the blame": -1, "decided": 0, "credit": 1}
        assert ways[re.search("credit, or here the blame|decided|credit", asked)[0]] == way, (case, asked)
        change = [(e.rewards[a] - usual / len(rewarded)) if t in rewarded else 0.0 for t, a in enumerate(tokens)]
        check_who_did_it(case, readings.who_did_it(e, pushes, case.task), tokens, change, -1 if way < 0 else 1)


def check_how_it_is_made(case: Case, said: str) -> None:
    """Which tokens can change the mark, or the rewards that it adds up."""
    one_reward = np.ptp([reward for reward, p in zip(case.e.rewards, case.e.probs, strict=True) if p]) == 0
    if case.length == 1 or one_reward:
        assert said.endswith(" is usual."), (case, said)
    elif case.task == "sum":
        told = re.findall(rf"({NUMBER}) for each \*\*(.*?)\*\*", said.partition("It adds up ")[2])
        assert [name for _, name in told] == list(case.e.answers), (case, said)
        assert all(agrees(text, reward) for (text, _), reward in zip(told, case.e.rewards, strict=True)), (case, said)
    else:
        assert said.endswith(f"A different {case.task} token could have changed it; no other token could."), (
            case,
            said,
        )


def check_who_did_it(case: Case, said: str, tokens: list[int], change: list[float], way: int) -> None:
    """Who did it: whoever changed the reward most in the way in which it went."""
    most = max(way * one for one in change)
    right = [t for t, one in enumerate(change) if most > TINY and way * one > most - TINY]
    assert ("no token deserves" in said) == (not right), (case, said)
    if not right:
        return
    assert set(names(said)) == {case.e.answers[tokens[t]] for t in right}, (case, said)
    assert agrees(re.search(rf"earns? ({NUMBER})", said)[1], case.e.rewards[tokens[right[0]]]), (case, said)
    if case.length == 1:
        assert "only one token" in said
    elif case.task == "sum":
        places = re.search(r"tokens? ([\d, and]+) deserves? the most", said)[1]
        assert [int(n) for n in re.findall(r"\d+", places)] == [t + 1 for t in right], (case, said)
        assert said.count("the most blame") == (way < 0), (case, said)
        assert said.count("the most credit") == (way > 0), (case, said)
    else:
        assert f"Only the {case.task} token was marked" in said, (case, said)


def test_how_a_response_is_pushed():
    for number, case in enumerate(cases()):
        e = case.e
        pushes = response(number, case)
        said = readings.token_row(e, pushes, case.credit)
        if max(e.probs) == 1:
            assert "no credit pushes any of them" in said, (case, said)
            continue
        for credit, part in re.findall(
            r"nder (?:the )?([a-z -]+?) ((?:\d+ tokens? (?:is|are)|no token is) [^;]*?)(?:;|\.$)", said
        ):
            values = pushes.by_credit[credit]
            ways = [
                int(x[1]) if (x := re.search(rf"(\d+) (?:tokens? (?:is|are) )?{way}", part)) else 0
                for way in ("pushed up", r"(?:pushed )?down", "not at all")
            ]
            truth = [int((values > TINY).sum()), int((values < -TINY).sum()), int((abs(values) <= TINY).sum())]
            if part == "no token is pushed":
                assert truth == [0, 0, case.length], (case, said)
                continue
            assert ways == truth, (case, said, ways, truth)
            span = re.search(rf"\((?:each by|by) ({NUMBER})(?: to ({NUMBER}))?\)", part)
            assert agrees(span[1], min(values)), (case, said)
            assert agrees(span[2] or span[1], max(values)), (case, said)
            assert (span[2] is None) == (max(values) - min(values) <= 1e-12 * max(abs(values))), (case, said)
        assert said.count("nder the") + said.count("nder reward-to-go") == 2, said


def test_the_price_of_one_reward_for_all_is_between_two_that_both_have_their_baseline():
    for case in cases():
        said = claims.same_reward_for_all(
            every_credit(case.e.probs, case.e.rewards, case.length), case.task, case.length
        )
        if case.length == 1:
            assert "nobody to share the reward with" in said, (case, said)
            continue
        shared, own = variance(case, "expected reward"), variance(case, "advantage")
        if "Nor does sharing cost" in said:
            assert close(shared, own, scale(case) * 1e-3), (case, said)
            possible = {r for r, p in zip(case.e.rewards, case.e.probs, strict=True) if p > 0}
            assert len(possible) == 1, (case, said)
            continue
        found = re.search(
            rf"at T = (\d+), it is ({NUMBER}) where every .* and ({NUMBER}) where each gets its own", said
        )
        assert int(found[1]) == case.length
        assert written(found[2], shared, scale(case)), (case, said)
        assert written(found[3], own, scale(case)), (case, said)
        assert read(found[2]) > read(found[3]), (case, said)
        assert ("changes nothing" in said) == (case.task != "sum"), (case, said)


def test_how_much_a_critic_takes_away():
    for case in cases():
        said = claims.where_a_critic_helps(every_credit(case.e.probs, case.e.rewards, case.length), case.length)
        possible = {r for r, p in zip(case.e.rewards, case.e.probs, strict=True) if p > 0}
        if case.length == 1:
            assert "raise T" in said, (case, said)
        elif "always earns the same" in said:
            assert len(possible) == 1, (case, said)
        else:
            assert len(possible) > 1, (case, said)
            parts = re.search(
                r"takes away (.*) where the first.*?\((.*?)\), (.*) on the sum \((.*?)\) "
                r"and (.*) where the last.*\((.*?)\)\.",
                said,
            ).groups()
            for task, how, becomes in zip(("first", "sum", "last"), parts[::2], parts[1::2], strict=True):
                shared, critic, own = (variance(case, c, task) for c in ("expected reward", "critic", "advantage"))
                share = (shared - critic) / (shared - own)
                word = {"all of it": 1.0, "half of it": 0.5, "none of that noise": 0.0}[how]
                assert share == pytest.approx(word, abs=1e-6), (case, said)
                size = scale(case)
                values = re.findall(NUMBER, becomes)
                assert written(values[0], shared, size), (case, said)
                assert written(values[-1], critic, size), (case, said)
                assert (len(values) == 1) == close(shared, critic, shared * 1e-2), (case, said)


def test_the_best_constant_beside_the_average():
    for case in cases():
        e = case.e
        said = claims.best_constant(e.probs, e.rewards, case.task)
        excess = {}
        for length in claims.EXCESS_AT:
            # The parabola through three constants: its least value, without the formula for b*.
            low, middle, high = (constant_variance(case, b, length) for b in (-1.0, 0.0, 1.0))
            bend = (low + high) / 2 - middle
            least = middle - ((high - low) / 4) ** 2 / bend if bend > 0 else middle
            excess[length] = (variance(case, "expected reward", length=length), least)
        possible = {r for r, p in zip(e.rewards, e.probs, strict=True) if p > 0}
        assert (said is None) == (len(possible) == 1), (case, said, excess)
        if said is None:
            continue
        bound = 1e-9 * max(r * r for r in e.rewards)
        if "**Here** it is" in said:
            assert all(average - least <= bound * length**3 for length, (average, least) in excess.items()), (
                case,
                said,
            )
            continue
        if "but for T = 1" in said:
            assert excess[1][1] <= bound, (case, said)
        found = re.findall(rf"({NUMBER})% at T = (\d+)", said)
        for share, length in found:
            average, least = excess[int(length)]
            error = 100 * bound * int(length) ** 3 / max(least, 1e-300)
            assert abs(read(share) - 100 * (average / least - 1)) <= 0.006 * read(share) + error, (case, said, excess)
        assert len(found) + ("but for T = 1" in said) + (excess[1][0] <= bound) >= len(excess), (case, said)


def constant_variance(case: Case, b: float, length: int) -> float:
    """Total variance where every token gets R − b."""
    e, p = case.e, case.e.probs
    j = sum(q * r for q, r in zip(p, e.rewards, strict=True))
    spread = sum(q * (r - j) ** 2 for q, r in zip(p, e.rewards, strict=True))
    rewarded = {"sum": range(length), "first": [0], "last": [length - 1]}[case.task]
    total = 0.0
    for t in range(length):
        others = sum(u != t for u in rewarded)
        mean = np.zeros(3)
        for a, q in enumerate(p):
            s = np.array([float(i == a) - p[i] for i in range(3)])
            centre = e.rewards[a] * (t in rewarded) + others * j - b
            total += q * float(s @ s) * (centre**2 + others * spread)
            mean += q * centre * s
        total -= float(mean @ mean)
    return total


def test_what_reward_to_go_saves():
    for case in cases():
        said = claims.reward_to_go(every_credit(case.e.probs, case.e.rewards, case.length), case.length)
        whole, later = variance(case, "whole reward", "sum"), variance(case, "reward-to-go", "sum")
        size = scale(case)
        if case.length == 1:
            assert "the two are the same" in said, (case, said)
            assert close(whole, later, size)
        elif "neither has any noise" in said:
            assert max(whole, later) < 1e-11, (case, said)
        else:
            found = re.search(
                rf"at T = \d+ is ({NUMBER}), (less than|more than|the same as) that of the whole reward \(({NUMBER})\)",
                said,
            )
            assert written(found[1], later, size), (case, said)
            assert written(found[3], whole, size), (case, said)
            assert {"less than": -1, "more than": 1, "the same as": 0}[found[2]] == np.sign(
                read(found[1]) - read(found[3])
            )
            if not close(whole, later, size * 1e-3):
                assert (found[2] == "less than") == (later < whole), (case, said)
            at_end = re.search(rf"({NUMBER}) either way", said)[1]
            assert written(at_end, variance(case, "whole reward", "last"), size), (case, said)
            assert written(at_end, variance(case, "reward-to-go", "last"), size), (case, said)


def test_how_the_variance_grows(monkeypatch):
    # The sentences read the exact values only.
    monkeypatch.setattr(token_length, "SAMPLES", 2)
    monkeypatch.setattr(token_length, "SAMPLED_LENGTHS", (1,))
    for case in cases():
        e = case.e
        curves = length_curves(e.probs, e.rewards, case.task, 0)
        exact = {c: by_length(case, c) for c in CREDITS}
        size = max(r * r for r in e.rewards)
        for credit in CREDITS:
            check_why(case, credit, readings.why_it_grows(curves, credit, case.task), exact[credit])
        said = readings.token_variance(curves, case.length)
        if "no variance under any credit" in said:
            assert all(exact[c][case.length] < 1e-11 for c in CREDITS), (case, said)
            continue
        parts = said.split(": ", 1)[1].rstrip(".").split("; ")
        for credit, part in zip(CREDITS, parts, strict=True):
            v = exact[credit]
            found = re.match(rf"({NUMBER}) under (?:the )?{credit}, (.*)", part)
            assert written(found[1], v[case.length], size * case.length**3), (case, part)
            growth = found[2]
            if growth.startswith("the same at every length"):
                assert close(v[1], v[16], size * 1e-2), (case, part)
                continue
            power = {"T³": 3, "T²": 2, "T": 1}[re.match(r"growing as (T[³²]?)", growth)[1]]
            assert leading(v)[0] == power, (case, part)
            least = re.search(r"(?:least value at|only beyond) T = (\d+)", growth)
            lowest = min(LENGTHS, key=lambda n: v[n])
            if least and v[1] > v[int(least[1])] + 1e-9 * v[1]:
                assert int(least[1]) == lowest or close(v[lowest], v[int(least[1])], v[1]), (case, part)
            if not least:
                assert v[1] <= min(v[n] for n in LENGTHS) + 1e-9 * v[1] + 1e-12, (case, part)
            check_the_neighbour(case, growth, credit, exact)


def check_why(case: Case, credit: str, said: str, v: dict[int, float]) -> None:
    """The power of T that an explanation ends with, and the noise that it explains."""
    if said == "no noise at all.":
        assert max(v.values()) <= 1e-11, (case, credit, said)
        return
    power = {"T³": 3, "T²": 2, "T": 1, "constant": 0}[re.search(r": (T[³²]?|constant)\.$", said)[1]]
    assert power == leading(v)[0], (case, credit, said, v)


def by_length(case: Case, credit: str) -> dict[int, float]:
    """The variance at every length: it is a cubic in T, so four of them give the rest (Newton's form)."""
    four = [variance(case, credit, length=n) for n in range(1, 5)]
    differences = [float(np.diff(four, k)[0]) for k in range(4)]
    return {n: sum(comb(n - 1, k) * d for k, d in enumerate(differences)) for n in LENGTHS}


def leading(v: dict[int, float]) -> tuple[int, float]:
    """Power and coefficient of the largest power of T in a variance, a cubic, from its differences at T = 1."""
    differences = [v[1], v[2] - v[1], v[3] - 2 * v[2] + v[1], v[4] - 3 * v[3] + 3 * v[2] - v[1]]
    power = max(k for k, d in enumerate(differences) if abs(d) > 1e-12 * max(v[n] for n in range(1, 5)) or k == 0)
    return power, differences[power] / (1, 1, 2, 6)[power]


def check_the_neighbour(case: Case, growth: str, credit: str, exact: dict[str, dict[int, float]]) -> None:
    beside = re.search(rf", (?:equal to|(.*?)(?: of)? that of) (?:the )?({'|'.join(CREDITS)})$", growth)
    if not beside:
        return
    v, other = exact[credit], exact[beside[2]]
    if beside[1] is None:
        assert all(close(v[n], other[n], max(v[n], other[n])) for n in LENGTHS), (case, growth)
        return
    amount = beside[1].rsplit(", ", 1)[-1]
    share = leading(v)[1] / leading(other)[1]
    stated = {"half": 0.5, "a third": 1 / 3}.get(amount)
    if stated is None:
        number = amount.removeprefix("less than ").removeprefix("more than ")
        stated = read(number.rstrip("%")) / 100 if number.endswith("%") else read(number.removesuffix(" times"))
    assert leading(v)[0] == leading(other)[0], (case, growth)
    assert abs(share - stated) < 0.006 * max(stated, 1.0), (case, growth, share)


def test_where_along_the_response_the_noise_sits():
    for case in cases():
        moments = every_credit(case.e.probs, case.e.rewards, case.length)[case.task]
        said = readings.token_positions(moments)
        assert ("only token" in said) == (case.length == 1), (case, said)
        for credit, part in zip(CREDITS, said.split(": ", 1)[1].rstrip(".").split("; "), strict=True):
            v = positions(case.e, credit, case.length, case.task)
            first, last = re.fullmatch(rf"{credit} ({NUMBER})(?: to ({NUMBER})| throughout)?", part).groups()
            size = scale(case)
            assert written(first, v[0], size), (case, part)
            assert written(last or first, v[-1], size), (case, part)
            if "throughout" in part:
                assert max(v) - min(v) <= 1e-9 * max(v) + 1e-13 * size, (case, part)
            elif last and not close(v[0], v[-1], size * 1e-3):
                assert (read(first) < read(last)) == (v[0] < v[-1]), (case, part)
