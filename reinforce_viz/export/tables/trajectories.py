"""What happens when you keep going: the numbers behind each picture."""

import numpy as np
import pandas as pd

import reinforce_viz as rv
from reinforce_viz.engine.summary import summarise
from reinforce_viz.lessons.trajectories import entropy, fate, first_runs, printed_loss


def single_runs(experiment: rv.Experiment) -> pd.DataFrame:
    """The first runs one by one, and exact ascent: each answer's probability, the printed loss, the entropy and J."""
    e = experiment
    runs = summarise(e.rewards, rv.simulate(e))
    exact = rv.exact_ascent(e.probs, e.rewards, e.learning_rate, e.steps)[runs.step]
    ends = [[*e.answers, "undecided"][answer] for answer in fate(runs.single[-1])]
    paths = {str(run + 1): (end, runs.single[:, run]) for run, end in enumerate(ends)}
    tables = []
    for run, (end, policies) in (paths | {"exact ascent": ("", exact)}).items():
        table = pd.DataFrame(policies, columns=[f"probability of {name}" for name in e.answers])
        table.insert(0, "run", run)
        table.insert(1, "ends on", end)
        table.insert(2, "step", runs.step)
        table.insert(3, "answers drawn", runs.step * e.k)
        table["printed loss"], table["entropy"] = printed_loss(policies, e.rewards), entropy(policies)
        table["expected reward J"] = policies @ np.array(e.rewards)
        tables.append(table)
    return pd.concat(tables, ignore_index=True)


def one_run(experiment: rv.Experiment, run: int = 1) -> pd.DataFrame:
    """One run step by step: each answer's probability, and how often the step that led there drew it.

    Args:
        experiment: what is run.
        run: its number, from 1.
    """
    seen = first_runs(experiment, run)[-1]
    table = pd.DataFrame(seen.probs, columns=[f"probability of {name}" for name in experiment.answers])
    table.insert(0, "step", np.arange(len(table)))
    none_yet = np.zeros((1, len(experiment.answers)))
    for name, drawn in zip(experiment.answers, np.concatenate([none_yet, seen.counts]).T, strict=True):
        table[f"{name} drawn"] = drawn.astype(int)
    return table


def preferred_answers(experiment: rv.Experiment) -> pd.DataFrame:
    """The share of all runs that give each answer more probability than the others, step by step."""
    runs = summarise(experiment.rewards, rv.simulate(experiment))
    table = pd.DataFrame(runs.preferred, columns=[f"share that prefers {name}" for name in experiment.answers])
    table.insert(0, "step", runs.step)
    table.insert(1, "answers drawn", runs.step * experiment.k)
    return table


def simplex_paths(experiment: rv.Experiment) -> pd.DataFrame:
    """The policies of the first runs at some steps, and those of exact ascent: a row per run and step."""
    runs = summarise(experiment.rewards, rv.simulate(experiment))
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
    """The share of runs that end above 95% on each answer, and their expected reward at the end.

    Args:
        experiments: of three answers each.
    """
    tables = []
    for e in experiments:
        runs = summarise(e.rewards, rv.simulate(e))
        shares = dict(zip([*e.answers, "undecided"], runs.fates.tolist(), strict=True))
        if e.rewards.count(max(e.rewards)) > 1:
            shares["best together"] = runs.best
        table = pd.DataFrame({"ends on": list(shares), "share of runs": list(shares.values())})
        table.insert(0, "baseline", e.estimator)
        table.insert(1, "b", e.b if rv.ESTIMATORS[e.estimator].uses_b else np.nan)
        table["mean final J"], table["its standard error"] = runs.final_reward, runs.standard_error
        tables.append(table)
    return pd.concat(tables, ignore_index=True)
