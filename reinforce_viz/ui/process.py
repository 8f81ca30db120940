"""What does a server process need once?"""

import gc

import streamlit as st


@st.cache_resource(show_spinner=False)
def settle() -> None:
    """Put what the imports have allocated out of the garbage collector's sight, once per process."""
    # Streamlit collects all generations after every rerun: walking through the imported modules takes most of it.
    gc.collect()
    gc.freeze()
