"""The sentences on the page where answers are drawn by hand: its pictures, its table, the truth about the guess."""

from collections.abc import Sequence

import numpy as np

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.policy import Array, exact_gradient, expected_reward
from reinforce_viz.lessons.start import (
    UNLOCKED,
    Drawn,
    after_push,
    best,
    raised_most,
    single_rule,
    supervised_push,
    true_error,
)
from reinforce_viz.text.answer_names import bold
from reinforce_viz.text.format import ROUNDING, listed, number, percent, percents, places, signed, vector

HARDLY = 0.5e-4  # a change of a probability that does not reach a hundredth of a point

PUSH_FIGURES = ["push on the logit", "change of the probability"]


def policy_bars(experiment: Experiment, drawn: Drawn | None = None) -> str:
    """What the model answers now; after a draw, where one step of the last push would take it."""
    if drawn and drawn.n:
        return _step(experiment, drawn.push[-1])
    average = number(expected_reward(experiment.probs, experiment.rewards))
    return f"{_likeliest(experiment)} {_best(experiment)} On average one answer earns J = {average}."


def average_push(experiment: Experiment, drawn: Drawn) -> str:
    """How the average of the pushes stands to the true gradient, and to what somebody who knew would push."""
    told = _told(experiment)
    if not drawn.n:
        return f"{told} Nobody does say so: draw an answer and see its push."
    names = bold(experiment.answers)
    counts = listed([f"{n:,} {name}" for n, name in zip(drawn.counts[-1], names, strict=True)])
    average, error = drawn.average[-1], drawn.error[-1]
    said = f"{drawn.n:,} drawn, {counts}: the average push on {listed(names)} is {vector(average, places(average))}"
    if np.count_nonzero(drawn.counts[-1]) > 1:
        said += f" with standard errors {vector(error, places(error))}"
    if drawn.n < UNLOCKED:
        return f"{said}. {told}"
    gradient = exact_gradient(experiment.probs, experiment.rewards)
    truth = f"the true gradient is g = {vector(gradient, places(gradient))}"
    return " ".join([f"{said}; {truth}.", *_missing(experiment, drawn), told])


def raised_most_truth(experiment: Experiment) -> str:
    """The truth about the reader's guess: which logit the average of all pushes raises most."""
    highest = float(exact_gradient(experiment.probs, experiment.rewards).max())
    names = [bold(experiment.answers)[answer] for answer in raised_most(experiment)]
    if not names:
        return "It raises none: the true gradient is zero."
    alike = ", both alike" if len(names) == 2 else ""
    return f"It raises {listed(names)} most{alike}: the true gradient there is {signed(highest)}."


def push_table(experiment: Experiment, push: Array) -> dict[str, list[str]]:
    """For PUSH_FIGURES: which way and how far a push moves each answer's logit and, in one step, its probability."""
    change = 100 * (after_push(experiment, push) - experiment.probs)
    return {
        PUSH_FIGURES[0]: [_arrow(value) + signed(value) for value in push],
        PUSH_FIGURES[1]: [f"{_arrow(value)}{signed(value)} points" for value in change],
    }


def _likeliest(experiment: Experiment) -> str:
    probs = experiment.probs
    often = _named(experiment, [p >= max(probs) - ROUNDING for p in probs])
    if max(probs) >= 1 - ROUNDING:
        return f"The model always says {listed(often)}."
    alike = "most often" if len(often) == 1 else "equally often"
    each = "" if len(often) == 1 else " each"
    return f"The model says {listed(often)} {alike} ({percent(max(probs))}{each})."


def _best(experiment: Experiment) -> str:
    names, reward = _named(experiment, [r == max(experiment.rewards) for r in experiment.rewards]), experiment.rewards
    if len(names) == len(reward):
        return f"All answers earn the same, {number(reward[0])}, so there is nothing to learn."
    is_, it = ("The best answer is", "it") if len(names) == 1 else ("The best answers are", "them")
    never = all(not experiment.probs[answer] for answer in best(experiment))
    hidden = f", but the model never draws {it} and can never learn {it}" if never else ""
    return f"{is_} {listed(names)} (reward {number(max(reward))}){hidden}."


def _step(experiment: Experiment, push: Array) -> str:
    """Where one step takes each answer that can be drawn: one of probability 0 stays there whatever is pushed."""
    after, names = after_push(experiment, push), bold(experiment.answers)
    moved, still, stuck = [], [], []
    for name, p, q in zip(names, experiment.probs, after.tolist(), strict=True):
        if p <= 0:
            stuck.append(name)
        elif abs(q - p) < HARDLY:
            still.append((name, p, q))
        else:
            first, then = percents(p, q)
            moved.append(f"{name} from {first} to {then}")
    never = f" It leaves {listed(stuck)} at 0%: what is never drawn is never learnt." if stuck else ""
    if not moved and all(abs(q - p) <= ROUNDING for _, p, q in still):
        return f"One step of this push would change nothing{_why_nothing(experiment, push)}.{never}"
    hardly = listed([f"{name} ({percent(p)})" for name, p, _ in still])
    parts = [f"take {listed(moved)}"] * bool(moved) + [f"hardly move {hardly}"] * bool(still)
    preview = "This is only a preview: the model stays as it is for the next draw."
    return f"One step of this push would {' and '.join(parts)}.{never} {preview}"


def _why_nothing(experiment: Experiment, push: Array) -> str:
    if max(experiment.probs) >= 1 - ROUNDING:
        return ", because the model has no other answer left"
    if np.abs(push).max() > ROUNDING:
        return ""
    if single_rule(experiment.estimator) == "none":
        return ": a reward of 0 pushes nothing"
    return ": the reward is exactly what is subtracted from it, so the push is zero"


def _told(experiment: Experiment) -> str:
    """What supervised learning would push."""
    told, names = supervised_push(experiment), bold(experiment.answers)
    if np.isnan(told).any():
        return "All answers earn the same, so nobody could say which one is right."
    first, *others = [names[answer] for answer in best(experiment)]
    tied = f" ({listed(others)} is just as good)" if others else ""
    return f'If somebody said "{first} is right"{tied}, the push would be {vector(told, places(told))} every time.'


def _missing(experiment: Experiment, drawn: Drawn) -> list[str]:
    """A warning of answers that can be drawn and have not been, as far as it matters to the error."""
    unseen = [p > 0 and not n for n, p in zip(drawn.counts[-1], experiment.probs, strict=True)]
    if not any(unseen):
        return []
    have = "has" if sum(unseen) == 1 else "have"
    said = f"{listed(_named(experiment, unseen))} {have} not been drawn yet"
    narrow = np.linalg.norm(drawn.error[-1]) < true_error(experiment, drawn.n) * (1 - 1e-9)
    return [f"{said}, so the band of the standard error is too narrow." if narrow else f"{said}."]


def _named(experiment: Experiment, which: Sequence[bool]) -> list[str]:
    return [name for name, one in zip(bold(experiment.answers), which, strict=True) if one]


def _arrow(value: float) -> str:
    return ("▲ " if value > 0 else "▼ ") if signed(value) != "0" else ""
