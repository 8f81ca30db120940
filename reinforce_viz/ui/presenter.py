"""The view for the back row: larger type, fewer words, and the sidebar folded."""

import streamlit as st

from reinforce_viz.ui.controls import CONTROLS

# Streamlit sizes everything in rem, and its theme is one for all readers: hence a style of our own.
# Captions are what a speaker says aloud, and margins are room for the picture.
LARGER = 1.4
STYLE = f"""<style>
:root {{ font-size: {LARGER:.0%} }}
[data-testid="stMain"] [data-testid="stCaptionContainer"] {{ display: none }}
[data-testid="stMainBlockContainer"] {{ padding: 4.5rem 3rem 1rem }}
[data-testid="stBottomBlockContainer"] {{ padding: 0.5rem 3rem }}
[data-testid="stMain"] h1 {{ font-size: 2rem }}
@media (max-width: 640px) {{
[data-testid="stMainBlockContainer"], [data-testid="stBottomBlockContainer"] {{ padding-inline: 1rem }}
}}
</style>"""


def begin() -> bool:
    """As the frame begins: whether the reader presents; if so, the way back in the sidebar, and larger type.

    The switch is a control so that the link keeps it from page to page.
    """
    presenting = False
    if st.query_params.get("present") == "true" or st.session_state.get("present"):
        with st.sidebar:
            presenting = st.toggle(CONTROLS["present"].label, key="present", bind="query-params", on_change=st.rerun)
    if presenting:
        st.html(STYLE)
    st.session_state["presenting"] = presenting
    return presenting


def on() -> bool:
    """Whether the reader presents."""
    return bool(st.session_state.get("presenting"))


def switch() -> None:
    """A button into presenter view and out of it."""
    if on():
        if st.button("Leave presenter view", icon=":material/close_fullscreen:"):
            leave()
            st.rerun()
    elif st.button("Presenter view", icon=":material/present_to_all:", help="Larger type, fewer words, and keys"):
        # In the link first: the switch in the sidebar reads it there when it is drawn for the first time.
        st.query_params["present"] = "true"
        st.rerun()


def leave() -> None:
    """Back to the ordinary view."""
    st.session_state["present"] = False
