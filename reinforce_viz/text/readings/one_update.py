"""The sentences on the page of one update: its question, its pictures, the truth about the guess."""

from collections.abc import Sequence

import numpy as np

from reinforce_viz.engine.estimators import ESTIMATORS
from reinforce_viz.engine.experiment import USUAL, Experiment
from reinforce_viz.engine.policy import Array
from reinforce_viz.lessons.one_update import Update, pushed_up_yet_less_likely
from reinforce_viz.lessons.single_push import single_rule
from reinforce_viz.text.answer_names import bold
from reinforce_viz.text.format import NEGLIGIBLE, listed, number, numbers, percent, percents

RIGHT_ANGLE = 90.0
# Degrees from which arrows that lie on one line differ by rounding alone.
ON_ONE_LINE = 1e-6


QUESTION = "What will this update do to J, the reward that the model earns on average?"


def next_draw(estimator: str, *, veiled: bool) -> str:
    """What the ring is, and what is subtracted beside it where that is not what the update subtracts.

    Args:
        estimator: of an entry in ESTIMATORS.
        veiled: whether the ring has not made the step yet, because the reader has not guessed.
    """
    when = "before" if veiled else "after"
    said = f"**The ring is the model {when} the step.** Drag it to let the update start from somewhere else."
    if single_rule(estimator) == estimator:
        return said
    return f"{said} A single draw has no others to be compared with, so beside it nothing is subtracted."


def drawn_answers(update: Update, names: Sequence[str] = USUAL) -> str:
    """How often each answer was drawn, and how often it is on average.

    Args:
        update: whose batch it is.
        names: [A], of the answers.
    """
    k = len(update.draws)
    counts = np.bincount(update.draws, minlength=len(update.before))
    drawn = listed(
        [
            f"{n} {name} ({number(k * p)} on average)"
            for n, name, p in zip(counts, bold(names), update.before, strict=True)
        ]
    )
    return (
        "The bar is the model: each answer owns a share of it, as long as its probability. "
        f"{k} answer{'' if k == 1 else 's'} fell on it: {drawn}."
    )


def rewarded_answers(experiment: Experiment, update: Update) -> str:
    """How many draws are pushed up, how many down, and why the rest are not pushed.

    Args:
        experiment: its estimator.
        update: whose batch it is.
    """
    pushed = np.abs(update.push).max(axis=1) > NEGLIGIBLE
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


def push_arrows(update: Update, *, veiled: bool = False) -> str:
    """What the arrows are, and how the estimate stands to the gradient.

    Args:
        update: whose arrows they are.
        veiled: before the reader has guessed what the step does to J.
    """
    said = (
        "Each arrow is the push of one draw: its advantage times its score, divided by K. Laid tip to tail they end at "
        "their average ĝ. "
        if len(update.draws) > 1
        else "The arrow is the push of the only draw, its advantage times its score, so it is ĝ as well. "
    )
    if veiled:
        return f"{said}The model steps along ĝ. Is that uphill?"
    if np.abs(update.estimate).max() <= NEGLIGIBLE:
        why = "they cancel exactly" if np.abs(update.push).max() > NEGLIGIBLE else "no draw pushes anything"
        return f"{said}Here {why}: ĝ = 0, and the step goes nowhere."
    own, true = numbers(_length(update.estimate), _length(update.gradient), digits=2)
    lengths = f"ĝ is {own} long, g {true}"
    if np.isnan(update.angle):
        return f"{said}{lengths}: here no direction raises J, so all of ĝ is noise."
    if _length(update.gradient) <= NEGLIGIBLE:
        return f"{said}{lengths}: g is no more than a rounding, so the angle between them says nothing."
    return f"{said}{lengths}, and {_apart(update.angle)} (downhill is shaded)."


def large_step(experiment: Experiment, update: Update, *, veiled: bool = False) -> str:
    """What the step and the exact step make of J, and which answers fall although they were pushed up.

    Args:
        experiment: whose rewards J is made of.
        update: the step.
        veiled: before the reader has guessed what it does to J.
    """
    now, then, best = _earned(experiment, update)
    if veiled:
        return f"The dot is the model before the step, where J is {numbers(now, digits=4)[0]}. Guess, and see the step."
    before, after, exact = numbers(now, then, best, digits=4)
    moved = f"stays at {after}" if before == after else f"goes from {before} to {after}"
    ideal = f"would {'leave it at' if before == exact else 'bring it to'} {exact}"
    said = f"J {moved}; the exact step, along g, {ideal}."
    names = [bold(experiment.answers)[a] for a in pushed_up_yet_less_likely(update)]
    if not names:
        return said
    theirs, it, are = ("its", "it", "is") if len(names) == 1 else ("their", "them", "are")
    return (
        f"{said} Although {theirs} own draws pushed {it} up, {listed(names)} {are} less likely now: the other draws "
        "pushed harder."
    )


def before_the_step(experiment: Experiment, update: Update) -> str:
    """What the model says now, and the step that it is about to take.

    Args:
        experiment: whose answers they are.
        update: the step.
    """
    shares = [f"{name} {percent(float(p))}" for name, p in zip(bold(experiment.answers), update.before, strict=True)]
    return (
        f"Now the model says {listed(shares)}. It steps along ĝ, the average push of its draws, and it has seen no "
        "others. Will it be better for it?"
    )


def policy_step(experiment: Experiment, update: Update) -> str:
    """Each answer's probability before and after the step.

    Args:
        experiment: whose answers they are.
        update: the step.
    """
    each = [
        f"{name} {'stays at ' + after if before == after else f'goes from {before} to {after}'}"
        for name, (before, after) in zip(
            bold(experiment.answers),
            (percents(float(p), float(q)) for p, q in zip(update.before, update.after, strict=True)),
            strict=True,
        )
    ]
    return f"The bars show π now, after the step along ĝ, and hatched after the exact step along g: {listed(each)}."


def step_truth(experiment: Experiment, update: Update) -> str:
    """What the update does to J, and why.

    Args:
        experiment: whose rewards J is made of.
        update: the step.
    """
    now, then, _ = _earned(experiment, update)
    if abs(then - now) <= NEGLIGIBLE * max(1.0, *map(abs, experiment.rewards)):
        return f"J stays at {number(now, 4)}{_why_it_stays(experiment, update)}."
    before, after = numbers(now, then, digits=4)
    rises = then > now
    said = f"J {'rises' if rises else 'falls'}, from {before} to {after}"
    uphill = float(update.estimate @ update.gradient)
    if abs(uphill) <= NEGLIGIBLE:
        return f"{said}."
    if rises == (uphill > 0):
        if rises:
            return f"{said}: the batch's step points uphill, as the exact one does."
        return f"{said}: the batch's step points downhill. The exact one never does: it is the luck of the draws."
    if rises:
        return f"{said}: the batch's step points downhill, but the step is so long that it comes out higher."
    return f"{said}: the batch's step points uphill, but the step is too long."


def _earned(experiment: Experiment, update: Update) -> tuple[float, float, float]:
    """J before, after the step, and after the exact step."""
    rewards = np.array(experiment.rewards)
    now, then, best = (float(probs @ rewards) for probs in (update.before, update.after, update.exact))
    return now, then, best


def _why_it_stays(experiment: Experiment, update: Update) -> str:
    if len({r for r, p in zip(experiment.rewards, update.before, strict=True) if p > 0}) == 1:
        return ": all answers that can be drawn earn the same"
    return ": ĝ = 0, so there is no step" if np.abs(update.estimate).max() <= NEGLIGIBLE else ""


def run_path(experiment: Experiment, run: Sequence[Update], step: int) -> str:
    """How far the run has come.

    Args:
        experiment: its rewards and names.
        run: its updates, one or more.
        step: how many of them have been made.
    """
    rewards, now = np.array(experiment.rewards), run[step].before
    here, first = numbers(*(float(update.before @ rewards) for update in (run[step], run[0])))
    likeliest = [name for name, p in zip(bold(experiment.answers), now, strict=True) if p >= now.max() - NEGLIGIBLE]
    which, each = ("answer is", "") if len(likeliest) == 1 else ("answers are", " each")
    return (
        f"After {step} update{'' if step == 1 else 's'} of {len(run) - 1}, J is {here} (at the start, the cross, it "
        f"was {first}), and the most likely {which} {listed(likeliest)}, {percent(float(now.max()))}{each}."
    )


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
