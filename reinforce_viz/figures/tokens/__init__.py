"""Which token deserves the credit: the page's pictures."""

from reinforce_viz.figures.tokens.sequence_counts import sequence_counts
from reinforce_viz.figures.tokens.token_positions import token_positions
from reinforce_viz.figures.tokens.token_row import token_row
from reinforce_viz.figures.tokens.token_variance import token_variance

__all__ = ["sequence_counts", "token_positions", "token_row", "token_variance"]
