"""The controls of the page about tokens: which response is shown, and under which credit."""

from dataclasses import dataclass
from functools import partial

import streamlit as st

from reinforce_viz.engine.credits import CREDITS
from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.export.tables import tokens as tables
from reinforce_viz.figures import tokens as figures
from reinforce_viz.lessons.sequence_counts import KNOWN
from reinforce_viz.text.claims import sequence_counts as sequence_claims
from reinforce_viz.text.format import number
from reinforce_viz.text.readings import sequence_counts as sequence_readings
from reinforce_viz.ui import handout
from reinforce_viz.ui.chart import chart, table, unfolded_formulas
from reinforce_viz.ui.controls import LAST_DRAW
from reinforce_viz.ui.state import value
from reinforce_viz.ui.widgets import number as number_field
from reinforce_viz.ui.widgets import scale, segments, select, slider


@dataclass(frozen=True)
class Shown:
    """What the controls of the page about tokens say."""

    task: str
    credit: str
    length: int
    draw: int


def choose_response() -> None:
    """Draw the controls of the page about tokens; what they say is part of the link, the drawn response included."""
    with handout.page_controls("tokens") as place:
        segments("task", place("reward decided by"))
        select("credit", place("credit"), width=190)
        scale("length", place("tokens T"), width=240)
        # Under the key of the session's count of draws, so that Replay goes back to the first response.
        number_field("draws", place("draw number"), width=130)
        place("draw number").button("Draw again", icon=":material/casino:", on_click=draw_again)


def response_shown() -> Shown:
    """What the controls of the page say."""
    return Shown(value("task"), value("credit"), value("length"), int(value("draws")))


def credit_formulas() -> None:
    """The formula and source of every credit, folded away."""
    folded = unfolded_formulas()
    if folded is None:
        return
    with folded:
        st.markdown("One response $a_1, \\dots, a_T$ moves the logits of its token $a_t$ by the learning rate times")
        st.latex(r"\hat g_t = A_t \, \nabla_\theta \log \pi_\theta(a_t \mid a_{<t})")
        st.markdown("where each credit gives the token another factor $A_t$, the push in the picture:")
        for name, entry in CREDITS.items():
            st.markdown(f"**{name}**: {entry.summary} ({entry.source}). ${entry.formula}$")


def draw_again() -> None:
    """Draw the next response of the current seed."""
    st.session_state["draws"] = (value("draws") + 1) % (LAST_DRAW + 1)


def how_many_responses(experiment: Experiment) -> None:
    """Why nobody adds up the exact sum, and why that does not matter to a sample."""
    folded = st.expander("**Why not add up all possible responses?**", key="how_many", bind="query-params")
    if not folded.open:
        return
    with folded:
        with st.container(horizontal=True):
            vocabulary = scale("vocabulary", on_change=None, width=320)
            length = slider("response_length", on_change=None, width=320)
        chart(
            figures.sequence_counts(vocabulary, length),
            "sequence_counts",
            sequence_readings.sequence_counts(vocabulary, length),
            partial(tables.sequence_counts, vocabulary=vocabulary, length=length),
        )
        st.markdown(sequence_claims.error_counts_no_sequences(experiment, vocabulary, length))
        table(sequence_claims.error_figures(experiment), sequence_claims.ERROR_FIGURES)
        st.latex(r"\text{sequences} = \text{vocabulary}^{\text{length}}")
        st.latex(r"\sqrt{\mathbb{E}\,|\hat g - g|^2} = \sqrt{V / K}, \qquad V = \operatorname{tr} \operatorname{Cov}")
        for name, known in KNOWN.items():
            st.markdown(f"- {name}, about 10 to the power of {number(known.power)}: {known.working} ({known.source}).")
