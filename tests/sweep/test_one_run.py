"""What is said of one run, at random settings, against its draws and a step worked out draw by draw."""

import re
from collections.abc import Iterator
from dataclasses import replace
from math import expm1, log1p

import numpy as np

from reinforce_viz.engine.estimators import ESTIMATORS
from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.lessons.trajectories import first_runs
from reinforce_viz.text.readings.one_run import one_run as reading
from tests.lessons.test_trajectories import stepped
from tests.sweep.batches import USUAL, answers, is_why
from tests.sweep.saying import NAME, PERCENT, is_share
from tests.sweep.settings import SEED, settings

TIMES = {"once": 1, "twice": 2}


# What random settings hardly ever meet: a best answer whose draw pushes nothing, an own one whose draws push nothing or
# push by a rounding, and steps so long that others are left with e^−500, or nothing.
WORSE = Experiment(probs=(0.02, 0.96, 0.02), rewards=(0.0, -3.0, -8.0), k=1, learning_rate=0.2)
RARE = (
    *(replace(WORSE, k=k) for k in (1, 4)),
    *(replace(WORSE, rewards=(8.0, 0.0, -3.0), k=k) for k in (1, 4)),
    *(replace(WORSE, rewards=(8.0, 3.0, 5.0), estimator=name, b=3.0, k=4) for name in ESTIMATORS),
    replace(WORSE, rewards=(5.0, 4.7, -8.0), estimator="expected reward", probs=(1e-9, 1 - 2e-9, 1e-9)),
    *(replace(WORSE, rewards=(100.0, 0.0, -100.0), probs=(0.4, 0.2, 0.4), learning_rate=rate) for rate in (5.0, 50.0)),
)


def cases() -> Iterator[Experiment]:
    """Short runs at random settings, and where what is said is rare."""
    rng = np.random.default_rng(SEED)
    for e in settings():
        yield replace(e, k=min(e.k, 16), steps=int(rng.choice([1, 8, 40])), runs=5)
    for e in RARE:
        yield from (replace(e, steps=steps, runs=5, seed=seed) for steps in (1, 40) for seed in range(4))


def test_one_run():
    met = set()
    for e in cases():
        run = first_runs(e, 4)[3]
        said = reading(e, run)
        if found := re.fullmatch(r"No run moves: (.*)\.", said):
            assert is_why(found[1], e), (said, e)
            met.add("still")
            continue
        check_draws(said, run, e)
        met |= check_end(said, run, e)
    assert met == {"still", "open", "best", "one of", "stuck", "rarer", "likelier", "nothing", "none left", "left"}


def check_draws(said, run, e):
    drawn = re.match(r"This run drew (.*?)\. (?:From|At)", said)[1]
    told = re.findall(NAME + r" (once|twice|[\d,]+ times)", drawn)
    counts = {USUAL.index(name): TIMES.get(n) or int(n.removesuffix(" times").replace(",", "")) for name, n in told}
    assert counts == {a: n for a, n in enumerate(run.counts.sum(axis=0)) if n}, (said, e)
    assert sum(counts.values()) == e.k * e.steps


def check_end(said, run, e):
    """What is said of the run's end; which of the sentences were met."""
    last = run.probs[-1]
    if said.endswith("At the end it gives no answer more than 95%."):
        assert max(last) <= 0.95, (said, e)
        return {"open"}
    start, name, worth, rest = re.search(
        rf"(From the start|From step \d+ on) it gives {NAME}, (not the best answer|the best answer|one of the best), "
        r"more than 95%\. (.*)$",
        said,
    ).groups()
    end = USUAL.index(name)
    first = int(re.search(r"\d+", start)[0]) if "step" in start else 0
    assert all(p > 0.95 for p in run.probs[first:, end]), (said, e)
    assert not first or run.probs[first - 1, end] <= 0.95, (said, e)
    top = [a for a, r in enumerate(e.rewards) if r == max(e.rewards)]
    assert worth == (
        "not the best answer" if end not in top else "the best answer" if len(top) == 1 else "one of the best"
    )
    met = {"stuck" if worth.startswith("not") else "best" if worth.startswith("the") else "one of"}
    share, more = re.match(rf"By now ({PERCENT}) of steps draw another answer\. ?(.*)", rest).groups()
    others = sum(float(p) for a, p in enumerate(last) if a != end)
    assert is_share(share, -expm1(e.k * log1p(-others))), (said, e)
    met |= set() if others else {"none left"}
    return met | (check_way_back(more, run, e, end, top) if more else set())


def check_way_back(said, run, e, end, top):
    found = re.fullmatch(
        rf"One (?:draw of )?{NAME}(?: among (\d+) draws)? would "
        rf"(?:bring it from ({PERCENT}) to|leave it at) ({PERCENT})(?:, and a|; each) step that draws only {NAME} "
        r"(changes nothing|makes it (?:rarer|likelier)(?: too| again)?)\.",
        said,
    )
    better, k, before, after, own, what = found.groups()
    assert answers(f"**{own}**") == [end]
    a = USUAL.index(better)
    assert a in top
    assert int(k or 1) == e.k
    last = run.probs[-1].tolist()
    batch = [(e.k - 1) * (x == end) + (x == a) for x in range(3)]
    lifted = stepped(e, last, batch, run.b)[a]
    assert before != after, (said, e)
    assert is_share(before or after, last[a]), (said, e)
    assert is_share(after, lifted), (said, e)
    # What is left where it was has not moved, or by less than is ever written.
    assert before or max(last[a], lifted) < 2e-12 or abs(lifted - last[a]) < 2e-12, (said, e)
    then = stepped(e, last, [e.k * (x == end) for x in range(3)], run.b)[a]
    change = then / last[a] - 1
    met = set() if before else {"left"}
    if what == "changes nothing":
        assert abs(change) < 2e-12, (said, e)
        return met | {"nothing"}
    # A rounding is no change: both steps are worked out to some 1e-15.
    assert abs(change) > 5e-13, (said, e)
    assert (change < 0) == ("rarer" in what), (said, e)
    same = (lifted > last[a]) == (change > 0)
    assert what.endswith(("likelier", "rarer") if not before else "too" if same else "again"), (said, e)
    return met | {"rarer" if "rarer" in what else "likelier"}
