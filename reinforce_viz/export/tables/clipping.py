"""How much one batch can teach: the numbers behind each picture."""

import numpy as np
import pandas as pd

import reinforce_viz as rv
from reinforce_viz.lessons.clipping import EPOCHS, every_batch, reuse


def one_batch(experiment: rv.Experiment, scene: str, *, hidden: bool = False) -> pd.DataFrame:
    """Each answer's probability and ratio after every epoch, with the clip and without; and whose push it stops.

    Args:
        experiment: what is shown.
        scene: of SCENES.
        hidden: only what is so before the first epoch.
    """
    shown = reuse(experiment.probs, experiment.rewards, experiment.learning_rate, scene)
    tables = []
    for name, run, stopped in (
        ("with", shown.clipped, shown.stopped),
        ("without", shown.free, np.zeros_like(shown.stopped)),
    ):
        for a, answer in enumerate(experiment.answers):
            columns = {"probability": run.probs[:, a], "ratio": run.ratio[:, a], "stopped": stopped[:, a]}
            epoch = np.arange(EPOCHS + 1)
            tables.append(pd.DataFrame({"clip": name, "answer": answer, "epoch": epoch, **columns}))
    table = pd.concat(tables, ignore_index=True)
    return table[table["epoch"] == 0].drop(columns="stopped") if hidden else table


def expected_reward(experiment: rv.Experiment, scene: str) -> pd.DataFrame:
    """Averages over every batch after every epoch, with and without the clip.

    Args:
        experiment: what is shown.
        scene: of SCENES.
    """
    tables = []
    runs = every_batch(experiment.probs, experiment.rewards, experiment.learning_rate, scene)
    for name, run in zip(("with", "without"), runs, strict=True):
        columns = {"expected J": run.expected_reward, "spread of J": run.spread, "J falls": run.falls, "KL": run.kl}
        tables.append(pd.DataFrame({"clip": name, "epoch": np.arange(EPOCHS + 1), **columns}))
    return pd.concat(tables, ignore_index=True)
