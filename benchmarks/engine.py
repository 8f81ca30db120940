"""How fast rv.simulate is beside a compiled peer and beside a plain loop.

    python -m benchmarks.engine [--rounds 15] [--json FILE]

Other programs disturb a clock, so the peers take turns in rounds and only the ratio of their times in the same round
counts; the median over the rounds is reported.  Beside it stands the ratio of processor times, which other programs
disturb less; JAX may keep several processors busy at once, so that one compares work, not waiting.  Every peer must
first show that it does the same work: the expected reward that it ends with agrees with the engine's.
"""

import argparse
import json
import math
import os
import platform
import sys
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import numpy as np

import reinforce_viz as rv

Array = np.ndarray
Peer = Callable[[int], Array]  # a seed in, the policies at the end of each run out, [R, A]

MEGABYTE = 1e6
BENCHMARK = replace(rv.DEFAULT, steps=500, runs=200)
LOOP_RUNS = 2  # of the plain loop, whose time is scaled to all the runs
# Estimator, K, and how much of the compiled peer's time we may take.
AGAINST_JAX = (
    ("none", 1, 2.0),
    ("none", 8, 0.5),
    ("leave-one-out", 8, 0.5),
    ("none", 64, 0.1),
    ("leave-one-out", 64, 0.1),
)
AGAINST_LOOP = (("none", 8), ("leave-one-out", 8), ("leave-one-out", 64))


@dataclass(frozen=True)
class Row:
    """One line of the report."""

    what: str
    ours: float  # median, ms or MB
    peer: float
    ratio: float  # of times: median over the rounds; of memory: to the limit
    low: float  # quartiles of the rounds
    high: float
    processor_ratio: float | None
    target: float | None

    @property
    def verdict(self) -> str:
        if self.target is None:
            return ""
        return "met" if self.ratio <= self.target else "MISSED"


def ours(experiment: rv.Experiment) -> Peer:
    return lambda seed: rv.simulate(replace(experiment, seed=seed)).probs[-1]


def compiled(experiment: rv.Experiment) -> Peer:
    """The same runs in JAX: jit over vmap over runs, scan over steps, K categorical samples a step, float32."""
    import jax
    import jax.numpy as jnp

    k, responses = experiment.k, len(experiment.rewards)
    rewards, start = jnp.array(experiment.rewards), jnp.log(jnp.array(experiment.probs))

    def step(logits: jax.Array, key: jax.Array) -> tuple[jax.Array, tuple[jax.Array, jax.Array]]:
        reward = rewards[draws := jax.random.categorical(key, logits, shape=(k,))]
        mean = reward.mean()
        advantage = (reward - mean) * (k / (k - 1)) if experiment.estimator == "leave-one-out" else reward
        scores = jax.nn.one_hot(draws, responses) - jax.nn.softmax(logits)
        logits = logits + experiment.learning_rate * advantage @ scores / k
        return logits, (jax.nn.softmax(logits), mean)

    def run(key: jax.Array) -> tuple[jax.Array, jax.Array]:
        return jax.lax.scan(step, start, jax.random.split(key, experiment.steps))[1]

    runs = jax.jit(lambda key: jax.vmap(run)(jax.random.split(key, experiment.runs)))

    def peer(seed: int) -> Array:
        probs, _ = jax.block_until_ready(runs(jax.random.key(seed)))
        return probs[:, -1]

    return peer


def plain_loop(experiment: rv.Experiment) -> Peer:
    """The same runs as one would first write them: one run, one step, one draw after the other."""
    rewards = np.array(experiment.rewards)
    responses, k = len(rewards), experiment.k

    def peer(seed: int) -> Array:
        rng, ends = np.random.default_rng(seed), []
        for _ in range(experiment.runs):
            logits = np.log(experiment.probs)
            for _ in range(experiment.steps):
                probs = np.exp(logits) / np.exp(logits).sum()
                batch = [rng.choice(responses, p=probs) for _ in range(k)]
                total = sum(rewards[answer] for answer in batch)
                gradient = np.zeros(responses)
                for answer in batch:
                    others = (total - rewards[answer]) / (k - 1) if experiment.estimator == "leave-one-out" else 0.0
                    one_hot = np.zeros(responses)
                    one_hot[answer] = 1
                    gradient += (rewards[answer] - others) * (one_hot - probs) / k
                logits += experiment.learning_rate * gradient
            ends.append(np.exp(logits) / np.exp(logits).sum())
        return np.array(ends)

    return peer


def check_same_work(experiment: rv.Experiment, one: Peer, other: Peer) -> None:
    """Both end with the same expected reward, within 6 standard errors of the difference."""
    rewards = np.array(experiment.rewards)
    first, second = (np.asarray(peer(1), dtype=np.float64) @ rewards for peer in (one, other))
    error = math.sqrt(first.var() / len(first) + second.var() / len(second)) + 1e-3
    if abs(first.mean() - second.mean()) > 6 * error:
        sys.exit(f"not the same work: J ends at {first.mean():.4f} against {second.mean():.4f}, ± {error:.4f}")


def seconds(peer: Peer, seed: int, tries: int = 3) -> Array:
    """By the clock and by the processor, each the best of a few tries in a row.  [2]

    The first try is slowed by the caches that the other peer has left.
    """
    taken = []
    for _ in range(tries):
        clock, processor = time.perf_counter(), time.process_time()
        peer(seed)
        taken.append((time.perf_counter() - clock, time.process_time() - processor))
    return np.min(taken, axis=0)


def compare(what: str, one: Peer, other: Peer, rounds: int, target: float | None = None, scale: float = 1) -> Row:
    """Time both in turn, `rounds` times; `scale` times the other's time counts."""
    for warm in (one, other):
        warm(0)
    times = np.empty((rounds, 2, 2))  # round, peer, clock or processor
    for seed in range(rounds):
        for peer in (0, 1) if seed % 2 else (1, 0):  # who begins changes from round to round
            times[seed, peer] = seconds((one, other)[peer], seed)
    times[:, 1] *= scale
    a, b = 1e3 * np.median(times[:, :, 0], axis=0)
    ratios = times[:, 0] / times[:, 1]
    low, ratio, high = np.quantile(ratios[:, 0], [0.25, 0.5, 0.75])
    return Row(what, float(a), float(b), float(ratio), float(low), float(high), float(np.median(ratios[:, 1])), target)


def memory(what: str, experiment: rv.Experiment, limit: float) -> Row:
    tracemalloc.start()
    run = rv.simulate(experiment)
    peak = tracemalloc.get_traced_memory()[1] / MEGABYTE
    tracemalloc.stop()
    held = (run.probs.nbytes + run.reward.nbytes) / MEGABYTE
    ratio = peak / limit
    return Row(f"{what}; the result holds {held:.0f}", peak, limit, ratio, ratio, ratio, None, 1.0)


def measure(rounds: int) -> list[Row]:
    rows = []
    if find_spec("jax"):
        for estimator, k, target in AGAINST_JAX:
            experiment = replace(BENCHMARK, estimator=estimator, k=k)
            peers = ours(experiment), compiled(experiment)
            check_same_work(experiment, *peers)
            rows.append(compare(f"{estimator}, K = {k}: ours / JAX", *peers, rounds, target))
    else:
        print("JAX is not installed (pip install -r requirements-bench.txt): no compiled peer.", file=sys.stderr)
    for estimator, k in AGAINST_LOOP:
        experiment = replace(BENCHMARK, estimator=estimator, k=k)
        few = replace(experiment, runs=LOOP_RUNS)
        check_same_work(experiment, ours(experiment), plain_loop(replace(experiment, runs=10 * LOOP_RUNS, steps=500)))
        what = f"{estimator}, K = {k}: ours / plain loop ({LOOP_RUNS} runs, scaled)"
        rows.append(compare(what, ours(experiment), plain_loop(few), 3, scale=experiment.runs / LOOP_RUNS))
    rows.append(memory("peak MB, 1,000 runs × 1,000 steps", replace(BENCHMARK, runs=1000, steps=1000), 100))
    return rows


def environment() -> dict[str, str | int | float]:
    packages = {name: version(name) for name in ("numpy", "jax") if find_spec(name)}
    return {"python": platform.python_version(), **packages, "cpus": os.cpu_count() or 0, "load": os.getloadavg()[0]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=15, help="rounds in which the peers take turns")
    parser.add_argument("--json", type=Path, help="also write the table to this file")
    arguments = parser.parse_args()
    before = environment()
    print(f"{BENCHMARK.runs} runs × {BENCHMARK.steps} steps; medians of {arguments.rounds} rounds; {before}")
    rows = measure(arguments.rounds)
    print(f"{'':58}{'ours ms':>9}{'peer ms':>10}{'ratio':>9}{'quartiles':>16}{'processor':>11}{'target':>7}")
    for row in rows:
        target = "" if row.target is None else f"≤ {row.target:g}"
        times = f"{row.ours:9.1f}{row.peer:10.1f}{row.ratio:9.2g}{f'{row.low:.2g}–{row.high:.2g}':>16}"
        processor = "" if row.processor_ratio is None else f"{row.processor_ratio:.2g}"
        print(f"{row.what:58}{times}{processor:>11}{target:>7}  {row.verdict}")
    if arguments.json:
        table = [asdict(row) | {"verdict": row.verdict} for row in rows]
        arguments.json.write_text(json.dumps({"environment": before, "rows": table}, indent=2) + "\n")


if __name__ == "__main__":
    main()
