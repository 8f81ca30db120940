"""Where one update could point: the page's pictures."""

from reinforce_viz.figures.gradient_scatter.gradient_cloud import gradient_cloud
from reinforce_viz.figures.style.plane import frame

__all__ = ["frame", "gradient_cloud"]
