"""How far the estimates of one update reach, whatever the batch size."""

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine.batches import outcomes
from reinforce_viz.engine.estimators import ESTIMATORS
from reinforce_viz.engine.policy import Array


def reach(name: str, probs: npt.ArrayLike, rewards: npt.ArrayLike, b: float) -> Array:
    """Estimates between which those of every K lie, or nearly: what a picture for every K must have room for.

    Args:
        name: of an entry in ESTIMATORS.
        probs: [A], sum to 1.
        rewards: [A].
        b: for the estimators that use it.

    Returns:
        [M, A].
    """
    # Estimates from more draws are averages of these or, for a batch's own mean, hardly longer.
    sizes = {ESTIMATORS[name].smallest_k, 2, 4}
    return np.concatenate([outcomes(name, probs, rewards, k, b).gradient for k in sizes])
