"""What stands in the link although the browser has dropped it?

The browser writes what a control holds into the link by itself, but not after the control has changed its place: it
forgets the control's name in the link when it leaves the old place, after it has noted the name for the new one.
"""

import streamlit as st


def incomplete() -> None:
    """From the next run on, write into the link what is missing in it."""
    st.session_state["link_incomplete"] = True


def complete(keys: set[str]) -> None:
    """As the frame begins: have the link name again what these controls hold, where it has come to lack it."""
    if st.session_state.get("link_incomplete"):
        # Setting what is already set makes Streamlit compare it with the link.
        for key in keys & set(st.session_state):
            st.session_state[key] = st.session_state[key]
