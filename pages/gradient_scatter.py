"""Where could one update point?"""

from functools import partial

import streamlit as st

from reinforce_viz.engine.estimators import ESTIMATORS
from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.export.tables import gradient_scatter as tables
from reinforce_viz.figures import gradient_scatter as figures
from reinforce_viz.text.claims import baselines as claims
from reinforce_viz.text.format import listed
from reinforce_viz.text.readings import gradient_scatter as readings
from reinforce_viz.ui import cache as cached
from reinforce_viz.ui.chart import chart, formulas, notes, table
from reinforce_viz.ui.handout import page_controls
from reinforce_viz.ui.live import all_of_it, live
from reinforce_viz.ui.predict import ask, tell
from reinforce_viz.ui.route import close_page
from reinforce_viz.ui.session import beside_it, draw_again, draws, open_page

MOST_BESIDE = 2
CHANCES = {"never": 0.0, "1 in 20": 0.05, "1 in 10": 0.1, "1 in 5": 0.2, "1 in 3": 1 / 3, "half the time": 0.5}


@st.fragment
def clouds() -> None:
    guess = ask("gradient_scatter", "how often does a single update point downhill?", CHANCES)
    with page_controls("gradient_scatter") as at:
        beside = at("beside it").multiselect(
            "Beside it",
            list(ESTIMATORS),
            ["expected reward"],
            key="beside",
            bind="query-params",
            on_change=all_of_it,
        )
        n = at("sampled updates").slider(
            "Sampled updates", 0, 400, 100, 20, key="n", bind="query-params", on_change=all_of_it
        )
        at("draw again").button("Draw again", icon=":material/casino:", on_click=draw_again)
    live(partial(pictures, beside=beside, n=n, guess=guess))


def pictures(experiment: Experiment, beside: list[str], n: int, guess: str | None) -> None:
    others = [name for name in beside if name != experiment.estimator]
    if len(others) > MOST_BESIDE:
        # Counted here and not by the control, which answers too many of them with an exception.
        st.caption(f"Only {MOST_BESIDE} fit beside it: {listed(others[:MOST_BESIDE])}.")
    shown = [experiment, *(beside_it(experiment, name) for name in others[:MOST_BESIDE])]
    view = figures.frame([cached.reached(e) for e in shown])
    for place, (column, e) in enumerate(zip(st.columns(len(shown)), shown, strict=True)):
        exact, batches = cached.cloud(e)
        with column:
            chart(
                figures.gradient_cloud(
                    batches,
                    exact,
                    cached.sample(e, n, draws()),
                    view,
                    CHANCES[guess] if guess and not place else None,
                    e.answers,
                ),
                "gradient_cloud" if place == 0 else f"gradient_cloud_{place + 1}",
                readings.gradient_cloud(e, exact, batches),
                partial(tables.gradient_cloud, e, most=cached.MOST_BUBBLES, sampled=n, draw=draws()),
            )
    tell(guess, readings.downhill_truth(experiment, cached.cloud(experiment)[0]))
    exacts = [cached.cloud(e)[0] for e in shown]
    table({exact.estimator: readings.exact_figures(exact) for exact in exacts}, readings.EXACT_FIGURES)
    for exact in exacts:
        if units := readings.other_units(exact):
            st.caption(units)
    notes(
        cached.claim(experiment, claims.pushes_everything_up),
        *cached.claims(experiment, claims.least_variance_is_safest),
    )
    formulas([experiment.estimator, "expected reward", "optimal"])


open_page(
    "gradient_scatter",
    "Each bubble is an estimate that a batch of K answers may give; the bigger it is, the more likely. The thick arrow "
    "is the true gradient g, the thin one the average of all estimates. In the shaded half, a small step lowers J.",
    ["g", "ĝ", "E", "K", "downhill"],
)
clouds()
close_page("gradient_scatter")
