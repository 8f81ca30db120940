"""How a model learns from rewards alone: the page's pictures."""

from reinforce_viz.figures.start.average_push import average_push
from reinforce_viz.figures.start.nudged import nudged

__all__ = ["average_push", "nudged"]
