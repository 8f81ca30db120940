"""What to subtract: the numbers behind each picture."""

import numpy as np
import pandas as pd

import reinforce_viz as rv
from reinforce_viz.engine.summary import instants
from reinforce_viz.lessons.baselines import stops, turn
from reinforce_viz.lessons.nights import NIGHTS, searches


def baseline_dial(experiment: rv.Experiment, most: int, *, hidden: bool = False) -> pd.DataFrame:
    """A row for each stop of the dial; then, at the experiment's b, a row for each of the `most` likeliest batches.

    Args:
        experiment: what is shown.
        most: how many batches to list.
        hidden: only what the reader sees before a guess, which is the experiment's b alone.
    """
    e = experiment
    at = np.array([e.b]) if hidden else stops(e.probs, e.rewards, e.b)
    dial = turn(e.probs, e.rewards, e.k, at, most)
    table = pd.DataFrame({"b": dial.b, "total variance": dial.variance, "share of downhill steps": dial.downhill})
    table[[f"advantage of {name}" for name in experiment.answers]] = dial.advantage
    here = int(np.abs(dial.b - experiment.b).argmin())
    batches = pd.DataFrame({"b": dial.b[here], "probability of the batch": dial.probability})
    batches[[f"draws of {name}" for name in experiment.answers]] = dial.counts
    batches[[f"estimate on {name}" for name in experiment.answers]] = dial.gradient[here]
    return pd.concat([table, batches], ignore_index=True)


def nights(learning_rate: float, seed: int) -> pd.DataFrame:
    """The chance of choosing the best restaurant after each night, by how the three are rated.

    Args:
        learning_rate: of each night's step.
        seed: of the draws, from 0 on.
    """
    night = instants(NIGHTS)[1:]
    by_ratings = searches(learning_rate, seed).items()
    tables = [
        pd.DataFrame({"ratings": ratings, "nights": night, "chance of the best": search.chance[night]})
        for ratings, search in by_ratings
    ]
    return pd.concat(tables, ignore_index=True)


def own_sample(experiment: rv.Experiment) -> pd.DataFrame:
    """Leave-one-out and the batch mean: the average step as a share of the gradient, and the error by its two parts."""
    rows = []
    for name in ("leave-one-out", "batch mean"):
        exact = rv.moments(name, experiment.probs, experiment.rewards, experiment.k)
        gradient = rv.exact_gradient(experiment.probs, experiment.rewards)
        share = exact.mean @ gradient / (gradient @ gradient) if gradient.any() else np.nan
        errors = {"variance": exact.total_variance, "squared bias": exact.bias @ exact.bias}
        rows.append({"baseline": name, "share of the gradient": share, **errors, "mean squared error": exact.mse})
    return pd.DataFrame(rows)
