"""The sentences on the page of one update: its question, its pictures, the truth about the guess."""

from collections.abc import Sequence

import numpy as np

from reinforce_viz.engine.estimators import ESTIMATORS
from reinforce_viz.engine.experiment import USUAL, Experiment
from reinforce_viz.engine.policy import Array
from reinforce_viz.lessons.one_update import Update, pushed_up_yet_less_likely, watched
from reinforce_viz.text.answer_names import bold
from reinforce_viz.text.format import ROUNDING, listed, number, numbers, percent, percents

RIGHT_ANGLE = 90.0
# Degrees from which arrows that lie on one line differ by rounding alone.
ON_ONE_LINE = 1e-6


def question(experiment: Experiment) -> str:
    """What the reader is asked: the fate of the worst answer, as far as one is the worst."""
    watch, rewards = watched(experiment.probs, experiment.rewards), experiment.rewards
    least, names = rewards[watch], bold(experiment.answers)
    possible = [a for a, p in enumerate(experiment.probs) if p > 0]
    tied = [names[a] for a in possible if rewards[a] == least and a != watch]
    asked = f"what does this update do to the probability of {names[watch]}"
    if len(possible) == 1:
        return f"{asked}, the only answer that can be drawn?"
    if len(tied) + 1 == len(possible):
        same = "all answers earn" if len(possible) == len(rewards) else "all answers that can be drawn earn"
        return f"{asked}? ({same[0].upper()}{same[1:]} the same.)"
    among = "" if min(rewards) == least else " of those that can be drawn"
    return f"{asked}, which earns least{among}{f' together with {listed(tied)}' if tied else ''}?"


def drawn_answers(update: Update, names: Sequence[str] = USUAL) -> str:
    """How often each answer was drawn, and how often it is on average."""
    k = len(update.draws)
    counts = np.bincount(update.draws, minlength=len(update.before))
    drawn = listed(
        [
            f"{n} {name} ({number(k * p)} on average)"
            for n, name, p in zip(counts, bold(names), update.before, strict=True)
        ]
    )
    return (
        "Each answer owns a band as tall as its probability, and a random number draws the answer in whose band it "
        f"falls: {drawn}."
    )


def scored_answers(experiment: Experiment, update: Update) -> str:
    """How many draws are pushed up, how many down, and why the rest are not pushed."""
    pushed = np.abs(update.push).max(axis=1) > ROUNDING
    up, down = int((pushed & (update.advantage > 0)).sum()), int((pushed & (update.advantage < 0)).sum())
    k, phrase = len(update.draws), ESTIMATORS[experiment.estimator].phrase
    if not pushed.any():
        none = "the only draw is not pushed" if k == 1 else f"none of the {k} draws is pushed"
        return f"With {phrase}, {none}: {_why(experiment, update)}."
    level = k - up - down
    is_, it = ("is", "it") if level == 1 else ("are", "they")
    rest = f", and {level} {is_} not pushed: {it} earned {_level(experiment)}"
    return (
        f"With {phrase}, {up} of {k} draws {'is' if up == 1 else 'are'} pushed up and {down} down"
        f"{rest if level else ''}.{_divided(update)}"
    )


def push_arrows(update: Update) -> str:
    """What the arrows are, and how the estimate compares with the gradient."""
    said = (
        "Each arrow is one draw's advantage times its score, divided by K: up its answer's line where the advantage is "
        "above zero, back down it where it is below. "
    )
    if np.abs(update.estimate).max() <= ROUNDING:
        why = "they cancel exactly" if np.abs(update.push).max() > ROUNDING else "no draw pushes anything"
        return f"{said}Here {why}: ĝ = 0, and the step goes nowhere."
    own, true = numbers(_length(update.estimate), _length(update.gradient), digits=2)
    lengths = f"ĝ is {own} long, g {true}"
    if np.isnan(update.angle):
        return f"{said}{lengths}: here no direction raises J, so all of ĝ is noise."
    if _length(update.gradient) <= ROUNDING:
        return f"{said}{lengths}: g is no more than a rounding, so the angle between them says nothing."
    return f"{said}{lengths}, and {_apart(update.angle)} (downhill is shaded)."


def policy_step(experiment: Experiment, update: Update) -> str:
    """What the step and the exact step make of J, and which answers fall although they were pushed up."""
    rewards = np.array(experiment.rewards)
    now, then, best = (float(probs @ rewards) for probs in (update.before, update.after, update.exact))
    before, after, exact = numbers(now, then, best, digits=4)
    moved = f"stays at {after}" if before == after else f"goes from {before} to {after}"
    ideal = f"would {'leave it at' if before == exact else 'bring it to'} {exact}"
    said = (
        "The bars are each probability now, after this step along ĝ and, hatched, after the exact step along g. "
        f"J {moved}; the exact step {ideal}."
    )
    names = [bold(experiment.answers)[a] for a in pushed_up_yet_less_likely(update)]
    if not names:
        return said
    theirs, it, are = ("its", "it", "is") if len(names) == 1 else ("their", "them", "are")
    return (
        f"{said} Although {theirs} own draws pushed {it} up, {listed(names)} {are} less likely now: the other draws "
        "pushed harder."
    )


def policy_step_truth(experiment: Experiment, update: Update) -> str:
    """What becomes of the watched answer."""
    a = watched(experiment.probs, experiment.rewards)
    probs = [float(p[a]) for p in (update.before, update.after, update.exact)]
    before, after, exact = percents(*probs)
    change, name = probs[1] - probs[0], bold(experiment.answers)[a]
    ideal = f"{'leave it at' if abs(probs[2] - probs[0]) <= ROUNDING else 'bring it to'} {exact}"
    if abs(change) <= ROUNDING:
        return f"The probability of {name} stays at {before}; the exact step would {ideal}."
    return (
        f"The probability of {name} {'rises' if change > 0 else 'falls'} by {number(100 * abs(change))} points, "
        f"from {before} to {after}; the exact step would {ideal}."
    )


def run_path(experiment: Experiment, run: Sequence[Update], step: int) -> str:
    """How far the run has come."""
    if len(run) == 1:
        return "The dot is the first policy; the rings are where this step brings it, and where the exact one would."
    rewards, now = np.array(experiment.rewards), run[step].before
    here, first = numbers(*(float(update.before @ rewards) for update in (run[step], run[0])))
    likeliest = [name for name, p in zip(bold(experiment.answers), now, strict=True) if p >= now.max() - ROUNDING]
    which, each = ("answer is", "") if len(likeliest) == 1 else ("answers are", " each")
    return (
        f"After {step} update{'' if step == 1 else 's'} of {len(run) - 1}, J is {here} (at the start, the cross, it "
        f"was {first}), and the most likely {which} {listed(likeliest)}, {percent(float(now.max()))}{each}."
    )


def what_is_subtracted(experiment: Experiment, update: Update) -> str:
    """What the estimator takes off each reward, and what that comes to where a batch has nothing to compare."""
    said = f"Here {ESTIMATORS[experiment.estimator].summary}."
    if experiment.estimator not in ("batch mean", "group-normalised"):
        return said
    if len(update.draws) == 1:
        return f"{said} One answer is its own mean, so nothing is ever pushed: choose K = 2 or more."
    if experiment.estimator == "group-normalised" and not update.advantage.any():
        return f"{said} All rewards of this batch are the same, so there is no spread, and every advantage is 0."
    return said


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
