"""How many draws are enough: the noise against the batch size."""

from functools import partial
from math import isfinite

import streamlit as st

from reinforce_viz.engine.estimators import used_b
from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.export.curves import curves_table
from reinforce_viz.export.tables import variance_vs_k as tables
from reinforce_viz.figures import variance_vs_k as figures
from reinforce_viz.lessons.variance_vs_k import Match
from reinforce_viz.text import right_choices
from reinforce_viz.text.readings import variance_vs_k as readings
from reinforce_viz.ui import cache as cached
from reinforce_viz.ui import linker, presenter
from reinforce_viz.ui.chart import chart, formulas
from reinforce_viz.ui.guesses import GUESSES
from reinforce_viz.ui.handout import page_controls
from reinforce_viz.ui.live import live
from reinforce_viz.ui.page import close_page, open_page
from reinforce_viz.ui.predict import ask, guess, revealed
from reinforce_viz.ui.state import value
from reinforce_viz.ui.widgets import redraw_page, select, several

QUESTION = "With leave-one-out you draw 8 answers. How many would you need without a baseline for the same variance?"
ASKING = "variance_vs_k_asks"  # whether the reader is being asked


def open_on_what_is_asked() -> None:
    """As the page begins to ask, show the quantity that its question is about, unless the link names one."""
    asks = not revealed("variance_vs_k")
    if asks and not st.session_state.get(ASKING) and "quantity" not in st.query_params:
        st.session_state["quantity"] = readings.ABOUT_VARIANCE
    st.session_state[ASKING] = asks


def picture(experiment: Experiment) -> None:
    """The quantity against K, with the question."""
    guessed, quantity, hidden = guess("variance_vs_k"), value("quantity"), not revealed("variance_vs_k")
    match = cached.match(experiment.probs, experiment.rewards)
    names, left_out = readings.comparable([*dict.fromkeys([experiment.estimator, *value("curves")])], quantity)
    e = experiment
    curves = {name: cached.curve(name, quantity, e.probs, e.rewards, e.seed, used_b(name, e.b)) for name in names}
    figure = figures.variance_vs_k(
        curves,
        quantity,
        experiment.k,
        experiment.estimator,
        match=None if hidden else match.size,
        guess=GUESSES["variance_vs_k"][guessed] if guessed else None,
        hidden=hidden,
    )
    chart(
        figure,
        "variance_vs_k",
        readings.variance_vs_k(curves, quantity, experiment.k, experiment.estimator, hidden=hidden),
        partial(tables.variance_vs_k, experiment, quantity=quantity, baselines=names, hidden=hidden),
        question=partial(question, experiment, match, quantity),
    )
    linker.arrange("variance_vs_k", linker.of(figure))
    if not presenter.on():
        st.caption(readings.what_is_drawn(curves))
    if hidden:
        return
    if quantity == readings.ABOUT_DOWNHILL:
        st.container(key="how_many_reading").markdown(
            f"{readings.how_many(experiment, curves)} {readings.more_is_worse(curves, experiment.estimator)}".strip()
        )
    if left_out:
        st.info(readings.why_left_out(left_out, quantity), icon=":material/straighten:")
    folded = st.expander("The numbers behind the picture", icon=":material/table:", key="numbers", on_change="rerun")
    if folded.open:
        folded.dataframe(curves_table(curves), hide_index=True)


def question(experiment: Experiment, match: Match, quantity: str) -> None:
    """The question, and a button to the picture that decides it where another is shown."""
    right = right_choices.nearest_in_ratio(GUESSES["variance_vs_k"], match.size)
    verdict = f"{readings.match_truth(experiment, match, quantity)} {readings.closest(right)}".strip()
    guessed = ask("variance_vs_k", QUESTION, verdict, right=right)
    if guessed and isfinite(match.size) and quantity != readings.ABOUT_VARIANCE:
        st.button(f"Show {readings.ABOUT_VARIANCE}", key="show_variance", on_click=show_variance)


def show_variance() -> None:
    """Show the quantity that the question is about."""
    st.session_state["quantity"] = readings.ABOUT_VARIANCE
    redraw_page()


open_page(
    "variance_vs_k",
    "More draws per update mean less noise. A good baseline often buys the same for free. How many draws is it worth?",
    ["K", "ĝ", "downhill", "variance"],
)
open_on_what_is_asked()
above = st.container()
with page_controls("variance_vs_k") as at:
    select("quantity", at("quantity"))
    several("curves", at("baselines"))
with above:
    live(picture)
formulas(["none", "expected reward", "optimal", "batch mean", "leave-one-out", "group-normalised"])
close_page("variance_vs_k")
