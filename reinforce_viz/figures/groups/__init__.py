"""What does a group compare: the page's pictures."""

from reinforce_viz.figures.groups.brake import brake
from reinforce_viz.figures.groups.difficulty import difficulty
from reinforce_viz.figures.groups.group_steps import group_steps
from reinforce_viz.figures.groups.own_group import own_group
from reinforce_viz.figures.groups.useless_groups import useless_groups
from reinforce_viz.figures.groups.wrong_lengths import wrong_lengths

__all__ = ["brake", "difficulty", "group_steps", "own_group", "useless_groups", "wrong_lengths"]
