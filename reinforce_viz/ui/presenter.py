"""The view for the back row: larger type, fewer words, and the sidebar folded."""

import streamlit as st

from reinforce_viz.ui.controls import CONTROLS


def begin() -> None:
    """As the frame begins: note whether the reader presents; if so, draw the way back in the sidebar.

    The switch is a control so that the link keeps it from page to page.
    """
    presenting = False
    if st.query_params.get("present") == "true" or st.session_state.get("present"):
        with st.sidebar:
            presenting = st.toggle(CONTROLS["present"].label, key="present", bind="query-params", on_change=st.rerun)
    st.session_state["presenting"] = presenting


def on() -> bool:
    """Whether the reader presents."""
    return bool(st.session_state.get("presenting"))


def enter() -> None:
    """Into presenter view."""
    # In the link first: the switch in the sidebar reads it there when it is drawn for the first time.
    st.query_params["present"] = "true"


def leave() -> None:
    """Back to the ordinary view."""
    st.session_state["present"] = False
