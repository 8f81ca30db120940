"""Every batch of a setting, listed here once more, and why nothing may move: what sentences are held against."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import lgamma

import numpy as np

from reinforce_viz.engine.experiment import Experiment
from tests.sweep.saying import names
from tests.sweep.settings import settings

USUAL = ("yes", "no", "maybe")
TINY = 1e-11
OF_A_BATCH = ("batch mean", "leave-one-out", "group-normalised")


@dataclass(frozen=True)
class Batches:
    """The estimates of M batches, and what follows from them."""

    chance: np.ndarray  # [M]
    estimate: np.ndarray  # [M, 3]
    true: np.ndarray  # [3]

    @property
    def mean(self) -> np.ndarray:
        return self.chance @ self.estimate

    @property
    def variance(self) -> float:
        return float(self.chance @ ((self.estimate - self.mean) ** 2).sum(axis=1))

    @property
    def mse(self) -> float:
        return float(self.chance @ ((self.estimate - self.true) ** 2).sum(axis=1))

    @property
    def downhill(self) -> float:
        # The same sum without signs says how large a rounding may be.
        along, scale = self.estimate @ self.true, abs(self.estimate) @ abs(self.true)
        return float(self.chance[along < -TINY * (1e-3 + scale)].sum())

    @property
    def still(self) -> float:
        return float(self.chance[abs(self.estimate).max(axis=1) < TINY].sum())


def few_large() -> Iterator[Experiment]:
    """The settings of the sweep, but of those with more than 2,000 batches only every fourth: each takes as long."""
    return (e for place, e in enumerate(settings()) if e.k <= 64 or place % 4 == 0)


def gradient(e: Experiment) -> np.ndarray:
    p, r = np.array(e.probs), np.array(e.rewards)
    return p * ((r[:, None] - r) @ p)


def b_star(e: Experiment) -> float:
    """The mean reward, weighed by how far each answer pushes; J where nothing pushes."""
    p = np.array(e.probs)
    weights = p * ((np.eye(3) - p) ** 2).sum(axis=1)
    total = float(weights.sum())
    return float(weights @ e.rewards) / total if total > 1e-15 else float(p @ e.rewards)


def j(e: Experiment) -> float:
    return float(np.array(e.probs) @ e.rewards)


def batches(e: Experiment, name: str | None = None) -> Batches:
    """All batches of the setting that can be drawn, with another estimator if it is named."""
    name, p, r, k = name or e.estimator, np.array(e.probs), np.array(e.rewards), e.k
    first = np.repeat(np.arange(k + 1), np.arange(k + 1, 0, -1))
    second = np.concatenate([np.arange(left + 1) for left in range(k, -1, -1)])
    counts = np.column_stack([first, second, k - first - second])
    counts = counts[(counts[:, p == 0] == 0).all(axis=1)]
    factorials = np.array([lgamma(n + 1) for n in range(k + 1)])
    weight = np.log(np.where(p > 0, p, 1)) @ counts.T - factorials[counts].sum(axis=1)
    chance = np.exp(weight - weight.max())
    centre = counts @ r / k
    off = {"none": 0.0, "mean reward": r.mean(), "expected reward": j(e), "optimal": b_star(e)}
    off |= {"constant": e.b, "running mean": e.b, "optimal plus b": b_star(e) + e.b}
    if name in OF_A_BATCH:
        advantage = r - centre[:, None]
        if name == "leave-one-out":
            advantage = advantage * k / (k - 1)
        if name == "group-normalised":
            spread = np.sqrt((counts * advantage**2).sum(axis=1) / max(k - 1, 1))
            advantage = np.where(spread[:, None] > TINY, advantage / (spread[:, None] + 1e-4), 0)
    else:
        advantage = np.broadcast_to(r - off[name], counts.shape)
    pushes = counts * np.where(abs(advantage) < TINY, 0, advantage)
    estimate = (pushes - pushes.sum(axis=1, keepdims=True) * p) / k
    return Batches(chance / chance.sum(), estimate, gradient(e))


def possible(e: Experiment) -> list[int]:
    return [a for a, p in enumerate(e.probs) if p > 0]


def is_flat(e: Experiment) -> bool:
    return len({e.rewards[a] for a in possible(e)}) == 1


def is_why(text: str, e: Experiment) -> bool:
    """Whether the reason that a sentence gives for nothing to learn or to move is so."""
    can = possible(e)
    if found := re.fullmatch(r"the model answers nothing but \*\*(\w+)\*\*", text):
        return [USUAL.index(found[1])] == can
    if text.startswith("with K = 1 each answer is compared only with itself"):
        return e.k == 1 and e.estimator in OF_A_BATCH and "Choose a larger K or another baseline" in text
    found = re.fullmatch(r"every answer( that can be drawn)? earns the same(, which is just what is subtracted)?", text)
    assert found, text
    taken = not found[2] or batches(replace(e, k=max(2, min(e.k, 2)))).still > 1 - TINY
    return is_flat(e) and len(can) > 1 and bool(found[1]) == (len(can) < 3) and taken


def answers(text: str) -> list[int]:
    return [USUAL.index(name) for name in names(text)]
