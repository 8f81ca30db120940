"""The sentences that a class reads on the projector and on its phones."""

from collections.abc import Sequence

import numpy as np

from reinforce_viz.engine.policy import Array
from reinforce_viz.lessons.classroom import LAST_MEAN, LEAVE_ONE_OUT, NONE, ClassPush, Round, gained_most, gains
from reinforce_viz.lessons.classroom_path import OTHER
from reinforce_viz.text.answer_names import bold
from reinforce_viz.text.format import comparison, listed, number, percent, percents, signed, vector

QUESTION = "Which answer will gain most in this round?"


def model(probs: Sequence[float], rewards: Sequence[float], names: Sequence[str]) -> str:
    """What the model says at the moment, and what each answer earns.

    Args:
        probs: [A], sum to 1.
        rewards: [A].
        names: [A], of the answers.
    """
    said = [f"{percent(prob)} (earns {number(reward)})" for prob, reward in zip(probs, rewards, strict=True)]
    return f"The model says {listed(_each(bold(names), said))}."


def class_push(shown: ClassPush, names: Sequence[str], *, hidden: bool = False) -> str:
    """What a round has drawn, and how far its average is from the gradient.

    Args:
        shown: the pushes of the round.
        names: of the answers, [A].
        hidden: whether the class is still guessing.
    """
    k = sum(shown.counts)
    if not k:
        return "Nobody has drawn in this round yet."
    draws = "One draw" if k == 1 else f"{k:,} draws"
    drawn = listed([f"{count:,} {name}" for count, name in zip(shown.counts, bold(names), strict=True)])
    if hidden:
        return f"{draws}: {drawn}."
    miss = float(np.linalg.norm(shown.walk[-1] - shown.gradient))
    average, gradient = vector(shown.walk[-1]), vector(shown.gradient)
    return (
        f"{draws}: {drawn}. Their average push is {average}. It misses g = {gradient} by {number(miss)}. The ring has "
        f"a radius of {number(shown.error)}, the typical miss."
    )


def class_path(path: Array, exact: Array, other: Array, rewards: Sequence[float], other_name: str) -> str:
    """What the model earns after the steps of a class, beside exact steps and the other baseline.

    Args:
        path: the class's own policies, [N, A].
        exact: those of as many exact steps, [N, A].
        other: those with the other baseline and the same luck, [N, A].
        rewards: of the answers, [A].
        other_name: the other baseline, as `with_baseline` says it.
    """
    steps = len(path) - 1
    mine, ideal, alternative = (number(float(one[-1] @ np.asarray(rewards))) for one in (path, exact, other))
    if not steps:
        return f"Before the first step the model earns {mine} on average."
    made = "one step" if steps == 1 else f"{steps} steps"
    return (
        f"After {made} your model earns {mine} on average. Exact steps would have led to {ideal}, and the same luck "
        f"{other_name} to {alternative}."
    )


def with_baseline(name: str) -> str:
    """A baseline as it stands in a sentence: with leave-one-out, without a baseline.

    Args:
        name: one of BASELINES.
    """
    if name == LAST_MEAN:
        return "with the last round's mean"
    return {LEAVE_ONE_OUT: "with leave-one-out", NONE: "without a baseline"}.get(name, f"with {name}")


def other_baseline(rounds: Sequence[Round]) -> str:
    """The baseline of the path beside the class's own: where it is not the same in every round, what changes.

    Args:
        rounds: all of the class, at least one.
    """
    others = {OTHER[one.baseline] for one in rounds if one.drawn} or {OTHER[rounds[-1].baseline]}
    return others.pop() if len(others) == 1 else "the other baseline"


def guess_truth(
    one: Round, before: Round | None, rewards: Sequence[float], learning_rate: float, names: Sequence[str]
) -> str:
    """Which answer gains most by a round's draws so far.

    Args:
        one: the round.
        before: the round before it, None in the first.
        rewards: [A].
        learning_rate: of the step.
        names: [A], of the answers.
    """
    if not one.drawn:
        return "Nobody has drawn yet."
    most = gained_most(one, before, rewards, learning_rate)
    if not most:
        return "This step changes nothing: no answer gains."
    after = np.add(one.probs, gains(one, before, rewards, learning_rate))
    moves = []
    for a in most:
        was, is_ = percents(one.probs[a], float(after[a]))
        moves.append(f"{bold(names)[a]} gains most, from {was} to {is_}")
    return f"By these draws {listed(moves)}."


def guessed(guesses: Sequence[int], here: int) -> str:
    """How many have guessed.

    Args:
        guesses: [A], how many phones have guessed each answer.
        here: how many phones are there.
    """
    return f"{sum(guesses):,} of {max(here, sum(guesses)):,} have guessed."


def guesses(choices: Sequence[str], counts: Sequence[int]) -> str:
    """How often each choice was made, for readers who cannot see the bars.

    Args:
        choices: all that could be guessed.
        counts: how many phones have guessed each.
    """
    return f"Guesses: {listed([f'{choice} {count:,}' for choice, count in zip(choices, counts, strict=True)])}."


def own_draw(answer: int, rewards: Sequence[float], names: Sequence[str]) -> str:
    """What a phone has drawn.

    Args:
        answer: the one that was drawn, from 0 to A − 1.
        rewards: [A].
        names: [A], of the answers.
    """
    return f"You drew {bold(names)[answer]}: reward {number(rewards[answer])}."


def own_push(push: Array, one: Round, before: Round | None, names: Sequence[str]) -> str:
    """How a phone's draw pushes the logits.

    Args:
        push: of the draw, [A].
        one: the round.
        before: the round before it, None in the first.
        names: of the answers, [A].
    """
    said = f"Your push: {listed(_each(bold(names), list(map(signed, push))))}."
    if one.baseline == LEAVE_ONE_OUT:
        return f"{said} At the end of the round, the mean of all other draws is subtracted from your reward."
    if one.baseline == LAST_MEAN and before is not None:
        return f"{said} The mean reward of the last round is subtracted from yours."
    return said


def last_step(rounds: Sequence[Round], rewards: Sequence[float]) -> str:
    """What the last step has done to the expected reward; an empty text before the first.

    Args:
        rounds: all of the class.
        rewards: [A].
    """
    if len(rounds) < 2:
        return ""
    before, now = (float(np.dot(one.probs, rewards)) for one in rounds[-2:])
    was, _, is_ = comparison(before, now)
    if was == is_:
        return f"Your class has made a step. The model still earns {is_} on average."
    return f"Your class has made a step: the model earned {was} on average, and now it earns {is_}."


def _each(names: Sequence[str], values: Sequence[str]) -> list[str]:
    return [f"{name} {value}" for name, value in zip(names, values, strict=True)]
