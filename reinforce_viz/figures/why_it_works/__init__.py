"""Why a sampled push points the right way: the page's pictures."""

from reinforce_viz.figures.why_it_works.tip_to_tail import LARGEST_B, LEADS, identity_arrows, zero_bias

__all__ = ["LARGEST_B", "LEADS", "identity_arrows", "zero_bias"]
