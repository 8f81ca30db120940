"""Random settings for the sweep: as a reader might set the controls, a third of them where sentences go wrong."""

import os
from collections.abc import Iterator

import numpy as np

from reinforce_viz.engine.estimators import ESTIMATORS
from reinforce_viz.engine.experiment import BATCH_SIZES, Experiment
from reinforce_viz.engine.presets import PRESETS

# A few hundred in the suite; `make sweep` asks for all of them.
COUNT = int(os.environ.get("SWEEP", "300"))
SEED = 20_260
LEARNING_RATES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
# Rewards and policies that people type and that hide ties: a reward equal to J, to the plain mean or to a batch mean.
TIED_REWARDS = (
    (4.0, 7.0, 10.0),
    (2.0, 5.0, 8.0),
    (1.0, 4.0, 7.0),
    (0.0, 5.0, 10.0),
    (-3.0, 0.0, 3.0),
    (8.0, 3.2, 5.0),
    (8.0, 3.0, 5.5),
    (8.0, 8.0, 3.0),
    (3.0, 8.0, 8.0),
    (5.0, 5.0, 5.0),
    (0.0, 0.0, 0.0),
    (-1.0, 0.0, 1.0),
    (-4.0, -4.0, -4.0),
    (0.0, 0.0, 1.0),
    (10.0, -10.0, 10.0),
)
EXTREME_PROBS = (
    (1.0, 0.0, 0.0),
    (0.0, 0.6, 0.4),
    (0.998, 0.002, 0.0),
    (0.0, 0.0, 1.0),
    (0.99, 0.006, 0.004),
    (0.002, 0.996, 0.002),
    (0.5, 0.5, 0.0),
    (1 / 3, 1 / 3, 1 / 3),
)


def settings(count: int = COUNT, seed: int = SEED) -> Iterator[Experiment]:
    """`count` experiments that the controls can show: presets, random ones, and a third of them tied or extreme."""
    rng = np.random.default_rng(seed)
    for place in range(count):
        kind = place % 3
        if kind == 0:
            yield _hard(rng)
        elif kind == 1:
            yield _anything(rng)
        else:
            yield _near_a_preset(rng)


def _anything(rng: np.random.Generator) -> Experiment:
    weights = np.round(rng.random(3), 3) + 0.001
    rewards = np.round(rng.uniform(-10, 10, 3) if rng.random() < 0.5 else rng.uniform(0, 10, 3), 1)
    return _experiment(rng, weights / weights.sum(), rewards)


def _hard(rng: np.random.Generator) -> Experiment:
    tied = rng.random() < 0.7
    rewards = np.array(TIED_REWARDS[rng.integers(len(TIED_REWARDS))]) if tied else np.round(rng.uniform(-10, 10, 3), 1)
    if not tied or rng.random() < 0.4:
        probs = np.array(EXTREME_PROBS[rng.integers(len(EXTREME_PROBS))])
    else:
        weights = np.round(rng.random(3), 1) + 0.1
        probs = weights / weights.sum()
    order = rng.permutation(3)
    return _experiment(rng, probs[rng.permutation(3)], rewards[order])


def _near_a_preset(rng: np.random.Generator) -> Experiment:
    preset = PRESETS[list(PRESETS)[rng.integers(len(PRESETS))]]
    probs, rewards = np.array(preset.probs), np.array(preset.rewards)
    if rng.random() < 0.5:
        rewards[rng.integers(3)] = np.round(rng.uniform(-10, 10), 1)
    return _experiment(rng, probs, rewards)


def _experiment(rng: np.random.Generator, probs: np.ndarray, rewards: np.ndarray) -> Experiment:
    name = list(ESTIMATORS)[rng.integers(len(ESTIMATORS))]
    k = max(int(BATCH_SIZES[rng.integers(len(BATCH_SIZES))]), ESTIMATORS[name].smallest_k)
    return Experiment(
        probs=tuple(probs.tolist()),
        rewards=tuple(rewards.tolist()),
        estimator=name,
        b=float(np.round(rng.uniform(-10, 10), 1)),
        k=k,
        learning_rate=float(LEARNING_RATES[rng.integers(len(LEARNING_RATES))]),
        seed=int(rng.integers(10)),
    )
