"""How does the reader draw answers by hand, and what does the last one do?"""

import streamlit as st

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.policy import expected_reward
from reinforce_viz.lessons.start import MOST, UNLOCKED, Drawn, after_push
from reinforce_viz.text.format import number, signed
from reinforce_viz.text.readings.start import push_table
from reinforce_viz.ui.chart import table
from reinforce_viz.ui.kept import kept


def draw_buttons() -> int:
    """The buttons that draw one, ten or a thousand more answers; returns how many have been drawn."""
    buttons = st.container(horizontal=True)
    # The number is also the link's: a copied link draws the same answers again.  A float, as for the seed: Streamlit
    # turns a link's drawn=1e999 into a whole number without looking, and raises.
    with kept("drawn"):
        value = st.number_input(
            "Drawn so far", 0.0, float(MOST), 0.0, 1.0, "%.0f", key="drawn", bind="query-params", width=150
        )
    n = int(value) if 0 <= value <= MOST else 0
    with buttons:
        st.button(
            "Draw one answer",
            key="draw_1",
            icon=":material/casino:",
            type="primary",
            on_click=draw,
            disabled=n >= MOST,
        )
        for more in (10, 1000):
            st.button(
                f"×{more}",
                key=f"draw_{more}",
                on_click=draw,
                args=[more],
                disabled=not UNLOCKED <= n < MOST,
                help=f"Draw {more:,} more at once, once you have drawn {UNLOCKED} (and up to {MOST:,})",
            )
    return n


def last_draw(experiment: Experiment, drawn: Drawn) -> None:
    """J as one number, and the last answer with its reward, its push and what one step of that would change."""
    now = expected_reward(experiment.probs, experiment.rewards)
    if not drawn.n:
        st.metric("Expected reward J", number(now), help="What one answer earns on average", border=True)
        return
    push, answer = drawn.push[-1], drawn.answer[-1]
    change = expected_reward(after_push(experiment, push), experiment.rewards) - now
    st.metric(
        "Expected reward J",
        number(now),
        f"{signed(change)} if this step were taken",
        delta_color="off",
        delta_arrow="off" if signed(change) == "0" else "up" if change > 0 else "down",
        help="What one answer earns on average",
        border=True,
    )
    st.markdown(f"You drew **{experiment.answers[answer]}**, reward {number(experiment.rewards[answer])}:")
    table(push_table(experiment, push), list(experiment.answers), "answer")


def draw(more: int = 1) -> None:
    """Draw more answers by hand."""
    st.session_state["drawn"] = min(float(MOST), st.session_state.get("drawn", 0.0) + more)
