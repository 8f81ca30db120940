"""A summary of many runs: a run through time, reduced to what a picture can show."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine.rounding import Array
from reinforce_viz.engine.simulate import Run

DECIDED = 0.95
POINTS = 100
PATHS = 30
DOTS = 200


@dataclass(frozen=True, eq=False)
class Summary:
    """R runs reduced to P instants, S runs drawn through, and D dots in F frames."""

    step: npt.NDArray[np.int64]  # [P], 0 … T
    low: Array  # [P, A], 10% of the runs lie below
    median: Array  # [P, A]
    high: Array  # [P, A], 10% of the runs lie above
    single: Array  # [P, S, A], the first runs, one by one
    preferred: Array  # [P, A], share of the runs that give the action the most probability; ties are shared
    frame_step: npt.NDArray[np.int64]  # [F], 0 … T
    dots: Array  # [F, D, A], the first runs at each frame
    frame_preferred: Array  # [F, A], as `preferred` at each frame
    fates: Array  # [A + 1], share of runs that end above DECIDED on each action, then the undecided
    final_reward: float  # mean J of the last policies
    standard_error: float  # of final_reward; NaN for a single run
    best: float  # share of runs decided on an action of the largest reward
    worse: float  # share of runs decided on another


def summarise(rewards: npt.ArrayLike, run: Run) -> Summary:
    """Reduce runs to what their pictures need.

    Args:
        rewards: [A].
        run: R runs of T steps.
    """
    steps, runs = run.reward.shape
    step = instants(steps)
    low, median, high = _quantiles(np.moveaxis(run.probs, 1, 2)[step], [0.1, 0.5, 0.9])
    frame_step = frames(steps)
    final = run.probs[-1]
    rewards = np.asarray(rewards)
    reward = final @ rewards
    # Whole numbers until the end: a difference of shares could leave a rounding where there is no run.
    decided = (final > DECIDED).sum(axis=0)
    best = int(decided[rewards == rewards.max()].sum())
    return Summary(
        step=step,
        low=low,
        median=median,
        high=high,
        single=run.probs[step, :PATHS],
        preferred=_preferred(run.probs[step]),
        frame_step=frame_step,
        dots=run.probs[frame_step, :DOTS],
        frame_preferred=_preferred(run.probs[frame_step]),
        fates=np.append(decided, runs - decided.sum()) / runs,
        final_reward=float(reward.mean()),
        standard_error=float(reward.std(ddof=1) / np.sqrt(runs)) if runs > 1 else np.nan,
        best=best / runs,
        worse=(int(decided.sum()) - best) / runs,
    )


def _preferred(probs: Array) -> Array:
    """The share of runs that prefer each action; a run whose actions tie counts in parts.  [P, R, A] -> [P, A]."""
    most = probs == probs.max(axis=2, keepdims=True)
    return np.asarray((most / most.sum(axis=2, keepdims=True)).mean(axis=1))


def _quantiles(values: Array, shares: list[float]) -> Array:
    """Quantiles along the last axis, on a straight line between neighbours.  [..., R] -> [S, ...]."""
    # Sorted whole, which takes a third as long as what np.quantile does.
    ordered = np.sort(values, axis=-1)
    last = values.shape[-1] - 1
    places = last * np.array(shares)
    below = np.floor(places).astype(np.int64)
    under, over = ordered[..., below], ordered[..., np.minimum(below + 1, last)]
    return np.asarray(np.moveaxis(under + (over - under) * (places - below), -1, 0))


@lru_cache(maxsize=64)
def instants(steps: int) -> npt.NDArray[np.int64]:
    """The steps worth drawing: even on a linear and on a logarithmic axis.

    Args:
        steps: T, from 1 on.

    Returns:
        [P], from 0 to T, at most 1.5 · POINTS of them, read-only.
    """
    even = np.linspace(0, steps, POINTS)
    early = np.geomspace(1, max(steps, 1), POINTS // 2)
    return _steps(np.concatenate([even, early]))


@lru_cache(maxsize=64)
def frames(steps: int) -> npt.NDArray[np.int64]:
    """The steps at which moving runs are shown: close together at first, where most is decided.

    Args:
        steps: T, from 1 on.

    Returns:
        [F], 0, 1, 2, 3, 4, 6, 8, 12, 16, … and T, read-only.
    """
    powers = 2.0 ** np.arange(int(np.log2(steps)) + 1)
    return _steps(np.concatenate([[0, steps], powers, 1.5 * powers[1:][1.5 * powers[1:] <= steps]]))


def _steps(places: Array) -> npt.NDArray[np.int64]:
    whole = np.unique(places.round().astype(np.int64))
    whole.setflags(write=False)
    return whole
