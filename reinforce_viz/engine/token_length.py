"""The noise of an estimate against the length of a response: exact values, and samples to compare them with."""

from dataclasses import dataclass
from math import factorial

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine.batch_size import Z95
from reinforce_viz.engine.credits import CREDITS, TASKS, Index
from reinforce_viz.engine.rounding import ROUNDING, Array, signs
from reinforce_viz.engine.tokens import SequenceMoments, sample_responses, sequence_gradients, sequence_moments

ByTask = dict[str, dict[str, SequenceMoments]]  # by task, then by credit

LENGTHS = tuple(range(1, 17))
SAMPLED_LENGTHS = (1, 2, 4, 8)
SAMPLES = 200
MOST_LISTED = 10_000  # responses, so of three actions those of up to 8 tokens


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
        """The exact variance at a length.

        Args:
            length: one of LENGTHS.
        """
        return float(self.exact[LENGTHS.index(length)])


def length_curves(probs: npt.ArrayLike, rewards: npt.ArrayLike, task: str, seed: int) -> dict[str, LengthCurve]:
    """The variance against length under every credit.

    Args:
        probs: [A], sum to 1.
        rewards: [A].
        task: of an entry in TASKS.
        seed: of the samples, from 0 on.

    Returns:
        By credit.

    Raises:
        ValueError: naming the argument that is impossible.
    """
    rng = np.random.default_rng(seed)
    return {credit: _curve(credit, probs, rewards, task, rng) for credit in CREDITS}


def every_credit(probs: npt.ArrayLike, rewards: npt.ArrayLike, length: int) -> ByTask:
    """The exact moments of one response under every task and credit.

    Args:
        probs: [A], sum to 1.
        rewards: [A].
        length: tokens in the response, from 1 on.

    Returns:
        By task, then by credit.

    Raises:
        ValueError: naming the argument that is impossible.
    """
    return {
        task: {credit: sequence_moments(credit, probs, rewards, length, task) for credit in CREDITS} for task in TASKS
    }


def longest_responses(probs: npt.ArrayLike, rewards: npt.ArrayLike) -> list[SequenceMoments]:
    """The exact moments of one response of the longest of LENGTHS, under every task and credit in turn.

    Args:
        probs: [A], sum to 1.
        rewards: [A].
    """
    return [exact for by_credit in every_credit(probs, rewards, LENGTHS[-1]).values() for exact in by_credit.values()]


def beside(curves: dict[str, LengthCurve], credit: str) -> tuple[str, float | None] | None:
    """An earlier credit whose variance grows with the same power, and what share of it remains in the long run.

    Args:
        curves: by credit.
        credit: of an entry in CREDITS.

    Returns:
        The earlier credit, and the share, None if the two are equal at every length; None if no earlier credit grows
        alike.
    """
    curve = curves[credit]
    earlier = list(CREDITS)[: list(CREDITS).index(credit)]
    alike = [name for name in earlier if curves[name].growth.power == curve.growth.power]
    if not alike:
        return None
    # Rather one that differs in whose rewards count than in whether their mean is taken off.
    other = min(alike, key=lambda name: CREDITS[name].centred != CREDITS[credit].centred)
    apart = signs(curve.exact - curves[other].exact, curve.exact + curves[other].exact)
    if not apart.any():
        return other, None
    return other, curve.growth.coefficient / curves[other].growth.coefficient


def _curve(
    credit: str, probs: npt.ArrayLike, rewards: npt.ArrayLike, task: str, rng: np.random.Generator
) -> LengthCurve:
    exact = np.array([sequence_moments(credit, probs, rewards, length, task).total_variance for length in LENGTHS])
    # A factor's variance is at most quadratic in how many tokens it adds up, so their sum is at most a cubic in T, and
    # the k-th difference of a polynomial of degree k is k! times its leading coefficient.
    differences = [float(np.diff(exact, k)[0]) for k in range(4)]
    power = max((k for k, d in enumerate(differences) if abs(d) > ROUNDING * exact[:4].max()), default=0)
    samples = [sampled_variance(credit, probs, rewards, length, task, rng) for length in SAMPLED_LENGTHS]
    value, error = np.array(samples).T
    growth = Growth(power, differences[power] / factorial(power))
    low = np.maximum(value - Z95 * error, 0.0)  # no variance is negative
    return LengthCurve(exact, growth, value, low, value + Z95 * error)


def sampled_variance(
    credit: str, probs: npt.ArrayLike, rewards: npt.ArrayLike, length: int, task: str, rng: np.random.Generator
) -> tuple[float, float]:
    """A sampled total variance and its standard error.

    The error is that of such samples over every possible response, not that of the sample itself: a rare token that has
    not been drawn would leave no trace in it, and the interval would miss the exact value half of the time.  Only where
    there are too many responses to list, the sample has to do.

    Args:
        credit: of an entry in CREDITS.
        probs: [A], sum to 1.
        rewards: [A].
        length: T, tokens in a response.
        task: of an entry in TASKS.
        rng: where the samples come from.
    """
    drawn = sample_responses(probs, length, SAMPLES, rng)
    value = float(sequence_gradients(credit, drawn, probs, rewards, task).var(axis=0, ddof=1).sum())
    possible, chance = drawn, np.full(SAMPLES, 1 / SAMPLES)
    if np.size(probs) ** length <= MOST_LISTED:
        possible, chance = every_response(probs, length)
    gradients = sequence_gradients(credit, possible, probs, rewards, task)
    mean = sequence_moments(credit, probs, rewards, length, task).mean
    distance = ((gradients - mean) ** 2).sum(axis=(1, 2))
    return value, float(np.sqrt(chance @ (distance - chance @ distance) ** 2 / SAMPLES))


def every_response(probs: npt.ArrayLike, length: int) -> tuple[Index, Array]:
    """Every response of T tokens, and its probability.

    Args:
        probs: [A], sum to 1.
        length: T.

    Returns:
        The responses, [A^T, T], and their probabilities, [A^T].
    """
    policy = np.asarray(probs, dtype=np.float64)
    responses = np.indices((len(policy),) * length).reshape(length, -1).T
    return responses, policy[responses].prod(axis=1)
