"""How far a model may stray: the page's pictures."""

from reinforce_viz.figures.kl.ends import ends
from reinforce_viz.figures.kl.one_draw import one_draw

__all__ = ["ends", "one_draw"]
