"""The sentences on the page about the identity: its pictures and table, the truth about the guess."""

from collections.abc import Sequence
from math import ceil, log10

import numpy as np

from reinforce_viz.engine.experiment import USUAL, Experiment
from reinforce_viz.engine.rounding import NEGLIGIBLE
from reinforce_viz.lessons.why_it_works import STEP, Identity, bias_terms
from reinforce_viz.text.answer_names import bold
from reinforce_viz.text.format import components, number, places, vector

MOST_DECIMALS = 12  # more than a measurement ever has


def before_the_guess(terms: Identity, names: Sequence[str] = USUAL) -> str:
    """The three pushes at full length.

    Args:
        terms: of the two sums.
        names: [A], of the answers.
    """
    if not terms.pushes.any():
        return "All three pushes are zero, and so is g: there is nothing to draw."
    first, second, third = bold(names)
    return (
        f"Each coloured arrow is the push of one draw, {first}, {second} or {third}: its reward times its score, "
        "r ∇log π. Grey is g, along which J rises fastest."
    )


def identity_arrows(terms: Identity) -> str:
    """Where the three pushes lead, shrunk and laid tip to tail.

    Args:
        terms: of the two sums.
    """
    gradient = terms.sum_by_score
    if not terms.pushes.any():
        return "All three pushes are zero, and so is g: there is nothing to draw."
    return (
        "Each push, times its probability, begins where the one before ends. The last one ends at "
        f"{vector(gradient, places(gradient))}, which is g."
    )


def where_they_end(terms: Identity) -> str:
    """The truth about the guess.

    Args:
        terms: of the two sums.
    """
    if not terms.pushes.any():
        return "Here all three pushes are zero, and so is g."
    if not terms.sum_by_score.any():
        return "They end at g, which is zero here: they are back at the start as well."
    return "They end at g, for any policy and any rewards: drawing weights each push by its probability."


def measured_slope(terms: Identity) -> str:
    """How the finite difference of J compares with the sum.

    Args:
        terms: of the two sums.
    """
    trusted = _decimals(terms.error_bound)
    # What is within the measurement's own error may as well be zero.
    slope = np.where(np.abs(terms.measured) <= terms.error_bound, 0.0, terms.measured)
    return (
        f"Nudge each logit by h = {number(STEP, 1)} both ways and see what J does: it changes at the rate "
        f"{vector(slope, min(places(slope), trusted))}. Both sums say the same to {trusted} decimals, which is as far "
        "as such a measurement can be trusted."
    )


def identity_table(terms: Identity, names: Sequence[str] = USUAL) -> tuple[dict[str, list[str]], list[str]]:
    """What π r ∇log π adds to each logit, as the columns of a table and what its rows are called.

    Args:
        terms: of the two sums.
        names: [A], of the answers.
    """
    digits = places(terms.by_score.ravel())
    rows = np.vstack([terms.by_score, terms.sum_by_score, terms.measured])
    columns = {f"on {name}": components(column, digits) for name, column in zip(names, rows.T, strict=True)}
    return columns, [*bold(names), "sum", "slope of J, measured"]


def zero_bias(experiment: Experiment, b: float) -> str:
    """What a baseline adds to each answer's push, and that it adds up to zero.

    Args:
        experiment: its policy.
        b: the baseline, any number.
    """
    if not b:
        return "With b = 0 nothing is subtracted, and there is no push to draw. Move b."
    terms = bias_terms(experiment.probs, b)
    others = "The small triangles are other policies, each to its own scale: they close too."
    if np.abs(terms).max() < NEGLIGIBLE:
        return f"The model is certain of its answer, so with b = {number(b)} all three pushes b ∇π are zero. {others}"
    total = vector(terms.sum(axis=0), places(terms.ravel()))
    return f"With b = {number(b)} the three pushes b ∇π add up to {total}. {others}"


def _decimals(error: float) -> int:
    """To how many decimals two numbers agree that differ by this."""
    return MOST_DECIMALS if error < 10.0**-MOST_DECIMALS else -ceil(log10(error))
