"""What one update does: the page's pictures."""

from reinforce_viz.figures.one_update.drawn_answers import drawn_answers
from reinforce_viz.figures.one_update.large_step import large_step
from reinforce_viz.figures.one_update.policy_step import policy_step
from reinforce_viz.figures.one_update.push_arrows import push_arrows
from reinforce_viz.figures.one_update.rewarded_answers import rewarded_answers
from reinforce_viz.figures.one_update.run_path import run_path
from reinforce_viz.figures.one_update.stage_pictures import stage_pictures

__all__ = [
    "drawn_answers",
    "large_step",
    "policy_step",
    "push_arrows",
    "rewarded_answers",
    "run_path",
    "stage_pictures",
]
