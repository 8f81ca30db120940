"""The pictures: results in, go.Figure out, and for each picture the sentence that reads it."""

from reinforce_viz.figures.baselines.baseline_dial import baseline_dial, baseline_dial_reading, baseline_dial_truth
from reinforce_viz.figures.baselines.nights import NIGHTS_FIGURES, nights, nights_figures, nights_reading
from reinforce_viz.figures.baselines.own_sample import own_sample, own_sample_reading
from reinforce_viz.figures.gradient_scatter.gradient_cloud import (
    EXACT_FIGURES,
    exact_figures,
    gradient_cloud,
    gradient_cloud_reading,
)
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
from reinforce_viz.figures.trajectories.fates import FINAL_FIGURES, fates, fates_reading, final_figures
from reinforce_viz.figures.trajectories.probability_paths import probability_paths, probability_paths_reading
from reinforce_viz.figures.trajectories.simplex_paths import simplex_paths, simplex_paths_reading
from reinforce_viz.figures.variance_vs_k.variance_vs_baseline import variance_vs_baseline, variance_vs_baseline_reading
from reinforce_viz.figures.variance_vs_k.variance_vs_k import (
    comparable,
    variance_vs_k,
    variance_vs_k_reading,
    why_left_out,
)
from reinforce_viz.figures.why_it_works.sequence_counts import sequence_counts
from reinforce_viz.figures.why_it_works.tip_to_tail import LARGEST_B, LEADS, identity_arrows, zero_bias

__all__ = [
    "COLOURS",
    "DARK",
    "EXACT_FIGURES",
    "FINAL_FIGURES",
    "LARGEST_B",
    "LEADS",
    "LIGHT",
    "NIGHTS_FIGURES",
    "average_push",
    "baseline_dial",
    "baseline_dial_reading",
    "baseline_dial_truth",
    "comparable",
    "drawn_answers",
    "dress",
    "enlarged",
    "exact_figures",
    "fates",
    "fates_reading",
    "final_figures",
    "frame",
    "gradient_cloud",
    "gradient_cloud_reading",
    "identity_arrows",
    "nights",
    "nights_figures",
    "nights_reading",
    "own_sample",
    "own_sample_reading",
    "policy_bars",
    "policy_step",
    "probability_paths",
    "probability_paths_reading",
    "push_arrows",
    "run_path",
    "scored_answers",
    "sequence_counts",
    "simplex_paths",
    "simplex_paths_reading",
    "token_positions",
    "token_row",
    "token_variance",
    "variance_vs_baseline",
    "variance_vs_baseline_reading",
    "variance_vs_k",
    "variance_vs_k_reading",
    "why_left_out",
    "zero_bias",
]
