"""What the reader expects, before the picture answers."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from reinforce_viz.engine.experiment import USUAL
from reinforce_viz.ui import handout
from reinforce_viz.ui.controls import CONTROLS
from reinforce_viz.ui.guesses import SKIP
from reinforce_viz.ui.state import names
from reinforce_viz.ui.widgets import redraw_page


def ask(page: str, question: str) -> str | None:
    """Ask a page's question; returns the reader's guess, as `guess` does.

    The guess is part of the link.
    """
    if handout.hidden(handout.PREDICTION):
        box: DeltaGenerator = st.popover("Guess first", icon=":material/psychology_alt:")
    else:
        box = st.container(border=True, key=f"prediction_{page}")
    box.segmented_control(
        f"Guess first: {question}",
        _choices(page),
        key=f"guess_{page}",
        bind="query-params",
        on_change=redraw_page,
    )
    return guess(page)


def guess(page: str) -> str | None:
    """The choice that the reader has made on a page; None if there is none, or it is skipped."""
    chosen = st.session_state.get(f"guess_{page}")
    return chosen if chosen in _choices(page) and chosen != SKIP else None


def settled(page: str) -> bool:
    """Whether the reader has guessed on a page or skipped it, so that the picture may answer."""
    return st.session_state.get(f"guess_{page}") in _choices(page)


def tell(guess: str | None, truth: str) -> None:
    """Hold the guess against the truth, in a sentence."""
    if guess:
        st.markdown(f":material/psychology_alt: You said **{guess}**. {truth}")


def _choices(page: str) -> list[str]:
    of_answers = dict(zip(USUAL, names(), strict=True))
    return [str(choice) for choice in CONTROLS[f"guess_{page}"].choices(of_answers)]
