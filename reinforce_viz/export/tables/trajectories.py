"""What happens when you keep going: the numbers behind each picture."""

import numpy as np
import pandas as pd

import reinforce_viz as rv
from reinforce_viz.engine.summary import summarise


def probability_paths(experiment: rv.Experiment, shown: int) -> pd.DataFrame:
    """Each answer's probability over the steps: of run `shown`, and where a tenth, half and nine tenths of all lie."""
    e = experiment
    runs = summarise(e, rv.simulate(e))
    exact = rv.exact_ascent(e.probs, e.rewards, e.learning_rate, e.steps)[runs.step]
    single = runs.single[:, shown % runs.single.shape[1]]
    tables = []
    for a, name in enumerate(e.answers):
        columns = {"10% below": runs.low, "median": runs.median, "90% below": runs.high, "one run": single}
        values = {column: paths[:, a] for column, paths in (columns | {"exact ascent": exact}).items()}
        tables.append(pd.DataFrame({"answer": name, "step": runs.step, "answers drawn": runs.step * e.k, **values}))
    return pd.concat(tables, ignore_index=True)


def simplex_paths(experiment: rv.Experiment) -> pd.DataFrame:
    """The policies of the first runs at some steps, and those of exact ascent: a row per run and step."""
    runs = summarise(experiment, rv.simulate(experiment))
    exact = rv.exact_ascent(experiment.probs, experiment.rewards, experiment.learning_rate, experiment.steps)
    paths = {str(run + 1): (runs.frame_step, runs.dots[:, run]) for run in range(runs.dots.shape[1])}
    tables = []
    for run, (step, policies) in (paths | {"exact ascent": (runs.step, exact[runs.step])}).items():
        table = pd.DataFrame(policies, columns=[f"probability of {name}" for name in experiment.answers])
        table.insert(0, "run", run)
        table.insert(1, "step", step)
        tables.append(table)
    return pd.concat(tables, ignore_index=True)


def fates(*experiments: rv.Experiment) -> pd.DataFrame:
    """The share of runs that end above 95% on each answer, and their expected reward at the end."""
    tables = []
    for e in experiments:
        runs = summarise(e, rv.simulate(e))
        shares = dict(zip([*e.answers, "undecided"], runs.fates.tolist(), strict=True))
        if e.rewards.count(max(e.rewards)) > 1:
            shares["best together"] = runs.best
        table = pd.DataFrame({"ends on": list(shares), "share of runs": list(shares.values())})
        table.insert(0, "baseline", e.estimator)
        table.insert(1, "b", e.b if rv.ESTIMATORS[e.estimator].uses_b else np.nan)
        table["mean final J"], table["its standard error"] = runs.final_reward, runs.standard_error
        tables.append(table)
    return pd.concat(tables, ignore_index=True)
