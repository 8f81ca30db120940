"""How does the reader get through?  The end of each page: the next question, and the meaning of every symbol."""

import streamlit as st

from reinforce_viz.text.glossary import GLOSSARY, explain
from reinforce_viz.ui import presenter, take_home
from reinforce_viz.ui.navigation import PAGES


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
