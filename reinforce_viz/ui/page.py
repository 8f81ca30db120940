"""How a page begins and ends: where it is in the story, its question, and the way to the next one."""

from functools import partial

import streamlit as st

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.text.glossary import explain
from reinforce_viz.ui import examples, handout, keys, links, menu, presenter, sidebar, state, take_home
from reinforce_viz.ui.live import FRAMED, live
from reinforce_viz.ui.navigation import PAGES, navigation, part_of, place_of
from reinforce_viz.ui.pages import check


def open_page(name: str, lead: str, symbols: list[str]) -> None:
    """Head a page with where it is in the story, its question, a lead, and what must be said of the controls.

    Args:
        name: of the page.
        lead: at most 25 words, in Markdown.
        symbols: that the glossary explains, in the order in which the page uses them.
    """
    need_frame()
    take_home.forget()
    place = place_of(name)
    with st.container(key="head", gap=None):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            with st.container(horizontal=True, vertical_alignment="center", gap="small", width="content"):
                st.caption(f"{part_of(name)} · {place + 1} of {len(PAGES)}", width="content")
                examples.name()
            with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", width="content"):
                _turn(place - 1, ":material/arrow_back:", "Back")
                _turn(place + 1, ":material/arrow_forward:", "Next")
                keys.draw(name)
                if not presenter.on():
                    sidebar.button()
                menu.draw()
        # With few controls the picture comes first; what there is to read is behind a question mark.
        only_some = bool(handout.named_controls())
        st.title(PAGES[place].question, anchor=False, help=f"{lead}\n\n{explain(symbols)}" if only_some else None)
        if not (presenter.on() or only_some):
            st.markdown(lead, help=explain(symbols))
    live(partial(_remarks, page=name))


def _turn(place: int, icon: str, way: str) -> None:
    """A small link to the page at a place on the route, if there is one."""
    if 0 <= place < len(PAGES):
        page = PAGES[place]
        with st.container(key=f"turn_{way.lower()}", width="content"):
            st.page_link(page.path, label=way, icon=icon, help=page.question)


def need_frame() -> None:
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
    """End a page with the question that it decides, folded, and a link to the next one on the route.

    Args:
        name: of the page.
    """
    question = PAGES[place_of(name)].question
    menu.answer(name, question)
    if presenter.on() or PAGES[-1].name == name:
        return
    check.questions(name)
    following = PAGES[place_of(name) + 1]
    with st.container(key="route"):
        st.page_link(following.path, label=f"Next: **{following.question}**", icon=":material/arrow_forward:")
