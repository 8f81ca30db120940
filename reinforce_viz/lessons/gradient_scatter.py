"""Which estimates of one update a picture has room for, whatever the batch size; which sampled ones point downhill."""

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine.batches import outcomes
from reinforce_viz.engine.estimators import ESTIMATORS
from reinforce_viz.engine.policy import Array, exact_gradient
from reinforce_viz.engine.rounding import signs

SIZES = (1, 2, 4, 8, 16, 32)  # from there on estimates only come closer
MASS_IN_VIEW = 0.8
GRADIENTS_IN_VIEW = 1.5


def reach(name: str, probs: npt.ArrayLike, rewards: npt.ArrayLike, b: float) -> float:
    """How long the likeliest estimates are, at any K: what a picture for every K must have room for.

    The rarest ones may be longer.  With room for them the gradient of a model that is nearly done could not be seen.

    Args:
        name: of an entry in ESTIMATORS.
        probs: [A], sum to 1.
        rewards: [A].
        b: for the estimators that use it.

    Returns:
        A length that at each K four estimates in five do not exceed, and that is longer than the gradient.
    """
    longest = GRADIENTS_IN_VIEW * float(np.linalg.norm(exact_gradient(probs, rewards)))
    for k in _sizes(name):
        batches = outcomes(name, probs, rewards, k, b)
        length = np.linalg.norm(batches.gradient, axis=1)
        order = np.argsort(length)
        mass = np.cumsum(batches.probability[order])
        longest = max(longest, float(length[order][np.searchsorted(mass, MASS_IN_VIEW)]))
    return longest


def in_view(name: str, probs: npt.ArrayLike, rewards: npt.ArrayLike, b: float) -> Array:
    """What a picture for every K must have room for: the gradient, and the estimates that are no longer than `reach`.

    Args:
        name: of an entry in ESTIMATORS.
        probs: [A], sum to 1.
        rewards: [A].
        b: for the estimators that use it.

    Returns:
        [N, A].
    """
    longest = (1 + 1e-9) * reach(name, probs, rewards, b)
    shown = [GRADIENTS_IN_VIEW * exact_gradient(probs, rewards)[None]]
    for k in _sizes(name):
        estimates = outcomes(name, probs, rewards, k, b).gradient
        shown.append(estimates[np.linalg.norm(estimates, axis=1) <= longest])
    return np.concatenate(shown)


def _sizes(name: str) -> list[int]:
    return sorted({max(k, ESTIMATORS[name].smallest_k) for k in SIZES})


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
