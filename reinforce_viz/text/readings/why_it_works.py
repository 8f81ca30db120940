"""The sentences on the page about the identity: its pictures and table, the truth about the guess."""

from collections.abc import Sequence
from math import ceil, log10

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine.experiment import USUAL, Experiment
from reinforce_viz.lessons.why_it_works import STEP, Identity, bias_terms
from reinforce_viz.text.answer_names import bold
from reinforce_viz.text.format import ROUNDING, listed, number, places, vector

MOST_DECIMALS = 12  # more than a measurement ever has

IDENTITY_FIGURES = ["π", "R", "∇π", "∇log π = ∇π / π", "R ∇π", "π R ∇log π", "slope of J, measured"]


def identity_arrows(terms: Identity) -> str:
    """Where the three pushes lead, laid tip to tail."""
    gradient = terms.sum_by_score
    if not terms.by_score.any():
        return "All three pushes are zero, and so is g: there is nothing to draw."
    return (
        f"Laid tip to tail, the three pushes end at g = {vector(gradient, places(gradient))}, whether you take R ∇π "
        "(broad and pale) or π R ∇log π (narrow). The ring is the slope of J, measured by nudging each logit."
    )


def measured_slope(terms: Identity) -> str:
    """How the finite difference of J compares with the sum."""
    trusted = _decimals(terms.error_bound)
    # What is within the measurement's own error may as well be zero.
    slope = np.where(np.abs(terms.measured) <= terms.error_bound, 0.0, terms.measured)
    return (
        f"Nudge each logit by h = {number(STEP, 1)} both ways and see what J does: it changes at the rate "
        f"{vector(slope, min(places(slope), trusted))}. Both sums say the same to {trusted} decimals, which is as far "
        "as such a measurement can be trusted."
    )


def identity_table(
    terms: Identity, probs: npt.ArrayLike, rewards: npt.ArrayLike, names: Sequence[str] = USUAL
) -> dict[str, list[str]]:
    """The numbers of IDENTITY_FIGURES for each answer, and their sums; vectors run over the logits of the answers."""
    rows = [terms.slope, terms.score, terms.by_slope, terms.by_score]
    digits = [places(row.ravel()) for row in rows]
    columns = {
        name: [
            number(float(np.asarray(probs)[answer])),
            number(float(np.asarray(rewards)[answer])),
            *(vector(row[answer], places_) for row, places_ in zip(rows, digits, strict=True)),
            "",
        ]
        for answer, name in enumerate(names)
    }
    zero, by_slope, by_score, measured = (
        f"**{vector(total, d)}**"
        for total, d in (
            (terms.slope.sum(axis=0), digits[0]),
            (terms.sum_by_slope, digits[2]),
            (terms.sum_by_score, digits[3]),
            (terms.measured, digits[3]),
        )
    )
    return columns | {"sum": [number(float(np.sum(probs))), "", zero, "", by_slope, by_score, measured]}


def zero_bias(experiment: Experiment, b: float) -> str:
    """What a baseline adds to each answer's push, and that it adds up to zero."""
    if not b:
        return "With b = 0 nothing is subtracted, and there is no push to draw. Move b."
    terms = bias_terms(experiment.probs, b)
    others = "The small triangles are other policies: they close too."
    if np.abs(terms).max() < ROUNDING:
        return f"The model is certain of its answer, so with b = {number(b)} all three pushes b ∇π are zero. {others}"
    digits = places(terms.ravel())
    names = bold(experiment.answers)
    said = listed([f"{vector(row, digits)} for {name}" for row, name in zip(terms, names, strict=True)])
    return (
        f"With b = {number(b)} the pushes b ∇π are {said}; they add up to {vector(terms.sum(axis=0), digits)}. {others}"
    )


def where_they_lead(experiment: Experiment, b: float) -> str:
    """The truth about the guess."""
    if not b or np.abs(bias_terms(experiment.probs, b)).max() < ROUNDING:
        return "They lead nowhere, for here all three are zero. Other values of b and other policies lead back, too."
    return "They lead nowhere: the last one ends where the first began."


def _decimals(error: float) -> int:
    """To how many decimals two numbers agree that differ by this."""
    return MOST_DECIMALS if error < 10.0**-MOST_DECIMALS else -ceil(log10(error))
