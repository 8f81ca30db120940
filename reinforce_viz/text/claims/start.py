"""What is often said of a single push, and what is true of this experiment?

Every function takes an experiment and returns sentences in Markdown, held against exact numbers.
"""

import numpy as np

from reinforce_viz.engine.estimators import ESTIMATORS
from reinforce_viz.engine.experiment import PRESETS, Experiment
from reinforce_viz.lessons.start import after_push, pushes, single_rule
from reinforce_viz.text.format import number, percent, signed


def likelier_with_its_logit(experiment: Experiment) -> str:
    """Does a push up on a logit make its answer likelier?"""
    said = "**Often said:** a push up on a logit makes its answer likelier, a push down rarer. "
    here = _against(experiment, experiment.written)
    if here:
        return f"{said}**Here** not always: {here}. Only the differences between logits count."
    elsewhere = ((name, _against(preset, experiment.written)) for name, preset in PRESETS.items())
    name, there = next((name, found) for name, found in elsewhere if found)
    return (
        f"{said}**Here** that holds for all three draws. It need not: with the preset {name}, {there}. Only the "
        "differences between logits count."
    )


def what_is_subtracted(experiment: Experiment) -> str | None:
    """What a reader must know of a baseline that means something else when answers are drawn singly, if anything."""
    entry = ESTIMATORS[experiment.estimator]
    if single_rule(experiment.estimator) != experiment.estimator:
        return (
            f"The {experiment.estimator} baseline compares an answer with the others of its batch. Drawn one by one "
            "an answer has no others, so here nothing is subtracted."
        )
    if entry.decay < 1:
        return f"The running mean starts at b = {number(experiment.b)}. While the model stays put it is kept there."
    return None


def _against(experiment: Experiment, names: tuple[str, ...]) -> str:
    """The clearest case of a probability that moves against the push on its logit, or an empty string."""
    push = pushes(experiment)
    change = np.array([after_push(experiment, row) for row in push]) - experiment.probs
    against = np.where(push * change < 0, np.abs(change), 0.0)
    if against.max() < 1e-9:
        return ""
    drawn, moved = np.unravel_index(int(against.argmax()), against.shape)
    up = "up" if push[drawn, moved] > 0 else "down"
    rises = "rises" if change[drawn, moved] > 0 else "falls"
    before = experiment.probs[int(moved)]
    return (
        f"drawing {names[drawn]} pushes the logit of {names[moved]} {up} "
        f"({signed(float(push[drawn, moved]))}) and its probability {rises}, "
        f"from {percent(before)} to {percent(before + float(change[drawn, moved]))}"
    )
