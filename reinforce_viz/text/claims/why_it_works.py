"""What a sampled estimate depends on and what not, in sentences held against this experiment's numbers."""

from math import sqrt

import numpy as np

from reinforce_viz.engine.estimators import ESTIMATORS
from reinforce_viz.engine.exact import moments
from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.policy import exact_gradient
from reinforce_viz.engine.presets import PRESETS
from reinforce_viz.lessons.sequence_counts import power_of_ten
from reinforce_viz.lessons.start import single_rule
from reinforce_viz.lessons.why_it_works import identity
from reinforce_viz.text.format import number, places, vector
from reinforce_viz.text.readings.why_it_works import written_power

DRAWS = (1, 100, 10_000)
SHOWN_POLICIES = 3


def sampling_error(experiment: Experiment, k: int) -> float:
    """√E|ĝ − g|² of the average of K pushes, with nothing subtracted where the baseline needs a batch."""
    return sqrt(_variance(experiment) / k)


def error_counts_no_sequences(experiment: Experiment, vocabulary: int, length: int) -> str:
    """Does the error of a sample grow with the number of sequences?"""
    variance = _variance(experiment)
    gradient = exact_gradient(experiment.probs, experiment.rewards)
    phrase = ESTIMATORS[single_rule(experiment.estimator)].phrase
    said = "**Often said:** with so many sequences a sample is hopeless. "
    if number(variance) == "0":
        return f"{said}**Here** one draw with {phrase} is enough: whatever is drawn, the push is g."
    return said + (
        f"**Here** the average of K pushes misses g by about √(V/K). One draw with {phrase} has V = "
        f"{number(variance)}, so 100 draws miss by {number(sampling_error(experiment, 100))}; g itself is "
        f"{number(float(gradient @ gradient) ** 0.5)} long. The number of sequences does not appear in this formula: "
        f"put each answer into 10 to the power of {written_power(power_of_ten(vocabulary, length))} different "
        "wordings, with the same reward and the same push, and V stays as it is. But V itself can grow with the length."
    )


def baseline_on_average(experiment: Experiment, b: float) -> str:
    """Does a baseline change the average push, when it turns every single one?"""
    without, subtracted = (
        identity(experiment.probs, np.array(experiment.rewards) - value).sum_by_score for value in (0.0, b)
    )
    digits = places([*without, *subtracted])
    average = f"{vector(without, digits)} with nothing subtracted"
    average += f" and {vector(subtracted, digits)} with b = {number(b)}: it does not depend on b" if b else ""
    return (
        "**Often said:** without a baseline every answer is pushed up. "
        f"**Here** {_pushed_up(experiment)}. The average push is {average}."
    )


def _pushed_up(experiment: Experiment) -> str:
    """Which single draws are pushed up while nothing is subtracted."""
    rewards = [r for r, p in zip(experiment.rewards, experiment.probs, strict=True) if p > 0]
    if len(rewards) == 1:
        return "the model is certain of its answer, and a draw pushes nothing, up or down"
    if min(rewards) > 0:
        return "each drawn answer is pushed up, but that holds for single draws only"
    if max(rewards) <= 0:
        return "no drawn answer is pushed up"
    return "an answer is pushed up when it is drawn if its own reward is positive, but that holds for single draws only"


ERROR_FIGURES = ["error of the average push, √(V/K)"]


def error_figures(experiment: Experiment) -> dict[str, list[str]]:
    """The numbers of ERROR_FIGURES for each of DRAWS."""
    return {f"K = {k:,}": [number(sampling_error(experiment, k))] for k in DRAWS}


def other_policies(experiment: Experiment) -> list[tuple[float, ...]]:
    """A few policies of the presets that are not the experiment's own."""
    known = dict.fromkeys(preset.probs for preset in PRESETS.values())
    own = experiment.probs
    others = [p for p in known if max(abs(a - b) for a, b in zip(p, own, strict=True)) > 1e-3]
    return others[:SHOWN_POLICIES]


def _variance(experiment: Experiment) -> float:
    name = single_rule(experiment.estimator)
    return moments(name, experiment.probs, experiment.rewards, 1, experiment.b).total_variance
