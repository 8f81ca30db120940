"""A page's question, whose answer the reader guesses before the picture shows it."""

from collections.abc import Sequence
from contextlib import suppress

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.errors import StreamlitAPIException

from reinforce_viz.engine.experiment import USUAL
from reinforce_viz.ui import following, handout, opened, presenter
from reinforce_viz.ui.classroom import code_here
from reinforce_viz.ui.controls import CONTROLS
from reinforce_viz.ui.guesses import ABOUT, REGARDLESS, SKIP
from reinforce_viz.ui.navigation import PAGES
from reinforce_viz.ui.state import current, names, value
from reinforce_viz.ui.widgets import redraw_page

NEVER_ASK = "never_ask"  # whether the reader wants to guess nothing at all


def begin(page: str) -> None:
    """As a session begins: a link opens its page with the picture shown, unless it says `guess=first`.

    A class is always asked first.

    Args:
        page: the name of the page.
    """
    by_link = bool(st.query_params) or page != PAGES[0].name
    asks = st.query_params.get("guess", "").strip().lower() == "first" or bool(code_here())
    opened.by_link(page if by_link and not asks else "")


def revealed(page: str) -> bool:
    """Whether the page may show its answer: the reader has guessed or skipped, or is not asked.

    Args:
        page: the name of the page.
    """
    if _left_out() or st.session_state.get(NEVER_ASK):
        return True
    return opened.is_open(page) or _choice(page) is not None


def guess(page: str) -> str | None:
    """The reader's guess about the current settings; None if there is none, or it is skipped.

    Args:
        page: the name of the page.
    """
    chosen = _choice(page)
    return chosen if chosen != SKIP else None


def told(page: str) -> bool:
    """Whether what is true can be read beside the page's question.

    Args:
        page: the name of the page.
    """
    if _choice(page):
        return guess(page) is not None
    asks = not _left_out() and not st.session_state.get(NEVER_ASK) and not presenter.on()
    return asks and opened.was_answered(page)


def ask(
    page: str, question: str, verdict: str = "", choices: Sequence[str] = (), right: Sequence[str] = ()
) -> str | None:
    """Ask a page's question, and answer a guess in the same place.

    Where the picture already shows the answer it is too late to ask; the reader may hide it, and guess.

    Args:
        page: the page.
        question: what the reader is to guess.
        verdict: what is true, in a sentence; shown once there is a guess, and to a class with its guesses.
        choices: those of the page's that are offered here; all of them by default.
        right: those of them that are right, or nearest to it.

    Returns:
        The guess, as `guess` does.
    """
    offered = [*choices, SKIP] if choices else _choices(page)
    if not revealed(page) or _choice(page):
        _question(page, question, verdict, offered)
    else:
        _answer(page, question, verdict)
    following.note(page, [choice for choice in offered if choice != SKIP], guess(page), verdict, right)
    return guess(page)


def _question(page: str, question: str, verdict: str, offered: Sequence[str]) -> None:
    """The question with its choices, and what is true once one is chosen."""
    # On a projector the question makes way for the picture that skipping it has opened.
    box = _box(page, away=revealed(page) and not guess(page))
    if not guess(page) and (remark := following.remark(page)):
        box.markdown(remark)
    box.segmented_control(
        f"**Guess first:** {question}",
        offered,
        key=f"guess_{page}",
        bind="query-params",
        on_change=redraw_page,
    )
    if _choice(page) == SKIP and not st.session_state.get(NEVER_ASK):
        box.button("Skip the guesses on every page", key="never_ask_button", type="tertiary", on_click=_never_ask)
    if verdict and guess(page):
        box.markdown(f":material/psychology_alt: You said **{guess(page)}**. {verdict}")


def _answer(page: str, question: str, verdict: str) -> None:
    """The question once the picture shows the answer: with it if the reader has guessed, and a button to guess."""
    if _left_out() or st.session_state.get(NEVER_ASK):
        return
    box = _box(page, away=True)
    label = "Guess first"
    if opened.was_answered(page):
        box.markdown(f"**{question}** {verdict}")
    else:
        label = f"**{label}:** {question}"
    box.button(
        label,
        icon=":material/psychology_alt:",
        key="ask_button",
        type="tertiary",
        help="Hides the answer until you have guessed it",
        on_click=_guess_first,
        args=[page],
    )


def _box(page: str, *, away: bool) -> DeltaGenerator:
    """Where a page asks: below its picture, or behind a button where a link leaves it out.

    away: whether a projector has no room for it.
    """
    if handout.hidden(handout.PREDICTION):
        popover: DeltaGenerator = st.popover("The question", icon=":material/psychology_alt:")
        return popover
    place = st.container(key="asked_already") if presenter.on() and away else st
    box: DeltaGenerator = place.container(border=True, key=f"prediction_{page}", gap="xsmall")
    return box


def _choice(page: str) -> str | None:
    """What the reader has chosen, "skip" included.  A guess that was made at other settings is dropped.

    The picture stays open then: whoever has guessed once may explore.
    """
    key, settings = f"guess_{page}", f"guessed_at_{page}"
    if opened.was_answered(page) and settings not in st.session_state:
        # Dropped before: a browser that has moved another control before it heard of that still says it.
        _drop(key)
        return None
    # The picture is drawn before its question; until then the link knows.
    chosen = st.session_state.get(key, st.query_params.get(key))
    if chosen not in _choices(page):
        st.session_state.pop(settings, None)
        return None
    now = _settings(page), [value(key) for key in ABOUT.get(page, ())]
    if chosen != SKIP and st.session_state.setdefault(settings, now) != now:
        # The question is answered now, not asked: with it goes the guess, from the link too.
        _drop(key)
        opened.show(page)
        del st.session_state[settings]
        return None
    return str(chosen)


def _drop(key: str) -> None:
    """Forget a guess, in the link too."""
    st.session_state.pop(key, None)
    with suppress(StreamlitAPIException):  # as long as its control is drawn, Streamlit takes it out of the link itself
        st.query_params.pop(key, None)


def _settings(page: str) -> dict[str, object]:
    """What of the experiment the answer of a page depends on."""
    return {name: here for name, here in vars(current()).items() if name not in REGARDLESS.get(page, ())}


def _left_out() -> bool:
    """Whether the link shows few controls, and the guess is not among them."""
    return bool(handout.named_controls()) and handout.PREDICTION not in handout.named_controls()


def _never_ask() -> None:
    st.session_state[NEVER_ASK] = True


def _guess_first(page: str) -> None:
    """Hide the answer of a page until there is a guess."""
    opened.ask_anew(page)
    redraw_page()


def _choices(page: str) -> list[str]:
    of_answers = dict(zip(USUAL, names(), strict=True))
    return [str(choice) for choice in CONTROLS[f"guess_{page}"].choices(of_answers)]
