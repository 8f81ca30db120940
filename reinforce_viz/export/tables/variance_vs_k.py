"""How many samples are enough: the numbers behind each picture."""

import numpy as np
import pandas as pd

import reinforce_viz as rv
from reinforce_viz.engine.batch_size import curve, variance_by_baseline
from reinforce_viz.lessons.variance_vs_k import marks, stretch


def variance_vs_k(experiment: rv.Experiment, quantity: str, baselines: list[str]) -> pd.DataFrame:
    """A quantity against K for each baseline: exact, and from 400 sampled updates with an interval of about 95%."""
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
