"""The rounds of a class as a table."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from reinforce_viz.lessons.classroom import Round, estimate


def rounds(past: Sequence[Round], rewards: Sequence[float], names: Sequence[str]) -> pd.DataFrame:
    """A row for each round and answer: the policy, the draws, the class's average push, and the expected reward.

    Args:
        past: every round in order.
        rewards: of the answers, [A].
        names: of the answers, [A].
    """
    rows = []
    for before, one in zip([None, *past], past, strict=False):
        push = estimate(one, before, rewards) if one.drawn else np.full(len(names), np.nan)
        rows.append(
            pd.DataFrame(
                {
                    "round": one.number,
                    "baseline": one.baseline,
                    "answer": list(names),
                    "probability": one.probs,
                    "reward": list(rewards),
                    "drawn": one.counts,
                    "average push": push,
                    "expected reward": float(np.dot(one.probs, rewards)),
                }
            )
        )
    return pd.concat(rows, ignore_index=True)
