"""What is often said of the number of possible responses, and what is true of this experiment's samples."""

from math import sqrt

import numpy as np

from reinforce_viz.engine.exact import moments
from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.policy import exact_gradient
from reinforce_viz.lessons.sequence_counts import power_of_ten
from reinforce_viz.text.format import number
from reinforce_viz.text.readings.sequence_counts import written_power

DRAWS = (1, 100, 10_000)
ERROR_FIGURES = ["error of the average push, √(variance / K)"]


def sampling_error(experiment: Experiment, k: int) -> float:
    """√E|ĝ − g|² of the average of K pushes with nothing subtracted.

    Args:
        experiment: its policy and rewards.
        k: pushes that are averaged, from 1 on.
    """
    return sqrt(_variance(experiment) / k)


def error_counts_no_sequences(experiment: Experiment, vocabulary: int, length: int) -> str:
    """Whether the error of a sample grows with the number of sequences.

    Args:
        experiment: its policy and rewards.
        vocabulary: how many tokens there are to choose from, from 1 on.
        length: tokens in a response, from 1 on.
    """
    variance = _variance(experiment)
    gradient = exact_gradient(experiment.probs, experiment.rewards)
    said = "**You may hear:** with so many responses a sample is hopeless. "
    if number(variance) == "0":
        return f"{said}**Here** one draw is enough: whatever is drawn, the push is g."
    return said + (
        "**Here** the average of K pushes misses g by about √(variance / K). The variance of one push is "
        f"{number(variance)}, so 100 draws miss by {number(sampling_error(experiment, 100))}; g itself is "
        f"{number(float(np.linalg.norm(gradient)))} long. The formula does not ask how many responses there are. Give "
        f"each answer 10 to the power of {written_power(power_of_ten(vocabulary, length))} wordings, with the same "
        "reward and the same push, and the variance stays as it is. But it can grow with the length."
    )


def error_figures(experiment: Experiment) -> dict[str, list[str]]:
    """The numbers of ERROR_FIGURES for each of DRAWS."""
    return {f"K = {k:,}": [number(sampling_error(experiment, k))] for k in DRAWS}


def _variance(experiment: Experiment) -> float:
    return moments("none", experiment.probs, experiment.rewards, 1).total_variance
