"""The sentences of the page about groups: its pictures, and the truth about the guess."""

from collections.abc import Mapping, Sequence
from math import isfinite, isnan

import numpy as np

from reinforce_viz.engine.exact import Moments
from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.policy import Array
from reinforce_viz.lessons.groups import (
    LENGTH_STEPS,
    LONGEST_WAY,
    SIZES,
    STRETCH,
    SUCCESS,
    WAY,
    Brake,
    UselessGroups,
    angle,
    downhill_sizes,
)
from reinforce_viz.text.format import listed, number, numbers, percents
from reinforce_viz.text.setting import why_flat

# Shares below which two numbers are the same to the eye, and one of them still.
ALIKE, HALF = 0.01, 0.5


def before_the_guess(experiment: Experiment) -> str:
    """What the picture shows before the reader has guessed."""
    flat = why_flat(experiment)
    if flat:
        return f"There is no direction to compare: {flat}, so the gradient is zero."
    return "The thick arrow is the gradient g. In the shaded half, a small step lowers J."


def verdict(steps: Sequence[Moments], size: int) -> str:
    """The truth about the guess: where the average step of groups of a size points.

    Args:
        steps: GRPO's moments, one for each size.
        size: the one that was asked about.
    """
    exact = next(exact for exact in steps if exact.k == size)
    degrees = angle(exact)
    if isnan(degrees):
        return "Here there is no direction: both are zero."
    if degrees == 0:
        return f"With groups of {size} it points along g."
    where = "downhill, " if degrees > 90 else ""
    return (
        f"With groups of {size} it points {where}{number(degrees)}° from g. A group whose rewards lie close together "
        "is divided by less, so it counts for more than it should."
    )


def mean_steps(experiment: Experiment, steps: Sequence[Moments]) -> str:
    """How far GRPO's average step turns away from the gradient as the group grows.

    Args:
        experiment: its policy, rewards and names.
        steps: GRPO's moments, one for each size of SIZES.
    """
    flat = why_flat(experiment)
    if flat:
        return f"There is no direction to compare: {flat}, so both the gradient and GRPO's average step are zero."
    angles = [angle(exact) for exact in steps]
    if max(angles) == 0:
        return f"GRPO's average step points along the gradient at every K from {SIZES[0]} to {SIZES[-1]}."
    first, last = numbers(angles[0], angles[-1])
    down = downhill_sizes(steps)
    turned = f" With {listed([f'{size}' for size in down], 'or')} answers it points **downhill**." if down else ""
    return (
        f"GRPO's average step makes an angle of {first}° with the gradient at K = {SIZES[0]} and {last}° at "
        f"K = {SIZES[-1]}; leave-one-out and the batch mean have 0° at every K.{turned} g is drawn as long as the "
        "longest of them."
    )


def stretched_lead(experiment: Experiment, before: float, after: float) -> str:
    """The truth about the guess: what a larger lead of the best reward does to GRPO's average step at K = 2.

    Args:
        experiment: its policy, rewards and names.
        before: how long the average step is.
        after: how long it is with a lead STRETCH times as large; above 0, as `before`, unless the gradient is zero.
    """
    flat = why_flat(experiment)
    if flat:
        return f"Here it stays zero: {flat}, so there is no lead to make larger."
    one, other = numbers(before, after)
    times = after / before
    changed = "stays the same" if one == other else "hardly changes" if abs(times - 1) <= ALIKE else "changes"
    length = f"{one} long" if one == other else f"{one} before and {other} after"
    why = (
        "With two answers GRPO sees which is better, not by how much"
        if abs(times - 1) <= ALIKE
        else "The lead was so small that the 1e-4 which GRPO adds to the spread still counted"
    )
    return f"With a lead {number(STRETCH)} times as large its length {changed}: {length}. {why}."


def useless_groups(groups: UselessGroups, size: int) -> str:
    """How many groups teach nothing as the policy improves, and what a useful one then costs.

    Args:
        groups: their share and cost on the way of exact ascent.
        size: one of `groups.sizes`.
    """
    at = int(np.flatnonzero(groups.sizes == size)[0])
    share, draws = groups.share[:, at], groups.draws[:, at]
    first, *later = percents(*share.tolist())
    said = (
        f"Now {first} of groups of {size} are useless; after {listed([str(n) for n in WAY[1:]])} steps of exact "
        f"ascent {listed(later)}. "
    )
    if not isfinite(draws[0]):
        return f"{said}No number of draws gives a useful group."
    start, end = numbers(draws[0], draws[-1])
    later_too = "at the start and at the end" if start == end else f"at first, and {end} at the end"
    return f"{said}If useless ones are thrown away, a group costs {start} draws on average {later_too}."


def brake(experiment: Experiment, along: Brake, size: int) -> str:
    """What slows GRPO down near the goal.

    Args:
        experiment: its policy, rewards and names.
        along: lengths of steps on the way of exact ascent.
        size: of the groups that they are of.
    """
    flat = why_flat(experiment)
    if flat:
        return f"Every step is zero here: {flat}."
    ratio = along.grpo / along.gradient
    (first, last), (low, high) = (
        numbers(float(r[0]), float(r[-1])) for r in (ratio, along.over_sigma / along.gradient)
    )
    left = float(along.useful[-1] / along.useful[0])
    slowed = float(along.grpo[-1] / along.grpo[0])
    said = (
        f"For groups of {size}, GRPO's average step is {first} times as long as g at first and {last} times after "
        f"{LONGEST_WAY:,} exact steps; 1/σ alone would say {low} and {high}. "
    )
    lengths = f"It is then {number(slowed)} times as long as at first, and without useless groups {number(left)} times"
    if slowed < HALF * left:
        return f"{said}{lengths}: much of the brake is the useless groups."
    return f"{said}{lengths}."


def difficulty(factors: Mapping[int, Array]) -> str:
    """Whether GRPO gives hard and easy prompts more weight than prompts in between.

    Args:
        factors: by size, the weight of a prompt at every share of SUCCESS.
    """
    middle = int(np.abs(SUCCESS - 0.5).argmin())
    flat = [size for size, of in factors.items() if np.ptp(of) < 1e-9]
    largest = max(factors)
    hard, even = numbers(float(factors[largest][0]), float(factors[largest][middle]))
    return (
        f"At K = {listed([str(size) for size in flat])} every prompt has the same weight. At K = {largest} a prompt "
        f"that is answered right once in 100 times, or wrong once in 100, weighs {hard}; one near half and half {even}."
    )


def wrong_lengths(lengths: Mapping[str, Array], size: int) -> str:
    """What dividing by an answer's length does to wrong answers.

    Args:
        lengths: mean length in tokens after each step, by kind of mean.
        size: of the batches.
    """
    start, total, answer, token = (
        number(float(value), 4)
        for value in (lengths["sum"][0], lengths["sum"][-1], lengths["answer mean"][-1], lengths["token mean"][-1])
    )
    return (
        f"Wrong answers have {start} tokens on average at first. After {LENGTH_STEPS} steps they have {total} if "
        f"tokens are added up (Dr. GRPO), {answer} if each answer is divided by its own length (GRPO), and {token} if "
        f"a batch of {size} is divided by all its tokens (DAPO)."
    )


def angle_in_words(exact: Moments) -> str:
    """An average step's size of group and angle, as the picture has it.

    Args:
        exact: the moments of an estimate.
    """
    degrees = angle(exact)
    said = "no direction" if isnan(degrees) else f"{number(degrees)}° from g{', downhill' * (degrees > 90)}"
    return f"K = {exact.k}: {said}"
