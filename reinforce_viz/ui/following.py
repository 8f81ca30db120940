"""A class on the pages of the story: phones follow the projector, and at the press of a key it shows their guesses."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from urllib.parse import parse_qs, urlencode

import streamlit as st

from reinforce_viz.classroom.database import DatabaseUnavailableError
from reinforce_viz.classroom.queries import NoRoomError
from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.figures import classroom as figures
from reinforce_viz.figures.style.canvas import themed
from reinforce_viz.figures.style.larger import enlarged
from reinforce_viz.text.readings import classroom as readings
from reinforce_viz.ui import links, look, opened, presenter, share, state
from reinforce_viz.ui.classroom import (
    AWAY,
    Browser,
    check_in,
    code_here,
    has_ended,
    member,
    note_end,
    store,
    this_browser,
)
from reinforce_viz.ui.controls import CONTROLS, FIRST_PRESET
from reinforce_viz.ui.live import live
from reinforce_viz.ui.navigation import CLASS, CLASSROOM, PAGES
from reinforce_viz.ui.widgets import redraw_page

HOST_ASKS_EVERY, PHONE_ASKS_EVERY = 2, 3  # seconds
# In the session of a host: the page that it has told the class last, and the page on which it shows the guesses.
PAGE_TOLD, REVEALED = "class_told", "class_revealed_on"
# In the session of a phone: its guess and on which page, its guesses that the class has, and the page that asks again;
# whether it follows, where it has followed to, and where it is about to go.
GUESSED, SENT, ASKED_AGAIN = "class_guessed", "class_sent", "class_anew"
FOLLOWS, FOLLOWED, GO_TO = "class_follows", "class_followed", "class_goes"
ASKED = "class_asked"
CHOOSE_AGAIN = ":material/replay: Your class is asked **again**. Choose again."
LARGER = 1.5  # words in the bars, of 16 pixels


@dataclass(frozen=True)
class Asked:
    """What a page asks."""

    page: str
    choices: tuple[str, ...]
    verdict: str  # what is true, in a sentence
    right: tuple[int, ...]  # places of choices


def note(page: str, choices: Sequence[str], guess: str | None, verdict: str, right: Sequence[str]) -> None:
    """Remember what a page asks and what the reader guesses, for a class that the reader may be in.

    Args:
        page: its name.
        choices: all that can be guessed.
        guess: one of them, or None.
        verdict: what is true, in a sentence.
        right: the choices that are right, or nearest to it.
    """
    of_right = tuple(place for place, choice in enumerate(choices) if choice in right)
    st.session_state[ASKED] = Asked(page, tuple(choices), verdict, of_right)
    st.session_state[GUESSED] = (page, list(choices).index(guess)) if guess else None
    if guess and st.session_state.get(ASKED_AGAIN) == page:
        del st.session_state[ASKED_AGAIN]


def remark(page: str) -> str:
    """What a phone is told before a page's question if the class is asked again; empty if it is not.

    Args:
        page: its name.
    """
    return CHOOSE_AGAIN if st.session_state.get(ASKED_AGAIN) == page else ""


def draw(page: str) -> None:
    """Draw what a class needs above a page; nothing if this browser is in no class.

    Args:
        page: its name.
    """
    code, browser = code_here(), member()
    if code and page != CLASSROOM.name and (not browser or has_ended(code)):
        # A page that is loaded again is still in its class; the key of a class that has ended is forgotten.
        browser = this_browser(code)
    if browser and not has_ended(browser.code):
        # In a live part: what asks by itself stops when the live parts are drawn again without it.
        live(partial(_bar, browser, page))


def _bar(browser: Browser, page: str, _: Experiment) -> None:
    (_lead if browser.key else _follow)(browser, page)


def arrive(page: str) -> None:
    """As a page begins, before its controls: go to the page that the projector shows instead, with its settings.

    Where the class is asked again, forget what this phone has guessed.

    Args:
        page: its name.
    """
    if st.session_state.get(ASKED_AGAIN) == page and _guessed_on(page) is not None:
        opened.ask_anew(page)
    if not (goes := st.session_state.pop(GO_TO, None)):
        return
    name, settings, code = goes
    entry = next(entry for entry in (*PAGES, CLASSROOM) if entry.name == name)
    # Streamlit takes no link from here that names its controls: so they are set.
    asked = links.values(parse_qs(settings), name)
    preset = asked.get("preset", FIRST_PRESET)
    state.begin(name)
    state.show({"preset": preset} | state.settings_on(name, preset) | asked)
    if name != page:
        st.switch_page(entry.path, query_params={CLASS: code})


@contextmanager
def _in_reach(page: str, code: str) -> Iterator[None]:
    """Go on without the class if it cannot be reached or has ended.  The page of the class says so itself."""
    try:
        yield
    except DatabaseUnavailableError:
        if page != CLASSROOM.name:
            st.caption(AWAY)
    except NoRoomError:
        if page != CLASSROOM.name:
            note_end(code)
            st.rerun()
    except ValueError as error:
        if page != CLASSROOM.name:
            st.caption(f"That cannot be: {error}")


@st.fragment(run_every=HOST_ASKS_EVERY)
def _lead(browser: Browser, page: str) -> None:
    """Tell the class which page this is, and say how many have guessed."""
    with _in_reach(page, browser.code):
        here = f"{page}?{_settings(page)}".rstrip("?")
        if st.session_state.get(PAGE_TOLD) != here:
            store().show(browser.code, browser.key, here)
            st.session_state[PAGE_TOLD] = here
        asked = st.session_state.get(ASKED)
        if asked and asked.page == page:
            _guesses(browser, asked)


def _settings(page: str) -> str:
    """The controls of a page that are not as they were at first, as the query of a link.

    The address does not do: a part that runs by itself does not learn how it has changed.  If the projector has draws
    of its own, each phone has too.
    """
    own = links.has_own_seed()
    pairs = [("seed", links.OWN_DRAWS)] if own else []
    for key, control in CONTROLS.items():
        if key == "seed" and own:
            continue
        moved = page in control.pages and share.is_passed_on(key) and state.value(key) != state.default(key)
        if moved:
            value = state.value(key)
            pairs += [(key, control.written(one)) for one in (value if isinstance(value, list) else [value])]
    return urlencode(pairs)


def _guesses(browser: Browser, asked: Asked) -> None:
    """Say how many have guessed, and once the host has asked for it, what."""
    tally, here = store().guesses_on(browser.code, asked.page)
    counts = [tally.get(place, 0) for place in range(len(asked.choices))]
    revealed = st.session_state.get(REVEALED) == asked.page
    with st.container(key="class_bar", horizontal=True, vertical_alignment="center"):
        if not presenter.on():
            st.container(key="class_code", width="content").markdown(f"Class **{browser.code}**")
        st.markdown(readings.guessed(counts, here), width="content")
        label = "Hide the guesses" if revealed else "Show the guesses"
        st.button(label, key="class_reveal", shortcut="V", on_click=_show_or_hide, args=[asked.page])
        if revealed:
            st.button("Ask again", on_click=_ask_again, args=[browser, asked.page])
    if revealed:
        bars = figures.guess_bars(asked.choices, counts, asked.right)
        bars = themed(enlarged(bars, LARGER if presenter.on() else 1), look.theme())
        with st.container(key="class_shown"):
            said = readings.guesses(asked.choices, counts)
            st.plotly_chart(bars, key="class_bars", alt=said, theme=None, config={"displayModeBar": False})
            st.markdown(asked.verdict)


def _show_or_hide(page: str) -> None:
    """Show the class's guesses, or hide them if they are shown.  From then on the page's picture shows its answer."""
    st.session_state[REVEALED] = None if st.session_state.get(REVEALED) == page else page
    opened.show(page)
    redraw_page()


def _ask_again(browser: Browser, page: str) -> None:
    with _in_reach(page, browser.code):
        store().ask_again(browser.code, browser.key, page)
        st.session_state[REVEALED] = None
        opened.ask_anew(page)
        redraw_page()


@st.fragment(run_every=PHONE_ASKS_EVERY)
def _follow(browser: Browser, page: str) -> None:
    """Send a phone's guess to the class, and take it where the projector is unless it explores."""
    with _in_reach(page, browser.code):
        sent = _send(browser, page)
        place, mine = store().followed(browser.code, browser.phone, page)
        check_in(browser)
        follows = st.container(key="class_bar").toggle("Follow the projector", value=True, key=FOLLOWS)
        if page in sent and mine is None:
            del sent[page]
            st.session_state[ASKED_AGAIN] = page
            st.rerun()
        shown, _, settings = place.partition("?")
        known = {entry.name: entry for entry in (*PAGES, CLASSROOM)}
        if shown not in known or shown == page == CLASSROOM.name:
            return
        if follows and st.session_state.get(FOLLOWED) != place:
            st.session_state[FOLLOWED], st.session_state[GO_TO] = place, (shown, settings, browser.code)
            st.rerun()
        if shown != page:
            label = f"The class is at: {known[shown].question}"
            st.page_link(known[shown].path, label=label, query_params={CLASS: browser.code})


def _send(browser: Browser, page: str) -> dict[str, int]:
    """Send a phone's guess on a page if the class does not have it yet; returns those that it has, by page.

    A guess that has come with the link, as after a reload, was sent before: the class may have asked again since.
    """
    guessed = _guessed_on(page)
    sent: dict[str, int] = st.session_state.setdefault(SENT, {} if guessed is None else {page: guessed})
    if guessed is None:
        sent.pop(page, None)
    elif guessed != sent.get(page):
        store().guess_on(browser.code, browser.phone, page, guessed)
        sent[page] = guessed
    return sent


def _guessed_on(page: str) -> int | None:
    """The place of the choice that a phone has guessed on a page."""
    guessed: tuple[str, int] | None = st.session_state.get(GUESSED)
    return guessed[1] if guessed and guessed[0] == page else None
