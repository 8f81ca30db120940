"""The pictures: results in, go.Figure out."""

from reinforce_viz.figures.baselines.baseline_dial import baseline_dial
from reinforce_viz.figures.baselines.nights import nights
from reinforce_viz.figures.baselines.own_sample import own_sample
from reinforce_viz.figures.gradient_scatter.gradient_cloud import gradient_cloud
from reinforce_viz.figures.one_update.batch import drawn_answers, scored_answers
from reinforce_viz.figures.one_update.policy_step import policy_step
from reinforce_viz.figures.one_update.push_arrows import push_arrows
from reinforce_viz.figures.one_update.run_path import run_path
from reinforce_viz.figures.start.average_push import average_push
from reinforce_viz.figures.start.policy_bars import policy_bars
from reinforce_viz.figures.style.canvas import dress
from reinforce_viz.figures.style.larger import enlarged
from reinforce_viz.figures.style.plane import frame
from reinforce_viz.figures.style.theme import COLOURS, DARK, LIGHT
from reinforce_viz.figures.tokens.token_positions import token_positions
from reinforce_viz.figures.tokens.token_row import token_row
from reinforce_viz.figures.tokens.token_variance import token_variance
from reinforce_viz.figures.trajectories.fates import fates
from reinforce_viz.figures.trajectories.probability_paths import probability_paths
from reinforce_viz.figures.trajectories.simplex_paths import simplex_paths
from reinforce_viz.figures.variance_vs_k.variance_vs_baseline import variance_vs_baseline
from reinforce_viz.figures.variance_vs_k.variance_vs_k import variance_vs_k
from reinforce_viz.figures.why_it_works.sequence_counts import sequence_counts
from reinforce_viz.figures.why_it_works.tip_to_tail import LARGEST_B, LEADS, identity_arrows, zero_bias

__all__ = [
    "COLOURS",
    "DARK",
    "LARGEST_B",
    "LEADS",
    "LIGHT",
    "average_push",
    "baseline_dial",
    "drawn_answers",
    "dress",
    "enlarged",
    "fates",
    "frame",
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
