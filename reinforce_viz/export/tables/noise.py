"""What numbers are behind the pictures of noise: against K, against b, and of a mean that contains the answer?"""

import numpy as np
import pandas as pd

import reinforce_viz as rv
from reinforce_viz.engine.batch_size import curve, variance_by_baseline
from reinforce_viz.figures.variance_vs_k.variance_vs_baseline import marks, stretch


def variance_vs_k(experiment: rv.Experiment, quantity: str, baselines: list[str]) -> pd.DataFrame:
    """A quantity against K for each baseline: exact, and from 400 sampled updates with a 95% interval."""
    tables = []
    for name in baselines:
        c = curve(experiment, name, quantity)
        columns = {"K": c.k, "exact": c.exact, "sampled": c.sampled, "low": c.low, "high": c.high}
        tables.append(pd.DataFrame({"quantity": quantity, "baseline": name, **columns}))
    return pd.concat(tables, ignore_index=True)


def variance_vs_baseline(experiment: rv.Experiment) -> pd.DataFrame:
    """The total variance that each constant baseline leaves, the known ones by name."""
    known = marks(experiment)
    even = np.linspace(*stretch(experiment), 121)
    b = np.concatenate([list(known.values()), even])
    variance = variance_by_baseline(experiment.probs, experiment.rewards, experiment.k, b)
    return pd.DataFrame({"mark": [*known, *[""] * len(even)], "baseline b": b, "total variance": variance})


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
