"""What comes back when the reader does?  The controls of a page, as they stood when it was left.

Leaving a page takes its own controls out of the link.  A click brings them back; the browser's back button returns to
the link without them, and there Streamlit resets every control that the link does not name, whatever else it is told.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx


@contextmanager
def kept(*keys: str) -> Iterator[None]:
    """Around the controls with these keys: remember their values for `come_back`."""
    yield
    values = _values()
    for key in keys:
        values[key] = st.session_state[key]


def come_back() -> None:
    """As a page begins: if the back button has brought the reader here from another page, restore its controls."""
    context = get_script_run_ctx()
    if context is None:
        return
    arrived = st.session_state.get("kept_page") != context.page_script_hash
    st.session_state["kept_page"] = context.page_script_hash
    values = {key: value for key, value in _values().items() if key not in st.query_params}
    if arrived and context.is_history_navigation and values:
        for key, value in values.items():
            st.session_state[key] = value
        # Only the next run, which no back button starts, takes our word for what the link lacks.
        st.rerun()


def forget(*keys: str) -> None:
    """Let these controls start afresh, on whatever page they stand."""
    for values in st.session_state.get("kept", {}).values():
        for key in keys:
            values.pop(key, None)


def _values() -> dict[str, Any]:
    """What is remembered of the controls of the current page."""
    context = get_script_run_ctx()
    page = context.page_script_hash if context else ""
    values: dict[str, Any] = st.session_state.setdefault("kept", {}).setdefault(page, {})
    return values
