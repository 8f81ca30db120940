"""Why a sampled push points the right way: the numbers behind each picture."""

import numpy as np
import pandas as pd

import reinforce_viz as rv
from reinforce_viz.lessons.why_it_works import bias_terms, identity
from reinforce_viz.text.claims.why_it_works import other_policies


def identity_arrows(experiment: rv.Experiment, *, hidden: bool = False) -> pd.DataFrame:
    """The push r ∇log π of each answer on every logit; times π, they add up to the slope of J.

    Args:
        experiment: its policy and rewards.
        hidden: whether the shrunk ones and their sum are left out, as they are until the reader has guessed.
    """
    terms = identity(experiment.probs, experiment.rewards)
    rows = {
        **{f"r ∇log π of {name}": row for name, row in zip(experiment.answers, terms.pushes, strict=True)},
        "slope of J, measured": terms.measured,
    }
    if not hidden:
        shrunk = {f"π r ∇log π of {name}": row for name, row in zip(experiment.answers, terms.by_score, strict=True)}
        rows |= shrunk | {"sum, the gradient": terms.sum_by_score}
    table = pd.DataFrame(np.array(list(rows.values())), columns=[f"on {name}" for name in experiment.answers])
    table.insert(0, "vector", list(rows))
    return table


def zero_bias(experiment: rv.Experiment, b: float) -> pd.DataFrame:
    """The push b ∇π of each answer on every logit, under the policy and under others: each three add up to zero.

    Args:
        experiment: what is shown.
        b: the baseline.
    """
    tables = []
    for policy in [experiment.probs, *other_policies(experiment)]:
        table = pd.DataFrame(bias_terms(policy, b), columns=[f"on {name}" for name in experiment.answers])
        table.insert(0, "policy", ", ".join(f"{p:.3g}" for p in policy))
        table.insert(1, "push of", experiment.answers)
        tables.append(table)
    return pd.concat(tables, ignore_index=True)
