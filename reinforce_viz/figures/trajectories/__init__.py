"""What happens when you keep going: the page's pictures."""

from reinforce_viz.figures.trajectories.fates import fates
from reinforce_viz.figures.trajectories.probability_paths import probability_paths
from reinforce_viz.figures.trajectories.simplex_paths import simplex_paths

__all__ = ["fates", "probability_paths", "simplex_paths"]
