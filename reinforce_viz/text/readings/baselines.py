"""The sentences on the page of the dial: its picture, its three sections, the truth about the guess."""

import numpy as np

from reinforce_viz.engine.batch_size import variance_by_baseline
from reinforce_viz.engine.exact import Moments
from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.policy import optimal_baseline
from reinforce_viz.engine.rounding import NEGLIGIBLE
from reinforce_viz.lessons.baselines import Dial
from reinforce_viz.lessons.nights import NIGHTS, Search
from reinforce_viz.text.answer_names import bold
from reinforce_viz.text.format import comparison, listed, number, numbers, percent, percents
from reinforce_viz.text.setting import possible, why_flat

NIGHTS_FIGURES = [
    "nights until the best is more likely than not",
    "the same along the true gradient",
    "length of the true gradient, |g|",
    "variance of the first night's push",
]


def before_the_guess(experiment: Experiment) -> str:
    """What the picture shows while the best b is still hidden."""
    return (
        f"With b = {number(experiment.b, 4)} subtracted from every reward, each bubble is an estimate that "
        f"{experiment.k} draw{'' if experiment.k == 1 else 's'} can give; the larger, the more likely. The mean reward "
        "counts all answers alike. The expected reward counts each by its probability, the push-weighted mean also by "
        "how far it pushes. Guess or skip, and you can drag b."
    )


def baseline_dial(experiment: Experiment, dial: Dial) -> str:
    """What is true at every b.

    Args:
        experiment: its policy, rewards, names and K.
        dial: the same update at every stop.
    """
    if len(possible(experiment)) == 1:
        return f"At K = {experiment.k} the variance is 0 at every b: {why_flat(experiment)}, so nothing is ever pushed."
    best = optimal_baseline(experiment.probs, experiment.rewards)
    (least,) = variance_by_baseline(experiment.probs, experiment.rewards, experiment.k, [best])
    components = [f"{name} {number(g)}" for name, g in zip(bold(experiment.answers), dial.mean, strict=True)]
    mean = listed(components) if dial.mean.any() else f"zero, as {why_flat(experiment)}"
    return (
        f"Drag b along the curve. At K = {experiment.k} the least variance is {number(float(least))}, at b* = "
        f"{number(best, 4)}. Whatever b is, the average of all estimates is the gradient: {mean}.{_left_out(dial)}"
    )


def _left_out(dial: Dial) -> str:
    share = float(dial.probability.sum())
    if share > 1 - 1e-9:
        return ""
    return f" The bubbles are the {len(dial.counts)} most likely batches, {percent(share)} of the probability."


def least_noise(experiment: Experiment) -> str:
    """Which b gives the least noise."""
    if len(possible(experiment)) == 1:
        return f"Every b is as good here: {why_flat(experiment)}, so the variance is 0."
    best = optimal_baseline(experiment.probs, experiment.rewards)
    return f"The least variance is at b* = {number(best, 4)}, the push-weighted mean."


def baseline_dial_truth(experiment: Experiment, guess: float) -> str:
    """A guessed baseline compared with the best one.

    Args:
        experiment: its policy, rewards, names and K.
        guess: the baseline that the reader has guessed.
    """
    if len(possible(experiment)) == 1:
        return f"Every b is as good here: {why_flat(experiment)}, so the variance is 0."
    best = optimal_baseline(experiment.probs, experiment.rewards)
    least, guessed = variance_by_baseline(experiment.probs, experiment.rewards, experiment.k, [best, guess]).tolist()
    if abs(best - guess) <= NEGLIGIBLE * max(map(abs, experiment.rewards)):
        return f"That is b* = {number(guess, 4)}: no constant gives less variance than {number(least)}."
    (own, _, smallest), (b, b_star) = comparison(guessed, least), numbers(guess, best, digits=4)
    return (
        f"b = {b} gives a variance of {own}; the least, {smallest}, is at b* = {b_star}, the push-weighted mean: it "
        "counts each answer's reward by its probability and by how far it pushes."
    )


def nights(searches: dict[str, Search]) -> str:
    """How soon the best restaurant is found, by ratings.

    Args:
        searches: by ratings.
    """
    said = [f"{in_words(search)} for {ratings}" for ratings, search in searches.items()]
    return f"Nights until the best is more likely than not: {listed(said)}."


def why_ratings_differ(searches: dict[str, Search]) -> str:
    """What the three sets of ratings have to do with each other, and which of the last two is quicker here.

    Args:
        searches: one for each of RATINGS.
    """
    return (
        "**−1/0/1** is **6/7/8** with 7 taken off each rating: the gradient is the same, and only the noise differs. "
        "**−2/0/3** is not a shift of the others. Its gaps are wider, so its gradient is longer, which no baseline can "
        f"bring about. {_which_is_quicker(searches['−2/0/3'], searches['−1/0/1'])}"
    )


def nights_figures(search: Search) -> list[str]:
    """The numbers of NIGHTS_FIGURES, in words.

    Args:
        search: for the best restaurant.
    """
    noiseless = f"more than {NIGHTS}" if np.isnan(search.noiseless) else number(search.noiseless)
    return [in_words(search), noiseless, number(search.gradient_length), number(search.variance)]


def in_words(search: Search) -> str:
    """How many nights a search takes, with the standard error.

    Args:
        search: for the best restaurant.
    """
    if np.isnan(search.nights):
        return f"more than {NIGHTS}"
    return f"{number(search.nights)} ± {number(search.standard_error, 1)}"


def own_sample(experiment: Experiment, own: Moments, others: Moments) -> str:
    """What the batch mean does to the average step and to the error, beside leave-one-out.

    Args:
        experiment: its policy, rewards and names.
        own: moments with the batch mean, at some K.
        others: moments with leave-one-out, at the same K.
    """
    if flat := why_flat(experiment):
        return f"There is no gradient to shrink here: {flat}. Change a reward or the policy."
    error, how, other = comparison(own.mse, others.mse)
    return (
        f"At K = {own.k} the batch mean shrinks the average step to {percent(1 - 1 / own.k)} of the gradient, "
        f"(K − 1)/K. Its mean squared error, {error}, is {how} that of leave-one-out, {other}, which has no bias."
    )


def same_variance(experiment: Experiment, d: float) -> str:
    """How many of the first draws b* − d and b* + d push up, and what that means for the runs.

    Args:
        experiment: its policy, rewards and names.
        d: how far the two baselines are from b*, above 0.
    """
    if len(possible(experiment)) == 1:
        return f"Nothing is pushed, whatever is subtracted: {why_flat(experiment)}."
    best = optimal_baseline(experiment.probs, experiment.rewards)
    below, above = (pushed_up(experiment, b) for b in (best - d, best + d))
    low, high = percents(below, above)
    said = f"At the first step b* − {number(d)} pushes up {low} of the draws, and b* + {number(d)} {high}."
    if below > 0.5 > above:
        return (
            f"{said} Where most draws are pushed up, a run commits early to what it happens to draw; where most are "
            "pushed down, it keeps trying the others (Chung, Thomas, Machado and Le Roux 2021)."
        )
    return f"{said} With a larger distance, most draws are pushed up below b* and down above it."


def pushed_up(experiment: Experiment, b: float) -> float:
    """The probability that a drawn answer is pushed up when b is subtracted.

    Args:
        experiment: its policy and rewards.
        b: the baseline.
    """
    edge = b + NEGLIGIBLE * max(map(abs, experiment.rewards))
    return sum(p for p, reward in zip(experiment.probs, experiment.rewards, strict=True) if reward > edge)


def _which_is_quicker(wider: Search, other: Search) -> str:
    """Whether the longer gradient is quicker here, by more than twice the standard error of the difference."""
    if np.isnan(wider.nights) or np.isnan(other.nights):
        return f"Not both are found within {NIGHTS} nights here."
    if wider.nights == other.nights:
        return f"Here both need {number(wider.nights)} night{'' if wider.nights == 1 else 's'} all the same."
    nights = f"{number(wider.nights)} and {number(other.nights)} nights"
    if abs(other.nights - wider.nights) <= 2 * np.hypot(wider.standard_error, other.standard_error):
        return f"Here the two hardly differ all the same: {nights}."
    return f"Here it is {'quicker' if wider.nights < other.nights else 'slower all the same'}: {nights}."
