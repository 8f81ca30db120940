"""The sentences on the page of the batch size: its pictures, what is left out of them, the truth about the guess."""

from math import isfinite, isnan

from reinforce_viz.engine.batch_size import QUANTITIES, Curve, variance_by_baseline
from reinforce_viz.engine.estimators import ESTIMATORS
from reinforce_viz.engine.exact import moments
from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.policy import expected_reward, optimal_baseline
from reinforce_viz.text.format import ROUNDING, comparison, listed, number, numbers, percent
from reinforce_viz.text.setting import possible, why_flat

# Below this share saved, the least variance and that of no baseline look the same in the picture.
HARDLY = 0.01


def variance_vs_k(curves: dict[str, Curve], quantity: str, k: int, current: str) -> str:
    """The values at K, the current estimator's first."""
    values = {
        name: float(curve.exact[curve.k == k][0])
        for name, curve in sorted(curves.items(), key=lambda item: item[0] != current)
        if k in curve.k
    }
    said = [f"{name} {number(value)}" for name, value in values.items() if not isnan(value)]
    if not said:
        return f"At K = {k} the {quantity} is not defined for these baselines."
    missing = [name for name in curves if isnan(values.get(name, float("nan")))]
    left = f" It is not defined for {listed(missing, 'or')}." if missing else ""
    return f"At K = {k} the {quantity} is: {', '.join(said)}.{left}"


def comparable(names: list[str], quantity: str) -> tuple[list[str], list[str]]:
    """The estimators that a quantity can be compared on, and those whose estimates have another scale."""
    free = QUANTITIES[quantity].scale_free
    fits = [name for name in names if free or ESTIMATORS[name].expectation != "other"]
    return fits, [name for name in names if name not in fits]


def why_left_out(names: list[str], quantity: str) -> str:
    """Why some estimators are missing from the picture."""
    free = [name for name, entry in QUANTITIES.items() if entry.scale_free]
    is_, its = ("is", "its") if len(names) == 1 else ("are", "their")
    who = listed(names)
    return (
        f"{who[0].upper()}{who[1:]} {is_} not drawn: the rewards are rescaled batch by batch, so {its} {quantity} "
        f"is in other units. Choose {listed(free, 'or')}, where the scale cancels."
    )


def matching_size_truth(experiment: Experiment, size: float, k: int = 8) -> str:
    """The truth about the reader's guess: the batch size that makes up for a missing baseline.

    size: at which no baseline has the variance of leave-one-out at K = k; NaN where that has none.
    """
    if isfinite(size):
        said = f"Their total variances are equal at K = {number(size)}."
        return said if size > k else f"{said} Here leave-one-out is no better than no baseline."
    alone = moments("none", experiment.probs, experiment.rewards, 1).total_variance
    if alone == 0:
        return f"Neither has any variance here, so every K is enough: {why_flat(experiment)}."
    return f"Leave-one-out has no variance at all here, so no K is enough: {why_flat(experiment)}."


def variance_vs_baseline(experiment: Experiment) -> str:
    """The least variance, that of the expected reward, and which constants help."""
    if len(possible(experiment)) == 1:
        return f"At K = {experiment.k} the variance is 0 whatever is subtracted: {why_flat(experiment)}."
    best, mean = (rule(experiment.probs, experiment.rewards) for rule in (optimal_baseline, expected_reward))
    variances = variance_by_baseline(experiment.probs, experiment.rewards, experiment.k, [0.0, mean, best])
    none, expected, least = variances.tolist()
    own, how, without = comparison(expected, none)
    b_star, j = numbers(best, mean)
    return (
        f"At K = {experiment.k} the least variance is {number(least)}, at b* = {b_star}. The expected reward {j} gives "
        f"{own}, {how} no baseline ({without}). {_which_help(experiment, best, none, least)}"
    )


def _which_help(experiment: Experiment, best: float, none: float, least: float) -> str:
    """Which constants have less variance than none."""
    if abs(best) <= ROUNDING * max(map(abs, experiment.rewards)):
        return "b* is 0, so no constant has less variance than none."
    low, high = (number(end, 4) for end in sorted((0.0, 2 * best)))
    saved = 1 - least / none
    hardly = f", and hardly: b* saves {percent(saved, _decimals(saved))} of the variance" if saved < HARDLY else ""
    return f"Only a b between {low} and {high} helps{hardly}."


def _decimals(share: float) -> int:
    """Enough for one digit of a small share that is written as a percentage."""
    return next(n for n in range(1, 20) if round(100 * share, n) or n == 19)
