"""The menu at the head of every page: share, present, take home, look up."""

import streamlit as st

from reinforce_viz.text.glossary import GLOSSARY, explain
from reinforce_viz.ui import presenter, share, take_home

SHARE, PRESENT, LEAVE = "Share", "Presenter view", "Leave presenter view"
TAKE_HOME, GLOSSARY_OF_SYMBOLS = "Take it home", "Glossary"
KEY = "more"


def draw() -> None:
    """Draw the button that opens the menu."""
    st.menu_button("More", _entries(), key=KEY, icon=":material/more_horiz:", type="tertiary", on_click=_choose)


def answer(page: str, question: str) -> None:
    """At the end of a page: open what the reader has chosen in the menu.

    Only there, for what can be taken home are the pictures that the page has drawn.

    Args:
        page: the name of the page.
        question: that the page answers.
    """
    chosen = st.session_state.pop("chosen_in_menu", None)
    if chosen == SHARE:
        share.show(page)
    elif chosen == TAKE_HOME:
        take_home.show(question)
    elif chosen == GLOSSARY_OF_SYMBOLS:
        _glossary()


def _entries() -> list[str]:
    return [SHARE, TAKE_HOME, GLOSSARY_OF_SYMBOLS, LEAVE if presenter.on() else PRESENT]


def _choose() -> None:
    chosen = st.session_state[KEY]
    if chosen == PRESENT:
        presenter.enter()
    elif chosen == LEAVE:
        presenter.leave()
    else:
        st.session_state["chosen_in_menu"] = chosen
        if chosen == TAKE_HOME:
            take_home.prepare()


@st.dialog("Glossary", width="medium")
def _glossary() -> None:
    st.markdown(explain(list(GLOSSARY)))
