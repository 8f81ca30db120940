"""The sentences on the page of the cloud: its picture, its table, the truth about the guess."""

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine.batches import Outcomes, outcomes
from reinforce_viz.engine.estimators import ESTIMATORS
from reinforce_viz.engine.exact import Moments
from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.rounding import NEGLIGIBLE
from reinforce_viz.text.format import listed, number, percent
from reinforce_viz.text.setting import named, why_flat, why_still

EXACT_FIGURES = [
    "length of the average, |E ĝ|",
    "length of the bias, |E ĝ − g|",
    "total variance",
    "mean squared error",
    "signal to noise",
    "P(downhill)",
    "P(zero step)",
]
# In place of a number that depends on the units of the estimates, where these are not those of the gradient.
OTHER_UNITS = "other units"
SHORT = 0.1  # of what the picture has room for


def before_the_guess(experiment: Experiment) -> str:
    """The plane without any estimate.

    Args:
        experiment: its policy and rewards.
    """
    if flat := why_flat(experiment):
        return f"The true gradient is zero: {flat}. So there is no arrow, and nothing is uphill or downhill."
    return "The arrow is the true gradient g. A step that points into the shaded half is a step downhill."


def gradient_cloud(
    experiment: Experiment, exact: Moments, batches: Outcomes, seen: npt.NDArray[np.bool_], reach: float
) -> str:
    """How many updates go the wrong way, and how many of the possible ones are in the picture.

    Args:
        experiment: its policy, rewards, baseline and K.
        exact: the moments of its estimate.
        batches: the estimates that are drawn as bubbles, [M].
        seen: [M], those that the picture has room for.
        reach: how long the likeliest estimates are, at any K.
    """
    setting = f"With K = {exact.k} and {ESTIMATORS[exact.estimator].phrase}"
    what = "an answer" if exact.k == 1 else "a batch"
    share = float(batches.probability[seen].sum())
    shown = "all are" if share > 1 - 1e-9 else f"the most likely ones, {percent(share)} of all, are"
    return (
        f"{setting}, {_ways(experiment, exact)}. Each bubble is {what} you might draw, the bigger the more likely; "
        f"{shown} in the picture.{_too_short(exact, reach)}"
    )


def _too_short(exact: Moments, reach: float) -> str:
    """That g can hardly be seen, where it is so."""
    length = float(np.linalg.norm(exact.mean - exact.bias))
    if not 0 < length < SHORT * reach:
        return ""
    return f" The arrow g is short: {number(length)}, where single updates are up to {number(reach)} long."


def downhill_truth(experiment: Experiment, exact: Moments) -> str:
    """The truth about the reader's guess: how often a single update points downhill.

    Args:
        experiment: its policy, rewards, names, baseline and K.
        exact: the moments of its estimate.
    """
    setting = f"With {ESTIMATORS[exact.estimator].phrase} and K = {exact.k}"
    if still := why_still(experiment):
        return f"{setting} it is 0%, as nothing moves: {still}."
    if flat := why_flat(experiment):
        return f"{setting} it is 0%: {flat}, so the true gradient is zero and nothing is downhill."
    return f"{setting} it is {percent(exact.downhill)}."


def why_downhill(experiment: Experiment, exact: Moments) -> str:
    """Which draws point downhill and how likely they are; empty where nothing is uphill or downhill.

    Args:
        experiment: its policy, rewards and names.
        exact: the moments of its estimate.
    """
    if exact.downhill == 0 and not (why_still(experiment) or why_flat(experiment)):
        return "No possible batch points downhill."
    batches = outcomes(*experiment.one_estimate)
    wrong = np.flatnonzero((batches.slope < 0) & (batches.probability > 0))
    if not len(wrong):
        return ""
    if exact.k > 1:
        likeliest = wrong[batches.probability[wrong].argmax()]
        drawn = [(answer, int(n)) for answer, n in enumerate(batches.counts[likeliest]) if n]
        said = listed([f"{named(experiment, [answer])} {_times(n)}" for answer, n in drawn])
        return f"For example, a batch with {said} does ({percent(float(batches.probability[likeliest]))} of batches)."
    answers = sorted(int(batches.counts[one].argmax()) for one in wrong)
    if len(answers) == 1:
        said = f"That is the chance of drawing {named(experiment, answers)}{_although(experiment, batches, wrong)}."
    else:
        chances = [f"{named(experiment, [answer])} ({percent(experiment.probs[answer])})" for answer in answers]
        said = f"That is the chance of drawing {listed(chances, 'or')}."
    return " ".join([said, *_in_spite(experiment, batches, wrong)[:1]])


def _although(experiment: Experiment, batches: Outcomes, wrong: npt.NDArray[np.int64]) -> str:
    """That the one answer is pushed up although it earns little, or down although it earns much."""
    (answer,) = batches.counts[wrong].argmax(axis=1)
    rewards = np.array(experiment.rewards)
    above = float(rewards[answer] - np.array(experiment.probs) @ rewards)
    push = float(batches.gradient[wrong[0], answer])
    if abs(above) <= NEGLIGIBLE * float(np.abs(rewards).max()) or above * push >= 0:
        return ""
    up = push > 0
    return f", which is pushed {'up' if up else 'down'} although it earns {'less' if up else 'more'} than the average"


def _in_spite(experiment: Experiment, batches: Outcomes, wrong: npt.NDArray[np.int64]) -> list[str]:
    """Of each draw that does its own answer right and yet points downhill: what it does to the others."""
    probs, rewards = np.array(experiment.probs), np.array(experiment.rewards)
    above, said = rewards - probs @ rewards, []
    for one in wrong:
        answer = int(batches.counts[one].argmax())
        # What the push does to each probability, and that to J.
        change = probs * (batches.gradient[one] - probs @ batches.gradient[one])
        worth = change * above
        if worth[answer] <= NEGLIGIBLE * float(np.abs(worth).max()):
            continue
        good, likelier = bool(above[answer] > 0), {True: "likelier", False: "less likely"}
        harm = [
            f"{named(experiment, [other])} {likelier[bool(change[other] > 0)]}, which "
            f"{'also ' * bool((above[other] > 0) == good)}earns {'more' if above[other] > 0 else 'less'}"
            for other in map(int, np.flatnonzero(worth < -NEGLIGIBLE * float(np.abs(worth).max())))
        ]
        said.append(
            f"The push of {named(experiment, [answer])} makes it {likelier[good]}, and it earns "
            f"{'more' if good else 'less'} than the average. But the same push makes {', and '.join(harm)}."
        )
    return said


def _times(n: int) -> str:
    return {1: "once", 2: "twice"}.get(n, f"{n} times")


def exact_figures(exact: Moments) -> list[str]:
    """The numbers of EXACT_FIGURES, in words.

    Args:
        exact: the moments of an estimate.
    """
    length, bias = float(np.linalg.norm(exact.mean)), float(np.linalg.norm(exact.bias))
    in_units = [number(bias), number(exact.total_variance), number(exact.mse)]
    if ESTIMATORS[exact.estimator].expectation == "other":
        in_units = [OTHER_UNITS] * len(in_units)
    return [number(length), *in_units, number(exact.snr), percent(exact.downhill), percent(exact.zero_step)]


def other_units(exact: Moments) -> str | None:
    """What must not be compared with other estimators, and what the units do to a step; None if they are the usual.

    Args:
        exact: the moments of an estimate.
    """
    entry, true = ESTIMATORS[exact.estimator], float(np.linalg.norm(exact.mean - exact.bias))
    if entry.expectation != "other":
        return None
    said = (
        f"The advantages of {entry.phrase} have other units than rewards, so variance and error cannot be compared "
        "with those of the others."
    )
    length = float(np.linalg.norm(exact.mean))
    if true == 0 or length == 0:
        return said
    return (
        f"{said} At the same learning rate its first step is on average {number(length / true)} times as long as one "
        "along g."
    )


def _ways(experiment: Experiment, exact: Moments) -> str:
    """Which way the updates go."""
    if still := why_still(experiment):
        return f"no update moves the model: {still}"
    if flat := why_flat(experiment):
        return f"no update points uphill or downhill, as the true gradient is zero: {flat}"
    zero = f"; {percent(exact.zero_step)} do not move at all" if exact.zero_step else ""
    downhill = f"{percent(exact.downhill)} of updates" if exact.downhill else "no update"
    return f"{downhill} point{'' if exact.downhill else 's'} downhill{zero}"
