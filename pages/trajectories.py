"""What happens when you keep going?"""

from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import partial

import streamlit as st

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.export.tables import trajectories as tables
from reinforce_viz.figures import trajectories as figures
from reinforce_viz.text.claims import baselines as claims
from reinforce_viz.text.readings import trajectories as readings
from reinforce_viz.text.readings.gradient_scatter import other_units
from reinforce_viz.ui import cache as cached
from reinforce_viz.ui.chart import chart, formulas, notes, table
from reinforce_viz.ui.controls import NOTHING
from reinforce_viz.ui.guesses import GUESSES
from reinforce_viz.ui.handout import page_controls
from reinforce_viz.ui.live import draw_again, live
from reinforce_viz.ui.page import close_page, open_page
from reinforce_viz.ui.predict import ask, guess, tell
from reinforce_viz.ui.shown import affordable, beside_it
from reinforce_viz.ui.state import draws, value
from reinforce_viz.ui.widgets import scale, segments, select


def pictures(experiment: Experiment) -> None:
    guessed, versus = guess("trajectories"), value("versus")
    shown = [affordable(replace(experiment, steps=value("steps"), runs=value("runs")))]
    if versus not in (NOTHING, experiment.estimator):
        shown.append(beside_it(shown[0], versus))
    exact = cached.ascent(shown[0])
    summaries = [cached.summary(e) for e in shown]
    beside = list(zip(["", "_2"], shown, summaries, strict=False))
    columns: list[AbstractContextManager[object]] = [nullcontext()] if len(shown) == 1 else [*st.columns(len(shown))]
    for column, (place, e, summary) in zip(columns, beside, strict=True):
        with column:
            chart(
                figures.probability_paths(e, summary, exact, shown=draws(), answers=value("axis") == "answers drawn"),
                f"probability_paths{place}",
                readings.probability_paths(e, summary, exact),
                partial(tables.probability_paths, e, shown=draws()),
            )
    *triangles, ends = st.columns([5, 3]) if len(shown) == 1 else [*st.columns(2), st.container()]
    for column, (place, e, summary) in zip(triangles, beside, strict=True):
        with column:
            chart(
                figures.simplex_paths(e, summary, exact),
                f"simplex_paths{place}",
                readings.simplex_paths(e, summary),
                partial(tables.simplex_paths, e),
            )
    with ends:
        chart(
            figures.fates(shown, summaries, GUESSES["trajectories"][guessed] if guessed else None),
            "fates",
            readings.fates(shown, summaries),
            partial(tables.fates, *shown),
        )
    tell(guessed, readings.best_answer_truth(shown[0], summaries[0]))
    finals = {e.estimator: readings.final_figures(s) for e, s in zip(shown, summaries, strict=True)}
    table(finals, readings.FINAL_FIGURES)
    for e in shown:
        if units := other_units(cached.cloud(e)[0]):
            st.caption(units)
    notes(*cached.claims(experiment, claims.noise_costs_reward))
    formulas([experiment.estimator])


open_page(
    "trajectories",
    "Many models start the same, and each learns from its own draws. The bands hold eight runs in ten, and the thick "
    "line is the median of the runs, answer by answer; the thin line is one run, the dashed one the exact gradient.",
    ["π", "J", "g", "K"],
)
ask("trajectories", "how many of the runs end on the best answer?")
with page_controls("trajectories") as at:
    select("versus", at("compare with"))
    segments("axis", at("count"))
    length = at("length").popover("Length", icon=":material/tune:")
    scale("steps", length)
    scale("runs", length)
    at("another run").button("Another run", icon=":material/casino:", on_click=draw_again)
live(pictures)
close_page("trajectories")
