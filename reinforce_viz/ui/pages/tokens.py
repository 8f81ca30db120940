"""Which response is the reader looking at, and under which credit?"""

from dataclasses import dataclass

import streamlit as st

from reinforce_viz.engine.token_length import LENGTHS
from reinforce_viz.engine.tokens import CREDITS, TASKS
from reinforce_viz.ui import handout, session
from reinforce_viz.ui.chart import unfolded_formulas
from reinforce_viz.ui.kept import kept
from reinforce_viz.ui.live import all_of_it

# A float, as for the seed: of a link's draws=1e999 Streamlit would make a whole number without looking, and raise.
LAST_DRAW = float(session.LAST_DRAW)
FIRST_TASK = next(iter(TASKS))


@dataclass(frozen=True)
class Shown:
    """What the controls of the page about tokens say."""

    task: str
    credit: str
    length: int
    draw: int


def choose_response() -> Shown:
    """Draw the controls of the page about tokens; what they say is part of the link, the drawn response included."""
    with (
        handout.page_controls("tokens") as place,
        kept("task", "credit", "length", "draws"),
    ):
        task = place("reward decided by").segmented_control(
            "Reward decided by",
            list(TASKS),
            default=FIRST_TASK,
            required=True,
            key="task",
            bind="query-params",
            on_change=all_of_it,
        )
        credit = place("credit").selectbox(
            "Credit", list(CREDITS), key="credit", bind="query-params", width=190, on_change=all_of_it
        )
        length = place("tokens T").select_slider(
            "Tokens T", LENGTHS, 8, key="length", bind="query-params", width=240, on_change=all_of_it
        )
        # Under the key of the session's count of draws, so that Replay goes back to the first response.
        draw = place("draw number").number_input(
            "Draw number",
            0.0,
            LAST_DRAW,
            0.0,
            1.0,
            "%.0f",
            key="draws",
            bind="query-params",
            width=130,
            on_change=all_of_it,
        )
        place("draw number").button("Draw again", icon=":material/casino:", on_click=draw_again)
    # An empty task= in a link leaves none chosen.
    return Shown(task or FIRST_TASK, credit, length, int(draw))


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
    st.session_state["draws"] = (st.session_state.get("draws", 0.0) + 1) % (LAST_DRAW + 1)
