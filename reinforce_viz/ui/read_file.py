"""A button that reads the text of a file in the browser."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from reinforce_viz.ui.browser_code import read

# Not Streamlit's own, which uploads: no upload comes through the door of a class (deploy/haproxy.cfg).
_component = st.components.v2.component(
    "read_file", html=read("read_file.html"), css=read("read_file.css"), js=read("read_file.js")
)


def read_file(key: str, largest: int, on_file: Callable[[], None]) -> None:
    """Draw the button, and call `on_file` once the reader has chosen a file; `text_of` then has its text.

    Args:
        key: of the component.
        largest: bytes of a file that is read.
        on_file: called without arguments.
    """
    _component(key=key, data={"largest": largest}, on_file_change=on_file)


def text_of(key: str, largest: int) -> str:
    """The text of the file that the reader has just chosen.

    Args:
        key: of the component.
        largest: bytes of a file that is read.

    Raises:
        ValueError: with a sentence, if it is too large or there is none.
    """
    told: Any = st.session_state.get(key, {}).get("file")
    text = told.get("text") if isinstance(told, dict) else None
    size = told.get("size") if isinstance(told, dict) else None
    if not isinstance(text, str) or not isinstance(size, int | float):
        raise ValueError("This file could not be read.")  # a forged message, to the reader a bad file
    if size > largest or len(text) > largest:
        raise ValueError(f"This file is larger than {largest / 1e6:g} MB, too large for the rewards of one group.")
    return text
