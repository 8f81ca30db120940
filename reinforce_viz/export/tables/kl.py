"""How far a model may stray: the numbers behind each picture."""

import pandas as pd

import reinforce_viz as rv
from reinforce_viz.lessons.kl import penalty


def ends(experiment: rv.Experiment, beta: float, *, hidden: bool = False) -> pd.DataFrame:
    """Each answer's probability at the reference, where J − β KL is largest, and where each estimate ends as a loss.

    Args:
        experiment: what is shown.
        beta: the price of a nat in rewards, above 0.
        hidden: without the estimates.
    """
    found = penalty(experiment.probs, experiment.rewards, beta)
    of_losses = {} if hidden else {f"loss {kind}": estimate.end for kind, estimate in found.estimates.items()}
    return pd.DataFrame(
        {"answer": experiment.answers, "reference": found.reference, "largest J - beta KL": found.best, **of_losses}
    )


def one_draw(experiment: rv.Experiment, beta: float) -> pd.DataFrame:
    """What a draw of each answer says about KL, where J − β KL is largest; with means and variances.

    Args:
        experiment: what is shown.
        beta: the price of a nat in rewards, above 0.
    """
    found = penalty(experiment.probs, experiment.rewards, beta)
    tables = []
    for kind, estimate in found.estimates.items():
        columns = {"answer": experiment.answers, "probability": found.best, "value": estimate.draws}
        tables.append(pd.DataFrame({"estimate": kind, **columns, "mean": estimate.mean, "variance": estimate.variance}))
    return pd.concat(tables, ignore_index=True)
