"""What one update does: the page's pictures."""

from reinforce_viz.figures.one_update.batch import drawn_answers, scored_answers
from reinforce_viz.figures.one_update.policy_step import policy_step
from reinforce_viz.figures.one_update.push_arrows import push_arrows
from reinforce_viz.figures.one_update.run_path import run_path

__all__ = ["drawn_answers", "policy_step", "push_arrows", "run_path", "scored_answers"]
