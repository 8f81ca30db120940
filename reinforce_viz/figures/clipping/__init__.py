"""How much one batch can teach: the page's pictures."""

from reinforce_viz.figures.clipping.expected_reward import expected_reward
from reinforce_viz.figures.clipping.one_batch import one_batch

__all__ = ["expected_reward", "one_batch"]
