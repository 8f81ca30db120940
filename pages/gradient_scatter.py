"""Where could one update point?"""

from functools import partial

import streamlit as st

from reinforce_viz.engine.estimators import used_b
from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.export.tables import gradient_scatter as tables
from reinforce_viz.figures import gradient_scatter as figures
from reinforce_viz.text.claims import baselines as claims
from reinforce_viz.text.format import listed
from reinforce_viz.text.readings import gradient_scatter as readings
from reinforce_viz.ui import cache as cached
from reinforce_viz.ui.chart import chart, formulas, notes, table
from reinforce_viz.ui.guesses import GUESSES
from reinforce_viz.ui.handout import page_controls
from reinforce_viz.ui.live import draw_again, live
from reinforce_viz.ui.page import close_page, open_page
from reinforce_viz.ui.predict import ask, guess, tell
from reinforce_viz.ui.shown import beside_it
from reinforce_viz.ui.state import draws, value
from reinforce_viz.ui.widgets import several, slider

MOST_BESIDE = 2


def pictures(experiment: Experiment) -> None:
    guessed, n = guess("gradient_scatter"), value("n")
    others = [name for name in value("beside") if name != experiment.estimator]
    if len(others) > MOST_BESIDE:
        # Counted here and not by the control, which answers too many of them with an exception.
        st.caption(f"Only {MOST_BESIDE} fit beside it: {listed(others[:MOST_BESIDE])}.")
    shown = [experiment, *(beside_it(experiment, name) for name in others[:MOST_BESIDE])]
    view = figures.frame([cached.reach(e.estimator, e.probs, e.rewards, used_b(e.estimator, e.b)) for e in shown])
    for place, (column, e) in enumerate(zip(st.columns(len(shown)), shown, strict=True)):
        exact, batches = cached.cloud(*e.one_estimate)
        with column:
            chart(
                figures.gradient_cloud(
                    batches,
                    exact,
                    cached.sample(*e.one_estimate, seed=e.seed, n=n, draw=draws()),
                    view,
                    GUESSES["gradient_scatter"][guessed] if guessed and not place else None,
                    e.answers,
                ),
                "gradient_cloud" if place == 0 else f"gradient_cloud_{place + 1}",
                readings.gradient_cloud(e, exact, batches),
                partial(tables.gradient_cloud, e, most=cached.MOST_BUBBLES, sampled=n, draw=draws()),
            )
    tell(guessed, readings.downhill_truth(experiment, cached.cloud(*experiment.one_estimate)[0]))
    exacts = [cached.cloud(*e.one_estimate)[0] for e in shown]
    table({exact.estimator: readings.exact_figures(exact) for exact in exacts}, readings.EXACT_FIGURES)
    for exact in exacts:
        if units := readings.other_units(exact):
            st.caption(units)
    notes(
        cached.claim(experiment, claims.pushes_everything_up),
        cached.claim(experiment, claims.least_variance_is_safest),
    )
    formulas([experiment.estimator, "expected reward", "optimal"])


open_page(
    "gradient_scatter",
    "Each bubble is an estimate that a batch of K answers may give; the bigger it is, the more likely. The thick arrow "
    "is the true gradient g, the thin one the average of all estimates. In the shaded half, a small step lowers J.",
    ["g", "ĝ", "E", "K", "downhill"],
)
ask("gradient_scatter", "how often does a single update point downhill?")
with page_controls("gradient_scatter") as at:
    several("beside", at("beside it"))
    slider("n", at("sampled updates"))
    at("draw again").button("Draw again", icon=":material/casino:", on_click=draw_again)
live(pictures)
close_page("gradient_scatter")
