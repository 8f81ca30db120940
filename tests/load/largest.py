"""The largest computation that the controls allow, and what it costs."""

import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from time import process_time

import reinforce_viz as rv
from reinforce_viz.engine import token_length as lengths
from reinforce_viz.engine.experiment import BATCH_SIZES, DEFAULT, Experiment
from reinforce_viz.engine.quantities import QUANTITIES
from reinforce_viz.engine.steps import exact_ascent
from reinforce_viz.lessons import baselines, gradient_scatter, nights
from reinforce_viz.ui.cache import most_runs
from tests.of_experiment import curve, summarise

MOST = 1000  # steps, and runs
SIZES = (1, 8, 12, 16, BATCH_SIZES[-1])
WATCHED = 5
TRIES = 3

Computation = Callable[[], object]


def computations() -> Iterator[tuple[str, Computation]]:
    """The most that each control can ask for; each waits for the engine's lock by itself."""
    for name, entry in rv.ESTIMATORS.items():
        for k in SIZES:
            if k >= entry.smallest_k:
                e = replace(DEFAULT, steps=MOST, runs=MOST, estimator=name, k=k)
                e = replace(e, runs=min(MOST, most_runs(e)))
                yield f"{e.runs:,} runs of {MOST:,} steps, {name}, K = {k}", lambda e=e: summarise(e, rv.simulate(e))
        e = replace(DEFAULT, estimator=name, k=BATCH_SIZES[-1])
        yield f"cloud of {name}", lambda e=e: _cloud(e)
        for quantity in QUANTITIES:
            yield f"{quantity} of {name}", lambda e=e, quantity=quantity: curve(e, e.estimator, quantity)
    yield "exact ascent", lambda: exact_ascent(DEFAULT.probs, DEFAULT.rewards, 0.1, MOST)
    yield "three restaurants", lambda: nights.searches(0.1, 0)
    e = replace(DEFAULT, k=BATCH_SIZES[-1])
    yield "dial", lambda e=e: baselines.dial(e.probs, e.rewards, e.k, e.b)
    yield "lengths", lambda: lengths.length_curves(DEFAULT.probs, DEFAULT.rewards, "sum", 0)


def slowest() -> tuple[str, float]:
    """The computation that takes longest, and its milliseconds."""
    times = {name: min(_seconds(compute) for _ in range(TRIES)) for name, compute in computations()}
    name = max(times, key=lambda name: times[name])
    return name, 1000 * times[name]


def largest() -> tuple[str, float]:
    """The computation that takes most memory, and its megabytes."""
    peaks = {name: _peak(compute) for name, compute in computations() if " runs of " not in name}
    # The runs take the same room whatever the baseline.
    name, runs = next(iter(computations()))
    peaks[name] = _peak(runs)
    name = max(peaks, key=lambda name: peaks[name])
    return name, peaks[name]


def _cloud(e: Experiment) -> object:
    exact, likeliest = gradient_scatter.cloud(*e.one_estimate)
    return exact.downhill, likeliest


def _seconds(compute: Computation) -> float:
    """By the processor, so that what else the machine does counts for little."""
    began = process_time()
    compute()
    return process_time() - began


def _peak(compute: Computation) -> float:
    tracemalloc.start()
    compute()
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    return peak
