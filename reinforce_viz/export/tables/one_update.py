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


def rewarded_answers(experiment: rv.Experiment, past: list[tuple[str, float]]) -> pd.DataFrame:
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


def push_arrows(experiment: rv.Experiment, past: list[tuple[str, float]], *, hidden: bool = False) -> pd.DataFrame:
    """Each draw's push over K on every logit; their sum is the estimate, and beside it the true gradient.

    Args:
        experiment: what is shown.
        past: estimator and b of each update before this one.
        hidden: without the true gradient.
    """
    update = _run(experiment, past)[-1]
    k = len(update.draws)
    arrows = np.vstack([update.push / k, update.estimate, update.gradient])
    table = pd.DataFrame(arrows, columns=[f"on {name}" for name in experiment.answers])
    table.insert(0, "arrow", [*(f"draw {draw}" for draw in range(1, k + 1)), "estimate", "true gradient"])
    table.insert(1, "answer", [*np.array(experiment.answers)[update.draws], "", ""])
    return table[:-1] if hidden else table


def large_step(experiment: rv.Experiment, past: list[tuple[str, float]], *, hidden: bool = False) -> pd.DataFrame:
    """The policy before the step, after it and after the exact step, each with its expected reward.

    Args:
        experiment: what is shown.
        past: estimator and b of each update before this one.
        hidden: only the policy before the step.
    """
    update = _run(experiment, past)[-1]
    table = _policies(experiment, {"before": update.before, "after": update.after, "exact": update.exact})
    return table[:1] if hidden else table


def policy_step(experiment: rv.Experiment, past: list[tuple[str, float]], *, hidden: bool = False) -> pd.DataFrame:
    """Each answer's probability before the step, after it, and after the exact step.

    Args:
        experiment: what is shown.
        past: estimator and b of each update before this one.
        hidden: only before the step.
    """
    update = _run(experiment, past)[-1]
    table = pd.DataFrame(
        {
            "answer": experiment.answers,
            "reward": experiment.rewards,
            "before": update.before,
            "after the step": update.after,
            "after the exact step": update.exact,
        }
    )
    return table.iloc[:, :3] if hidden else table


def run_path(experiment: rv.Experiment, past: list[tuple[str, float]]) -> pd.DataFrame:
    """The policy before each update of a run.

    Args:
        experiment: what is shown.
        past: estimator and b of each update of the run but the last.
    """
    run = _run(experiment, past)
    return _policies(experiment, {f"before update {step}": update.before for step, update in enumerate(run)})


def _policies(experiment: rv.Experiment, policies: dict[str, np.ndarray]) -> pd.DataFrame:
    """Policies by name, and the expected reward of each."""
    table = pd.DataFrame(np.array([*policies.values()]), columns=[f"probability of {n}" for n in experiment.answers])
    table.insert(0, "policy", [*policies])
    table["expected reward"] = np.array([*policies.values()]) @ np.array(experiment.rewards)
    return table


def _run(experiment: rv.Experiment, past: list[tuple[str, float]]) -> tuple[Update, ...]:
    """The updates that were made with each past estimator and b, and the one that the experiment makes next."""
    e = experiment
    baselines = [MadeWith(*baseline) for baseline in [*past, (e.estimator, e.b)]]
    return updates(e.probs, e.rewards, e.k, e.learning_rate, e.seed, baselines)
