"""The view for the back row: larger type, fewer words, and the sidebar folded."""

import streamlit as st

from reinforce_viz.ui.controls import CONTROLS


def begin() -> None:
    """As the frame begins: draw the switch and note what it says.

    It is a control so that the link keeps it from page to page.
    """
    with st.sidebar:
        presenting = st.toggle(CONTROLS["present"].label, key="present", bind="query-params", on_change=st.rerun)
    st.session_state["presenting"] = presenting


def on() -> bool:
    """Whether the reader presents."""
    return bool(st.session_state.get("presenting"))


def enter() -> None:
    """Into presenter view."""
    st.session_state["present"] = True


def leave() -> None:
    """Back to the ordinary view."""
    st.session_state["present"] = False
