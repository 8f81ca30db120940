"""The frame around every page: settings, navigation and the shared controls."""

from pathlib import Path

import streamlit as st

from reinforce_viz.ui import cache, handout, heard, keys, linked, live, presenter, session, sidebar
from reinforce_viz.ui import navigation as pages

# A file of our own: Streamlit would fetch a named icon from elsewhere.
ICON = Path(__file__).parent / "reinforce_viz" / "ui" / "icon.svg"

heard.mind_the_unheard()
with cache.ONE_AT_A_TIME, live.whole():
    linked.complete(sidebar.keys())
    folded = presenter.begin() | handout.begin()
    st.set_page_config(
        page_title="REINFORCE, exactly",
        page_icon=str(ICON),
        layout="wide",
        initial_sidebar_state="collapsed" if folded else "auto",
    )
    page = pages.navigation()
    sidebar.draw(page.url_path)
    keys.draw(page.url_path)
    with session.framed():
        page.run()
    heard.number_the_answer()
