"""How a model learns from rewards alone: the numbers behind each picture."""

import pandas as pd

import reinforce_viz as rv
from reinforce_viz.lessons.single_push import supervised_push
from reinforce_viz.lessons.start import by_hand
from reinforce_viz.lessons.start import nudged as nudge


def nudged(experiment: rv.Experiment) -> pd.DataFrame:
    """What the first draw of the seed would be, and earn, if the logit of a best answer were moved, luck unchanged."""
    moves = nudge(experiment.probs, experiment.rewards, experiment.seed)
    return pd.DataFrame(
        {
            "logit moved by": moves.shift,
            "answer drawn": [experiment.answers[answer] for answer in moves.answer],
            "reward": [experiment.rewards[answer] for answer in moves.answer],
            f"probability of {experiment.answers[moves.moved]}": moves.prob,
        }
    )


def average_push(experiment: rv.Experiment, drawn: int) -> pd.DataFrame:
    """The push of each draw, and the average of all pushes so far with its standard error: a row per draw and answer.

    Of many draws only some are listed.  Last come the pushes that draws are compared with.

    Args:
        experiment: what is shown.
        drawn: how many answers.
    """
    e = experiment
    first = by_hand(e.estimator, e.probs, e.rewards, e.b, e.seed, drawn)
    gradient, told = rv.exact_gradient(e.probs, e.rewards), supervised_push(e.probs, e.rewards)
    rows = []
    for a, name in enumerate(experiment.answers):
        columns = {"push": first.push, "average push": first.average, "standard error": first.error}
        of_draws = {column: values[:, a] for column, values in columns.items()}
        rows += [pd.DataFrame({"answer": name, "draws": first.at, "times drawn": first.counts[:, a], **of_draws})]
    table = pd.concat(rows, ignore_index=True)
    truths = pd.DataFrame({"answer": experiment.answers, "true gradient": gradient, "push if told": told})
    return table.merge(truths, on="answer", how="right")
