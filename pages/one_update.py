"""What does one update do?"""

from functools import partial

import streamlit as st

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.export.tables import one_update as tables
from reinforce_viz.figures import one_update as figures
from reinforce_viz.lessons.one_update import Update
from reinforce_viz.text.readings import one_update as readings
from reinforce_viz.ui import cache as cached
from reinforce_viz.ui.chart import chart, formulas
from reinforce_viz.ui.guesses import GUESSES
from reinforce_viz.ui.live import live
from reinforce_viz.ui.page import close_page, open_page
from reinforce_viz.ui.pages import one_update as walk
from reinforce_viz.ui.pages.one_update_working import every_draw, pick_a_draw, step_worked_out, worked_out
from reinforce_viz.ui.predict import ask, tell
from reinforce_viz.ui.run_link import Run, made_with


def one_update(experiment: Experiment) -> None:
    experiment = walk.under_glass(experiment)
    guess = ask("one_update", readings.question(experiment))
    run = walk.run_so_far()
    now = made_with(experiment.estimator, experiment.b)
    stage, step = walk.stages(run, now)
    picture, paper = st.columns(2)
    names = experiment.answers
    update = _updates(experiment, (*run[:step], now))[-1]
    past = [(made.estimator, made.b) for made in run]
    before = past[:step]
    with paper:
        pick = pick_a_draw(update)
        worked_out(experiment, update, pick, stage)
    with picture:
        if stage == "Sample":
            reading = readings.drawn_answers(update, names)
            numbers = partial(tables.drawn_answers, experiment, past=before)
            chart(figures.drawn_answers(update, pick, names), "batch", reading, numbers)
        elif stage == "Score":
            reading = readings.scored_answers(experiment, update)
            numbers = partial(tables.scored_answers, experiment, past=before)
            chart(figures.scored_answers(experiment, update, pick), "scores", reading, numbers)
        elif stage == "Gradient":
            numbers = partial(tables.push_arrows, experiment, past=before)
            chart(figures.push_arrows(update, pick, names), "arrows", readings.push_arrows(update), numbers)
        else:
            bars = figures.policy_step(experiment, update, GUESSES["one_update"][guess] if guess else None)
            numbers = partial(tables.policy_step, experiment, past=before)
            chart(bars, "step_bars", readings.policy_step(experiment, update), numbers)
            tell(guess, readings.policy_step_truth(experiment, update))
        every_draw(experiment, update)
    if run or stage == "Update":
        way, paper = st.columns(2)
        made = _updates(experiment, (*run, now))
        with way:
            path = figures.run_path(experiment, made, update, step, stage == "Update")
            numbers = partial(tables.run_path, experiment, past=past, shown=step)
            chart(path, "path", readings.run_path(experiment, made, step), numbers)
        with paper:
            if stage == "Update":
                step_worked_out(experiment, update)
    formulas([experiment.estimator])


def _updates(experiment: Experiment, baselines: Run) -> tuple[Update, ...]:
    e = experiment
    return cached.updates(e.probs, e.rewards, e.k, e.learning_rate, e.seed, baselines)


open_page(
    "one_update",
    "REINFORCE in slow motion, one batch at a time: draw answers, score them, turn each into a push on the logits, and "
    "step along the average push. Walk forward and back with the buttons or the arrow keys ← and →.",
    ["π", "b", "A", "∇ log π", "ĝ", "g", "J", "K"],
)
live(one_update)
close_page("one_update")
