"""How many draws are enough: the batch size from which hardly a step goes downhill, and how much a guess may see."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine.batch_size import Curve
from reinforce_viz.engine.estimators import ESTIMATORS
from reinforce_viz.engine.exact import moments
from reinforce_viz.engine.rounding import ROUNDING

LEAST_RISE = 0.005  # less than that is hardly seen in the picture
RARE = 0.01  # fewer steps than this share go downhill: hardly any
COMPARED = 8  # the K of leave-one-out that the reader's guess is about


@dataclass(frozen=True)
class Match:
    """What leave-one-out with COMPARED draws is worth: exact total variances."""

    aim: float  # of leave-one-out
    single: float  # of one draw without a baseline; of K draws it is a K-th

    @property
    def size(self) -> float:
        """The K, not rounded, at which no baseline is as precise; NaN where leave-one-out leaves no variance."""
        return self.single / self.aim if self.aim > 0 else np.nan


def match(probs: npt.ArrayLike, rewards: npt.ArrayLike) -> Match:
    """What leave-one-out is worth, and one draw without a baseline beside it.

    Args:
        probs: [A], sum to 1.
        rewards: [A].
    """
    aim, single = (moments(name, probs, rewards, k) for name, k in (("leave-one-out", COMPARED), ("none", 1)))
    return Match(aim.total_variance, single.total_variance)


def enough(name: str, downhill: Curve) -> int | None:
    """The first batch size from which on, at every size of the curve, fewer than RARE of the steps go downhill.

    Args:
        name: of the estimator.
        downhill: its P(downhill).

    Returns:
        K, or None if the largest K is not enough.
    """
    # A single draw compared with itself makes no step at all, so it is not enough.
    often = np.flatnonzero(~((downhill.exact < RARE - ROUNDING) & _moves(name, downhill)))
    first = often[-1] + 1 if len(often) else 0
    return int(downhill.k[first]) if first < len(downhill.k) else None


@dataclass(frozen=True)
class Rise:
    """Batch sizes over which a step goes downhill more often the more is drawn."""

    sizes: tuple[int, int]  # from one K to another
    odds: tuple[float, float]  # P(downhill) at both


def rise(name: str, downhill: Curve) -> Rise | None:
    """The largest rise of P(downhill), from one batch size to the next or over several in a row.

    Args:
        name: of the estimator.
        downhill: its P(downhill).

    Returns:
        The rise, or None if it is nowhere larger than LEAST_RISE.
    """
    k, odds = (values[_moves(name, downhill)] for values in (downhill.k, downhill.exact))
    largest, first = None, 0
    for last in range(1, len(k)):
        if odds[last] <= odds[last - 1] + ROUNDING:
            first = last
        elif odds[last] - odds[first] > (largest.odds[1] - largest.odds[0] if largest else LEAST_RISE):
            largest = Rise((int(k[first]), int(k[last])), (float(odds[first]), float(odds[last])))
    return largest


def _moves(name: str, curve: Curve) -> npt.NDArray[np.bool_]:
    """Where a batch can move the model: one draw compared with itself cannot.  [N]."""
    return (curve.k > 1) | (not ESTIMATORS[name].uses_batch)


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
