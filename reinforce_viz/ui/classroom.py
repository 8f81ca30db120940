"""The class that this browser is in, if it is in one, and the database that classes are kept in."""

import os
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

import streamlit as st

from reinforce_viz.classroom.codes import tidy_code
from reinforce_viz.classroom.openings import Openings
from reinforce_viz.classroom.rooms import LIFETIME
from reinforce_viz.classroom.store import Store
from reinforce_viz.ui import presenter
from reinforce_viz.ui.browser_code import read
from reinforce_viz.ui.navigation import CLASS

FOUND, BROWSER = "classroom_found", "classroom_browser"
ENDED = "class_ended"  # the code of the class that has ended last
CHECKS_IN_EVERY = 10  # seconds
FILE = Path(__file__).parents[2] / "classroom.db"
AWAY = "The class cannot be reached at the moment. Nothing that was drawn is lost. This page keeps trying."
OVER = "This class has ended."

_browser = st.components.v2.component(BROWSER, js=read("classroom_browser.js", "screen_height.js"))


@dataclass(frozen=True)
class Browser:
    """What a browser has stored about a class."""

    code: str
    phone: str  # a random token, which is all that is known of the phone
    key: str  # the host's; empty in a student's browser


@lru_cache(maxsize=1)
def store() -> Store:
    """The database of this process, which CLASSROOM_DATABASE names; else a file beside the app."""
    return Store(os.environ.get("CLASSROOM_DATABASE") or f"sqlite:///{FILE}")


@lru_cache(maxsize=1)
def openings() -> Openings:
    """What this process remembers of who has opened classes."""
    return Openings()


def address() -> str:
    """The visitor's address: what our own proxy says if BEHIND_PROXY is true, else where the connection comes from.

    Without a proxy that overwrites it, the header holds whatever the visitor has written there.
    """
    if os.environ.get("BEHIND_PROXY") == "true":
        return str(st.context.headers.get("X-Forwarded-For", ""))
    return str(st.context.ip_address or "")


def member() -> Browser | None:
    """What the browser of this session has stored about its class; None if it has been in none."""
    found = st.session_state.get(FOUND)
    return Browser(**found) if found and found["code"] else None


def _note(found: object) -> None:
    """Remember what the browser has sent, which may be anything.

    A session stays the phone that it was at first: the proxy limits sessions, and so the draws of one address.

    Args:
        found: the class's code, the phone and the key, by name.
    """
    if isinstance(found, Mapping):
        code, phone, key = (str(found.get(name, ""))[:80] for name in ("code", "phone", "key"))
        before = st.session_state.get(FOUND)
        st.session_state[FOUND] = asdict(Browser(code, before["phone"] if before else phone, key))


def this_browser(code: str) -> Browser | None:
    """What the browser has stored about a class; None until it has answered.

    Args:
        code: of the class.
    """
    opened, new_key = st.session_state.get("classroom_opened", ("", ""))
    before = member()
    told = _browser(
        key=BROWSER,
        data={
            "code": code,
            "new_key": new_key if opened == code else "",
            "known": st.session_state.get(FOUND),
            "lasts": LIFETIME,
            "over": has_ended(code),
            "height": presenter.screen() if before and before.key else 0,  # a projector's alone
        },
        default={"found": None, "height": None},
        on_found_change=lambda: None,
        on_height_change=_measured,
        height=0,
    )
    _note(told.found)
    mine = member()
    return mine if mine and mine.code == code else None


def _measured() -> None:
    presenter.measured(st.session_state.get(BROWSER, {}).get("height"))


def note_end(code: str) -> None:
    """Remember that a class has ended.

    Args:
        code: of the class.
    """
    st.session_state[ENDED] = code


def has_ended(code: str) -> bool:
    """Whether a class is known to have ended.

    Args:
        code: of the class.
    """
    return bool(st.session_state.get(ENDED) == code)


def forget_ended() -> None:
    """Have the browser forget the key of the class that it was in, if that class has ended."""
    if (mine := member()) and has_ended(mine.code):
        this_browser(mine.code)


def code_here() -> str:
    """The code of the class that this session is in, that the link names, or that the browser leads; empty if none.

    The browser's cookies are those that it had when the session began: it may have opened another class since.
    """
    if mine := member():
        return mine.code
    return tidy_code(st.query_params.get(CLASS, "")) or tidy_code(st.context.cookies.get(CLASS, ""))


def check_in(browser: Browser) -> None:
    """Tell the database that a phone is still there, at most every CHECKS_IN_EVERY seconds.

    Args:
        browser: the phone's.
    """
    if time.monotonic() - st.session_state.get("classroom_checked_in_at", 0.0) > CHECKS_IN_EVERY:
        store().come_in(browser.code, browser.phone)
        st.session_state["classroom_checked_in_at"] = time.monotonic()
