"""Why a sampled push points the right way: the numbers behind each picture."""

import numpy as np
import pandas as pd

import reinforce_viz as rv
from reinforce_viz.lessons.why_it_works import bias_terms, identity
from reinforce_viz.text.claims.why_it_works import other_policies


def identity_arrows(experiment: rv.Experiment) -> pd.DataFrame:
    """The terms R ∇π and π R ∇log π of each answer on every logit; both add up to the slope of J, also measured."""
    terms = identity(experiment.probs, experiment.rewards)
    rows = np.vstack([terms.by_slope, terms.by_score, terms.sum_by_score, terms.measured])
    table = pd.DataFrame(rows, columns=[f"on {name}" for name in experiment.answers])
    kinds = [f"{kind} of {name}" for kind in ("R ∇π", "π R ∇log π") for name in experiment.answers]
    table.insert(0, "vector", [*kinds, "sum, the gradient", "slope of J, measured"])
    return table


def zero_bias(experiment: rv.Experiment, b: float) -> pd.DataFrame:
    """The push b ∇π of each answer on every logit, under the policy and under others: each three add up to zero."""
    tables = []
    for policy in [experiment.probs, *other_policies(experiment)]:
        table = pd.DataFrame(bias_terms(policy, b), columns=[f"on {name}" for name in experiment.answers])
        table.insert(0, "policy", ", ".join(f"{p:.3g}" for p in policy))
        table.insert(1, "push of", experiment.answers)
        tables.append(table)
    return pd.concat(tables, ignore_index=True)
