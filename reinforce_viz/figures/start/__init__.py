"""How a model learns from rewards alone: the page's pictures."""

from reinforce_viz.figures.start.average_push import average_push
from reinforce_viz.figures.start.policy_bars import policy_bars

__all__ = ["average_push", "policy_bars"]
