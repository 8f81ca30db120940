"""What is often said of a single push, and what is true of this experiment.

Every function takes an experiment and returns sentences in Markdown, checked against exact numbers.
"""

import numpy as np

from reinforce_viz.engine.estimators import ESTIMATORS
from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.policy import Array
from reinforce_viz.engine.presets import PRESETS
from reinforce_viz.engine.rounding import NEGLIGIBLE
from reinforce_viz.lessons.single_push import after_push, pushes, single_rule
from reinforce_viz.text.answer_names import bold
from reinforce_viz.text.format import number, percents, signed

# What a baseline that needs a batch comes to when answers are drawn singly.
DRAWN_SINGLY = {
    "batch mean": "The batch mean is the average reward of the answers drawn together. You draw them one by one "
    "here, and one answer is its own mean: no push would be left.",
    "leave-one-out": "Leave-one-out compares an answer with the others of its batch. You draw them one by one here, so "
    "there are no others.",
    "group-normalised": "Group-normalised rewards are more than a baseline: they also divide by the spread of the "
    "batch. You draw answers one by one here, and one answer has no spread.",
}


def likelier_with_its_logit(experiment: Experiment) -> str:
    """Whether a push up on a logit makes its answer more likely."""
    said = "**You may hear:** a push up on a logit makes its answer more likely, a push down less likely. "
    names = bold(experiment.answers)
    if not np.abs(_possible(experiment) * _pushes(experiment).T).max() > NEGLIGIBLE:
        return f"{said}**Here** no draw pushes anything, so there is nothing to see."
    here = _against(experiment, names)
    if here:
        return f"{said}**Here** not always: {here}. Only the differences between logits count."
    elsewhere = ((name, _against(preset, names)) for name, preset in PRESETS.items())
    name, there = next((name, found) for name, found in elsewhere if found)
    which = "all three draws" if min(experiment.probs) > 0 else "every answer that can be drawn"
    return (
        f"{said}**Here** that holds for {which}. It need not: with “{name}”, an example under Set up, and no baseline, "
        f"{there}. Only the differences between logits count."
    )


def what_is_subtracted(experiment: Experiment) -> str | None:
    """What a reader must know of a baseline that means something else when answers are drawn singly, if anything."""
    name = experiment.estimator
    if single_rule(name) != name:
        stuck = f" On the other pages K = 1 leaves every {name} step at zero, too: choose a larger K there."
        return (
            f"{DRAWN_SINGLY[name]} So on this page nothing is subtracted."
            f"{stuck if experiment.k == 1 and ESTIMATORS[name].smallest_k == 1 else ''}"
        )
    if ESTIMATORS[name].decay < 1:
        return (
            f"The running mean starts at b = {number(experiment.b)} and follows the rewards that your model earns. For "
            "the average of many pushes it stays at its start, like the model itself."
        )
    return None


def _pushes(experiment: Experiment) -> Array:
    return pushes(experiment.estimator, experiment.probs, experiment.rewards, experiment.b)


def _possible(experiment: Experiment) -> Array:
    """1 for an answer that can be drawn, 0 for one that cannot.  [A]."""
    return np.array([float(p > 0) for p in experiment.probs])


def _against(experiment: Experiment, names: tuple[str, ...]) -> str:
    """The clearest case of a probability that moves against the push on its logit, or an empty string."""
    # An answer of probability 0 is never drawn.
    push = _pushes(experiment) * _possible(experiment)[:, None]
    change = np.array([after_push(experiment.probs, experiment.learning_rate, row) for row in push]) - experiment.probs
    against = np.where(push * change < 0, np.abs(change), 0.0)
    if against.max() <= NEGLIGIBLE:
        return ""
    drawn, moved = np.unravel_index(int(against.argmax()), against.shape)
    up = "up" if push[drawn, moved] > 0 else "down"
    rises = "rises" if change[drawn, moved] > 0 else "falls"
    before = experiment.probs[int(moved)]
    first, then = percents(before, before + float(change[drawn, moved]))
    return (
        f"drawing {names[drawn]} pushes the logit of {names[moved]} {up} "
        f"({signed(float(push[drawn, moved]))}) and its probability {rises}, from {first} to {then}"
    )
