"""Which controls does this link show?  A teacher can hand out a page with one slider.

A link that names controls (`show=K`) shows these and tucks the others away: those of the sidebar into the folded
sidebar, those of a page behind a button in their row.  They stay where a click finds them, and they stay controls: what
the link says of them is read, checked and kept from page to page as ever.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import streamlit as st

from reinforce_viz.ui import linked, live, presenter

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

Place = Callable[[str], "DeltaGenerator"]

# The words are also the link's.
PREDICTION = "prediction"
SHARED = ("preset", "baseline", "baseline value b", "K", "learning rate", "seed", "rewards", "policy", "names")
OF_PAGE = {
    "gradient_scatter": ("beside it", "sampled updates", "draw again"),
    "variance_vs_k": ("quantity", "baselines"),
    "trajectories": ("compare with", "count", "length", "another run"),
    "tokens": ("reward decided by", "credit", "tokens T", "draw number"),
}
CONTROLS = (*SHARED, PREDICTION, *(name for names in OF_PAGE.values() for name in names))


def choosable(page: str) -> tuple[str, ...]:
    """The controls that a link to a page can name."""
    return (*SHARED, PREDICTION, *OF_PAGE.get(page, ()))


def begin() -> bool:
    """As the frame begins: note which controls the link names; whether it names any.

    The list itself stands in the sidebar for as long as there is one: a control there is what the link keeps from page
    to page, and the reader can see it and change it.
    """
    named: list[str] = []
    if st.query_params.get_all("show") or st.session_state.get("show"):
        with st.sidebar:
            named = st.multiselect(
                "Controls shown", CONTROLS, key="show", bind="query-params", on_change=live.all_of_it
            )
    if st.session_state.get("few", tuple(named)) != tuple(named):
        linked.incomplete()
    st.session_state["few"] = tuple(named)
    return bool(named)


def few() -> tuple[str, ...]:
    """The controls that the link names; none if it shows all."""
    names: tuple[str, ...] = st.session_state.get("few", ())
    return names


def hidden(name: str) -> bool:
    """Whether the link hides a control."""
    return bool(few()) and name not in few()


def way_back() -> None:
    """A button that brings every control back, if the link hides some."""
    if few():
        st.button("All controls", icon=":material/tune:", on_click=show_all)


def show_all() -> None:
    """Bring every control back."""
    st.session_state["show"] = []


@contextmanager
def shared_controls() -> Iterator[Place]:
    """Say where each shared control belongs: the sidebar, or, if the link names it, a dock below the page.

    The dock stays on the screen, within reach of a thumb, while the picture scrolls: on a phone the sidebar is folded.
    """
    if not set(few()) & set(SHARED):
        yield lambda _: st.sidebar
        return
    with st.bottom:
        dock = st.container(horizontal=True, vertical_alignment="bottom", key="few_controls")
    yield lambda name: dock if name in few() else st.sidebar


def section(name: str, label: str, icon: str, place: Place) -> "DeltaGenerator":
    """Where a group of shared controls belongs: folded away in the sidebar, or in the dock."""
    return place(name) if name in few() else place(name).expander(label, icon=icon)


@contextmanager
def page_controls(page: str) -> Iterator[Place]:
    """A row for a page's controls; says where each belongs: there, or behind a button if the link hides it."""
    away = [name for name in OF_PAGE[page] if hidden(name) or (presenter.on() and name not in few())]
    row = st.container(horizontal=True, vertical_alignment="bottom")
    if not away:
        with row:
            yield lambda _: row
        return
    shown = row.container(horizontal=True, vertical_alignment="bottom") if len(away) < len(OF_PAGE[page]) else row
    more = row.popover("More", icon=":material/tune:", help="More controls of this page")
    with row:
        yield lambda name: more if name in away else shown
