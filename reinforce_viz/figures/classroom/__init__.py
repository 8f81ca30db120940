"""The pictures of a class: its pushes, its path, and its guesses."""

from reinforce_viz.figures.classroom.class_path import class_path
from reinforce_viz.figures.classroom.class_push import class_push
from reinforce_viz.figures.classroom.guess_bars import guess_bars
from reinforce_viz.figures.classroom.own_push import own_push

__all__ = ["class_path", "class_push", "guess_bars", "own_push"]
