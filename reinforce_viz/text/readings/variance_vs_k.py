"""The sentences on the page of the batch size: its pictures, what is left out of them, the truth about the guess."""

from collections.abc import Sequence
from math import isfinite, isnan

from reinforce_viz.engine.batch_size import SAMPLES, Curve
from reinforce_viz.engine.estimators import ESTIMATORS
from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.quantities import QUANTITIES
from reinforce_viz.lessons.variance_vs_k import COMPARED, Match, enough, rise
from reinforce_viz.text.format import listed, number, numbers, percent, percents
from reinforce_viz.text.setting import why_flat

ABOUT_DOWNHILL, ABOUT_VARIANCE = "P(downhill)", "total variance"
# What a quantity is called in a sentence, where that is not its name.
CALLED = {"P(downhill)": "chance of a downhill step", "P(zero step)": "chance of a step that goes nowhere"}


def spoken(name: str) -> str:
    """What a baseline is called on this page.

    Args:
        name: of an entry in ESTIMATORS.
    """
    return "no baseline" if name == "none" else name


def variance_vs_k(curves: dict[str, Curve], quantity: str, k: int, current: str, *, hidden: bool = False) -> str:
    """The values at K, the current estimator's first.

    Args:
        curves: by estimator.
        quantity: of an entry in QUANTITIES.
        k: the batch size.
        current: the estimator that is named first.
        hidden: whether only as much may be said as the reader sees before the guess.
    """
    if hidden and k > COMPARED:
        return f"Guess first: what comes after K = {COMPARED} is still hidden."
    values = {
        name: float(curve.exact[curve.k == k][0])
        for name, curve in sorted(curves.items(), key=lambda item: item[0] != current)
        if k in curve.k
    }
    written = percent if QUANTITIES[quantity].share else number
    said = [f"{spoken(name)} {written(value)}" for name, value in values.items() if not isnan(value)]
    what = CALLED.get(quantity, quantity)
    if not said:
        return f"At K = {k} the {what} is not defined for these baselines."
    missing = [spoken(name) for name in curves if isnan(values.get(name, float("nan")))]
    left = f" It is not defined for {listed(missing, 'or')}." if missing else ""
    return f"At K = {k} the {what} is: {', '.join(said)}.{left}"


def how_many(experiment: Experiment, downhill: dict[str, Curve]) -> str:
    """How many draws are enough for fewer than 1 step in 100 to go downhill.

    Args:
        experiment: its policy, rewards and names.
        downhill: P(downhill) by estimator, at every batch size.
    """
    if flat := why_flat(experiment):
        return f"No step can go downhill here: {flat}, so there is nothing to climb."
    at: dict[int | None, list[str]] = {}
    for name, curve in downhill.items():
        at.setdefault(enough(name, curve), []).append(name)
    never = at.pop(None, [])
    reached = [f"{_with(at[size])} {_from(size)}" for size in sorted(filter(None, at))]
    said = []
    if reached:
        sizes = "Of the batch sizes you can choose, fewer than 1 step in 100 goes downhill"
        said.append(f"{sizes} {listed(reached)}.")
    if 1 in at:
        said.append(f"One draw is enough {_with(at[1])}.")
    for name in never:
        last, share = int(downhill[name].k[-1]), percent(float(downhill[name].exact[-1]))
        who = _with([name])
        said.append(
            f"{who[0].upper()}{who[1:]} not even K = {last} is enough: {share} of steps still go downhill there."
        )
    return " ".join(said)


def more_is_worse(downhill: dict[str, Curve], current: str) -> str:
    """That more draws make a downhill step likelier somewhere, and how that can be; empty where they do not.

    Args:
        downhill: P(downhill) by estimator, at every batch size.
        current: the estimator that the controls have chosen, which is looked at first.
    """
    for name, curve in sorted(downhill.items(), key=lambda item: item[0] != current):
        if found := rise(name, curve):
            (low, high), (before, after) = found.sizes, percents(*found.odds)
            return (
                f"More draws do not always help: {_with([name])}, the chance rises from {before} at K = {low} to "
                f"{after} at K = {high}. That is exact, not luck. Draws come in whole numbers, so which batches point "
                "downhill changes in jumps."
            )
    return ""


def _from(size: int) -> str:
    return "at all of them" if size == 1 else f"from K = {size} on"


def _with(names: list[str]) -> str:
    """Some baselines after a verb: with batch mean or leave-one-out, or without a baseline."""
    named = [name for name in names if name != "none"]
    parts = [f"with {listed(named, 'or')}"] if named else []
    return " or ".join(parts + ["without a baseline"] * ("none" in names))


def what_is_drawn(curves: dict[str, Curve]) -> str:
    """What lines and dots are; the dots only where there are some.

    Args:
        curves: by estimator.
    """
    dots = any(not isnan(value) for curve in curves.values() for value in curve.sampled)
    measured = f" Each dot is measured in {SAMPLES} sampled updates; its bar is the 95% interval." if dots else ""
    return f"Lines are exact.{measured}"


def comparable(names: list[str], quantity: str) -> tuple[list[str], list[str]]:
    """The estimators that a quantity can be compared on, and those whose estimates have another scale.

    Args:
        names: of entries in ESTIMATORS.
        quantity: of an entry in QUANTITIES.
    """
    free = QUANTITIES[quantity].scale_free
    fits = [name for name in names if free or ESTIMATORS[name].expectation != "other"]
    return fits, [name for name in names if name not in fits]


def why_left_out(names: list[str], quantity: str) -> str:
    """Why some estimators are missing from the picture.

    Args:
        names: of entries in ESTIMATORS, one or more.
        quantity: of an entry in QUANTITIES.
    """
    free = [name for name, entry in QUANTITIES.items() if entry.scale_free]
    is_, its = ("is", "its") if len(names) == 1 else ("are", "their")
    who = listed(names)
    return (
        f"{who[0].upper()}{who[1:]} {is_} not drawn: the rewards are rescaled batch by batch, so {its} {quantity} "
        f"is in other units. Choose {listed(free, 'or')}, where the scale cancels."
    )


def match_truth(experiment: Experiment, match: Match, quantity: str) -> str:
    """The truth about the reader's guess: the batch size that makes up for a missing baseline.

    Args:
        experiment: its policy, rewards and names.
        match: what leave-one-out is worth.
        quantity: the one that is shown.
    """
    if match.size == 0:
        return (
            "Without a baseline there is no variance here, so one draw is enough: it gives the exact gradient. "
            f"Leave-one-out at K = {COMPARED} has a variance of {number(match.aim)}."
        )
    if isfinite(match.size):
        one, aim = numbers(match.single, match.aim)
        said = (
            f"Their total variances are equal at K = {number(match.size)}: without a baseline one draw has a variance "
            f"of {one} and the average of K draws has 1/K of it; leave-one-out at K = {COMPARED} has {aim}."
        )
        said = said if match.size > COMPARED else f"{said} Here leave-one-out is no better than no baseline."
        return said if quantity == ABOUT_VARIANCE else f"{said} The picture of {ABOUT_VARIANCE} shows that distance."
    if match.single == 0:
        return f"Neither has any variance here, so every K is enough: {why_flat(experiment)}."
    return f"Leave-one-out has no variance at all here, so no K is enough: {why_flat(experiment)}."


def closest(choices: Sequence[str]) -> str:
    """Which of the choices comes nearest to the batch size of `match_truth`; empty where none does.

    Args:
        choices: those whose ratio to it is nearest to 1.
    """
    if not choices:
        return ""
    who = f"**{listed(choices)}** {'is' if len(choices) == 1 else 'are'}"
    return f"Of the choices, {who} closest on this axis, where doubling K is always the same distance."
