"""Every hint of a preset, at settings that have left the preset: what it says is worked out here again."""

import re
from math import factorial, fsum, prod

import numpy as np

from reinforce_viz.engine.presets import PRESETS
from reinforce_viz.text import setting
from reinforce_viz.text.claims.presets import hint
from tests.sweep.saying import NAME, NUMBER, agrees
from tests.sweep.settings import SEED, settings

NAMES = ("yes", "no", "maybe")
ANSWER = r"\*\*(yes|no|maybe)\*\*"
CHECKS = {}


def says(pattern):
    """Registers what must hold where a sentence is said: of the experiment, and of what the sentence names."""

    def register(holds):
        CHECKS[re.compile(pattern)] = holds
        return holds

    return register


def second_moment(e, b):
    """E|A ∇ log π|² of one draw; the variance but for |g|², which no constant changes."""
    return fsum(p * (r - b) ** 2 * fsum(((a == i) - q) ** 2 for i, q in enumerate(e.probs)) for a, (p, r) in pairs(e))


def pairs(e):
    return enumerate(zip(e.probs, e.rewards, strict=True))


def mean(e):
    return fsum(p * r for p, r in zip(e.probs, e.rewards, strict=True))


def gradient(e):
    return [p * (r - mean(e)) for p, r in zip(e.probs, e.rewards, strict=True)]


@says(rf"The most likely answer, {ANSWER}, is the worst one\.")
def _(e, name):
    a = NAMES.index(name)
    others = [i for i in range(3) if i != a]
    return all(e.probs[a] > e.probs[i] and e.rewards[a] < e.rewards[i] for i in others)


@says(
    r"Every reward is (positive|negative), so without a baseline every drawn answer is pushed (up|down)"
    rf"(?:, even {ANSWER})?\."
)
def _(e, sign, way, name):
    factor = {"positive": 1, "negative": -1}[sign]
    rewards = [factor * r for r in e.rewards]
    # A drawn answer's own logit moves by reward times (1 − p).
    pushed = all(r * (1 - p) > 0 for r, p in zip(rewards, e.probs, strict=True)) and min(e.probs) > 0
    extreme = name is None or rewards[NAMES.index(name)] == min(rewards)
    return pushed and extreme and way == {1: "up", -1: "down"}[factor]


@says(r"This is the first example with (\S+) (taken off|added to) each reward\.")
def _(e, size, way):
    shift = float(size) * (-1 if way == "taken off" else 1)
    return shift != 0 and np.allclose(e.rewards, np.array([8, 3, 5]) + shift) and np.allclose(e.probs, [0.3, 0.5, 0.2])


@says(r"The rewards are far from zero and close together\. So without a baseline most of each push is noise\.")
def _(e):
    signal = fsum(g * g for g in gradient(e))
    return max(e.rewards) - min(e.rewards) < min(map(abs, e.rewards)) and 2 * signal < second_moment(e, 0)


@says(
    r"These are the restaurants of 6/7/8 with (\S+) (taken off|added to) each rating\. The true gradient is the same; "
    r"only the noise differs\."
)
def _(e, size, way):
    shift = float(size) * (-1 if way == "taken off" else 1)
    return (
        shift != 0
        and np.allclose(e.rewards, np.array([6, 7, 8]) + shift)
        and np.allclose(gradient(e), [-1 / 3, 0, 1 / 3])
    )


@says(
    r"The gaps between these ratings are (\S+) and (\S+); those of 6/7/8 are 1 and 1\. So the true gradient itself is "
    r"longer, which no baseline can bring about\."
)
def _(e, low, high):
    gaps = e.rewards[1] - e.rewards[0], e.rewards[2] - e.rewards[1]
    return np.allclose(gaps, (float(low), float(high))) and fsum(g * g for g in gradient(e)) > 2 / 9 + 1e-12


@says(
    rf"The model almost always answers {ANSWER}, which is nearly as good as {ANSWER}\. It rarely tries {ANSWER}, so it "
    r"has little to learn from\."
)
def _(e, usual, best, again):
    usual, top = NAMES.index(usual), NAMES.index(best)
    gap, spread = e.rewards[top] - e.rewards[usual], max(e.rewards) - min(e.rewards)
    return best == again and e.probs[usual] >= 0.9 and 0 < e.probs[top] <= 0.1 and 0 < gap <= spread / 4


@says(rf"The model already answers {ANSWER} almost always\.")
def _(e, usual):
    a = NAMES.index(usual)
    return 0.9 <= e.probs[a] < 1 and e.rewards[a] == max(e.rewards)


@says(r"Here subtracting the expected reward makes an update noisier than subtracting nothing\.")
def _(e):
    return second_moment(e, mean(e)) > second_moment(e, 0)


@says(
    rf"{ANSWER} and {ANSWER} are almost equally good\. It is easy to learn to avoid {ANSWER}, and hard to tell the "
    r"other two apart\."
)
def _(e, one, other, worst):
    one, other, worst = map(NAMES.index, (one, other, worst))
    low, high = sorted([e.rewards[one], e.rewards[other]])
    g = gradient(e)
    easier = g[worst] < 0 and abs(g[one] - g[other]) < abs(g[worst]) / 2
    return min(e.probs) > 0 and 0 < high - low <= 0.1 * (high - e.rewards[worst]) and easier


@says(rf"The model rarely answers {ANSWER}, which is far worse than {ANSWER} and {ANSWER}\.")
def _(e, worst, one, other):
    worst, one, other = map(NAMES.index, (worst, one, other))
    low, high = sorted([e.rewards[one], e.rewards[other]])
    return 0 < e.probs[worst] <= 0.05 and 0 < high - low <= 0.1 * (high - e.rewards[worst])


@says(r"Divide by the spread of each batch, as GRPO does, and at K = (\d+) the average step points downhill\.")
def _(e, k):
    k = int(k)
    counts = np.array([(i, j, k - i - j) for i in range(k + 1) for j in range(k + 1 - i)])
    ways = np.array([factorial(k) // prod(map(factorial, row)) for row in counts.tolist()], dtype=float)
    chance = ways * np.prod(np.array(e.probs) ** counts, axis=1)
    gaps = np.array(e.rewards) - (counts @ e.rewards / k)[:, None]
    spread = np.sqrt(np.sum(counts * gaps**2, axis=1) / (k - 1))
    weights = counts * gaps / (spread[:, None] + 1e-4)
    step = chance @ (weights - weights.sum(axis=1, keepdims=True) * np.array(e.probs)) / k
    return k == e.k and step @ gradient(e) < 0


def test_every_hint_that_is_shown_is_true():
    met = set()
    for place, e in enumerate(settings()):
        for name in PRESETS:
            rest = hint(name, e) or ""
            while rest:
                pattern, match = next((p, m) for p in CHECKS if (m := p.match(rest)))
                assert CHECKS[pattern](e, *match.groups()), (place, name, rest, e)
                met.add(pattern)
                rest = rest[match.end() :].lstrip()
    assert met == set(CHECKS), SEED  # every sentence was said somewhere


def test_the_rewards_beside_the_examples():
    for e in settings():
        written = re.findall(rf"{NAME} ({NUMBER})", setting.rewards(e))
        assert len(written) == len(e.answers), e
        for (name, reward), answer, earned in zip(written, e.answers, e.rewards, strict=True):
            assert (name, agrees(reward, earned)) == (answer, True), (e, written)
