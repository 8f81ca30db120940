"""How many samples are enough: the page's pictures."""

from reinforce_viz.figures.variance_vs_k.variance_vs_baseline import variance_vs_baseline
from reinforce_viz.figures.variance_vs_k.variance_vs_k import variance_vs_k

__all__ = ["variance_vs_baseline", "variance_vs_k"]
