"""The sentences below the triangle: what the last draw did to the model, and what the reader's models have learned.

They are plain text, which the browser shows and a screen reader speaks: an answer stands in quotation marks.
"""

from collections.abc import Sequence

import numpy as np

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.policy import Array, expected_reward
from reinforce_viz.engine.rounding import NEGLIGIBLE
from reinforce_viz.engine.summary import DECIDED
from reinforce_viz.lessons.teaching import LESSONS, Taught
from reinforce_viz.text.format import listed, number, numbers, percents

# While two other models play, before the reader has touched anything.
WATCH = "First, two models that start as yours does."
HARDLY = 1e-6  # a change that nobody would see in a picture, nor wants to read seven digits of


def before_the_first(experiment: Experiment, ghosts: Sequence[Array]) -> str:
    """What two other models have learned, if they are shown, and what there is to do.

    Args:
        experiment: the names of its answers.
        ghosts: the paths of a model that has learned a good answer and of one that has not, [T, A] each; or none.
    """
    if not ghosts:
        return "Drag the ring to choose what the model says at first. Then draw an answer."
    names = quoted(experiment)
    good, bad = (names[int(path[-1].argmax())] for path in ghosts)
    return f"Two models, same start, same rule: one learned {good}, the other {bad}. Only their luck differed."


def last_draw(experiment: Experiment, taught: Taught) -> str:
    """What the last draw was worth and where it has moved the model, and what the model has learned if it has.

    Args:
        experiment: its rewards and names.
        taught: a model after one draw or more.
    """
    answer, before, after = int(taught.answer[-1]), taught.probs[-2], taught.probs[-1]
    name, reward = quoted(experiment)[answer], experiment.rewards[answer]
    least = min(experiment.rewards) == reward < max(experiment.rewards)
    said = f"The model said {name} and earned {number(reward)}{', the lowest reward' * least}."
    end = [f"That was the last of {LESSONS} draws: start again."] * (len(taught.answer) == LESSONS)
    if (most := np.abs(after - before).max()) <= HARDLY:
        how_much = "hardly anything" if most > NEGLIGIBLE else "nothing"
        return " ".join([f"{said} That changed {how_much}{_why_nothing(before)}.", *end])
    was, now = percents(before[answer], after[answer])
    more = "more" if after[answer] > before[answer] else "less"
    earned, earns = (expected_reward(policy, experiment.rewards) for policy in (before, after))
    fell = earns < earned - HARDLY
    yet = "Even so, it" if least and reward > 0 and more == "more" and fell else "It"
    parts = [said, f"{yet} now says {name} {more} often: {now}, not {was}."]
    if abs(earns - earned) > HARDLY:
        first, then = numbers(earned, earns)
        parts.append(f"It got {'worse' if fell else 'better'}: on average it earns {then}, not {first}.")
    return " ".join([*parts, *_learned(experiment, taught), *end])


def tally(experiment: Experiment, counts: Sequence[int]) -> str:
    """How many of the reader's models have learned each answer; an empty string if there are none.

    Args:
        experiment: the names of its answers.
        counts: [A], how many models have learned each answer.
    """
    learned = [f"{n} learned {name}" for n, name in zip(counts, quoted(experiment), strict=True) if n]
    return f"Your models: {', '.join(learned)}." if learned else ""


def quoted(experiment: Experiment) -> tuple[str, ...]:
    """The answers' names in quotation marks, as plain text."""
    return tuple(f"“{name}”" for name in experiment.answers)


def _why_nothing(policy: Array) -> str:
    if policy.max() <= DECIDED:
        return ""
    return f": it has {'no' if policy.max() >= 1 - NEGLIGIBLE else 'hardly any'} other answer left"


def _learned(experiment: Experiment, taught: Taught) -> list[str]:
    """What the model says almost always now, if it has come to that, and what would have been better."""
    answer = taught.learned
    if answer is None or taught.probs[-1][answer] <= DECIDED:
        return []
    names, top = quoted(experiment), max(experiment.rewards)
    if experiment.rewards[answer] == top:
        return [f"It has learned {names[answer]}."]
    better = [name for name, reward in zip(names, experiment.rewards, strict=True) if reward == top]
    earn = "earns" if len(better) == 1 else "earn"
    return [f"It has learned {names[answer]}, although {listed(better)} {earn} {number(top)}."]
