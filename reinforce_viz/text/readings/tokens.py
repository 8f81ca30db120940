"""The sentences on the page about tokens: its question, its answer, its pictures."""

import numpy as np

from reinforce_viz.engine.credits import CREDITS
from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.policy import Array
from reinforce_viz.engine.rounding import NEGLIGIBLE
from reinforce_viz.engine.token_length import LENGTHS, LengthCurve, beside
from reinforce_viz.engine.tokens import SequenceMoments
from reinforce_viz.lessons.tokens import Pushes, deserving
from reinforce_viz.text.answer_names import bold
from reinforce_viz.text.format import listed, number, numbers, percent
from reinforce_viz.text.setting import possible

POWERS = ("constant", "T", "T²", "T³")


def question(pushes: Pushes) -> str:
    """What the reader is asked.

    Args:
        pushes: of the response.
    """
    asked = {-1.0: "deserves the credit, or here the blame", 0.0: "decided the mark", 1.0: "deserves the credit"}
    return f"Which token {asked[float(np.sign(pushes.surprise))]}?"


def story(experiment: Experiment, pushes: Pushes, task: str) -> str:
    """The response, its mark and how that is made: what the reader needs for an answer to the question.

    Args:
        experiment: its rewards, and the names of its answers.
        pushes: of the response.
        task: of an entry in TASKS.
    """
    length, named = len(pushes.tokens), bold(experiment.answers)
    earned, usual = numbers(pushes.reward, pushes.usual)
    return (
        f"The response has {_counted(length, 'token')}: {listed([named[token] for token in pushes.tokens])}. "
        f"Its mark is {earned}, where {usual} is usual.{_how_it_is_made(experiment, length, task)}"
    )


def _how_it_is_made(experiment: Experiment, length: int, task: str) -> str:
    """How the tokens' rewards make the mark; nothing for a single token, or where no token can change it."""
    if length == 1 or len({experiment.rewards[answer] for answer in possible(experiment)}) == 1:
        return ""
    if task == "sum":
        rewards = zip(numbers(*experiment.rewards), bold(experiment.answers), strict=True)
        return f" It adds up {listed([f'{reward} for each {name}' for reward, name in rewards])}."
    return f" A different {task} token could have changed it; no other token could."


def who_did_it(experiment: Experiment, pushes: Pushes, task: str) -> str:
    """The answer to the question.

    Args:
        experiment: the names of its answers.
        pushes: of the response.
        task: of an entry in TASKS.
    """
    length, right = len(pushes.tokens), deserving(pushes)
    read = {"sum": "Every token was marked", "first": "Only the first token was marked"}
    said = read.get(task, "Only the last token was marked") if length > 1 else "There is only one token"
    if not right:
        return f"{said}, and what was marked earned just what is usual: no token deserves blame or credit."
    tokens = list(dict.fromkeys(pushes.tokens[place - 1] for place in right))
    named, worth = bold(experiment.answers), number(float(pushes.worth[right[0] - 1]))
    earns = f"{listed([named[token] for token in tokens])} {'earns' if len(tokens) == 1 else 'earn'} {worth}"
    if length == 1 or task != "sum":
        return (
            f"{said}: {earns}.{'' if length == 1 else ' The others made no difference, but the mark does not say so.'}"
        )
    most = "blame" if pushes.surprise < 0 else "credit"
    places = listed([str(place) for place in right])
    who = f"token {places} deserves" if len(right) == 1 else f"tokens {places} deserve"
    return f"{said}, and {who} the most {most}: {earns}."


def token_row(experiment: Experiment, pushes: Pushes, credit: str) -> str:
    """How two credits push the tokens of the response.

    Args:
        experiment: its policy.
        pushes: of the response.
        credit: of an entry in CREDITS, to compare with the whole reward.
    """
    if max(experiment.probs) >= 1 - NEGLIGIBLE:
        return "The model is certain of every token, so no credit pushes any of them."
    other = "advantage" if credit != "advantage" else "whole reward"
    first, second = (f"{_with_article(name)} {_count(pushes.by_credit[name])}" for name in (credit, other))
    return f"Under {first}; under {second}."


def token_sums(task: str) -> str:
    """How to read the squares.

    Args:
        task: of an entry in TASKS.
    """
    what = {"sum": "every token earns its reward", "first": "only the first token counts"}
    return (
        "A row is a token, and its filled cells are the rewards that push it: dark for r, pale where only the surprise "
        f"r − J counts. Here {what.get(task, 'only the last token counts')}."
    )


def token_variance(curves: dict[str, LengthCurve], length: int) -> str:
    """The variance under every credit, and how it grows.

    Args:
        curves: by credit.
        length: T, one of LENGTHS.
    """
    if all(curve.at(length) == 0 for curve in curves.values()):
        return f"At T = {length} there is no variance under any credit: every response pushes alike."
    said = [
        f"{number(curves[name].at(length))} under {_with_article(name)}, {growth_in_words(curves, name)}"
        for name in curves
    ]
    return f"The variance at T = {length}, and how it grows in the long run: {'; '.join(said)}."


def growth_in_words(curves: dict[str, LengthCurve], credit: str) -> str:
    """How a credit's variance grows in the long run, and how it then compares with another one that grows alike.

    Args:
        curves: by credit.
        credit: one of them.
    """
    growth, other = curves[credit].growth, beside(curves, credit)
    said = f"growing as {POWERS[growth.power]}{_only_later(curves[credit])}"
    said = said if growth.power else "the same at every length"
    if other is None:
        return said
    name, share = other
    if share is None:
        return f"{said}, equal to {_with_article(name)}"
    part = amount(share)
    return f"{said}, {part}{'' if part.endswith('times') else ' of'} that of {_with_article(name)}"


def why_it_grows(curves: dict[str, LengthCurve], credit: str, task: str) -> str:
    """Why a credit's variance grows with that power of T, as a sum of rewards.

    Args:
        curves: by credit.
        credit: one of them.
        task: of an entry in TASKS.
    """
    growth = curves[credit].growth
    if not curves[credit].exact.any():
        return "no noise at all."
    if task != "sum":
        return f"{_of_one_reward(credit, task)}: {POWERS[growth.power]}."
    if credit == "advantage":
        return "each token is pushed by its own surprise alone: T."
    what = {"whole reward": "all T rewards", "expected reward": "all T surprises r − J"}
    pushed = f"each of T tokens is pushed by {what.get(credit, 'what is still to come')}"
    if growth.power == 3:
        return f"{pushed}. Those add up to about T·J, its square to T², and there are T tokens: T³."
    return f"{pushed}. Good and bad ones partly cancel, so their sum grows as √T, its square as T, for T tokens: T²."


def token_positions(moments: dict[str, SequenceMoments]) -> str:
    """How the variance of a token's gradient changes along the response.

    Args:
        moments: exact moments of one response, by credit.
    """
    said = [f"{name} {_along(exact.per_position)}" for name, exact in moments.items()]
    if len(next(iter(moments.values())).per_position) == 1:
        return f"The variance of the only token's gradient: {'; '.join(said)}."
    return f"The variance of a token's gradient, from the first token to the last: {'; '.join(said)}."


def amount(share: float) -> str:
    """A share in words where there is a word for it.

    Args:
        share: 0 or more; above 1 it is said as a multiple.
    """
    words = {1 / 2: "half", 1 / 3: "a third"}
    nearest = next((word for value, word in words.items() if abs(share - value) < 1e-9), "")
    return nearest or (percent(share) if share <= 1 else f"{number(share)} times")


def _with_article(credit: str) -> str:
    """A credit's name with the article that it takes in a sentence."""
    return credit if credit == "reward-to-go" else f"the {credit}"


def _count(values: Array) -> str:
    """How many tokens go up and down, and between which pushes."""
    up, down = int((values > 0).sum()), int((values < 0).sum())
    low, high = numbers(float(values.min()), float(values.max()))
    if not up and not down:
        return "no token is pushed"
    ways = [f"{up} pushed up"] * bool(up) + [f"{down} down" if up else f"{down} pushed down"] * bool(down)
    still = len(values) - up - down
    ways += [f"{still} not at all"] * bool(still)
    span = f"by {low} to {high}" if low != high else f"by {low}" if len(values) == 1 else f"each by {low}"
    first = up or down
    return f"{listed([ways[0].replace(' ', ' token is ' if first == 1 else ' tokens are ', 1), *ways[1:]])} ({span})"


def _of_one_reward(credit: str, task: str) -> str:
    """Whom the only reward of a response pushes."""
    what = "the same surprise" if CREDITS[credit].centred else "the same reward"
    if credit == "advantage" or (credit, task) == ("critic", "first"):
        return f"only the {task} token is pushed, however long the response"
    return f"each of T tokens is pushed by {what}"


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' if count > 1 else ''}"


def _along(per_position: Array) -> str:
    first, last = float(per_position[0]), float(per_position[-1])
    if np.ptp(per_position) <= NEGLIGIBLE * per_position.max():
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
