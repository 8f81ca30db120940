"""What one update does: the numbers behind each picture."""

import numpy as np
import pandas as pd

import reinforce_viz as rv
from reinforce_viz.lessons.one_update import MadeWith, Update, updates


def drawn_answers(experiment: rv.Experiment, past: list[tuple[str, float]]) -> pd.DataFrame:
    """Each draw's random number, and the share of its answer, from one end to the other, that it fell into.

    Args:
        experiment: what is shown.
        past: estimator and b of each update before this one.
    """
    update = _run(experiment, past)[-1]
    return pd.DataFrame(
        {
            "draw": np.arange(1, len(update.draws) + 1),
            "answer": np.array(experiment.answers)[update.draws],
            "random number": update.luck,
            "share from": update.edges[update.draws],
            "share to": update.edges[update.draws + 1],
        }
    )


def scored_answers(experiment: rv.Experiment, past: list[tuple[str, float]]) -> pd.DataFrame:
    """Each draw's reward, its baseline and its advantage.

    Args:
        experiment: what is shown.
        past: estimator and b of each update before this one.
    """
    update = _run(experiment, past)[-1]
    return pd.DataFrame(
        {
            "draw": np.arange(1, len(update.draws) + 1),
            "answer": np.array(experiment.answers)[update.draws],
            "reward": update.reward,
            "baseline": update.baseline,
            "divisor": update.divisor,
            "advantage": update.advantage,
        }
    )


def push_arrows(experiment: rv.Experiment, past: list[tuple[str, float]]) -> pd.DataFrame:
    """Each draw's push over K on every logit; their sum is the estimate, and beside it the true gradient.

    Args:
        experiment: what is shown.
        past: estimator and b of each update before this one.
    """
    update = _run(experiment, past)[-1]
    k = len(update.draws)
    arrows = np.vstack([update.push / k, update.estimate, update.gradient])
    table = pd.DataFrame(arrows, columns=[f"on {name}" for name in experiment.answers])
    table.insert(0, "arrow", [*(f"draw {draw}" for draw in range(1, k + 1)), "estimate", "true gradient"])
    table.insert(1, "answer", [*np.array(experiment.answers)[update.draws], "", ""])
    return table


def policy_step(experiment: rv.Experiment, past: list[tuple[str, float]]) -> pd.DataFrame:
    """Each answer's probability before the step, after it, and after the exact step.

    Args:
        experiment: what is shown.
        past: estimator and b of each update before this one.
    """
    update = _run(experiment, past)[-1]
    return pd.DataFrame(
        {
            "answer": experiment.answers,
            "reward": experiment.rewards,
            "before": update.before,
            "after the step": update.after,
            "after the exact step": update.exact,
        }
    )


def run_path(experiment: rv.Experiment, past: list[tuple[str, float]], shown: int) -> pd.DataFrame:
    """The policy before each update of a run, and where update number `shown`, from 0, and the exact step lead.

    Args:
        experiment: what is shown.
        past: estimator and b of each update of the run but the last.
        shown: the number of the update whose step is shown, from 0.
    """
    run = _run(experiment, past)
    now = _run(experiment, past[:shown])[-1]
    policies = np.array([*(update.before for update in run), now.after, now.exact])
    table = pd.DataFrame(policies, columns=[f"probability of {name}" for name in experiment.answers])
    names = [*(f"before update {step}" for step in range(len(run))), f"after update {shown}", "after the exact step"]
    table.insert(0, "policy", names)
    table["expected reward"] = policies @ np.array(experiment.rewards)
    return table


def _run(experiment: rv.Experiment, past: list[tuple[str, float]]) -> tuple[Update, ...]:
    """The updates that were made with each past estimator and b, and the one that the experiment makes next."""
    e = experiment
    baselines = [MadeWith(*baseline) for baseline in [*past, (e.estimator, e.b)]]
    return updates(e.probs, e.rewards, e.k, e.learning_rate, e.seed, baselines)
