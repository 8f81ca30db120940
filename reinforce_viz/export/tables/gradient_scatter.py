"""Where one update could point: the numbers behind the picture."""

import numpy as np
import pandas as pd

import reinforce_viz as rv
from reinforce_viz.engine.batches import likeliest
from reinforce_viz.lessons.gradient_scatter import sample


def gradient_cloud(experiment: rv.Experiment, most: int, sampled: int, draw: int) -> pd.DataFrame:
    """The gradient, the average estimate, the `most` likeliest estimates with one batch of each, and sampled ones.

    Args:
        experiment: what is shown.
        most: how many possible estimates to list.
        sampled: how many estimates to sample.
        draw: which sample of the seed, from 0 on.
    """
    e = experiment
    exact = rv.moments(*e.one_estimate)
    cloud = likeliest(rv.outcomes(*e.one_estimate), most)
    samples = sample(*e.one_estimate, seed=e.seed, n=sampled, draw=draw)
    vectors = np.vstack([exact.mean - exact.bias, exact.mean, cloud.gradient, samples])
    table = pd.DataFrame(vectors, columns=[f"on {name}" for name in experiment.answers])
    kinds = ["true gradient", "average estimate", "possible estimate", "sampled estimate"]
    table.insert(0, "vector", np.repeat(kinds, [1, 1, len(cloud.probability), sampled]))
    blank = np.full((2, 1 + len(experiment.answers)), np.nan)
    batches = np.column_stack([cloud.probability, cloud.counts])
    table[["probability", *(f"draws of {name}" for name in experiment.answers)]] = np.vstack(
        [blank, batches, np.full((sampled, batches.shape[1]), np.nan)]
    )
    return table
