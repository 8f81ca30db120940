"""What happens when you keep going: the page's pictures."""

from reinforce_viz.figures.trajectories.fates import fates
from reinforce_viz.figures.trajectories.one_run import one_run
from reinforce_viz.figures.trajectories.run_lines import (
    entropy_paths,
    loss_paths,
    preferred_answers,
    probability_paths,
)
from reinforce_viz.figures.trajectories.simplex_paths import simplex_paths

__all__ = ["entropy_paths", "fates", "loss_paths", "one_run", "preferred_answers", "probability_paths", "simplex_paths"]
