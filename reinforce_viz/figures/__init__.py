"""The pictures: results in, go.Figure out, and for each picture the sentence that reads it."""

from reinforce_viz.figures.fates import FINAL_FIGURES, fates, fates_reading, final_figures
from reinforce_viz.figures.gradient_cloud import (
    EXACT_FIGURES,
    exact_figures,
    frame,
    gradient_cloud,
    gradient_cloud_reading,
)
from reinforce_viz.figures.policy_bars import policy_bars, policy_bars_reading
from reinforce_viz.figures.probability_paths import probability_paths, probability_paths_reading
from reinforce_viz.figures.simplex_paths import simplex_paths, simplex_paths_reading
from reinforce_viz.figures.variance_vs_baseline import variance_vs_baseline, variance_vs_baseline_reading
from reinforce_viz.figures.variance_vs_k import comparable, variance_vs_k, variance_vs_k_reading, why_left_out

__all__ = [
    "EXACT_FIGURES",
    "FINAL_FIGURES",
    "comparable",
    "exact_figures",
    "fates",
    "fates_reading",
    "final_figures",
    "frame",
    "gradient_cloud",
    "gradient_cloud_reading",
    "policy_bars",
    "policy_bars_reading",
    "probability_paths",
    "probability_paths_reading",
    "simplex_paths",
    "simplex_paths_reading",
    "variance_vs_baseline",
    "variance_vs_baseline_reading",
    "variance_vs_k",
    "variance_vs_k_reading",
    "why_left_out",
]
