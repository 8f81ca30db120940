"""The sentences on the page of many updates: its pictures, its table, the truth about the guess."""

from collections.abc import Sequence

import numpy as np

from reinforce_viz.engine.estimators import ESTIMATORS
from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.policy import Array
from reinforce_viz.engine.summary import DECIDED, Summary
from reinforce_viz.text.answer_names import bold
from reinforce_viz.text.format import listed, number, percent, percents
from reinforce_viz.text.setting import best, named, possible, why_still

ALIKE = 0.0005  # two probabilities no further apart than this differ in no digit that matters

FINAL_FIGURES = ["mean final J", "its standard error", "share of runs that end on a best answer"]


def probability_paths(experiment: Experiment, summary: Summary, exact: Array) -> str:
    """How likely the best answer has become, in the runs and with the exact gradient.

    Args:
        experiment: its policy, rewards, names, estimator, K, steps and runs.
        summary: of its runs.
        exact: [T + 1, A], the policies along the exact gradient.
    """
    if still := why_still(experiment):
        return f"No run moves: {still}."
    start = f"After {experiment.steps:,} steps, with K = {experiment.k} and {ESTIMATORS[experiment.estimator].phrase},"
    top = best(experiment)
    if len(top) > 1 or not experiment.probs[top[0]]:
        ideal = float(exact[-1] @ np.array(experiment.rewards))
        return (
            f"{_about_the_best(experiment)} {start} J is {number(summary.final_reward)} on average, where "
            f"{number(max(experiment.rewards))} is the most; the exact gradient brings it to {number(ideal)}."
        )
    middle, low, high = (float(values[-1, top[0]]) for values in (summary.median, summary.low, summary.high))
    return (
        f"{start} the median of the runs gives {named(experiment, top)} a probability of {percent(middle)}; "
        f"{_eight_in_ten(low, high)}. The exact gradient brings it to {percent(exact[-1, top[0]])}."
    )


def simplex_paths(experiment: Experiment, summary: Summary) -> str:
    """How many runs have reached a best corner of the triangle.

    Args:
        experiment: its policy, rewards, names, estimator, K, steps and runs.
        summary: of its runs.
    """
    if still := why_still(experiment):
        return f"All {experiment.runs:,} runs stay at the cross, where they start: {still}."
    top, dots = best(experiment), summary.dots.shape[1]
    shown = f" The dots are {dots:,} of them." if dots < experiment.runs else ""
    corner = f"the corner{'' if len(top) == 1 else 's'} of {named(experiment, top, 'or')}"
    impossible = f" {_about_the_best(experiment)}" if not any(experiment.probs[a] for a in top) else ""
    return (
        f"All {experiment.runs:,} runs start at the cross. {experiment.steps:,} steps later, with "
        f"{ESTIMATORS[experiment.estimator].phrase}, {percent(summary.best)} of them are in {corner} (more than "
        f"{percent(DECIDED)}).{impossible}{shown}"
    )


def where_they_end(experiments: Sequence[Experiment], summaries: Sequence[Summary]) -> str:
    """How many runs have reached a best corner, in the first picture and in the one beside it.

    Args:
        experiments: one, or two that differ in their baseline alone.
        summaries: of their runs.
    """
    said = simplex_paths(experiments[0], summaries[0])
    if why_still(experiments[0]):
        return said
    beside = [
        f" With {ESTIMATORS[e.estimator].phrase}, {percent(summary.best)} are."
        for e, summary in zip(experiments[1:], summaries[1:], strict=True)
    ]
    return said + "".join(beside) + _does_worse(experiments, summaries) + _at_the_corners(experiments, summaries)


def _at_the_corners(experiments: Sequence[Experiment], summaries: Sequence[Summary]) -> str:
    """What the corners of the pictures count, where it is not what the sentence does."""
    pairs = zip(experiments, summaries, strict=True)
    if all(percent(float(s.frame_preferred[-1, best(e)].sum())) == percent(s.best) for e, s in pairs):
        return ""
    return " The numbers at the corners also count runs that prefer that answer by less."


def _does_worse(experiments: Sequence[Experiment], summaries: Sequence[Summary]) -> str:
    """That a baseline does not help here, where so many fewer runs end well that chance alone hardly explains it.

    Only so far, where the runs that have not decided yet could still make up for it.
    """
    if len(experiments) < 2 or experiments[0].estimator != "none":
        return ""
    without, beside = (summary.best for summary in summaries)
    variances = [share * (1 - share) / e.runs for share, e in zip((without, beside), experiments, strict=True)]
    chance, undecided = 2 * sum(variances) ** 0.5, float(summaries[1].fates[-1])
    if without - beside <= chance:
        return ""
    if without - (beside + undecided) <= chance:
        return f" That is fewer so far, but {percent(undecided)} of its runs have not decided yet."
    return (
        " So this baseline does worse here, by these steps: less noise is no promise that more runs end on the best "
        "answer."
    )


def why_the_others(experiment: Experiment, summary: Summary) -> str:
    """What has become of the runs that are not on a best answer; empty where there are none, or none moves.

    Args:
        experiment: its policy, rewards, estimator and K.
        summary: of its runs.
    """
    if why_still(experiment) or not any(experiment.probs[a] for a in best(experiment)) or summary.best == 1:
        return ""
    if summary.worse == 0:
        return f"In the others no answer has more than {percent(DECIDED)} yet."
    said = f"{percent(summary.worse)} end on a worse one: "
    if experiment.estimator == "none" and min(experiment.rewards) > 0:
        return (
            f"{said}every reward is positive, so each draw pushes its own answer up, good or bad, and what has become "
            "more likely is drawn more often."
        )
    return f"{said}there, fewer than 1 draw in 20 is of another answer, so hardly anything is left to learn from."


def question(experiment: Experiment) -> str:
    """What the reader is asked, about the runs of the first picture.

    Args:
        experiment: its estimator and rewards.
    """
    return f"With {ESTIMATORS[experiment.estimator].phrase}, how many of the runs end on {_a_best(experiment)}?"


def _a_best(experiment: Experiment) -> str:
    return "the best answer" if len(best(experiment)) == 1 else "one of the best answers"


def before_the_guess(experiment: Experiment) -> str:
    """What stands under the triangle until the reader has guessed."""
    return (
        f"All {experiment.runs:,} runs start at the cross, with {ESTIMATORS[experiment.estimator].phrase}. The dashed "
        "line is the path of the exact gradient. Guess first, or skip, and the runs begin to move."
    )


def preferred_answers(experiment: Experiment, summary: Summary) -> str:
    """Which answers the runs prefer in the end.

    Args:
        experiment: its names and number of steps.
        summary: of its runs.
    """
    names = bold(experiment.answers)
    shares = listed(
        [f"{percent(share)} prefer {name}" for name, share in zip(names, summary.preferred[-1], strict=True)]
    )
    return f"Of all runs, after {experiment.steps:,} steps, {shares}."


def fates(experiments: list[Experiment], summaries: list[Summary], called: list[str] | None = None) -> str:
    """How many runs end on a best answer, and how many on a worse one.

    Args:
        experiments: one or more, which have the same policy and rewards.
        summaries: of their runs.
        called: what to call the experiments, where their estimators do not tell them apart.
    """
    called = called or [ESTIMATORS[experiment.estimator].phrase for experiment in experiments]
    said = [_fate(*each) for each in zip(called, experiments, summaries, strict=True)]
    first = experiments[0]
    usual = len(best(first)) == 1 and first.probs[best(first)[0]] > 0
    about = "" if usual else f" {_about_the_best(first)}"
    return f"Share of runs that give one answer more than {percent(DECIDED)}: {'; '.join(said)}.{about}"


def best_answer_truth(experiment: Experiment, summary: Summary) -> str:
    """The truth about the reader's guess: how many runs end on a best answer.

    Args:
        experiment: its policy, rewards, names, estimator and K.
        summary: of its runs.
    """
    if still := why_still(experiment):
        return f"No run moves: {still}. So {percent(summary.best)} do."
    top = best(experiment)
    if not any(experiment.probs[a] for a in top):
        return f"None can. {_about_the_best(experiment)}"
    if len(top) > 1:
        return f"{_about_the_best(experiment)} Of these runs, {percent(summary.best)} end on one of them."
    return f"Of these runs, {percent(summary.best)} do."


def final_figures(summary: Summary) -> list[str]:
    """The numbers of FINAL_FIGURES, in words.

    Args:
        summary: of the runs.
    """
    return [number(summary.final_reward, 4), number(summary.standard_error, 2), percent(summary.best)]


def _eight_in_ten(low: float, high: float) -> str:
    if high - low < ALIKE:
        return "eight runs in ten agree with that"
    return f"eight runs in ten lie between {listed(percents(low, high))}"


def _fate(name: str, experiment: Experiment, summary: Summary) -> str:
    if why_still(experiment):
        return f"with {name} no run moves"
    end, worse = percent(summary.best), percent(summary.worse)
    open_still = summary.fates[-1]
    undecided = f"; {percent(float(open_still))} have not decided yet" if open_still else ""
    return f"with {name}, {end} end on {_a_best(experiment)} and {worse} on a worse one{undecided}"


def _about_the_best(experiment: Experiment) -> str:
    """Which answers are best where it is not one, or where it cannot be drawn."""
    top = best(experiment)
    names, can = named(experiment, top), [a for a in top if a in possible(experiment)]
    if len(top) == len(experiment.rewards):
        return "All answers are equally good."
    if len(top) > 1 and len(can) == len(top):
        return f"{names} are equally good, and a run may end on either."
    if len(top) > 1 and can:
        return f"{names} are equally good, but only {named(experiment, can)} can ever be drawn."
    can_not = "has probability 0, so it" if len(top) == 1 else "have probability 0, so they"
    return f"{names}, the best, {can_not} can never be drawn or learned."
