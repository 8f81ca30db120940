"""The frame around every page: settings, navigation and the shared controls."""

from pathlib import Path

import streamlit as st

from reinforce_viz.ui import dock, following, handout, links, look, predict, presenter, sidebar, state
from reinforce_viz.ui.live import whole_page
from reinforce_viz.ui.navigation import PAGES, in_class, navigation

# A file of our own: Streamlit would fetch a named icon from elsewhere.
ICON = Path(__file__).parent / "reinforce_viz" / "ui" / "icon.svg"

with whole_page():
    page = navigation()
    name = page.url_path or PAGES[0].name
    following.arrive(name)
    links.read(name)
    links.come_back(name)
    state.begin(name)
    predict.begin(name)
    presenter.begin()
    handout.begin()
    st.set_page_config(
        page_title="REINFORCE, exactly",
        page_icon=str(ICON),
        layout="wide",
        initial_sidebar_state="collapsed",
    )
    look.draw(presenting=presenter.on())
    if in_class(name):
        sidebar.close(name)
    else:
        row = dock.row()
        sidebar.draw(name, row)  # first, for the preset says where the controls of the dock begin
        dock.draw(name, row)
    class_bar = st.container()
    page.run()
    with class_bar:
        following.draw(name)  # after the page, which says what it asks and which class this is
