"""Which choices of a page's question are right: those that are marked where a class sees how it has guessed."""

from collections.abc import Mapping
from math import isfinite, isnan, log

from reinforce_viz.engine.exact import Moments
from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.policy import optimal_baseline
from reinforce_viz.engine.rounding import ROUNDING
from reinforce_viz.lessons.clipping import Reuse
from reinforce_viz.lessons.groups import angle
from reinforce_viz.lessons.kl import Penalty
from reinforce_viz.lessons.one_update import Update
from reinforce_viz.lessons.single_push import raised_most
from reinforce_viz.lessons.why_it_works import Identity
from reinforce_viz.text.readings.one_update_step import change_of_j
from reinforce_viz.text.setting import possible


def nearest(choices: Mapping[str, float], truth: float) -> tuple[str, ...]:
    """The choices that come nearest to a number; several if they tie.

    Args:
        choices: what each one says.
        truth: the number.

    Returns:
        None of them if it is not finite.
    """
    if not isfinite(truth):
        return ()
    off = {choice: abs(said - truth) for choice, said in choices.items()}
    least = min(off.values()) + ROUNDING * max(1.0, abs(truth))
    return tuple(choice for choice, distance in off.items() if distance <= least)


def nearest_in_ratio(choices: Mapping[str, float], truth: float) -> tuple[str, ...]:
    """The choices whose ratio to a number is nearest to 1.

    Args:
        choices: what each one says, above 0.
        truth: the number, 0 or more unless it is not finite.

    Returns:
        None of them if it is not finite; the least if it is 0.
    """
    if not isfinite(truth):
        return ()
    if truth == 0:
        return (min(choices, key=lambda choice: choices[choice]),)
    return nearest({choice: log(said) for choice, said in choices.items()}, log(truth))


def raised(experiment: Experiment, none: str) -> tuple[str, ...]:
    """The answers that the gradient raises most, by name.

    Args:
        experiment: its policy, rewards and names.
        none: the choice that says that it raises all alike.
    """
    answers = raised_most(experiment.probs, experiment.rewards)
    return tuple(experiment.answers[answer] for answer in answers) or (none,)


def step(experiment: Experiment, update: Update, choices: Mapping[str, float]) -> tuple[str, ...]:
    """Whether J falls, stays or rises.

    Args:
        experiment: whose rewards J is made of.
        update: the step.
        choices: −1, 0 and 1 by the words for them.
    """
    return nearest(choices, change_of_j(experiment, update))


def least_noise(experiment: Experiment, choices: Mapping[str, float]) -> tuple[str, ...]:
    """The baselines that come nearest to the one of least variance; all of them where no b matters.

    Args:
        experiment: its policy and rewards.
        choices: the b that each one is.
    """
    if len(possible(experiment)) == 1:
        return tuple(choices)
    return nearest(choices, optimal_baseline(experiment.probs, experiment.rewards))


def sum_of_pushes(terms: Identity, choices: Mapping[str, float]) -> tuple[str, ...]:
    """Where the three pushes lead: to g, which may be where they began.

    Args:
        terms: of the two sums.
        choices: how far along g each one says; 0 is the start, 1 is g.
    """
    ends = (1.0,) if terms.sum_by_score.any() else (0.0, 1.0)
    return tuple(choice for choice, along in choices.items() if along in ends)


def how_far(reuse: Reuse, choices: Mapping[str, float]) -> tuple[str, ...]:
    """The range in which the ratio that gets furthest from 1 ends up.

    Args:
        reuse: of the batch.
        choices: the upper end of each range, from the lowest; the last has none.
    """
    ratio = float(reuse.clipped.ratio[reuse.furthest])
    last = list(choices)[-1]
    reached = (choice for choice, end in choices.items() if abs(ratio - 1) <= end + ROUNDING)
    return (next(reached, last),)


def at_the_ring(penalty: Penalty, every: str) -> tuple[str, ...]:
    """The estimates of KL that lead to the ring as a loss.

    Args:
        penalty: with their ends.
        every: the choice that says that all of them do.
    """
    return (every,) if penalty.still else tuple(penalty.at_the_ring)


def direction(exact: Moments, choices: Mapping[str, float]) -> tuple[str, ...]:
    """Which way an average step points.

    Args:
        exact: the moments of the step.
        choices: degrees from g; 0 is along g, and the last is downhill, whichever angle it is.

    Returns:
        None of them where there is no direction.
    """
    degrees, downhill = angle(exact), list(choices)[-1]
    if isnan(degrees):
        return ()
    if degrees > 90:
        return (downhill,)
    uphill = {choice: said for choice, said in choices.items() if choice != downhill and (said > 0) == (degrees > 0)}
    return nearest(uphill, degrees)
