"""The controls of the page about tokens: which response is shown, and under which credit."""

from dataclasses import dataclass

import streamlit as st

from reinforce_viz.engine.tokens import CREDITS
from reinforce_viz.ui import handout
from reinforce_viz.ui.chart import unfolded_formulas
from reinforce_viz.ui.controls import LAST_DRAW
from reinforce_viz.ui.state import value
from reinforce_viz.ui.widgets import number, scale, segments, select


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
        number("draws", place("draw number"), width=130)
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
