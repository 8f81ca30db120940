"""What one update does, in four stages."""

from functools import partial

import streamlit as st

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.export.tables import one_update as tables
from reinforce_viz.figures import one_update as figures
from reinforce_viz.lessons.one_update import Update
from reinforce_viz.text import right_choices
from reinforce_viz.text.readings import one_update as readings
from reinforce_viz.text.readings import one_update_step as of_step
from reinforce_viz.ui import cache as cached
from reinforce_viz.ui import linker
from reinforce_viz.ui.chart import chart, formulas
from reinforce_viz.ui.guesses import GUESSES
from reinforce_viz.ui.live import live
from reinforce_viz.ui.page import close_page, open_page
from reinforce_viz.ui.pages import one_update as walk
from reinforce_viz.ui.pages.one_update_working import every_draw, pick_a_draw, picked, step_worked_out, worked_out
from reinforce_viz.ui.predict import ask, guess, revealed
from reinforce_viz.ui.run_link import Run, made_with


def one_update(experiment: Experiment) -> None:
    """The update at its stage, and the run of updates that led to it."""
    experiment = walk.under_glass(experiment)
    run = walk.run_so_far()
    now = made_with(experiment.estimator, experiment.b)
    stage, step = walk.stages(run, now)
    update = _updates(experiment, (*run[:step], now))[-1]
    before = [(made.estimator, made.b) for made in run[:step]]
    hidden = guess("one_update") is None and not revealed("one_update")
    walk.picture_the_stages(update, hidden=hidden)
    left, right = st.columns(2 if stage == "Gradient" else [5, 3])
    with right:
        if stage == "Update":
            probabilities(experiment, update, before, hidden=hidden)
        else:
            pick = pick_a_draw(update)
            worked_out(experiment, update, pick, stage, hidden=hidden)
    with left:
        if stage == "Update":
            large_step(experiment, update, before, hidden=hidden)
        else:
            draws(experiment, update, before, stage, pick, hidden=hidden)
    if stage == "Update":
        walk.next_draw(experiment, update, hidden=hidden)
        if not hidden:
            step_worked_out(experiment, update)
    every_draw(experiment, update)
    if run:
        made = _updates(experiment, (*run, now))
        numbers = partial(tables.run_path, experiment, past=[(each.estimator, each.b) for each in run])
        chart(figures.run_path(experiment, made, step), "path", of_step.run_path(experiment, made, step), numbers)
    formulas([experiment.estimator])


def draws(
    experiment: Experiment, update: Update, past: list[tuple[str, float]], stage: str, pick: int, *, hidden: bool
) -> None:
    """The draws of the batch at one of the first three stages; a click on one picks it."""
    names = experiment.answers
    if stage == "Sample":
        key, figure = "batch", figures.drawn_answers(update, pick, names)
        reading, numbers = readings.drawn_answers(update, names), partial(tables.drawn_answers, experiment, past=past)
    elif stage == "Reward":
        key, figure = "scores", figures.rewarded_answers(experiment, update, pick)
        reading = readings.rewarded_answers(experiment, update)
        numbers = partial(tables.rewarded_answers, experiment, past=past)
    else:
        key, figure = "arrows", figures.push_arrows(update, pick, names, hidden=hidden)
        reading = readings.push_arrows(update, hidden=hidden)
        numbers = partial(tables.push_arrows, experiment, past=past, hidden=hidden)
    chart(figure, key, reading, numbers, partial(question, experiment, update), picked)
    if stage != "Reward":
        linker.play_together({key: figure.to_dict()["layout"]["meta"]["of"]})


def large_step(experiment: Experiment, update: Update, past: list[tuple[str, float]], *, hidden: bool) -> None:
    """The step as large as the picture, once the reader has said where it leads."""
    guessed = guess("one_update")
    expected = GUESSES["one_update"][guessed] if guessed else None
    chart(
        figures.large_step(experiment, update, expected, hidden=hidden),
        "large_step",
        of_step.large_step(experiment, update, hidden=hidden),
        partial(tables.large_step, experiment, past=past, hidden=hidden),
        partial(question, experiment, update),
    )


def probabilities(experiment: Experiment, update: Update, past: list[tuple[str, float]], *, hidden: bool) -> None:
    """What the step does to each answer's probability."""
    reading = (of_step.before_the_step if hidden else of_step.policy_step)(experiment, update)
    numbers = partial(tables.policy_step, experiment, past=past, hidden=hidden)
    chart(figures.policy_step(experiment, update, hidden=hidden), "step_bars", reading, numbers)


def question(experiment: Experiment, update: Update) -> None:
    """The question of the page, below each of its pictures."""
    right = right_choices.step(experiment, update, GUESSES["one_update"])
    ask("one_update", readings.QUESTION, of_step.step_truth(experiment, update), right=right)


def _updates(experiment: Experiment, baselines: Run) -> tuple[Update, ...]:
    e = experiment
    return cached.updates(e.probs, e.rewards, e.k, e.learning_rate, e.seed, baselines)


open_page(
    "one_update",
    "Draw a few answers, push towards each by what it earned, and take the average step. Click a draw to see its sums.",
    ["π", "b", "A", "∇ log π", "ĝ", "g", "J", "K"],
)
live(one_update)
close_page("one_update")
