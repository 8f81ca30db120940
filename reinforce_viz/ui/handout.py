"""Links that show few controls: a teacher can hand out a page with one slider.

A link that names controls (`show=K`) has these in a dock below the picture and the others in the folded sidebar, those
of a page behind a button in their row.  The link decides that as a session begins, and it stays so: a control that
moved to another place would lose its name in the link.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

import streamlit as st

from reinforce_viz.ui.controls import CONTROLS, SHARED, SHOWN, choosable

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

Place = Callable[[str], "DeltaGenerator"]

PREDICTION = "prediction"
FEW = "few_controls"
OPEN = "sidebar_is_open"


def begin() -> bool:
    """As the frame begins: whether the link names the controls to show."""
    if FEW not in st.session_state:
        st.session_state[FEW] = tuple(name for name in st.query_params.get_all("show") if name in SHOWN)
    if few():
        # A control, so that the link keeps it from page to page.
        with st.sidebar:
            st.multiselect(
                CONTROLS["show"].label,
                CONTROLS["show"].options,
                key="show",
                bind="query-params",
                disabled=True,
                help="As the link says that brought you here. Share makes links that show others.",
            )
    return bool(few())


def sidebar_state(folded: bool) -> Literal["auto", "collapsed", "expanded"]:
    """Whether the sidebar is open: where it would be folded, only once the reader has asked for all controls."""
    if st.session_state.get(OPEN):
        return "expanded"
    return "collapsed" if folded else "auto"


def few() -> tuple[str, ...]:
    """The controls that the link names; none if it shows all."""
    names: tuple[str, ...] = st.session_state.get(FEW, ())
    return names


def hidden(name: str) -> bool:
    """Whether the link hides a control."""
    return bool(few()) and name not in few()


def way_back() -> None:
    """A button that opens the sidebar, where every control is, if the link hides some."""
    if few():
        st.button("All controls", icon=":material/tune:", on_click=_open_sidebar)


def _open_sidebar() -> None:
    st.session_state[OPEN] = True


@contextmanager
def shared_controls() -> Iterator[Place]:
    """Say where each shared control belongs: the sidebar, or, if the link names it, a dock below the page.

    The dock stays on the screen, within reach of a thumb, while the picture scrolls: on a phone the sidebar is folded.
    """
    if not set(few()) & {control.called for control in SHARED}:
        yield lambda _: st.sidebar
        return
    with st.bottom:
        dock = st.container(horizontal=True, vertical_alignment="bottom", key="dock")
    yield lambda name: dock if name in few() else st.sidebar


def section(name: str, label: str, icon: str, place: Place) -> "DeltaGenerator":
    """Where a group of shared controls belongs: folded away in the sidebar, or in the dock."""
    return place(name) if name in few() else place(name).expander(label, icon=icon)


@contextmanager
def page_controls(page: str) -> Iterator[Place]:
    """A row for a page's controls; says where each belongs: there, or behind a button if the link hides it."""
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
