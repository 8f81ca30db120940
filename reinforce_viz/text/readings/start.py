"""The sentences on the first page: its pictures, and the truth about the guess."""

from collections.abc import Sequence

import numpy as np

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.policy import exact_gradient
from reinforce_viz.lessons.single_push import best, pushes, raised_most, supervised_push, true_error
from reinforce_viz.lessons.start import Drawn, Nudged
from reinforce_viz.text.answer_names import bold
from reinforce_viz.text.format import listed, number, percent, places, signed, vector

QUESTION = "Average all pushes that the model could get as it began. Which logit is raised most?"


def average_push(experiment: Experiment, drawn: Drawn) -> str:
    """How the average of the pushes compares with the true gradient, and with what a teacher would push.

    Args:
        experiment: its policy, rewards, names, baseline and b.
        drawn: the draws so far, none or more.
    """
    told = _told(experiment)
    if not drawn.n:
        return f"{told} Draw, and see each push."
    names = bold(experiment.answers)
    counts = listed([f"{n:,} {name}" for n, name in zip(drawn.counts[-1], names, strict=True)])
    average, error = drawn.average[-1], drawn.error[-1]
    said = f"{drawn.n:,} drawn, {counts}: the average push on {listed(names)} is {vector(average, places(average))}"
    if np.count_nonzero(drawn.counts[-1]) > 1:
        said += f" with standard errors {vector(error, places(error))}"
    gradient = exact_gradient(experiment.probs, experiment.rewards)
    truth = f"the true gradient, dashed, is g = {vector(gradient, places(gradient))}"
    return " ".join([f"{said}; {truth}.", *_missing(experiment, drawn), told])


def raised_most_truth(experiment: Experiment) -> str:
    """The truth about the reader's guess: which logit the average of all pushes raises most."""
    highest = float(exact_gradient(experiment.probs, experiment.rewards).max())
    names = [bold(experiment.answers)[answer] for answer in raised_most(experiment.probs, experiment.rewards)]
    if not names:
        return "The average raises none: the true gradient is zero."
    alike, its, it = (", both alike", "their", "they earn") if len(names) == 2 else ("", "its", "it earns")
    return (
        f"The average raises {listed(names)} most{alike}, by {signed(highest)}: {its} probability times what {it} "
        "above the average."
    )


def nudged(experiment: Experiment, moves: Nudged) -> str:
    """What a small move of a logit does to the reward of a draw, and to a probability.

    Args:
        experiment: its rewards and names.
        moves: one draw at every move of a logit.
    """
    names = bold(experiment.answers)
    here = len(moves.shift) // 2
    drawn, prob = int(moves.answer[here]), float(moves.prob[here])
    moved = names[moves.moved]
    slope = f"has one: {number(prob * (1 - prob))}" if 0 < prob < 1 else f"has none either: it is {percent(prob)}"
    return (
        f"Move the *logit* of {moved} a little, the number behind its probability. The same random number still gives "
        f"{names[drawn]}. Its reward stays {number(experiment.rewards[drawn])}: no slope. The probability of {moved} "
        f"{slope}."
    )


def _told(experiment: Experiment) -> str:
    """What supervised learning would push."""
    told, names = supervised_push(experiment.probs, experiment.rewards), bold(experiment.answers)
    if np.isnan(told).any():
        return "All answers earn the same, so nobody could say which one is right."
    first, *others = [names[answer] for answer in best(experiment.rewards)]
    tied = f" ({listed(others)} is just as good)" if others else ""
    return f'Dotted: if somebody said "{first} is right"{tied}, the push would be {vector(told, places(told))}.'


def _missing(experiment: Experiment, drawn: Drawn) -> list[str]:
    """A warning of answers that can be drawn and have not been, as far as it matters to the error."""
    unseen = [p > 0 and not n for n, p in zip(drawn.counts[-1], experiment.probs, strict=True)]
    if not any(unseen):
        return []
    have = "has" if sum(unseen) == 1 else "have"
    said = f"{listed(_named(experiment, unseen))} {have} not been drawn yet"
    each = pushes(experiment.estimator, experiment.probs, experiment.rewards, experiment.b)
    narrow = np.linalg.norm(drawn.error[-1]) < true_error(each, experiment.probs, drawn.n) * (1 - 1e-9)
    return [f"{said}, so the band of the standard error is too narrow." if narrow else f"{said}."]


def _named(experiment: Experiment, which: Sequence[bool]) -> list[str]:
    return [name for name, one in zip(bold(experiment.answers), which, strict=True) if one]
