"""What does the reader expect, before the picture answers?"""

from collections.abc import Iterable

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from reinforce_viz.ui import handout, live
from reinforce_viz.ui.kept import kept

SKIP = "skip"


def ask(page: str, question: str, choices: Iterable[str]) -> str | None:
    """Ask a page's question; returns the choice that is the reader's guess, None if there is none or it is skipped.

    The guess is part of the link, so it is kept when a control moves or the page changes.
    """
    if handout.hidden("prediction"):
        box: DeltaGenerator = st.popover("Guess first", icon=":material/psychology_alt:")
    else:
        box = st.container(border=True, key=f"prediction_{page}")
    with box, kept(f"guess_{page}"):
        chosen = st.segmented_control(
            f"Guess first: {question}",
            [*choices, SKIP],
            key=f"guess_{page}",
            bind="query-params",
            on_change=live.all_of_it,
        )
    return chosen if chosen and chosen != SKIP else None


def settled(page: str) -> bool:
    """Whether the reader has guessed on a page or skipped it, so that the picture may answer."""
    return bool(st.session_state.get(f"guess_{page}"))


def tell(guess: str | None, truth: str) -> None:
    """Hold the guess against the truth, in a sentence."""
    if guess:
        st.markdown(f":material/psychology_alt: You said **{guess}**. {truth}")
