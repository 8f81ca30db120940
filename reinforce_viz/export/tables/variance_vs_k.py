"""How many draws are enough: the numbers behind each picture."""

import pandas as pd

import reinforce_viz as rv
from reinforce_viz.engine.batch_size import curve
from reinforce_viz.export.curves import curves_table
from reinforce_viz.lessons.variance_vs_k import before_guess


def variance_vs_k(
    experiment: rv.Experiment, quantity: str, baselines: list[str], *, hidden: bool = False
) -> pd.DataFrame:
    """A quantity against K for each baseline: exact, and from 400 sampled updates with an interval of about 95%.

    Args:
        experiment: what is shown.
        quantity: of an entry in QUANTITIES.
        baselines: of entries in ESTIMATORS.
        hidden: only as far as the reader sees before a guess.
    """
    e = experiment
    curves = {name: curve(name, quantity, e.probs, e.rewards, e.seed, e.b) for name in baselines}
    table = curves_table(before_guess(curves) if hidden else curves)
    table.insert(0, "quantity", quantity)
    return table
