"""What does a server process need once?"""

import gc

import streamlit as st

from reinforce_viz.ui.guard import guard
from reinforce_viz.ui.turns import take_turns


@st.cache_resource(show_spinner=False)
def settle() -> None:
    """Guard against what no browser sends, run pages one by one, and spare the collector what the imports allocated."""
    guard()
    take_turns()
    # Streamlit collects all generations after every rerun: walking through the imported modules takes most of it.
    gc.collect()
    gc.freeze()
