"""Curves against batch size as a table."""

import pandas as pd

from reinforce_viz.engine.batch_size import Curve


def curves_table(curves: dict[str, Curve]) -> pd.DataFrame:
    """A row per baseline and K.

    Args:
        curves: by baseline.
    """
    tables = []
    for name, c in curves.items():
        columns = {"K": c.k, "exact": c.exact, "sampled": c.sampled, "low": c.low, "high": c.high}
        tables.append(pd.DataFrame({"baseline": name, **columns}))
    return pd.concat(tables, ignore_index=True)
