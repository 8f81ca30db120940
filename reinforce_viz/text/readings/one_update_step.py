"""The sentences about the step of an update, and of a run of them: what it makes of the policy and of J."""

from collections.abc import Sequence

import numpy as np

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.rounding import NEGLIGIBLE
from reinforce_viz.lessons.one_update import Update, pushed_up_yet_less_likely
from reinforce_viz.lessons.single_push import single_rule
from reinforce_viz.text.answer_names import bold
from reinforce_viz.text.format import listed, number, numbers, percent, percents


def next_draw(estimator: str, *, hidden: bool) -> str:
    """What the ring is, and what is subtracted beside it where that is not what the update subtracts.

    Args:
        estimator: of an entry in ESTIMATORS.
        hidden: whether the ring has not made the step yet, because the reader has not guessed.
    """
    when = "before" if hidden else "after"
    said = f"**The ring is the model {when} the step.** Drag it to let the update start from somewhere else."
    if single_rule(estimator) == estimator:
        return said
    alone = "One draw has no others to be compared with, so nothing is subtracted there."
    return f"{said} Its arrows are single draws. {alone}"


def large_step(experiment: Experiment, update: Update, *, hidden: bool = False) -> str:
    """What the step and the exact step make of J, and which answers fall although they were pushed up.

    Args:
        experiment: whose rewards J is made of.
        update: the step.
        hidden: before the reader has guessed what it does to J.
    """
    now, then, best = _earned(experiment, update)
    if hidden:
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


def change_of_j(experiment: Experiment, update: Update) -> int:
    """Whether a step raises J.

    Args:
        experiment: whose rewards J is made of.
        update: the step.

    Returns:
        1 if it does, −1 if it lowers J, 0 if J is the same but for rounding.
    """
    now, then, _ = _earned(experiment, update)
    if abs(then - now) <= NEGLIGIBLE * max(1.0, *map(abs, experiment.rewards)):
        return 0
    return 1 if then > now else -1


def step_truth(experiment: Experiment, update: Update) -> str:
    """What the update does to J, and why.

    Args:
        experiment: whose rewards J is made of.
        update: the step.
    """
    now, then, _ = _earned(experiment, update)
    change = change_of_j(experiment, update)
    if not change:
        return f"J stays at {number(now, 4)}{_why_it_stays(experiment, update)}."
    before, after = numbers(now, then, digits=4)
    rises = change > 0
    said = f"J {'rises' if rises else 'falls'}, from {before} to {after}"
    uphill = float(update.estimate @ update.gradient)
    if abs(uphill) <= NEGLIGIBLE:
        return f"{said}."
    if rises == (uphill > 0):
        if rises:
            return f"{said}: the batch's step points uphill, as the exact one does."
        luck = f"It is the luck of the draw{_luck(experiment, update)}."
        return f"{said}: the batch's step points downhill. The exact one never does. {luck}"
    if rises:
        return f"{said}: the batch's step points downhill, but the step is so long that it comes out higher."
    return f"{said}: the batch's step points uphill, but the step is too long."


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


def _earned(experiment: Experiment, update: Update) -> tuple[float, float, float]:
    """J before, after the step, and after the exact step."""
    rewards = np.array(experiment.rewards)
    now, then, best = (float(probs @ rewards) for probs in (update.before, update.after, update.exact))
    return now, then, best


def _why_it_stays(experiment: Experiment, update: Update) -> str:
    if len({r for r, p in zip(experiment.rewards, update.before, strict=True) if p > 0}) == 1:
        return ": all answers that can be drawn earn the same"
    return "" if update.moves else ": ĝ = 0, so there is no step"


def _luck(experiment: Experiment, update: Update) -> str:
    """The answer that was drawn most beyond its average; an empty string if there is none, or one draw."""
    k = len(update.draws)
    beyond = np.bincount(update.draws, minlength=len(update.before)) - k * update.before
    most = int(beyond.argmax())
    if k == 1 or beyond[most] <= NEGLIGIBLE:
        return ""
    n, average = int((update.draws == most).sum()), number(k * float(update.before[most]))
    were, name = "was" if n == 1 else "were", bold(experiment.answers)[most]
    return f": {n} of {k} {were} {name}; on average you would expect {average}"
