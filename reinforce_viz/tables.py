"""The numbers behind each picture as a table, by page: `tables.trajectories.fates(experiment)`.  Needs pandas."""

from reinforce_viz.export.tables import (
    baselines,
    classroom,
    clipping,
    gradient_scatter,
    groups,
    kl,
    one_update,
    start,
    tokens,
    trajectories,
    variance_vs_k,
    why_it_works,
)

__all__ = [
    "baselines",
    "classroom",
    "clipping",
    "gradient_scatter",
    "groups",
    "kl",
    "one_update",
    "start",
    "tokens",
    "trajectories",
    "variance_vs_k",
    "why_it_works",
]
