"""The sentences on the page about tokens: its question, its pictures, the truth about the guess."""

import numpy as np

from reinforce_viz.engine.credits import TASKS
from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.policy import Array
from reinforce_viz.engine.token_length import LENGTHS, LengthCurve, beside
from reinforce_viz.engine.tokens import SequenceMoments
from reinforce_viz.lessons.tokens import Pushes
from reinforce_viz.text.claims.tokens import the
from reinforce_viz.text.format import ROUNDING, listed, number, numbers, percent

POWERS = ("constant", "T", "T²", "T³")
# The prediction: from how many tokens to how many.
SHORTER, LONGER = 4, 8


def question(credit: str) -> str:
    """What the reader is asked."""
    return (
        f"make the response twice as long, from {SHORTER} tokens to {LONGER}. Under {the(credit)}, what becomes of the "
        "variance of an update?"
    )


def token_row(experiment: Experiment, pushes: Pushes, credit: str, task: str) -> str:
    """What the task rewards, what this response earns, and how two credits push its tokens."""
    said = f"In this task {TASKS[task].summary}; this response earns {number(pushes.reward)}."
    if max(experiment.probs) >= 1 - ROUNDING:
        return f"{said} The model is certain of every token, so no credit pushes any of them."
    other = "advantage" if credit != "advantage" else "whole reward"
    return (
        f"{said} Under {the(credit)} {_count(pushes.by_credit[credit])}; under {the(other)} "
        f"{_count(pushes.by_credit[other])}."
    )


def token_variance(curves: dict[str, LengthCurve], length: int) -> str:
    """The variance under every credit, and how it grows."""
    if all(curve.at(length) == 0 for curve in curves.values()):
        return f"At T = {length} there is no variance under any credit: every response pushes alike."
    said = [f"{number(curves[name].at(length))} under {the(name)}, {growth_in_words(curves, name)}" for name in curves]
    return f"The variance at T = {length}, and how it grows in the long run: {'; '.join(said)}."


def growth_in_words(curves: dict[str, LengthCurve], credit: str) -> str:
    """How a credit's variance grows in the long run, and how it then compares with another one that grows alike."""
    growth, other = curves[credit].growth, beside(curves, credit)
    said = f"growing as {POWERS[growth.power]}{_only_later(curves[credit])}"
    said = said if growth.power else "the same at every length"
    if other is None:
        return said
    name, share = other
    if share is None:
        return f"{said}, equal to {the(name)}"
    part = amount(share)
    return f"{said}, {part}{'' if part.endswith('times') else ' of'} that of {the(name)}"


def how_much_noisier(curves: dict[str, LengthCurve], credit: str) -> str:
    """The answer to the prediction."""
    shorter, longer = curves[credit].at(SHORTER), curves[credit].at(LONGER)
    if shorter <= 0:
        return f"Under {the(credit)} there is no noise here, however long the response."
    if abs(longer / shorter - 1) < 1e-9:
        return f"Under {the(credit)} the variance stays as it is, {number(longer)}."
    times, after, before = numbers(longer / shorter, 1.0)[0], *numbers(longer, shorter)
    return (
        f"Under {the(credit)} the variance of {LONGER} tokens is {times} times that of {SHORTER}: {after} against "
        f"{before}."
    )


def token_positions(moments: dict[str, SequenceMoments]) -> str:
    """How the variance of a token's gradient changes along the response."""
    said = [f"{name} {_along(exact.per_position)}" for name, exact in moments.items()]
    if len(next(iter(moments.values())).per_position) == 1:
        return f"The variance of the only token's gradient: {'; '.join(said)}."
    return f"The variance of a token's gradient, from the first token to the last: {'; '.join(said)}."


def amount(share: float) -> str:
    """A share in words where there is a word for it."""
    words = {1 / 2: "half", 1 / 3: "a third"}
    nearest = next((word for value, word in words.items() if abs(share - value) < 1e-9), "")
    return nearest or (percent(share) if share <= 1 else f"{number(share)} times")


def _count(values: Array) -> str:
    """How many tokens go up and down, and between which pushes."""
    up, down = int((values > 0).sum()), int((values < 0).sum())
    low, high = numbers(float(values.min()), float(values.max()))
    if not up and not down:
        return "no token is pushed"
    ways = [f"{up} pushed up"] * bool(up) + [f"{down} down" if up else f"{down} pushed down"] * bool(down)
    still = len(values) - up - down
    ways += [f"{still} not at all"] * bool(still)
    span = f"each by {low}" if low == high else f"by {low} to {high}"
    first = up or down
    return f"{listed([ways[0].replace(' ', ' token is ' if first == 1 else ' tokens are ', 1), *ways[1:]])} ({span})"


def _along(per_position: Array) -> str:
    first, last = float(per_position[0]), float(per_position[-1])
    if np.ptp(per_position) <= ROUNDING * per_position.max():
        return f"{number(first)}{' throughout' if len(per_position) > 1 else ''}"
    start, end = numbers(first, last)
    return f"{start} to {end}"


def _only_later(curve: LengthCurve) -> str:
    """A warning that a variance which grows in the long run falls at first, if it does."""
    lowest = LENGTHS[int(np.argmin(curve.exact))]
    if lowest == LENGTHS[0]:
        return ""
    if lowest == LENGTHS[-1]:
        return f", but only beyond T = {lowest}"
    return f", but only after its least value at T = {lowest}"
