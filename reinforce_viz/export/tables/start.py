"""How a model learns from rewards alone: the numbers behind each picture."""

import pandas as pd

import reinforce_viz as rv
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
