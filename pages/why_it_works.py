"""Why does a sampled push point the right way?"""

from functools import partial

import streamlit as st

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.export.tables import why_it_works as tables
from reinforce_viz.figures import why_it_works as figures
from reinforce_viz.text.claims import baselines as claims
from reinforce_viz.text.claims import why_it_works as why_claims
from reinforce_viz.text.readings import why_it_works as readings
from reinforce_viz.ui import cache as cached
from reinforce_viz.ui.chart import chart, notes, wide_table
from reinforce_viz.ui.live import live
from reinforce_viz.ui.page import close_page, open_page
from reinforce_viz.ui.pages.why_it_works import identity_argument, zero_bias_argument
from reinforce_viz.ui.predict import ask, tell
from reinforce_viz.ui.widgets import slider


def the_identity(experiment: Experiment) -> None:
    terms = cached.terms(experiment.probs, experiment.rewards)
    picture, words = st.columns([5, 3])
    with picture:
        numbers = partial(tables.identity_arrows, experiment)
        arrows = figures.identity_arrows(terms, experiment.answers)
        chart(arrows, "identity_arrows", readings.identity_arrows(terms), numbers)
    with words:
        identity_argument(readings.measured_slope(terms))
    columns = readings.identity_table(terms, experiment.probs, experiment.rewards, experiment.answers)
    wide_table(columns, readings.IDENTITY_FIGURES)


def any_baseline(experiment: Experiment) -> None:
    st.header("Why can you subtract a number?")
    guess = ask("why_it_works", "lay the three pushes b ∇π end to end. Where do you end up?")
    picture, words = st.columns([5, 3])
    with words:
        b = slider("proof_b", on_change=None)
        zero_bias_argument()
    with picture:
        chart(
            figures.zero_bias(
                experiment, b, why_claims.other_policies(experiment), figures.LEADS[guess] if guess else None
            ),
            "zero_bias",
            readings.zero_bias(experiment, b),
            partial(tables.zero_bias, experiment, b=b),
        )
        tell(guess, readings.where_they_lead(experiment, b))
    notes(why_claims.baseline_on_average(experiment, b), cached.claim(experiment, claims.batch_mean_bias))


open_page(
    "why_it_works",
    "A single push may be wrong, but the average of all pushes is the slope of J. The reason is one line of algebra, "
    "here with the numbers of your model. Each vector has one entry per logit.",
    ["π", "R", "J", "θ", "∇ log π", "g", "b", "E"],
)
live(the_identity)
live(any_baseline)
st.page_link("pages/variance_vs_k.py", label="See what the batch's own mean does", icon=":material/arrow_forward:")
close_page("why_it_works")
