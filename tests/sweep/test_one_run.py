"""What is said of one run, at random settings, against its draws and a step worked out draw by draw."""

import re
from dataclasses import replace

import numpy as np

from reinforce_viz.lessons.trajectories import first_runs
from reinforce_viz.text.readings.one_run import one_run as reading
from tests.lessons.test_trajectories import stepped
from tests.sweep.batches import USUAL, answers, is_why
from tests.sweep.saying import NAME, PERCENT, is_share
from tests.sweep.settings import SEED, settings

TIMES = {"once": 1, "twice": 2}


def test_one_run():
    rng, met = np.random.default_rng(SEED), set()
    for e in settings():
        e = replace(e, k=min(e.k, 16), steps=int(rng.choice([1, 8, 40])), runs=5)
        run = first_runs(e, 4)[3]
        said = reading(e, run, 4)
        if found := re.fullmatch(r"No run moves: (.*)\.", said):
            assert is_why(found[1], e), (said, e)
            met.add("still")
            continue
        check_draws(said, run, e)
        met |= check_end(said, run, e)
    assert met == {"still", "open", "best", "one of", "stuck", "rarer", "likelier", "nothing"}


def check_draws(said, run, e):
    drawn = re.match(r"Run 4 drew (.*?)\. (?:From|At)", said)[1]
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
    assert is_share(share, 1 - (1 - (last.sum() - last[end])) ** e.k), (said, e)
    return met | (check_way_back(more, run, e, end, top) if more else set())


def check_way_back(said, run, e, end, top):
    found = re.fullmatch(
        rf"One (?:draw of )?{NAME}(?: among (\d+) draws)? would bring it from ({PERCENT}) to ({PERCENT})"
        rf"(?:, and a|; each) step that draws only {NAME} "
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
    assert is_share(before, last[a]), (said, e)
    assert is_share(after, stepped(e, last, batch, run.b)[a]), (said, e)
    then = stepped(e, last, [e.k * (x == end) for x in range(3)], run.b)[a]
    change = then / last[a] - 1
    if what == "changes nothing":
        assert abs(change) < 1e-9, (said, e)
        return {"nothing"}
    assert abs(change) < 1e-9 or (change < 0) == ("rarer" in what), (said, e)
    lift = stepped(e, last, batch, run.b)[a] / last[a] - 1
    if min(abs(lift), abs(change)) > 1e-9:
        assert what.endswith("too" if (lift > 0) == (change > 0) else "again"), (said, e)
    return {"rarer" if "rarer" in what else "likelier"}
