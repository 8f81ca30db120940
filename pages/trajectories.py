"""What happens when you keep going: many runs, and where they end."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import streamlit as st

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.summary import Summary
from reinforce_viz.export.tables import trajectories as tables
from reinforce_viz.figures import trajectories as figures
from reinforce_viz.text import right_choices
from reinforce_viz.text.claims import baselines as claims
from reinforce_viz.text.readings import trajectories as readings
from reinforce_viz.text.readings.gradient_scatter import other_units
from reinforce_viz.ui import cache as cached
from reinforce_viz.ui import examples, linker, state
from reinforce_viz.ui.announce import announce
from reinforce_viz.ui.chart import chart, formulas, notes, table
from reinforce_viz.ui.controls import NOTHING
from reinforce_viz.ui.guesses import GUESSES
from reinforce_viz.ui.handout import page_controls
from reinforce_viz.ui.live import live
from reinforce_viz.ui.page import close_page, open_page
from reinforce_viz.ui.pages.trajectories import lines_of_runs, under_glass
from reinforce_viz.ui.predict import ask, guess, revealed
from reinforce_viz.ui.shown import affordable, beside_it
from reinforce_viz.ui.state import value
from reinforce_viz.ui.widgets import scale, segments, select


def shown(experiment: Experiment, *, quietly: bool = False) -> list[Experiment]:
    """The runs that the controls ask for, and those that they are compared with; says where they are others."""
    first = affordable(replace(experiment, steps=value("steps"), runs=value("runs")), quietly=quietly)
    versus = value("versus")
    if versus in (NOTHING, experiment.estimator):
        return [first]
    return [first, beside_it(first, versus, quietly=quietly)]


def in_columns(experiments: list[Experiment]) -> Iterator[tuple[str, Experiment, Summary]]:
    """Each of the experiments in a column of its own, with what its charts' keys end in and its runs."""
    columns = st.columns(2) if len(experiments) > 1 else [st.container()]
    for place, (column, e) in enumerate(zip(columns, experiments, strict=True), 1):
        with column:
            yield f"_{place}" if place > 1 else "", e, cached.summary(e)


def where_they_end(experiment: Experiment) -> None:
    """The triangles with the runs on their way, with the question."""
    runs = shown(experiment)
    first, answered = runs[0], revealed("trajectories")
    exact = cached.ascent(first.probs, first.rewards, first.learning_rate, first.steps)
    with st.container(key="side_by_side"):
        for place, e, summary in in_columns(runs):
            picture = figures.simplex_paths(e, summary if answered else None, exact)
            reading = readings.simplex_paths(e, summary) if answered else readings.before_the_guess(e)
            chart(picture, f"simplex_paths{place}", reading, partial(tables.simplex_paths, e), silent=True)
    summaries = [cached.summary(e) for e in runs]
    verdict = (
        f"{readings.best_answer_truth(first, summaries[0])} {readings.why_the_others(first, summaries[0])}".strip()
    )
    right = right_choices.nearest(GUESSES["trajectories"], summaries[0].best)
    ask("trajectories", readings.question(first), verdict, right=right)
    said = readings.where_they_end(runs, summaries) if answered else readings.before_the_guess(first)
    announce(said)
    st.container(key="simplex_paths_reading").markdown(said)
    if answered:
        linker.play_together({f"simplex_paths{place}": repr(e) for place, e in zip(("", "_2"), runs, strict=False)})


def how_they_got_there(experiment: Experiment) -> None:
    """The same runs step by step, and what they come to."""
    if not revealed("trajectories"):
        return
    runs = shown(experiment, quietly=True)  # what there is to say stands above
    summaries = [cached.summary(e) for e in runs]
    for place, e, summary in in_columns(runs):
        lines_of_runs(e, summary, f"probability_paths{place}", silent=bool(place))
    under_glass(runs[0], summaries[0])
    guessed = guess("trajectories")
    chart(
        figures.fates(runs, summaries, GUESSES["trajectories"][guessed] if guessed else None),
        "fates",
        readings.fates(runs, summaries),
        partial(tables.fates, *runs),
        silent=True,
    )
    notes(cached.claim(experiment, claims.noise_costs_reward))
    numbers_of(runs, summaries)
    formulas([experiment.estimator])


def numbers_of(runs: list[Experiment], summaries: list[Summary]) -> None:
    """What the runs come to, in a table that folds out."""
    folded = st.expander("The numbers behind the pictures", icon=":material/table:", key="finals", on_change="rerun")
    if not folded.open:
        return
    finals = {e.estimator: readings.final_figures(s) for e, s in zip(runs, summaries, strict=True)}
    with folded:
        table(finals, readings.FINAL_FIGURES)
        for e in runs:
            if units := other_units(cached.cloud(*e.one_estimate)[0]):
                st.caption(units)


open_page(
    "trajectories",
    "Hundreds of models start alike and follow the same rule. Only their luck differs. Watch where each one ends up.",
    ["π", "J", "g", "K"],
)
triangles = st.container()
examples.buttons("trajectories")
with page_controls("trajectories") as at:
    select("versus", at("compare with"))
    at("new draws").button("New draws", icon=":material/casino:", on_click=state.new_seed)
with page_controls("trajectories") as at:
    segments("view", at("view"))
    segments("axis", at("count"))
    length = at("length").popover("Length", icon=":material/tune:")
    scale("steps", length)
    scale("runs", length)
# Once its controls are there: a control says nothing before it has been drawn.
with triangles:
    live(where_they_end)
live(how_they_got_there)
close_page("trajectories")
