"""What the reader expects of a page's picture, asked before the picture answers."""

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from reinforce_viz.engine.experiment import USUAL
from reinforce_viz.ui import following, handout, presenter
from reinforce_viz.ui.controls import CONTROLS
from reinforce_viz.ui.guesses import ABOUT, SKIP
from reinforce_viz.ui.navigation import PAGES
from reinforce_viz.ui.state import current, names, value
from reinforce_viz.ui.widgets import redraw_page

# The page that a link has opened with its picture shown, and whether the reader wants to guess nothing at all.
OPENED, NEVER_ASK = "opened_by_link", "never_ask"


def begin(page: str) -> None:
    """As a session begins: a link opens its page with the picture shown, unless it says `guess=first`.

    Args:
        page: the name of the page.
    """
    by_link = bool(st.query_params) or page != PAGES[0].name
    asks = st.query_params.get("guess", "").strip().lower() == "first"
    st.session_state.setdefault(OPENED, page if by_link and not asks else "")


def settled(page: str) -> bool:
    """Whether the page may show its answer: the reader has guessed or skipped, or is not asked.

    Args:
        page: the name of the page.
    """
    if handout.few() or st.session_state.get(NEVER_ASK) or st.session_state.get(OPENED) == page:
        return True
    return _choice(page) is not None or st.session_state.get(_was_answered(page), False)


def guess(page: str) -> str | None:
    """The reader's guess about the current settings; None if there is none, or it is skipped.

    Args:
        page: the name of the page.
    """
    chosen = _choice(page)
    return chosen if chosen != SKIP else None


def ask(page: str, question: str, verdict: str = "", choices: Sequence[str] = ()) -> str | None:
    """Ask a page's question, and answer a guess in the same place.

    Args:
        page: the page.
        question: what the reader is to guess.
        verdict: what is true, in a sentence; shown once there is a guess, and to a class with its guesses.
        choices: those of the page's that are offered here; all of them by default.

    Returns:
        The guess, as `guess` does.
    """
    chosen = _choice(page)
    if handout.hidden(handout.PREDICTION):
        box: DeltaGenerator = st.popover("Guess first", icon=":material/psychology_alt:")
    else:
        # On a projector it makes way for the picture that it has opened, or that a link has.
        away = presenter.on() and settled(page) and not guess(page)
        place = st.container(key="asked_already") if away else st
        box = place.container(border=True, key=f"prediction_{page}", gap="xsmall")
    box.segmented_control(
        f"**Guess first:** {question}",
        [*choices, SKIP] if choices else _choices(page),
        key=f"guess_{page}",
        bind="query-params",
        on_change=redraw_page,
    )
    if chosen == SKIP and not st.session_state.get(NEVER_ASK):
        box.button("Skip the guesses on every page", key="never_ask_button", type="tertiary", on_click=_never_ask)
    if verdict and guess(page):
        box.markdown(f":material/psychology_alt: You said **{guess(page)}**. {verdict}")
    following.note(page, [choice for choice in choices or _choices(page) if choice != SKIP], guess(page), verdict)
    return guess(page)


def _choice(page: str) -> str | None:
    """What the reader has chosen, "skip" included.  A guess that was made at other settings is dropped.

    The picture stays open then: whoever has guessed once may explore.
    """
    key, settings = f"guess_{page}", f"guessed_at_{page}"
    # The picture is drawn before its question; until then the link knows.
    chosen = st.session_state[key] if key in st.session_state else st.query_params.get(key)
    if chosen not in _choices(page):
        st.session_state.pop(settings, None)
        return None
    now = current(), [value(key) for key in ABOUT.get(page, ())]
    if chosen != SKIP and st.session_state.setdefault(settings, now) != now:
        st.session_state[key] = None
        st.session_state[_was_answered(page)] = True
        del st.session_state[settings]
        return None
    return str(chosen)


def _was_answered(page: str) -> str:
    return f"answered_{page}"


def _never_ask() -> None:
    st.session_state[NEVER_ASK] = True


def _choices(page: str) -> list[str]:
    of_answers = dict(zip(USUAL, names(), strict=True))
    return [str(choice) for choice in CONTROLS[f"guess_{page}"].choices(of_answers)]
