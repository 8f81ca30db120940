"""A class that trains one model together: the way in, and what host and students share."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import streamlit as st

from reinforce_viz.classroom.codes import CODE_LENGTH, tidy_code
from reinforce_viz.classroom.database import DatabaseUnavailableError
from reinforce_viz.classroom.queries import NoRoomError
from reinforce_viz.ui import sidebar
from reinforce_viz.ui.classroom import AWAY, OVER, address, code_here, has_ended, openings, store
from reinforce_viz.ui.navigation import CLASS
from reinforce_viz.ui.state import current


def join_or_open() -> None:
    """Where nobody is in a class yet: join one with its code, or open one."""
    st.title("The class is the batch", anchor=False)
    st.markdown("Everybody draws one answer. The average of all pushes trains one model.")
    with st.form("classroom_join", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("Code of your class", key="classroom_code", max_chars=CODE_LENGTH + 4, width=200)
        st.form_submit_button("Join", type="primary", on_click=_join)
    say()
    if (code := code_here()) and not has_ended(code):
        st.button(f"Back to class **{code}**", icon=":material/arrow_back:", on_click=_enter, args=[code])
    elif code:
        st.info(OVER, icon=":material/info:")
    st.header("Do you teach?", anchor=False)
    st.markdown("Choose model, names and learning rate. Then open a class, and show its code on the projector.")
    with st.container(horizontal=True):
        st.button("Open a class", on_click=_open)
        sidebar.button()


def _join() -> None:
    if code := tidy_code(st.session_state["classroom_code"]):
        _enter(code)
    else:
        st.session_state["classroom_said"] = f"A code has {CODE_LENGTH} letters and digits, such as K7QX."


def _enter(code: str) -> None:
    st.query_params[CLASS] = code


def _open() -> None:
    experiment = current()
    with explained():
        openings().count(address())
        code, key = store().open_room(
            experiment.probs, experiment.rewards, experiment.answers, experiment.learning_rate
        )
        st.session_state["classroom_opened"] = code, key
        _enter(code)


@st.fragment(run_every=3)
def try_again() -> None:
    """Say what has gone wrong, and draw the page anew until it goes well."""
    if said := st.session_state.pop("classroom_said", ""):
        st.warning(said, icon=":material/info:")
    else:
        st.rerun()


def act(do: Callable[..., Any], *arguments: Any) -> None:
    """Do something with a class, as a button's callback; the next `say` tells what has gone wrong.

    Args:
        do: a method of the store.
        arguments: that it is called with.
    """
    with explained():
        do(*arguments)


@contextmanager
def explained() -> Iterator[None]:
    """Turn what may go wrong with a class into a sentence for the next `say`."""
    try:
        yield
    except DatabaseUnavailableError:
        st.session_state["classroom_said"] = AWAY
    except NoRoomError:
        st.session_state["classroom_said"] = OVER
    except ValueError as error:
        st.session_state["classroom_said"] = f"That cannot be: {error}"


def watch(news: Callable[[], Any]) -> None:
    """Draw the page again if something has changed in the class.

    This runs every few seconds and draws nothing itself, so that until then a browser is sent only a few bytes.

    Args:
        news: returns another value once something has changed.
    """
    with explained():
        if st.session_state.get("classroom_news") != news():
            st.rerun()
    say()


def say() -> None:
    """Say on the page what has gone wrong, if anything has."""
    if said := st.session_state.pop("classroom_said", ""):
        st.warning(said, icon=":material/info:")
