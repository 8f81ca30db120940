"""How a page begins and ends: its question, what it is about, and the way to the next one."""

from functools import partial

import streamlit as st

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.text.glossary import GLOSSARY, explain
from reinforce_viz.ui import handout, links, presenter, state, take_home
from reinforce_viz.ui.live import FRAMED, live
from reinforce_viz.ui.navigation import PAGES, navigation
from reinforce_viz.ui.share import share


def open_page(name: str, lead: str, symbols: list[str]) -> None:
    """Head a page with its question, a lead and the meaning of its symbols, and what must be said of the controls."""
    _need_frame()
    take_home.forget()
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="head"):
        question = next(page.question for page in PAGES if page.name == name)
        # With few controls the picture comes first; what there is to read is behind a question mark.
        help_ = f"{lead}\n\n{explain(symbols)}" if handout.few() else None
        st.title(question, anchor=False, width="content", help=help_)
        share(name)
        handout.way_back()
    if not (presenter.on() or handout.few()):
        st.markdown(lead, help=explain(symbols))
    live(partial(_remarks, page=name))


def _need_frame() -> None:
    """Run again with the frame, if the page's script runs alone.

    So it does for the first visitor of a new process who arrives at a page's own link: Streamlit has not seen the list
    of pages yet.
    """
    if not st.session_state.get(FRAMED):
        navigation()
        st.rerun()


def _remarks(_: Experiment, page: str) -> None:
    """What must be said of the link and of the controls."""
    for remark in [*links.remarks(page), *state.described()[1]]:
        st.warning(remark, icon=":material/info:")


def close_page(name: str) -> None:
    """End a page with a link to the next one on the route, what can be taken home, and the glossary."""
    if presenter.on():
        return
    place = next(place for place, page in enumerate(PAGES) if page.name == name)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="route"):
        if place + 1 < len(PAGES):
            following = PAGES[place + 1]
            st.page_link(following.path, label=f"Next: **{following.question}**", icon=":material/arrow_forward:")
        take_home.offer(PAGES[place].question)
        st.popover("Glossary", icon=":material/menu_book:", key="glossary").markdown(explain(list(GLOSSARY)))
