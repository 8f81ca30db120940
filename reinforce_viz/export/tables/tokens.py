"""Which token deserves the credit: the numbers behind each picture."""

import numpy as np
import pandas as pd

import reinforce_viz as rv
from reinforce_viz.engine.token_length import LENGTHS, SAMPLED_LENGTHS, length_curves
from reinforce_viz.engine.tokens import rewards_that_count
from reinforce_viz.lessons.learned_critic import critic_curves
from reinforce_viz.lessons.sequence_counts import KNOWN, power_of_ten
from reinforce_viz.lessons.tokens import draw_pushes


def token_row(experiment: rv.Experiment, length: int, task: str, draw: int, *, hidden: bool = False) -> pd.DataFrame:
    """Each token of a drawn response, what it is worth, and its push under every credit; hidden, the tokens alone.

    Args:
        experiment: what is shown.
        length: T, tokens in the response.
        task: of an entry in TASKS.
        draw: which response of the seed, from 0 on.
        hidden: the tokens alone.
    """
    pushes = draw_pushes(experiment.probs, experiment.rewards, length, task, experiment.seed, draw)
    place, tokens = np.arange(1, length + 1), np.array(experiment.answers)[pushes.tokens]
    if hidden:
        return pd.DataFrame({"position": place, "token": tokens})
    pushed = {f"push, {credit}": values for credit, values in pushes.by_credit.items()}
    return pd.DataFrame({"position": place, "token": tokens, "worth": pushes.worth, **pushed})


def token_variance(experiment: rv.Experiment, task: str) -> pd.DataFrame:
    """Total variance against the length of the response under every credit, and sampled with a 95% interval.

    Args:
        experiment: what is shown.
        task: of an entry in TASKS.
    """
    tables = []
    for credit, c in length_curves(experiment.probs, experiment.rewards, task, experiment.seed).items():
        exact = pd.DataFrame({"credit": credit, "tokens": LENGTHS, "exact": c.exact})
        sampled = pd.DataFrame({"tokens": SAMPLED_LENGTHS, "sampled": c.sampled, "low": c.low, "high": c.high})
        tables.append(exact.merge(sampled, on="tokens", how="left"))
    return pd.concat(tables, ignore_index=True)


def token_positions(experiment: rv.Experiment, length: int, task: str) -> pd.DataFrame:
    """Exact variance of the gradient of each token under every credit.

    Args:
        experiment: what is shown.
        length: T, tokens in the response.
        task: of an entry in TASKS.
    """
    tables = []
    for credit in rv.CREDITS:
        exact = rv.sequence_moments(credit, experiment.probs, experiment.rewards, length, task)
        place = np.arange(1, length + 1)
        tables.append(pd.DataFrame({"credit": credit, "position": place, "variance": exact.per_position}))
    return pd.concat(tables, ignore_index=True)


def token_sums(length: int, task: str) -> pd.DataFrame:
    """Whether the reward of one token pushes another, under every credit.

    Args:
        length: T, tokens in the response.
        task: of an entry in TASKS.
    """
    place = np.arange(1, length + 1)
    pairs = {"pushed token": np.repeat(place, length), "rewarded token": np.tile(place, length)}
    counts = {credit: rewards_that_count(credit, length, task).ravel() for credit in rv.CREDITS}
    return pd.DataFrame({**pairs, **counts})


def learned_critic(experiment: rv.Experiment, length: int) -> pd.DataFrame:
    """Variance, and the share of the gradient that is lost, for three critics and many λ.

    Args:
        experiment: what is shown.
        length: T, tokens in the response.
    """
    curves = critic_curves(experiment.probs, experiment.rewards, length)
    tables = [
        pd.DataFrame({"critic": name, "λ": curve.trace, "variance": curve.variance, "share lost": curve.lost})
        for name, curve in curves.items()
    ]
    return pd.concat(tables, ignore_index=True)


def sequence_counts(vocabulary: int, length: int) -> pd.DataFrame:
    """The number of responses, and numbers that people know, as powers of ten.

    Args:
        vocabulary: how many tokens there are.
        length: tokens in a response.
    """
    powers = {name: known.power for name, known in KNOWN.items()}
    powers[f"responses of {length} tokens"] = power_of_ten(vocabulary, length)
    return pd.DataFrame({"number of": list(powers), "power of ten": list(powers.values())})
