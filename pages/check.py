"""Eleven questions, each with a state of the app that decides it, and an ending."""

import streamlit as st

from reinforce_viz.text.ending import KNOWN, LANGUAGE_MODELS, NEXT_PAGES, READING
from reinforce_viz.text.quiz import QUESTIONS
from reinforce_viz.ui.navigation import PAGES
from reinforce_viz.ui.page import close_page, open_page
from reinforce_viz.ui.pages.check import ask


def bullets(sentences: tuple[str, ...]) -> None:
    """Sentences, one below the other."""
    st.markdown("\n".join(f"- {sentence}" for sentence in sentences))


def ending() -> None:
    """What the reader knows now, what a language model adds, and where to go."""
    st.header("What you know now", anchor=False)
    bullets(KNOWN)
    st.header("What a language model adds", anchor=False)
    bullets(LANGUAGE_MODELS)
    st.header("Where to go from here", anchor=False)
    bullets(READING)
    for page in PAGES:
        if page.name in NEXT_PAGES:
            st.page_link(page.path, label=f"{page.title}: {page.question}", icon=page.icon)


open_page(
    "check",
    "Eleven questions. Guess freely: whatever you choose, you get a reason, and a link to the picture that decides it.",
    ["θ", "π", "ρ", "b", "b*", "KL", "β"],
)
answers = [ask(number, question) for number, question in enumerate(QUESTIONS, 1)]
right = sum(answer == question.right for answer, question in zip(answers, QUESTIONS, strict=True))
with st.container(key="score"):
    st.html(f'<p role="status"><strong>{right} of {len(QUESTIONS)}</strong> right so far.</p>')
if None not in answers:
    ending()
close_page("check")
