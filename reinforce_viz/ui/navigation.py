"""The pages, in the order of the route, and the question that each answers."""

from dataclasses import dataclass

import streamlit as st


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


# In the order of the route.
PAGES = (
    PageEntry(
        "start",
        "Start",
        ":material/home:",
        "How can a model learn if nobody tells it the right answer?",
        "Teach a model by hand: draw its answers, and see what it learns.",
    ),
    PageEntry(
        "one_update",
        "One update",
        ":material/science:",
        "What does one update do?",
        "One batch under glass: draw, score, average, step, forward and back.",
    ),
    PageEntry(
        "why_it_works",
        "Why it works",
        ":material/function:",
        "Why does a sampled push point the right way?",
        "The identity behind the rule, with live numbers, and why a baseline adds no bias.",
    ),
    PageEntry(
        "gradient_scatter",
        "The cloud",
        ":material/explore:",
        "Where could one update point?",
        "Every direction that one sampled step can take, and how likely each is.",
    ),
    PageEntry(
        "baselines",
        "Baselines",
        ":material/tune:",
        "What should we subtract?",
        "A dial for the baseline that answers while you drag it.",
    ),
    PageEntry(
        "variance_vs_k",
        "Batch size",
        ":material/stacked_line_chart:",
        "How many draws are enough?",
        "What more answers per step buy, and what a baseline buys for nothing.",
    ),
    PageEntry(
        "trajectories",
        "Many updates",
        ":material/timeline:",
        "What happens when you keep going?",
        "Hundreds of runs through the triangle of policies, and where they end.",
    ),
    PageEntry(
        "tokens",
        "Tokens",
        ":material/toc:",
        "Which token deserves the credit?",
        "Long responses: how the noise grows, and what a critic can do about it.",
    ),
    PageEntry(
        "clipping",
        "Clipping",
        ":material/content_cut:",
        "How much can one batch teach?",
        "PPO's clip on one batch, epoch by epoch: what it stops, and what it does not.",
    ),
    PageEntry(
        "groups",
        "Groups",
        ":material/groups:",
        "What does a group compare?",
        "GRPO and its relatives: where they point, what they cannot see, and your own group.",
    ),
    PageEntry(
        "check",
        "Check",
        ":material/task_alt:",
        "Can you explain it now?",
        "Six questions, each with a picture that decides it.",
    ),
)


def navigation() -> st.Page:
    """Declare the pages to Streamlit and return the one asked for."""
    return st.navigation(
        [st.Page(page.path, title=page.title, help=page.promise, default=page.name == "start") for page in PAGES],
        position="top",
    )
