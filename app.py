"""The frame around every page: settings, navigation and the shared controls."""

import streamlit as st

from reinforce_viz.ui import pages, process, sidebar

st.set_page_config(page_title="REINFORCE, exactly", page_icon=":material/change_history:", layout="wide")
process.settle()
page = pages.navigation()
sidebar.draw()
page.run()
