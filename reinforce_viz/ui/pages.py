"""Which pages are there, and what question does each answer?"""

from dataclasses import dataclass

import streamlit as st
from streamlit.navigation.page import StreamlitPage


@dataclass(frozen=True)
class PageEntry:
    """A page of the app: pages/<name>.py, which is also its link."""

    name: str
    title: str
    icon: str
    question: str
    promise: str  # what there is to see, in a sentence

    @property
    def path(self) -> str:
        """The script, as Streamlit wants it named."""
        return f"pages/{self.name}.py"


PAGES = (
    PageEntry(
        "start",
        "Start",
        ":material/home:",
        "How does a model learn from rewards alone?",
        "The example and the way through.",
    ),
    PageEntry(
        "gradient_scatter",
        "One update",
        ":material/explore:",
        "Where could one update point?",
        "Every direction that one sampled step can take, and how likely each is.",
    ),
    PageEntry(
        "variance_vs_k",
        "Batch size",
        ":material/stacked_line_chart:",
        "How many samples are enough?",
        "What more answers per step buy, and what a baseline buys for nothing.",
    ),
    PageEntry(
        "trajectories",
        "Many updates",
        ":material/timeline:",
        "What happens when you keep going?",
        "Hundreds of runs through the triangle of policies, and where they end.",
    ),
)


def navigation() -> StreamlitPage:
    """Declare the pages to Streamlit and return the one asked for."""
    return st.navigation(
        [st.Page(page.path, title=page.title, help=page.promise, default=page.name == "start") for page in PAGES],
        position="top",
    )
