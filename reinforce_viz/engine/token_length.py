"""How does the noise grow with the length of a response?  Exact values, and samples to hold them against."""

from dataclasses import dataclass
from math import comb, factorial

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine.batch_size import Z95
from reinforce_viz.engine.policy import Array
from reinforce_viz.engine.tokens import CREDITS, TASKS, SequenceMoments, sample_sequence_gradients, sequence_moments

ByTask = dict[str, dict[str, SequenceMoments]]  # by task, then by credit

LENGTHS = tuple(range(1, 17))
SAMPLED_LENGTHS = (1, 2, 4, 8, 16)
SAMPLES = 200
# Smaller than this beside the variance itself, a difference between lengths is what rounding has left of none.
ROUNDING = 1e-12


@dataclass(frozen=True)
class Growth:
    """What a variance comes to in the long run: coefficient · T^power."""

    power: int
    coefficient: float


@dataclass(frozen=True, eq=False)
class LengthCurve:
    """Total variance of one response's gradient at N = LENGTHS, and sampled at S = SAMPLED_LENGTHS."""

    exact: Array  # [N]
    growth: Growth
    sampled: Array  # [S], from SAMPLES responses
    low: Array  # [S], lower end of the 95% interval
    high: Array  # [S]

    def at(self, length: int) -> float:
        """The exact variance at one of LENGTHS."""
        return float(self.exact[LENGTHS.index(length)])


def length_curves(
    probs: npt.ArrayLike, rewards: npt.ArrayLike, task: str, rng: np.random.Generator
) -> dict[str, LengthCurve]:
    """The variance against length under every credit.  ValueError if bad."""
    return {credit: _curve(credit, probs, rewards, task, rng) for credit in CREDITS}


def every_credit(probs: npt.ArrayLike, rewards: npt.ArrayLike, length: int) -> ByTask:
    """The exact moments of one response of `length` tokens under every task and credit.  ValueError if bad."""
    return {
        task: {credit: sequence_moments(credit, probs, rewards, length, task) for credit in CREDITS} for task in TASKS
    }


def beside(curves: dict[str, LengthCurve], credit: str) -> tuple[str, float | None] | None:
    """An earlier credit whose variance grows alike, and what share of it stays in the long run.

    The share is None if the two are equal at every length; the answer is None if no earlier credit grows alike.
    """
    curve = curves[credit]
    earlier = list(CREDITS)[: list(CREDITS).index(credit)]
    alike = [name for name in earlier if curves[name].growth.power == curve.growth.power]
    if not alike:
        return None
    # Rather one that differs in whose rewards count than in whether their mean is taken off.
    other = min(alike, key=lambda name: CREDITS[name].centred != CREDITS[credit].centred)
    if np.allclose(curve.exact, curves[other].exact, rtol=1e-9, atol=ROUNDING):
        return other, None
    return other, curve.growth.coefficient / curves[other].growth.coefficient


def _curve(
    credit: str, probs: npt.ArrayLike, rewards: npt.ArrayLike, task: str, rng: np.random.Generator
) -> LengthCurve:
    # A factor's variance is at most quadratic in how many tokens it adds up, so their sum is a cubic in T: four
    # lengths settle it.  [k]-th differences at T = 1 are its coefficients in Newton's form.
    four = [sequence_moments(credit, probs, rewards, length, task).total_variance for length in range(1, 5)]
    differences = [float(np.diff(four, k)[0]) for k in range(4)]
    exact = [sum(comb(length - 1, k) * d for k, d in enumerate(differences)) for length in LENGTHS]
    power = max((k for k, d in enumerate(differences) if abs(d) > ROUNDING * max(four)), default=0)
    samples = [_sampled(credit, probs, rewards, length, task, rng) for length in SAMPLED_LENGTHS]
    value, error = np.array(samples).T
    growth = Growth(power, differences[power] / factorial(power))
    return LengthCurve(np.array(exact), growth, value, value - Z95 * error, value + Z95 * error)


def _sampled(
    credit: str, probs: npt.ArrayLike, rewards: npt.ArrayLike, length: int, task: str, rng: np.random.Generator
) -> tuple[float, float]:
    """A sampled total variance and its standard error."""
    gradients = sample_sequence_gradients(credit, probs, rewards, length, SAMPLES, rng, task)
    distance = ((gradients - gradients.mean(axis=0)) ** 2).sum(axis=(1, 2)) * SAMPLES / (SAMPLES - 1)
    return float(distance.mean()), float(distance.std(ddof=1) / np.sqrt(SAMPLES))
