"""How many samples are enough?"""

from functools import partial

import streamlit as st

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.export.tables import variance_vs_k as tables
from reinforce_viz.figures import variance_vs_k as figures
from reinforce_viz.text.claims import baselines as claims
from reinforce_viz.text.readings import variance_vs_k as readings
from reinforce_viz.ui import cache as cached
from reinforce_viz.ui.chart import chart, formulas, notes
from reinforce_viz.ui.guesses import GUESSES
from reinforce_viz.ui.handout import page_controls
from reinforce_viz.ui.live import live
from reinforce_viz.ui.page import close_page, open_page
from reinforce_viz.ui.predict import ask, guess, tell
from reinforce_viz.ui.state import value
from reinforce_viz.ui.widgets import select, several


def pictures(experiment: Experiment) -> None:
    guessed, quantity, chosen = guess("variance_vs_k"), value("quantity"), value("curves")
    truth = cached.matching_size(experiment)
    names, left_out = readings.comparable([*dict.fromkeys([experiment.estimator, *chosen])], quantity)
    curves = {name: cached.curve(experiment, name, quantity) for name in names}
    chart(
        figures.variance_vs_k(
            curves,
            quantity,
            experiment.k,
            experiment.estimator,
            (GUESSES["variance_vs_k"][guessed], truth) if guessed else None,
        ),
        "variance_vs_k",
        readings.variance_vs_k(curves, quantity, experiment.k, experiment.estimator),
        partial(tables.variance_vs_k, experiment, quantity=quantity, baselines=names),
    )
    tell(guessed, readings.matching_size_truth(experiment, truth))
    if left_out:
        st.info(readings.why_left_out(left_out, quantity), icon=":material/straighten:")
    folded = st.expander("The numbers behind the picture", icon=":material/table:", key="numbers", on_change="rerun")
    if folded.open:
        folded.dataframe(cached.numbers(curves), hide_index=True)
    by_baseline(experiment)


def by_baseline(experiment: Experiment) -> None:
    st.header("Which number should be subtracted?")
    chart(
        figures.variance_vs_baseline(experiment),
        "variance_vs_baseline",
        readings.variance_vs_baseline(experiment),
        partial(tables.variance_vs_baseline, experiment),
    )
    notes(*cached.claims(experiment, claims.best_baseline, claims.always_helps, claims.batch_mean_bias))


open_page(
    "variance_vs_k",
    "With the same constant subtracted, ten times as many answers leave a tenth of the variance; a good baseline can "
    "save as much without one draw more. Lines are exact, points are 400 sampled updates each, with an interval "
    "of about 95%.",
    ["K", "ĝ", "b", "b*", "variance"],
)
ask("variance_vs_k", "leave-one-out draws 8 answers; how many does it take without a baseline to be as precise?")
with page_controls("variance_vs_k") as at:
    select("quantity", at("quantity"))
    several("curves", at("baselines"))
live(pictures)
formulas(["none", "expected reward", "optimal", "batch mean", "leave-one-out", "group-normalised"])
close_page("variance_vs_k")
