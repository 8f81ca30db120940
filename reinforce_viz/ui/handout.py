"""Links that show few controls: a teacher can hand out a page with one slider.

A link that names controls (`show=K`) has these in the dock below the picture, and those of a page behind a button in
their row.  The link decides that as a session begins, and it stays so: a control that moved to another place would lose
its name in the link.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import streamlit as st

from reinforce_viz.ui.controls import CONTROLS, SHARED, SHOWN, choosable

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

Place = Callable[[str], "DeltaGenerator"]

PREDICTION = "prediction"
NAMED, ALL = "named_controls", "all_controls"
OF_SIDEBAR = ("preset", "seed", "rewards", "policy", "names")


def begin() -> None:
    """As the frame begins: note the controls that the link names, if it names some."""
    if NAMED not in st.session_state:
        st.session_state[NAMED] = tuple(name for name in st.query_params.get_all("show") if name in SHOWN)
    if named_controls():
        # A control, so that the link keeps it from page to page.
        with st.sidebar:
            st.multiselect(
                CONTROLS["show"].label,
                CONTROLS["show"].options,
                key="show",
                bind="query-params",
                disabled=True,
                help="Set by the link you opened. Share makes links that show others.",
            )


def named_controls() -> tuple[str, ...]:
    """The controls that the link names; none if it shows all."""
    names: tuple[str, ...] = st.session_state.get(NAMED, ())
    return names


def hidden(name: str) -> bool:
    """Whether the link hides a control, and the reader has not asked for all of them.

    Args:
        name: of the control, as links call it.
    """
    return bool(named_controls()) and name not in named_controls() and not st.session_state.get(ALL)


def show_all() -> None:
    """Hide no control any more."""
    st.session_state[ALL] = True


def at_hand() -> list[str]:
    """The controls of the sidebar that the link wants in reach of the thumb, by name."""
    return [name for name in named_controls() if name in OF_SIDEBAR]


@contextmanager
def page_controls(page: str) -> Iterator[Place]:
    """A row for a page's controls; says where each belongs: there, or behind a button if the link hides it.

    Args:
        page: the name of the page.
    """
    own = [name for name in choosable(page) if name not in {control.called for control in SHARED} | {PREDICTION}]
    away = [name for name in own if hidden(name)]
    row = st.container(horizontal=True, vertical_alignment="bottom")
    if not away:
        with row:
            yield lambda _: row
        return
    shown = row.container(horizontal=True, vertical_alignment="bottom") if len(away) < len(own) else row
    more = row.popover("More", icon=":material/tune:", help="More controls of this page")
    with row:
        yield lambda name: more if name in away else shown
