"""What numbers are behind each picture?  A function per picture, whose source is also the script that goes with it."""

from reinforce_viz.export.tables.draws import (
    average_push,
    drawn_answers,
    policy_bars,
    policy_step,
    push_arrows,
    run_path,
    scored_answers,
)
from reinforce_viz.export.tables.gradients import (
    baseline_dial,
    gradient_cloud,
    identity_arrows,
    sequence_counts,
    zero_bias,
)
from reinforce_viz.export.tables.noise import own_sample, variance_vs_baseline, variance_vs_k
from reinforce_viz.export.tables.responses import token_positions, token_row, token_variance
from reinforce_viz.export.tables.runs import fates, nights, probability_paths, simplex_paths

__all__ = [
    "average_push",
    "baseline_dial",
    "drawn_answers",
    "fates",
    "gradient_cloud",
    "identity_arrows",
    "nights",
    "own_sample",
    "policy_bars",
    "policy_step",
    "probability_paths",
    "push_arrows",
    "run_path",
    "scored_answers",
    "sequence_counts",
    "simplex_paths",
    "token_positions",
    "token_row",
    "token_variance",
    "variance_vs_baseline",
    "variance_vs_k",
    "zero_bias",
]
