"""A presenter's keys: for the pages, as a clicker sends them, and for what is done on every page."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from reinforce_viz.ui import presenter, state
from reinforce_viz.ui.live import draw_again
from reinforce_viz.ui.navigation import PAGES
from reinforce_viz.ui.pages import start as by_hand
from reinforce_viz.ui.pages import tokens as response

COMPONENTS = Path(__file__).with_name("components")

# What "Draw again" means where a page has a button for it; elsewhere it is a new seed.
DRAW: dict[str, Callable[[], None]] = {
    "start": by_hand.teach_once,
    "gradient_scatter": draw_again,
    "tokens": response.draw_again,
}

# Streamlit's buttons have keys of their own, but `st.switch_page` cannot leave a page whose controls are in the link.
_turn_pages = st.components.v2.component("turn_pages", js=(COMPONENTS / "turn_pages.js").read_text(encoding="utf-8"))


def draw(name: str) -> None:
    """The presenter's buttons below the page, each with its key, if the reader presents."""
    if not presenter.on():
        return
    place = next(place for place, page in enumerate(PAGES) if page.name == name)
    with (
        st.bottom,
        st.container(
            horizontal=True,
            horizontal_alignment="distribute",
            vertical_alignment="center",
            gap="small",
            key="presenter_keys",
        ),
    ):
        _turn("previous", place - 1, "Page Up")
        st.button("Draw again", key="present_draw", shortcut="D", on_click=DRAW.get(name, state.new_seed))
        st.button("Reset", key="present_reset", shortcut="0", on_click=state.defaults)
        st.button("Leave", key="present_leave", shortcut="Esc", on_click=presenter.leave)
        _turn("next", place + 1, "Page Down")
    with st.bottom:
        _turn_pages(key="turn_pages", height=0)


def _turn(way: str, place: int, key: str) -> None:
    """A link to the page before or after, where there is one."""
    there = 0 <= place < len(PAGES)
    with st.container(key=f"present_{way}", width="content"):
        if there:
            st.page_link(PAGES[place].path, label=f"{way.capitalize()} :gray[{key}]")
