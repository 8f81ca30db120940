"""What does a server process need once?"""

import gc

import streamlit as st

from reinforce_viz.ui.guard import guard


@st.cache_resource(show_spinner=False)
def settle() -> None:
    """Guard the process against what no browser sends, and spare it the collection of what the imports allocated."""
    guard()
    # Streamlit collects all generations after every rerun: walking through the imported modules takes most of it.
    gc.collect()
    gc.freeze()
