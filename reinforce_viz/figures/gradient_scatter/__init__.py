"""How wrong one update can be: the page's picture."""

from reinforce_viz.figures.gradient_scatter.estimates import at_every_size
from reinforce_viz.figures.gradient_scatter.gradient_cloud import (
    before_the_guess,
    gradient_cloud,
    in_sight,
    room_for,
)

__all__ = ["at_every_size", "before_the_guess", "gradient_cloud", "in_sight", "room_for"]
