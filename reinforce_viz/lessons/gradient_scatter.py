"""The estimates of one update, exact and sampled; which of them a picture has room for, and which point downhill."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine.batches import Outcomes, likeliest, outcomes
from reinforce_viz.engine.estimators import ESTIMATORS
from reinforce_viz.engine.exact import Moments, moments
from reinforce_viz.engine.policy import Array, exact_gradient
from reinforce_viz.engine.rounding import signs
from reinforce_viz.engine.simulate import sample_gradients

SIZES = (1, 2, 4, 8, 16, 32)  # from there on estimates only come closer
MASS_IN_VIEW = 0.8
MOST_BUBBLES = 120
GRADIENTS_IN_VIEW = 1.5


@dataclass(frozen=True, eq=False)
class InView:
    """What a picture for every K must have room for."""

    reach: float  # a length that at each K four estimates in five do not exceed, and that is longer than the gradient
    estimates: Array  # [N, A], the gradient made longer, and the estimates that are no longer than `reach`


def cloud(name: str, probs: npt.ArrayLike, rewards: npt.ArrayLike, k: int, b: float) -> tuple[Moments, Outcomes]:
    """The exact moments of an estimate, and the likeliest estimates, MOST_BUBBLES of them.

    Args:
        name: of an entry in ESTIMATORS.
        probs: [A], sum to 1.
        rewards: [A].
        k: draws in a batch, from the estimator's smallest K on.
        b: for the estimators that use it.
    """
    return moments(name, probs, rewards, k, b), likeliest(outcomes(name, probs, rewards, k, b), MOST_BUBBLES)


def sample(
    name: str, probs: npt.ArrayLike, rewards: npt.ArrayLike, k: int, b: float, *, seed: int, n: int, draw: int
) -> Array:
    """Sampled estimates, others for every draw.

    Args:
        name: of an entry in ESTIMATORS.
        probs: [A], sum to 1.
        rewards: [A].
        k: draws in a batch, from the estimator's smallest K on.
        b: for the estimators that use it.
        seed: of the samples, from 0 on.
        n: how many estimates, from 0 on.
        draw: how often the reader has drawn.

    Returns:
        [n, A].
    """
    return sample_gradients(name, probs, rewards, k, n, np.random.default_rng([seed, draw]), b)


def in_view(name: str, probs: npt.ArrayLike, rewards: npt.ArrayLike, b: float) -> InView:
    """How long the likeliest estimates are, at any K, and those that are no longer.

    The rarest ones may be longer.  With room for them the gradient of a model that is nearly done could not be seen.

    Args:
        name: of an entry in ESTIMATORS.
        probs: [A], sum to 1.
        rewards: [A].
        b: for the estimators that use it.
    """
    gradient = exact_gradient(probs, rewards)
    sizes = sorted({max(k, ESTIMATORS[name].smallest_k) for k in SIZES})
    batches = [outcomes(name, probs, rewards, k, b) for k in sizes]
    reach = max(GRADIENTS_IN_VIEW * float(np.linalg.norm(gradient)), *map(_usual_length, batches))
    estimates = np.concatenate([each.gradient for each in batches])
    shown = estimates[np.linalg.norm(estimates, axis=1) <= (1 + 1e-9) * reach]
    return InView(reach, np.concatenate([GRADIENTS_IN_VIEW * gradient[None], shown]))


def _usual_length(batches: Outcomes) -> float:
    """The length that MASS_IN_VIEW of the estimates do not exceed."""
    length = np.linalg.norm(batches.gradient, axis=1)
    order = np.argsort(length)
    mass = np.cumsum(batches.probability[order])
    return float(length[order][np.searchsorted(mass, MASS_IN_VIEW)])


def downhill(sampled: Array, probs: npt.ArrayLike, rewards: npt.ArrayLike) -> npt.NDArray[np.bool_]:
    """Which sampled estimates point downhill.

    Args:
        sampled: [N, A], estimates.
        probs: [A], sum to 1.
        rewards: [A].

    Returns:
        [N].
    """
    true_gradient = exact_gradient(probs, rewards)
    return np.asarray(signs(sampled @ true_gradient, np.abs(sampled) @ np.abs(true_gradient)) < 0)
