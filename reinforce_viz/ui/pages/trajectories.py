"""The runs of an experiment from one side, as the control for it says, and a closer look at one of them."""

from functools import partial

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.summary import Summary
from reinforce_viz.export.tables import trajectories as tables
from reinforce_viz.figures import trajectories as figures
from reinforce_viz.lessons.trajectories import stuck_first
from reinforce_viz.text.readings import one_run as of_one_run
from reinforce_viz.text.readings import run_lines
from reinforce_viz.text.readings import trajectories as readings
from reinforce_viz.ui import cache as cached
from reinforce_viz.ui.chart import chart
from reinforce_viz.ui.controls import VIEWS
from reinforce_viz.ui.folded import section
from reinforce_viz.ui.state import value
from reinforce_viz.ui.widgets import slider

_, PREFERRED, LOSS, ENTROPY = VIEWS


def lines_of_runs(experiment: Experiment, summary: Summary, key: str, *, silent: bool = False) -> None:
    """Draw the runs step by step: their probabilities, what they prefer, their printed loss or their entropy.

    Args:
        experiment: whose runs they are.
        summary: of the runs.
        key: the chart's.
        silent: without a sentence below.
    """
    e, answers, view = experiment, value("axis") == "answers drawn", value("view")
    exact = cached.ascent(e.probs, e.rewards, e.learning_rate, e.steps)
    numbers = partial(tables.single_runs, experiment)
    if view == PREFERRED:
        picture, reading = figures.preferred_answers(experiment, summary, answers=answers), readings.preferred_answers
        chart(picture, key, reading(experiment, summary), partial(tables.preferred_answers, experiment), silent=silent)
    elif view == LOSS:
        picture = figures.loss_paths(experiment, summary, exact, answers=answers)
        chart(picture, key, run_lines.loss_paths(experiment, summary), numbers, silent=silent)
    elif view == ENTROPY:
        picture = figures.entropy_paths(experiment, summary, exact, answers=answers)
        chart(picture, key, run_lines.entropy_paths(experiment, summary), numbers, silent=silent)
    else:
        picture = figures.probability_paths(experiment, summary, exact, answers=answers)
        chart(picture, key, readings.probability_paths(experiment, summary, exact), numbers, silent=silent)


def under_glass(experiment: Experiment, summary: Summary) -> None:
    """One run draw by draw, folded away until the reader opens it: at first one that is stuck, if there is one.

    Args:
        experiment: whose runs they are.
        summary: of the runs.
    """
    with section("A closer look at one run: why does it stay where it is?", "under_glass") as opened:
        if not opened.open:
            return
        slider("glass")
        place = int(stuck_first(summary.single[-1], experiment.rewards)[int(value("glass")) - 1])
        run = cached.first_runs(experiment, summary.single.shape[1])[place]
        chart(
            figures.one_run(experiment, run),
            "one_run",
            of_one_run.one_run(experiment, run),
            partial(tables.one_run, experiment, run=place + 1),
        )
