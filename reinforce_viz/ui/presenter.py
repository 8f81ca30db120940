"""The view for the back row: larger type, fewer words, and the sidebar folded."""

import streamlit as st

from reinforce_viz.ui.controls import CONTROLS

HEIGHT = "screen_height"
LARGER = 2.0  # times: the smallest words in a picture have 12 pixels
# Pixels: of a screen until the browser has said how high it is, and what title, question, sentence and dock take of it.
USUAL, AROUND = 768, 360


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


def measured(height: object) -> None:
    """Note how high the screen is.

    Args:
        height: in pixels, as the browser says.
    """
    if isinstance(height, int | float) and height > 0:
        st.session_state[HEIGHT] = height


def screen() -> float:
    """How high the screen is, in pixels."""
    return float(st.session_state.get(HEIGHT, USUAL))


def room() -> float:
    """How high a picture can be with its question and its sentence on the same screen, in pixels."""
    return screen() - AROUND
