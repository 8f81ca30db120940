"""Every sentence about the clip, at random settings, against epochs that are run in plain loops."""

import re
from collections.abc import Iterator
from math import exp

import numpy as np
import pytest

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.surrogate import expected_epochs
from reinforce_viz.lessons.clipping import EPOCHS, SCENES
from reinforce_viz.text.claims import clipping as claims
from reinforce_viz.text.readings import clipping as readings
from tests.of_experiment import every_batch, reuse, stale, uses
from tests.sweep.saying import NUMBER, agrees, names
from tests.sweep.settings import settings

TINY = 1e-9


def cases() -> Iterator[tuple[Experiment, str]]:
    for place, e in enumerate(settings()):
        yield e, list(SCENES)[place % len(SCENES)]


def plain_epochs(
    e: Experiment, counts: list[float], scene: str, clip: float | None, nudge: float = 0.0
) -> list[list[float]]:
    """π / π_old after each epoch, one number at a time; nudge: by what share each step is longer."""
    total = sum(counts)
    mean = sum(n * r for n, r in zip(counts, e.rewards, strict=True)) / total
    off = 0.0 if scene == "no baseline" else mean
    advantage = [r - off if abs(r - off) > 1e-12 else 0.0 for r in e.rewards]
    move, ratios = [0.0] * 3, []
    for _ in range(EPOCHS + 1):
        top = max(m for m, p in zip(move, e.probs, strict=True) if p > 0)
        weights = [p * exp(m - top) if p > 0 else 0.0 for m, p in zip(move, e.probs, strict=True)]
        policy = [w / sum(weights) for w in weights]
        ratio = [new / old if old > 0 else 1.0 for new, old in zip(policy, e.probs, strict=True)]
        ratios.append(ratio)
        push = []
        for n, r, a in zip(counts, ratio, advantage, strict=True):
            over = clip is not None and ((a > 0 and r > 1 + clip) or (a < 0 and r < 1 - clip))
            push.append(0.0 if over else n / total * r * a)
        step = (SCENES[scene].learning_rate or e.learning_rate) * (1 + nudge)
        move = [m + step * (g - q * sum(push)) for m, g, q in zip(move, push, policy, strict=True)]
    return ratios


def near_a_bound(e: Experiment, counts: list[float], scene: str) -> bool:
    """Whether the last bit of a number decides where the epochs lead.

    It may decide if a push is stopped.  And with long steps the epochs are chaotic: what differs in the fifteenth digit
    at first differs in the first one in the end.
    """
    ratios, nudged = (plain_epochs(e, counts, scene, 0.2, nudge) for nudge in (0.0, 1e-13))
    at_the_bound = any(abs(abs(r - 1) - 0.2) < TINY for row in ratios for r in row)
    apart = max(
        abs(a - b) / max(a, b, 1e-300)
        for one, other in zip(ratios, nudged, strict=True)
        for a, b in zip(one, other, strict=True)
    )
    return at_the_bound or apart > 1e-6


def test_what_the_clip_is_for():
    told, weighed, ended = 0, set(), set()
    for e in settings():
        batches = [reuse(e, scene) for scene in ("lucky", "unlucky")]
        said = readings.what_it_is_for(*batches)
        if not said or any(near_a_bound(e, one.counts.tolist(), "lucky") for one in batches):
            continue
        ends = []
        for one in batches:
            for clip in (0.2, None):
                ratio = plain_epochs(e, one.counts.tolist(), "lucky", clip)[-1]
                ends.append(sum(r * p * x for r, p, x in zip(e.rewards, e.probs, ratio, strict=True)))
        found = re.findall(rf"at ({NUMBER})(?: with the clip)? and ({NUMBER})", said)
        written = [text for pair in found for text in pair]
        assert all(agrees(text, end) for text, end in zip(written, ends, strict=True)), (e, said, ends)
        won, won_without, kept, kept_without = ends
        began = sum(r * p for r, p in zip(e.rewards, e.probs, strict=True))
        tiny = TINY * (1 + max(map(abs, e.rewards)))
        if min(abs(won - won_without), abs(kept - kept_without)) < tiny:
            continue
        assert ("What is the clip for" in said) == (won < won_without and kept > kept_without), (e, said)
        if "What is the clip for" in said:
            more = (won_without - won) - (kept - kept_without)
            if abs(more) > tiny:
                words = "costs more than it saves" if more > 0 else "saves more than it costs"
                assert words in said, (e, said)
                weighed.add(words)
            if abs(kept_without - began) > tiny:
                below = kept_without < began
                assert ("the unlucky batch ends lower" in said) == below, (e, said)
                ended.add(below)
        assert ("helps on neither" in said) == (won < won_without and kept < kept_without), (e, said)
        told += 1
    assert told > 50
    assert len(weighed) == len(ended) == 2


def test_the_batch_in_words():
    for e, scene in cases():
        shown = reuse(e, scene)
        counts = shown.counts.tolist()
        assert sum(counts) == 8
        clipped, free = (plain_epochs(e, counts, scene, clip) for clip in (0.2, None))
        if near_a_bound(e, counts, scene):
            continue
        said = readings.one_batch(e, shown)
        if "Nothing moves" in said:
            assert all(abs(r - 1) < TINY for row in free for r in row), said
            continue
        assert any(abs(r - 1) > 1e-14 for row in free for r in row), said
        found = re.search(
            rf"the ratios are (.*)\. J began at ({NUMBER}); it is ({NUMBER}) with the clip and ({NUMBER}) without", said
        )
        assert found, said
        can = [a for a, p in enumerate(e.probs) if p > 0]
        written = re.findall(rf"({NUMBER})", re.sub(r"\*\*.+?\*\*", "", found[1]))
        assert [agrees(text, clipped[-1][a]) for text, a in zip(written, can, strict=True)] == [True] * len(can), said
        for text, ratio in zip(found.groups()[1:], (clipped[0], clipped[-1], free[-1]), strict=True):
            j = sum(p * q * r for p, q, r in zip(e.probs, ratio, e.rewards, strict=True))
            assert agrees(text, j), (said, j)


def test_how_far_a_ratio_gets_in_spite_of_the_clip():
    for e, scene in cases():
        shown = reuse(e, scene)
        ratios = plain_epochs(e, shown.counts.tolist(), scene, 0.2)
        if near_a_bound(e, shown.counts.tolist(), scene) or shown.still:
            continue
        said = claims.no_wall(e, shown, reuse(e, claims.LARGER))
        furthest = max(abs(r - 1) for row in ratios for r in row)
        assert ("**Here** it does" in said) == (furthest <= 0.2), said
        truth = readings.furthest(e, shown)
        (name,) = names(truth)
        found = re.search(rf"reaches ({NUMBER}) after (\d+) epochs?, (more than )?({NUMBER})% (above|below)", truth)
        assert found, truth
        ratio = ratios[int(found[2])][e.answers.index(name)]
        assert agrees(found[1], ratio)
        # What is left of a ratio that is not 0 is never written as nothing.
        assert bool(found[3]) == (0 < ratio < 1 and 100 * furthest >= 99.95), truth
        assert found[4] == "99.9" if found[3] else agrees(found[4], 100 * furthest), truth
        assert (found[5] == "above") == (ratio > 1), truth
        if furthest > 0.2:
            a = e.answers.index(name)
            up = shown.advantages[a] > 0 if ratio > 1 else shown.advantages[a] < 0
            why = "pulls nothing back" if up else "does not point that way"
            assert ("not in the batch" if shown.counts[a] == 0 else why) in said, said


def test_over_every_batch():
    for e, scene in list(cases())[:60]:
        clipped, free = every_batch(e, scene)
        said = readings.expected_reward(clipped, free)
        assert "nan" not in said
        means, spreads = re.findall(rf"({NUMBER})(?: with the clip)? and ({NUMBER})(?: without|\))", said)[:2]
        for texts, values in ((means, "expected_reward"), (spreads, "spread")):
            for text, run in zip(texts, (clipped, free), strict=True):
                assert agrees(text, getattr(run, values)[-1]), (e, scene, said)


def test_whether_more_epochs_do_harm():
    told = set()
    for e, _ in list(cases())[:60]:
        # Over every batch, with the advantage r − J: one epoch of a run with the clip is the step without it.
        run = expected_epochs("expected reward", e.probs, e.rewards, 8, e.learning_rate, EPOCHS, 0.2).expected_reward
        best = max(run[[1, 2, 4, 8, 16, 64]])
        scale = 1 + max(map(abs, e.rewards))
        said = claims.more_epochs(uses(e))
        if 1e-13 * scale < best - run[-1] < 1e-9 * scale:
            continue  # the last bits decide
        harm = best - run[-1] > 1e-12 * scale
        assert ("**Here** they do" in said) == harm, (e, said)
        if harm:
            epochs, most, last = re.search(
                rf"(\d+) epochs? leads? .* J of ({NUMBER}), 64 to ({NUMBER})\.$", said
            ).groups()
            assert agrees(most, best), (e, said)
            assert agrees(last, run[-1]), (e, said)
            assert run[int(epochs)] == pytest.approx(best), (e, said)
        told.add(harm)
    assert told == {True, False}


def test_whether_a_batch_can_end_lower_than_it_began():
    told = set()
    for e, scene in list(cases())[:24]:
        batches = [
            [float(n) for n in counts]
            for counts in np.ndindex(9, 9, 9)
            if sum(counts) == 8 and all(p > 0 or n == 0 for n, p in zip(counts, e.probs, strict=True))
        ]
        start = sum(p * r for p, r in zip(e.probs, e.rewards, strict=True))
        ends = [
            sum(p * x * r for p, x, r in zip(e.probs, plain_epochs(e, counts, scene, clip)[-1], e.rewards, strict=True))
            for counts in batches
            for clip in (0.2, None)
        ]
        if any(1e-13 < abs(end - start) < 1e-7 * (1 + max(map(abs, e.rewards))) for end in ends):
            continue  # the last bits decide
        said = readings.expected_reward(*every_batch(e, scene))
        lower = min(ends) < start - 1e-12
        assert ("No batch ends lower" in said) == (not lower), (e, scene, said)
        told.add(lower)
    assert told == {True, False}


def test_the_tables_have_numbers():
    for e, _ in list(cases())[:60]:
        found = uses(e)
        assert len({use.name for use in found}) == len(found)
        start = np.dot(e.probs, e.rewards)
        assert all(abs(start + 8 * use.gain - use.expected_reward) < 1e-9 for use in found)
        said = readings.fresh_or_again(found)
        by_name = {use.name: use.gain for use in found}
        gap = by_name["8 epochs, no clip"] - by_name["8 fresh steps, 1 answer each"]
        if abs(gap) > 1e-9:
            assert f"per answer, {'more' if gap > 0 else 'less'} than" in said, said
        for row in stale(e):
            assert 0 <= row.share <= 1
            assert row.response >= 0
