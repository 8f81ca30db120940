"""Where could one update point?"""

import streamlit as st

from reinforce_viz import claims, figures
from reinforce_viz.estimators import ESTIMATORS
from reinforce_viz.experiment import Experiment
from reinforce_viz.ui import cached
from reinforce_viz.ui.chart import chart, formulas, notes, table
from reinforce_viz.ui.route import close_page
from reinforce_viz.ui.session import beside_it, draw_again, draws, open_page


@st.fragment
def clouds(experiment: Experiment) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        beside = st.multiselect(
            "Beside it", list(ESTIMATORS), ["expected reward"], key="beside", bind="query-params", max_selections=2
        )
        n = st.slider("Sampled updates", 0, 400, 100, 20, key="n", bind="query-params")
        st.button("Draw again", icon=":material/casino:", on_click=draw_again)
    shown = [experiment, *(beside_it(experiment, name) for name in beside if name != experiment.estimator)]
    view = figures.frame([cached.reached(e) for e in shown])
    for place, (column, e) in enumerate(zip(st.columns(len(shown)), shown, strict=True)):
        exact, batches = cached.cloud(e)
        with column:
            chart(
                figures.gradient_cloud(batches, exact, cached.sample(e, n, draws()), view),
                "gradient_cloud" if place == 0 else f"gradient_cloud_{place + 1}",
                figures.gradient_cloud_reading(exact, batches),
            )
    table({e.estimator: figures.exact_figures(cached.cloud(e)[0]) for e in shown}, figures.EXACT_FIGURES)


experiment = open_page(
    "gradient_scatter",
    "Each bubble is an estimate that some batch of K answers gives, as large as it is likely. The thick arrow is the "
    "true gradient g, the thin one the average of all estimates. A step into the shaded half goes downhill.",
    ["g", "ĝ", "E", "K", "downhill"],
)
clouds(experiment)
notes(claims.pushes_everything_up(experiment), claims.least_variance_is_safest(experiment))
formulas([experiment.estimator, "expected reward", "optimal"])
close_page("gradient_scatter")
