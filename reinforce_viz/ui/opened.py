"""Which pages show their picture without a guess about it, as the session remembers it."""

import streamlit as st

# The page that a link has opened with its picture shown.
BY_LINK = "opened_by_link"


def by_link(page: str) -> None:
    """As a session begins: note the page whose picture is shown at once.

    Args:
        page: its name; empty if there is none.
    """
    st.session_state.setdefault(BY_LINK, page)


def is_open(page: str) -> bool:
    """Whether a page shows its picture whatever has been guessed.

    Args:
        page: its name.
    """
    return st.session_state.get(BY_LINK) == page or was_answered(page)


def was_answered(page: str) -> bool:
    """Whether the reader has guessed on a page before, or was told what is true.

    Args:
        page: its name.
    """
    return bool(st.session_state.get(_answered(page)))


def show(page: str) -> None:
    """Show a page's picture from now on: whoever has guessed once, or been told, may explore.

    Args:
        page: its name.
    """
    st.session_state[_answered(page)] = True


def ask_anew(page: str) -> None:
    """Ask a page's question as if it had not been asked yet.  Before the page draws it.

    Args:
        page: its name.
    """
    st.session_state[_answered(page)] = False
    st.session_state[f"guess_{page}"] = None
    if st.session_state.get(BY_LINK) == page:
        st.session_state[BY_LINK] = ""


def _answered(page: str) -> str:
    return f"answered_{page}"
