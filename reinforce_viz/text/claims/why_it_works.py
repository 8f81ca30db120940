"""What a sampled estimate depends on and what not, in sentences checked against this experiment's numbers."""

import numpy as np

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.presets import PRESETS
from reinforce_viz.lessons.why_it_works import identity
from reinforce_viz.text.format import number, places, vector

SHOWN_POLICIES = 3


def baseline_on_average(experiment: Experiment, b: float) -> str:
    """Whether a baseline changes the average push, when it turns every single one.

    Args:
        experiment: its policy and rewards.
        b: the baseline, any number.
    """
    without, subtracted = (
        identity(experiment.probs, np.array(experiment.rewards) - value).sum_by_score for value in (0.0, b)
    )
    digits = places([*without, *subtracted])
    average = f"{vector(without, digits)} with nothing subtracted"
    average += f" and {vector(subtracted, digits)} with b = {number(b)}: it does not depend on b" if b else ""
    return (
        "**You may hear:** without a baseline every answer is pushed up. "
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


def other_policies(experiment: Experiment) -> list[tuple[float, ...]]:
    """A few policies of the presets that are not the experiment's own."""
    known = dict.fromkeys(preset.probs for preset in PRESETS.values())
    own = experiment.probs
    others = [p for p in known if max(abs(a - b) for a, b in zip(p, own, strict=True)) > 1e-3]
    return others[:SHOWN_POLICIES]
