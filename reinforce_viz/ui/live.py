"""Which parts of a page follow a shared control that moves?  Those that show the experiment, and nothing else.

The frame, the words and the links stay as they are: run and sent again, they would double what a move costs.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import streamlit as st
from streamlit.errors import StreamlitAPIException
from streamlit.runtime import Runtime, get_instance
from streamlit.runtime.scriptrunner import get_script_run_ctx

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.ui.cache import ONE_AT_A_TIME

KEY = "live"
WHOLE = "whole"


@st.fragment(key=KEY)
def live(draw: Callable[[Experiment], None]) -> None:
    """A part of a page, drawn for the current experiment, now and whenever that alone has changed.

    draw: what it needs besides the experiment is given to it by what stands around it, the controls of the page, and
    it is given anew whenever these change.  To the browser a part costs as much as a sentence in it, so a page has few.
    """
    with ONE_AT_A_TIME:
        draw(noted())


def noted() -> Experiment:
    """The current experiment, as the frame has noted it."""
    experiment: Experiment = st.session_state["experiment"]
    return experiment


@contextmanager
def whole() -> Iterator[None]:
    """Around a run of the whole app: only once it has ended is there a page whose parts can follow."""
    st.session_state[WHOLE] = None
    yield
    st.session_state[WHOLE] = page()


def can_follow() -> bool:
    """Whether the page is there as a whole, so that its live parts may be run alone."""
    return st.session_state.get(WHOLE) == page() and someone_keeps_the_rest()


def follow(*others: str) -> None:
    """From a control's callback: run the live parts of the page, and others, in place of all of it, if it has any."""
    with suppress(StreamlitAPIException):
        st.rerun([*others, KEY])


def all_of_it() -> None:
    """The callback of a control that has none of its own but is answered outside of the live parts.

    Streamlit hears two controls at once if they change while it is busy.  The one with a callback decides what is run,
    unless both have one: then it is the whole page.
    """


def someone_keeps_the_rest() -> bool:
    """Whether there is a browser that still shows what is not run again; AppTest has a stand-in for the server."""
    return type(get_instance()) is Runtime


def page() -> str:
    """The page that runs, or whose callback does."""
    context = get_script_run_ctx()
    return context.page_script_hash if context else ""
