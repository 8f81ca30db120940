"""How many draws are enough: the batch size from which hardly a step goes downhill, and how much a guess may see."""

from dataclasses import replace

import numpy as np

from reinforce_viz.engine.batch_size import Curve
from reinforce_viz.engine.estimators import ESTIMATORS
from reinforce_viz.engine.rounding import ROUNDING

RARE = 0.01  # fewer steps than this share go downhill: hardly any
COMPARED = 8  # the K of leave-one-out that the reader's guess is about


def enough(name: str, downhill: Curve) -> int | None:
    """The first batch size from which on, at every size of the curve, fewer than RARE of the steps go downhill.

    Args:
        name: of the estimator.
        downhill: its P(downhill).

    Returns:
        K, or None if the largest K is not enough.
    """
    # One draw compared with itself makes no step at all: that is not enough for anything.
    moves = (downhill.k > 1) | (not ESTIMATORS[name].uses_batch)
    often = np.flatnonzero(~((downhill.exact < RARE - ROUNDING) & moves))
    first = often[-1] + 1 if len(often) else 0
    return int(downhill.k[first]) if first < len(downhill.k) else None


def before_guess(curves: dict[str, Curve]) -> dict[str, Curve]:
    """Curves up to K = COMPARED: further on they would answer what the reader is asked.

    Args:
        curves: by estimator.
    """
    return {name: _up_to(COMPARED, curve) for name, curve in curves.items()}


def _up_to(k: int, curve: Curve) -> Curve:
    shown = curve.k <= k
    values = {part: getattr(curve, part)[shown] for part in ("k", "exact", "sampled", "low", "high")}
    return replace(curve, **values)
