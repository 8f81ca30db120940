"""What the reader expects, before the picture answers."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from reinforce_viz.engine.experiment import USUAL
from reinforce_viz.ui import handout
from reinforce_viz.ui.controls import CONTROLS
from reinforce_viz.ui.guesses import SKIP
from reinforce_viz.ui.navigation import PAGES
from reinforce_viz.ui.state import names
from reinforce_viz.ui.widgets import redraw_page

# The page that a link has opened with its picture shown, and whether the reader wants to guess nothing at all.
OPENED, NEVER_ASK = "opened_by_link", "never_ask"


def begin(page: str) -> None:
    """As a session begins: a link opens its page with the picture shown, unless it says `guess=first`."""
    by_link = bool(st.query_params) or page != PAGES[0].name
    asks = st.query_params.get("guess", "").strip().lower() == "first"
    st.session_state.setdefault(OPENED, page if by_link and not asks else "")


def settled(page: str) -> bool:
    """Whether the page may show its answer: the reader has guessed or skipped, or is not asked."""
    if handout.few() or st.session_state.get(NEVER_ASK) or st.session_state.get(OPENED) == page:
        return True
    return st.session_state.get(f"guess_{page}") in _choices(page)


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
    if st.session_state.get(f"guess_{page}") == SKIP and not st.session_state.get(NEVER_ASK):
        box.button("Skip the guesses on every page", key="never_ask_button", type="tertiary", on_click=_never_ask)
    return guess(page)


def guess(page: str) -> str | None:
    """The choice that the reader has made on a page; None if there is none, or it is skipped."""
    chosen = st.session_state.get(f"guess_{page}")
    return chosen if chosen in _choices(page) and chosen != SKIP else None


def _never_ask() -> None:
    st.session_state[NEVER_ASK] = True


def tell(guess: str | None, truth: str) -> None:
    """Hold the guess against the truth, in a sentence."""
    if guess:
        st.markdown(f":material/psychology_alt: You said **{guess}**. {truth}")


def _choices(page: str) -> list[str]:
    of_answers = dict(zip(USUAL, names(), strict=True))
    return [str(choice) for choice in CONTROLS[f"guess_{page}"].choices(of_answers)]
