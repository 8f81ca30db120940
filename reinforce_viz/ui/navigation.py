"""The pages, by part of the story and in the order of the route, and the question that each answers."""

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


# The parts of the story and their pages, in the order of the route.
PARTS = {
    "Learning from luck": (
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
            "One batch in slow motion: draw, reward, push and step, forward and back.",
        ),
        PageEntry(
            "why_it_works",
            "Why it works",
            ":material/function:",
            "If one push can go wrong, why is the average right?",
            "Three pushes laid end to end, and why a baseline adds no bias.",
        ),
    ),
    "Taming the noise": (
        PageEntry(
            "gradient_scatter",
            "The cloud",
            ":material/explore:",
            "How wrong can one update be?",
            "Every step that one batch can give, and how likely each is.",
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
    ),
    "Where it leads": (
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
            "kl",
            "KL",
            ":material/anchor:",
            "How far may a model stray?",
            "A penalty on KL to a reference: three estimates of it, as numbers and as losses.",
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
            "Eleven questions, each with a picture that decides it.",
        ),
    ),
}
FRONT_DOOR = "home"  # no link has this name: the browser shows the address without any
PAGES = tuple(page for pages in PARTS.values() for page in pages)

# No page of the story: a teacher opens it, and students by the class's link.
CLASSROOM = PageEntry(
    "classroom",
    "Train a model together",
    ":material/groups_3:",
    "What does a class teach a model?",
    "Everybody draws one answer, and the class is the batch.",
)
CLASS = "class"  # in the link: the code of a class


def place_of(name: str) -> int:
    """Where a page is on the route, from 0.

    Args:
        name: of a page.
    """
    return [page.name for page in PAGES].index(name)


def part_of(name: str) -> str:
    """The part of the story that a page belongs to.

    Args:
        name: of a page.
    """
    return next(part for part, pages in PARTS.items() if name in [page.name for page in pages])


def in_class(name: str) -> bool:
    """Whether a page shows a class, which has controls of its own.

    Args:
        name: of the page.
    """
    return name == CLASSROOM.name and CLASS in st.query_params


def navigation() -> st.Page:
    """Declare the pages to Streamlit and return the one asked for."""
    parts = {part: [_declared(page) for page in pages] for part, pages in PARTS.items()}
    # The first page is at the front door.  Under its own name Streamlit finds it only if it is declared again.
    first = st.Page(PAGES[0].path, title=PAGES[0].title, visibility="hidden")
    return st.navigation(parts | {"For a class": [_declared(CLASSROOM), first]}, position="top")


def _declared(page: PageEntry) -> st.Page:
    first = page is PAGES[0]
    return st.Page(
        page.path, title=page.title, help=page.promise, default=first, url_path=FRONT_DOOR if first else None
    )
