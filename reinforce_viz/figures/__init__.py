"""The pictures: results in, go.Figure out, and for each picture the sentence that reads it."""

from reinforce_viz.figures.baselines.baseline_dial import baseline_dial, baseline_dial_reading, baseline_dial_truth
from reinforce_viz.figures.baselines.nights import NIGHTS_FIGURES, nights, nights_figures, nights_reading
from reinforce_viz.figures.baselines.own_sample import own_sample, own_sample_reading
from reinforce_viz.figures.gradient_scatter.gradient_cloud import (
    EXACT_FIGURES,
    exact_figures,
    frame,
    gradient_cloud,
    gradient_cloud_reading,
)
from reinforce_viz.figures.one_update.batch import (
    drawn_answers,
    drawn_answers_reading,
    scored_answers,
    scored_answers_reading,
)
from reinforce_viz.figures.one_update.policy_step import policy_step, policy_step_reading, policy_step_truth, worst
from reinforce_viz.figures.one_update.push_arrows import push_arrows, push_arrows_reading
from reinforce_viz.figures.one_update.run_path import run_path, run_path_reading
from reinforce_viz.figures.start.average_push import UNLOCKED, average_push, average_push_reading, raised_most
from reinforce_viz.figures.start.policy_bars import PUSH_FIGURES, policy_bars, policy_bars_reading, push_figures
from reinforce_viz.figures.style.canvas import dress
from reinforce_viz.figures.style.larger import enlarged
from reinforce_viz.figures.style.theme import DARK, LIGHT
from reinforce_viz.figures.tokens.token_positions import token_positions, token_positions_reading
from reinforce_viz.figures.tokens.token_row import token_row, token_row_reading
from reinforce_viz.figures.tokens.token_variance import how_much_noisier, token_variance, token_variance_reading
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
from reinforce_viz.figures.why_it_works.sequence_counts import sequence_counts, sequence_counts_reading
from reinforce_viz.figures.why_it_works.tip_to_tail import (
    IDENTITY_FIGURES,
    LARGEST_B,
    LEADS,
    identity_arrows,
    identity_arrows_reading,
    identity_figures,
    measured_slope,
    zero_bias,
    zero_bias_reading,
)
from reinforce_viz.text.one_update_latex import (
    advantage_working,
    draw_in_words,
    draws_in_numbers,
    mean_working,
    push_in_words,
    push_working,
    step_working,
)

__all__ = [
    "DARK",
    "EXACT_FIGURES",
    "FINAL_FIGURES",
    "IDENTITY_FIGURES",
    "LARGEST_B",
    "LEADS",
    "LIGHT",
    "NIGHTS_FIGURES",
    "PUSH_FIGURES",
    "UNLOCKED",
    "advantage_working",
    "average_push",
    "average_push_reading",
    "baseline_dial",
    "baseline_dial_reading",
    "baseline_dial_truth",
    "comparable",
    "draw_in_words",
    "drawn_answers",
    "drawn_answers_reading",
    "draws_in_numbers",
    "dress",
    "enlarged",
    "exact_figures",
    "fates",
    "fates_reading",
    "final_figures",
    "frame",
    "gradient_cloud",
    "gradient_cloud_reading",
    "how_much_noisier",
    "identity_arrows",
    "identity_arrows_reading",
    "identity_figures",
    "mean_working",
    "measured_slope",
    "nights",
    "nights_figures",
    "nights_reading",
    "own_sample",
    "own_sample_reading",
    "policy_bars",
    "policy_bars_reading",
    "policy_step",
    "policy_step_reading",
    "policy_step_truth",
    "probability_paths",
    "probability_paths_reading",
    "push_arrows",
    "push_arrows_reading",
    "push_figures",
    "push_in_words",
    "push_working",
    "raised_most",
    "run_path",
    "run_path_reading",
    "scored_answers",
    "scored_answers_reading",
    "sequence_counts",
    "sequence_counts_reading",
    "simplex_paths",
    "simplex_paths_reading",
    "step_working",
    "token_positions",
    "token_positions_reading",
    "token_row",
    "token_row_reading",
    "token_variance",
    "token_variance_reading",
    "variance_vs_baseline",
    "variance_vs_baseline_reading",
    "variance_vs_k",
    "variance_vs_k_reading",
    "why_left_out",
    "worst",
    "zero_bias",
    "zero_bias_reading",
]
