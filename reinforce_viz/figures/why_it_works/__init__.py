"""Why a sampled push points the right way: the page's pictures."""

from reinforce_viz.figures.why_it_works.identity_arrows import LEADS, before_the_guess, identity_arrows
from reinforce_viz.figures.why_it_works.zero_bias import LARGEST_B, STEP, zero_bias

__all__ = ["LARGEST_B", "LEADS", "STEP", "before_the_guess", "identity_arrows", "zero_bias"]
