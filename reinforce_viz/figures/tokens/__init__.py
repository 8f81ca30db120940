"""Which token deserves the credit: the page's pictures."""

from reinforce_viz.figures.tokens.learned_critic import learned_critic
from reinforce_viz.figures.tokens.sequence_counts import sequence_counts
from reinforce_viz.figures.tokens.token_positions import token_positions
from reinforce_viz.figures.tokens.token_row import clicked, token_row
from reinforce_viz.figures.tokens.token_sums import token_sums
from reinforce_viz.figures.tokens.token_variance import token_variance

__all__ = [
    "clicked",
    "learned_critic",
    "sequence_counts",
    "token_positions",
    "token_row",
    "token_sums",
    "token_variance",
]
