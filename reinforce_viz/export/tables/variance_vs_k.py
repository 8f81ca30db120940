"""How many draws are enough: the numbers behind each picture."""

import pandas as pd

import reinforce_viz as rv
from reinforce_viz.engine.batch_size import curve
from reinforce_viz.lessons.variance_vs_k import before_guess


def variance_vs_k(experiment: rv.Experiment, quantity: str, baselines: list[str], veiled: bool = False) -> pd.DataFrame:
    """A quantity against K for each baseline: exact, and from 400 sampled updates with an interval of about 95%.

    veiled: only as far as the reader sees before a guess.
    """
    tables = []
    for name in baselines:
        c = curve(experiment, name, quantity)
        c = before_guess({name: c})[name] if veiled else c
        columns = {"K": c.k, "exact": c.exact, "sampled": c.sampled, "low": c.low, "high": c.high}
        tables.append(pd.DataFrame({"quantity": quantity, "baseline": name, **columns}))
    return pd.concat(tables, ignore_index=True)
