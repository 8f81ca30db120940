"""What numbers are behind the pictures of single draws and single updates?"""

import numpy as np
import pandas as pd

import reinforce_viz as rv
from reinforce_viz.lessons.one_update import MadeWith, updates
from reinforce_viz.lessons.start import after_push, by_hand, supervised_push


def policy_bars(experiment: rv.Experiment, drawn: int) -> pd.DataFrame:
    """What the model answers now and, after `drawn` draws, where one step of the last one's push would move it."""
    table = pd.DataFrame({"answer": experiment.answers, "probability": experiment.probs, "reward": experiment.rewards})
    if drawn:
        push = by_hand(experiment, drawn).push[-1]
        table["push on the logit"] = push
        table["probability after one step"] = after_push(experiment, push)
    return table


def average_push(experiment: rv.Experiment, drawn: int) -> pd.DataFrame:
    """The push of each draw, and the average of all pushes so far with its standard error: a row per draw and answer.

    Of many draws only some are listed.  Last come the pushes that draws are held against.
    """
    first = by_hand(experiment, drawn)
    gradient, told = rv.exact_gradient(experiment.probs, experiment.rewards), supervised_push(experiment)
    rows = []
    for a, name in enumerate(experiment.answers):
        columns = {"push": first.push, "average push": first.average, "standard error": first.error}
        of_draws = {column: values[:, a] for column, values in columns.items()}
        rows += [pd.DataFrame({"answer": name, "draws": first.at, "times drawn": first.counts[:, a], **of_draws})]
    table = pd.concat(rows, ignore_index=True)
    truths = pd.DataFrame({"answer": experiment.answers, "true gradient": gradient, "push if told": told})
    return table.merge(truths, on="answer", how="right")


def drawn_answers(experiment: rv.Experiment, past: list[tuple[str, float]]) -> pd.DataFrame:
    """Each draw's random number, and the share of its answer, from one end to the other, that it fell into."""
    update = updates(experiment, [MadeWith(*baseline) for baseline in past])[-1]
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
    """Each draw's reward, its baseline and its advantage."""
    update = updates(experiment, [MadeWith(*baseline) for baseline in past])[-1]
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
    """Each draw's push over K on every logit; their sum is the estimate, and beside it the true gradient."""
    update = updates(experiment, [MadeWith(*baseline) for baseline in past])[-1]
    k = len(update.draws)
    arrows = np.vstack([update.push / k, update.estimate, update.gradient])
    table = pd.DataFrame(arrows, columns=[f"on {name}" for name in experiment.answers])
    table.insert(0, "arrow", [*(f"draw {draw}" for draw in range(1, k + 1)), "estimate", "true gradient"])
    table.insert(1, "answer", [*np.array(experiment.answers)[update.draws], "", ""])
    return table


def policy_step(experiment: rv.Experiment, past: list[tuple[str, float]]) -> pd.DataFrame:
    """Each answer's probability before the step, after it, and after the exact step."""
    update = updates(experiment, [MadeWith(*baseline) for baseline in past])[-1]
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
    """The policy before each update of a run, and where update number `shown`, from 0, and the exact step lead."""
    run = updates(experiment, [MadeWith(*baseline) for baseline in past])
    now = updates(experiment, [MadeWith(*baseline) for baseline in past[:shown]])[-1]
    policies = np.array([*(update.before for update in run), now.after, now.exact])
    table = pd.DataFrame(policies, columns=[f"probability of {name}" for name in experiment.answers])
    names = [*(f"before update {step}" for step in range(len(run))), f"after update {shown}", "after the exact step"]
    table.insert(0, "policy", names)
    table["expected reward"] = policies @ np.array(experiment.rewards)
    return table
