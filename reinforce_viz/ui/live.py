"""The parts of a page that show the experiment: when a control moves, they alone are run and sent again.

The whole page again would take 1.3 times as long as a bare page where this takes 0.9, and on trajectories 1.7 times.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.ui.cache import ONE_AT_A_TIME
from reinforce_viz.ui.controls import LAST_DRAW
from reinforce_viz.ui.state import current, draws, keep_link, write_link

KEY = "live"
COMPLETE, FRAMED = "page_is_complete", "frame_is_drawn"


@st.fragment(key=KEY)
def live(draw: Callable[[Experiment], None]) -> None:
    """A part of a page, drawn for the current experiment, now and whenever a control moves.

    Args:
        draw: gets all else that it needs from the controls too.  To the browser a part costs as much as a sentence in
            it, so a page has few.
    """
    with ONE_AT_A_TIME:
        draw(current())


def redraw() -> None:
    """The callback of a control that moves: draw the live parts of the page again, in place of all of it."""
    keep_link()
    # A page whose run was broken off has to be drawn to its end.
    if st.session_state.get(COMPLETE):
        st.rerun(KEY)


def draw_again() -> None:
    """Take the next draw of the current seed, which only the pictures show."""
    keep_link()
    write_link("draw", str((draws() + 1) % int(LAST_DRAW + 1)))
    redraw()


@contextmanager
def whole_page() -> Iterator[None]:
    """Around a run of the whole app: one script runs at a time; that it is under way and that it has ended is noted."""
    st.session_state[COMPLETE], st.session_state[FRAMED] = False, True
    try:
        with ONE_AT_A_TIME:
            yield
        st.session_state[COMPLETE] = True
    finally:
        st.session_state[FRAMED] = False
