"""What stands in the link although the browser has dropped it?

The browser writes what a control holds into the link by itself, but not after the control has changed its place: it
forgets the control's name in the link when it leaves the old place, after it has noted the name for the new one.
"""

import streamlit as st

# Run again, once the browser shows the page.  Asked for by the server, a run would not learn what the link lacks.
_run_again = st.components.v2.component(
    "run_again", js="export default ({ setStateValue, data }) => setStateValue('time', data.time)"
)


def incomplete() -> None:
    """In the next run, which begins at once, write into the link what is missing in it."""
    st.session_state["link_incomplete"] = True
    st.session_state["runs_again"] = st.session_state.get("runs_again", 0) + 1
    _run_again(key="run_again", data={"time": st.session_state["runs_again"]}, height=0)


def complete(keys: set[str]) -> None:
    """As the frame begins: have the link name again what these controls hold, where it has come to lack it."""
    if st.session_state.pop("link_incomplete", False):
        # Setting what is already set makes Streamlit compare it with the link.
        for key in keys & set(st.session_state):
            st.session_state[key] = st.session_state[key]
