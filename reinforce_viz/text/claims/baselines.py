"""What is often said of baselines and of noise, and what is true of this experiment.

Every function takes an experiment and returns two or three sentences in Markdown, checked against exact numbers.
"""

from dataclasses import dataclass

import numpy as np

from reinforce_viz.engine.batches import outcomes
from reinforce_viz.engine.estimators import ESTIMATORS, baseline
from reinforce_viz.engine.exact import Moments, moments
from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.policy import expected_reward
from reinforce_viz.engine.rounding import NEGLIGIBLE
from reinforce_viz.engine.steps import after_one_step, exact_ascent
from reinforce_viz.text.format import comparison, number, numbers, percent, percents
from reinforce_viz.text.setting import possible, why_flat


def best_baseline(experiment: Experiment) -> str:
    """Whether the expected reward is the baseline of least variance.  Greensmith, Bartlett and Baxter 2004."""
    said = "**You may hear:** the expected reward is the baseline of least variance. "
    names = ("expected reward", "mean reward", "optimal")
    j, mean, b_star = (baseline(name, experiment.probs, experiment.rewards) for name in names)
    if len(possible(experiment)) == 1:
        return f"{said}**Here** {why_flat(experiment)}: nothing is pushed, and every baseline leaves the variance 0."
    if flat := why_flat(experiment):
        return f"{said}**Here** it is: {flat}, J = b* = {number(j)}, and with that subtracted no noise is left."
    if _same(j, b_star, experiment):
        return (
            f"{said}**Here** it is: b* = J = {number(j)}. How far an answer pushes has nothing to do with its reward "
            "here."
        )
    variances = numbers(*(_moments(experiment, name).total_variance for name in names))
    (expected, plain, best), (j_, mean_, b_) = variances, numbers(j, mean, b_star)
    return (
        f"{said}**Here** J = {j_} gives a variance of {expected}, the plain mean of the rewards, {mean_}, gives "
        f"{plain}, and b* = {b_} gives {best}."
    )


def always_helps(experiment: Experiment) -> str:
    """Whether a baseline always reduces the variance."""
    said = "**You may hear:** a baseline always reduces the variance. "
    if len(possible(experiment)) == 1:
        return f"{said}**Here** {why_flat(experiment)}: nothing is pushed, and there is no variance to reduce."
    none, expected = (_moments(experiment, name).total_variance for name in ("none", "expected reward"))
    b_star = baseline("optimal", experiment.probs, experiment.rewards)
    if _same(b_star, 0.0, experiment):
        return (
            f"{said}**Here** no constant does: b* is 0, so without one the variance, {number(none)}, is already the "
            "least possible."
        )
    low, high = (number(end, 4) for end in sorted((0.0, 2 * b_star)))
    left, how, without = comparison(expected, none)
    return (
        f"{said}**Here** a constant does between {low} and {high} (0 and 2b*), and does harm outside. The expected "
        f"reward leaves {left}, {how} no baseline at all ({without})."
    )


def batch_mean_bias(experiment: Experiment) -> str:
    """Whether subtracting the batch's own mean leaves the expected step as it is.  Kool, van Hoof and Welling 2019."""
    said = "**You may hear:** any baseline leaves the expected step unchanged, the batch's own mean included. "
    if experiment.k < 2:
        return f"{said}**Here**, with K = 1, each answer is compared with itself: every step is zero."
    if flat := why_flat(experiment):
        return f"{said}**Here** that cannot be seen: {flat}, so the expected step is zero with any baseline."
    mse, fair = (_moments(experiment, name).mse for name in ("batch mean", "leave-one-out"))
    own, how, others = comparison(mse, fair)
    return (
        f"{said}**Here** each answer is partly compared with itself, so the expected step is "
        f"{percent(1 - 1 / experiment.k)} of the gradient, (K − 1)/K. It acts as a smaller learning rate: the mean "
        f"squared error, {own}, is {how} that of leave-one-out ({others}), which has no bias."
    )


def least_variance_is_safest(experiment: Experiment) -> str:
    """Whether the baseline of least variance points downhill least often."""
    said = "**You may hear:** less variance makes every step safer. "
    if flat := why_flat(experiment):
        return f"{said}**Here** {flat}, so the true gradient is zero and no step points downhill."
    best, expected = (_moments(experiment, name) for name in ("optimal", "expected reward"))
    j, b_star = (baseline(name, experiment.probs, experiment.rewards) for name in ("expected reward", "optimal"))
    if _same(j, b_star, experiment):
        return (
            f"{said}**Here** the expected reward is the baseline of least variance itself, and points downhill in "
            f"{percent(best.downhill)} of updates."
        )
    least, _, more = comparison(best.total_variance, expected.total_variance)
    rare, often = _shares(best.downhill, expected.downhill)
    first, second = f"b* (variance {least})", f"the expected reward (variance {more})"
    if best.downhill == 0 == expected.downhill:
        return f"{said}**Here** both are safe: neither {first} nor {second} ever points downhill."
    if rare == often:
        same = "no" if abs(best.downhill - expected.downhill) <= NEGLIGIBLE else "hardly a"
        return f"{said}**Here** it makes {same} difference: {first} and {second} point downhill in {rare} of updates."
    verdict = "it does" if best.downhill < expected.downhill else "it does not"
    return (
        f"{said}**Here** {verdict}: b*, with the least variance, {least}, points downhill in {rare} of updates, and "
        f"the expected reward, with a variance of {more}, in {often}."
    )


def pushes_everything_up(experiment: Experiment) -> str:
    """Whether a positive reward pushes every answer up."""
    said = "**You may hear:** with positive rewards every answer is pushed up. "
    can = possible(experiment)
    if len(can) == 1:
        return f"{said}**Here** {why_flat(experiment)}, so nothing is pushed at all."
    rewards = [experiment.rewards[a] for a in can]
    every = "every answer" if len(can) == len(experiment.rewards) else "every answer that can be drawn"
    start = "without a baseline a drawn answer is pushed up only if its own reward is positive"
    if min(rewards) > 0:
        start = f"{every} earns more than 0, so without a baseline each drawn answer is pushed up"
    elif max(rewards) < 0:
        start = f"{every} earns less than 0, so without a baseline each drawn answer is pushed down"
    elif not any(rewards):
        start = f"{every} earns 0, so without a baseline no drawn answer is pushed"
    return (
        f"{said}**Here** {start}. A push up for one answer is a push down for the others, and the average of all "
        "pushes is the gradient g, whatever constant is subtracted. A constant moves the bubbles, never their mean."
        f"{_moves_the_mean(experiment)}"
    )


def noise_costs_reward(experiment: Experiment) -> str:
    """Whether noise lowers the reward expected after one step."""
    said = "**You may hear:** noise costs reward. "
    now = number(expected_reward(experiment.probs, experiment.rewards))
    if flat := why_flat(experiment):
        return f"{said}**Here** {flat}, so no step changes J, which is {now}."
    none, expected = (_one_step(experiment, name) for name in ("none", "expected reward"))
    ideal = _gain_of_exact_step(experiment)
    own, other = number(none.gain, 4), number(ideal, 4)
    how = "less than" if none.gain < ideal else "more than"
    why = ": J is curved, so noise changes what a step brings on average"
    if own == other:
        how, why = "about as much as", ""
    often, rarely = _shares(none.falls, expected.falls)
    return (
        f"{said}**Here** one step without a baseline changes J, now {now}, by {own} on average, {how} a step with the "
        f"exact gradient ({other}){why}. Safety is another matter: J falls in {often} of the steps without a baseline, "
        f"and in {rarely} of those that subtract the expected reward."
    )


def _moves_the_mean(experiment: Experiment) -> str:
    """What the estimator in use does to the mean of its bubbles, if it is not a constant and does something."""
    entry = ESTIMATORS[experiment.estimator]
    if entry.expectation == "gradient" or why_flat(experiment):
        return ""
    if entry.expectation == "shrunk":
        share = "zero" if experiment.k == 1 else f"{percent(1 - 1 / experiment.k)} of g"
        return f" The {experiment.estimator} is not a constant: it shrinks their mean to {share}."
    length = float(np.linalg.norm(_moments(experiment, experiment.estimator).bias))
    return f" With {entry.phrase} it does move: E[ĝ] lies {number(length)} away from g."


def _same(first: float, second: float, experiment: Experiment) -> bool:
    """Whether two baselines differ by no more than a rounding."""
    return abs(first - second) <= NEGLIGIBLE * max(map(abs, experiment.rewards))


def _moments(experiment: Experiment, name: str) -> Moments:
    return moments(name, experiment.probs, experiment.rewards, experiment.k, experiment.b)


def _shares(first: float, second: float) -> tuple[str, ...]:
    """Two probabilities, with digits that tell them apart unless both are below a thousandth."""
    return percents(first, second) if max(first, second) >= 0.001 else (percent(first), percent(second))


@dataclass(frozen=True)
class _Step:
    """One sampled step: how J changes on average, and how often it falls."""

    gain: float
    falls: float


def _one_step(experiment: Experiment, name: str) -> _Step:
    batches = outcomes(name, experiment.probs, experiment.rewards, experiment.k, experiment.b)
    then, falls = after_one_step(batches, experiment.probs, experiment.rewards, experiment.learning_rate)
    return _Step(then - expected_reward(experiment.probs, experiment.rewards), falls)


def _gain_of_exact_step(experiment: Experiment) -> float:
    """How J changes with one step along the true gradient.  Late in training J itself hardly differs."""
    before, after = exact_ascent(experiment.probs, experiment.rewards, experiment.learning_rate, 1)
    return float((after - before) @ np.array(experiment.rewards))
