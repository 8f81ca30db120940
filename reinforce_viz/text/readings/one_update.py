"""The sentences on the page of one update: its question, its pictures, the truth about the guess."""

from collections.abc import Sequence

import numpy as np

from reinforce_viz.engine.estimators import ESTIMATORS
from reinforce_viz.engine.experiment import USUAL, Experiment
from reinforce_viz.engine.policy import Array
from reinforce_viz.engine.rounding import NEGLIGIBLE
from reinforce_viz.lessons.one_update import Update
from reinforce_viz.text.answer_names import bold
from reinforce_viz.text.format import listed, number, numbers, percent

RIGHT_ANGLE = 90.0
# Degrees from which arrows that lie on one line differ by rounding alone.
ON_ONE_LINE = 1e-6


QUESTION = "What will this update do to J, the reward that the model earns on average?"


def drawn_answers(update: Update, names: Sequence[str] = USUAL) -> str:
    """How often each answer was drawn, and how often it is on average.

    Args:
        update: whose batch it is.
        names: [A], of the answers.
    """
    k, each = len(update.draws), bold(names)
    said = "The bar is the model: the likelier an answer, the longer its part. "
    if k == 1:
        drawn = int(update.draws[0])
        return f"{said}The only draw fell on {each[drawn]}, whose part is {percent(float(update.before[drawn]))}."
    counts = np.bincount(update.draws, minlength=len(update.before))
    got = listed([f"{name} got {n}" for name, n in zip(each, counts, strict=True)])
    average = listed([number(k * p) for p in update.before])
    return f"{said}Of {k} draws {got}. On average they get {average}."


def rewarded_answers(experiment: Experiment, update: Update) -> str:
    """How many draws are pushed up, how many down, and why the rest are not pushed.

    Args:
        experiment: its estimator.
        update: whose batch it is.
    """
    pushed = update.pushed
    up, down = int((pushed & (update.advantage > 0)).sum()), int((pushed & (update.advantage < 0)).sum())
    k, phrase = len(update.draws), ESTIMATORS[experiment.estimator].phrase
    if not pushed.any():
        none = "the only draw is not pushed" if k == 1 else f"none of the {k} draws is pushed"
        return f"With {phrase}, {none}: {_why(experiment, update)}."
    motive = _motive(experiment, update) if k in (up, down) else ""
    if k == 1:
        return f"With {phrase}, the only draw is pushed {'up' if up else 'down'}.{motive}"
    level = k - up - down
    is_, it = ("is", "it") if level == 1 else ("are", "they")
    rest = f", and {level} {is_} not pushed: {it} earned {_level(experiment)}"
    return (
        f"With {phrase}, {up} of {k} draws {'is' if up == 1 else 'are'} pushed up and {down} down"
        f"{rest if level else ''}.{_divided(update)}{motive}"
    )


def reward_in_words(update: Update, pick: int) -> str:
    """What a draw earned, and what will be made of it.

    Args:
        update: whose draw it is.
        pick: the number of the draw, from 1.
    """
    divided = "" if update.divisor == 1 else ", divided by the spread of the batch,"
    return (
        f"It earned the reward r = {number(float(update.reward[pick - 1]))}. The *baseline* b is what a reward is "
        f"compared with, and is subtracted. What is left{divided} is the *advantage* A: above 0 it pushes "
        "this answer up, below 0 down."
    )


def push_arrows(update: Update, *, hidden: bool = False) -> str:
    """What the arrows are, and how the estimate stands to the gradient.

    Args:
        update: whose arrows they are.
        hidden: before the reader has guessed what the step does to J.
    """
    said = (
        "Each arrow is the push of one draw, divided by K: its advantage times its *score*, the direction in which its "
        "answer becomes more likely. Laid tip to tail they end at their average ĝ. "
        if len(update.draws) > 1
        else "The arrow is the push of the only draw: its advantage times its *score*, the direction in which its "
        "answer becomes more likely. So it is ĝ as well. "
    )
    if hidden:
        return f"{said}The model steps along ĝ. Is that uphill?"
    if not update.moves:
        why = "they cancel exactly" if update.pushed.any() else "no draw pushes anything"
        return f"{said}Here {why}: ĝ = 0, and the step goes nowhere."
    own, true = numbers(_length(update.estimate), _length(update.gradient), digits=2)
    lengths = f"ĝ is {own} long, the true gradient g {true}"
    if np.isnan(update.angle):
        return f"{said}{lengths}: here no direction raises J, so all of ĝ is noise."
    if _length(update.gradient) <= NEGLIGIBLE:
        return f"{said}{lengths}: g is no more than a rounding, so the angle between them says nothing."
    return f"{said}{lengths}, and {_apart(update.angle)} (downhill is shaded)."


def what_is_subtracted(experiment: Experiment, update: Update) -> str:
    """What the estimator takes off each reward, and what that comes to where a batch has nothing to compare.

    Args:
        experiment: its estimator.
        update: whose batch it is.
    """
    said = f"Here {ESTIMATORS[experiment.estimator].summary}."
    if experiment.estimator not in ("batch mean", "group-normalised"):
        return said
    if len(update.draws) == 1:
        return f"{said} One answer is its own mean, so nothing is ever pushed: choose K = 2 or more."
    if experiment.estimator == "group-normalised" and not update.advantage.any():
        return f"{said} All rewards of this batch are the same, so there is no spread, and every advantage is 0."
    return said


def _motive(experiment: Experiment, update: Update) -> str:
    """Why one would want to subtract something, where nothing is subtracted and everything is pushed the same way."""
    possible = {r for r, p in zip(experiment.rewards, update.before, strict=True) if p > 0}
    if experiment.estimator != "none" or min(possible) <= 0 <= max(possible) or len(possible) == 1:
        return ""
    which, way, other = ("worst", "up", "down") if min(possible) > 0 else ("best", "down", "up")
    return (
        f" Even the {which} answer is pushed {way} whenever it is drawn. Subtract a number between the rewards, and it "
        f"is pushed {other}."
    )


def _why(experiment: Experiment, update: Update) -> str:
    """Why no draw of a batch is pushed."""
    if update.advantage.any():
        return "the model is all but certain of its answer, so hardly any score is left, whatever the reward"
    if experiment.estimator == "none":
        return "a reward of 0 pushes nothing"
    if experiment.estimator == "group-normalised":
        return "the rewards of this batch do not differ"
    return "each reward is exactly what is subtracted from it"


def _level(experiment: Experiment) -> str:
    """What a draw earned that is not pushed."""
    return {"none": "nothing", "group-normalised": "exactly the batch's mean"}.get(
        experiment.estimator, "exactly the baseline"
    )


def _divided(update: Update) -> str:
    return "" if update.divisor == 1 else " Each gap is divided by the spread of the batch."


def _apart(angle: float) -> str:
    """Two arrows that are not zero, and where the step points."""
    if angle < ON_ONE_LINE:
        return "they point exactly the same way: the step points uphill"
    if angle > 2 * RIGHT_ANGLE - ON_ONE_LINE:
        return "they point exactly opposite ways: the step points downhill"
    way = "uphill" if angle < RIGHT_ANGLE else "downhill" if angle > RIGHT_ANGLE else "neither uphill nor downhill"
    return f"they are {numbers(angle, RIGHT_ANGLE)[0]}° apart: the step points {way}"


def _length(vector: Array) -> float:
    return float(np.linalg.norm(vector))
