"""How many draws are enough: the page's picture."""

from reinforce_viz.figures.variance_vs_k.variance_vs_k import variance_vs_k

__all__ = ["variance_vs_k"]
