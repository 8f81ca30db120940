"""What to subtract: the page's pictures."""

from reinforce_viz.figures.baselines.baseline_dial import baseline_dial
from reinforce_viz.figures.baselines.nights import nights
from reinforce_viz.figures.baselines.own_sample import own_sample

__all__ = ["baseline_dial", "nights", "own_sample"]
