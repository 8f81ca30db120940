"""Why the average push is right if one push can go wrong."""

from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.export.tables import why_it_works as tables
from reinforce_viz.figures import why_it_works as figures
from reinforce_viz.text import right_choices
from reinforce_viz.text.claims import why_it_works as claims
from reinforce_viz.text.readings import why_it_works as readings
from reinforce_viz.text.setting import in_a_table
from reinforce_viz.ui import cache as cached
from reinforce_viz.ui import linker, presenter
from reinforce_viz.ui.chart import chart, table
from reinforce_viz.ui.live import live
from reinforce_viz.ui.navigation import place_of
from reinforce_viz.ui.page import close_page, open_page
from reinforce_viz.ui.pages import why_it_works as words
from reinforce_viz.ui.predict import ask, guess, revealed
from reinforce_viz.ui.widgets import slider

PAGE = "why_it_works"
QUESTION = "Multiply each push by its probability, and lay the three end to end. Where do you end up?"


def beside() -> tuple[DeltaGenerator, DeltaGenerator | None]:
    """Room for a picture, and for words beside it, which a presenter says."""
    if presenter.on():
        return st.container(), None
    left, right = st.columns([5, 3])
    return left, right


def the_identity(experiment: Experiment) -> None:
    """The three pushes laid tip to tail, with the question, and the same as a formula."""
    e, guessed, hidden = experiment, guess(PAGE), not revealed(PAGE)
    terms = cached.terms(e.probs, e.rewards)
    at_g = right_choices.sum_of_pushes(terms, figures.LEADS)
    left, right = beside()
    if hidden:
        picture, reading = figures.before_the_guess(terms, e.answers), readings.before_the_guess(terms, e.answers)
    else:
        place = figures.LEADS[guessed] if guessed else None
        picture = figures.identity_arrows(terms, e.probs, e.answers, place)
        reading = readings.identity_arrows(terms)
    with left:
        chart(
            picture,
            "identity_arrows",
            reading,
            partial(tables.identity_arrows, e, hidden=hidden),
            question=partial(ask, PAGE, QUESTION, readings.where_they_end(terms), right=at_g),
        )
        if not hidden and terms.pushes.any():
            linker.play_together({"identity_arrows": linker.of(picture)})
    if right:
        with right:
            if hidden:
                table(*in_a_table(e), "answer")
            else:
                words.trick()
    if hidden:
        return
    words.trick_as_formula()
    if folded := words.unfolded_numbers():
        with folded:
            table(*readings.identity_table(terms, e.answers), "π × push of")
            st.markdown(readings.measured_slope(terms))
    any_baseline(e)


def any_baseline(experiment: Experiment) -> None:
    """The pushes of a baseline, which come back to where they begin."""
    st.header("Why can you subtract a number?")
    words.motive()
    left, right = beside()
    with left:
        picture = st.container()
        b = slider("proof_b")
    with picture:
        closed = figures.zero_bias(experiment.probs, b, claims.other_policies(experiment), experiment.answers)
        reading = readings.zero_bias(experiment, b)
        chart(closed, "zero_bias", reading, partial(tables.zero_bias, experiment, b=b))
        linker.follow("proof_b", {"zero_bias": linker.of(closed)})
    if right:
        with right:
            words.cancelling()
    words.cancelling_as_formula(claims.baseline_on_average(experiment, b))
    st.page_link(
        "pages/baselines.py",
        label=f"On page {place_of('baselines') + 1}: when b is the batch's own mean",
        icon=":material/arrow_forward:",
        query_params={"batch_mean": "true"},
    )


open_page(
    PAGE,
    "One draw may push the wrong way. See why the average of all draws never does.",
    ["π", "r", "J", "θ", "∇ log π", "g", "b", "E"],
)
live(the_identity)
close_page(PAGE)
