"""A question with its choices, the reason for the one chosen, and the way to the picture that decides it."""

import streamlit as st

from reinforce_viz.text.question import Question
from reinforce_viz.text.quiz import of_page
from reinforce_viz.ui.navigation import PAGES
from reinforce_viz.ui.predict import revealed
from reinforce_viz.ui.widgets import redraw_page


def questions(page: str) -> None:
    """The questions that a page decides, folded at its foot.

    There once the reader has guessed, for they tell what the picture shows.

    Args:
        page: its file's name.
    """
    if not revealed(page):
        return
    for number, question in of_page(page):
        with st.expander("Check yourself", icon=":material/task_alt:"):
            ask(number, question, on_own_page=True)


def ask(number: int, question: Question, *, on_own_page: bool = False) -> str | None:
    """Ask a question, and say why the choice is right or wrong.

    Args:
        number: its place among all.
        question: what is asked.
        on_own_page: whether it stands on the page that decides it, which needs no link to that page.

    Returns:
        The choice, if there is one.
    """
    with st.container(border=not on_own_page, key=f"question_{question.key}"):
        chosen = st.radio(
            f"**{question.text}**" if on_own_page else f"**{number}. {question.text}**",
            question.choices,
            None,
            key=f"q_{question.key}",
            bind="query-params",
            on_change=redraw_page,
        )
        if chosen is None:
            return None
        if chosen == question.right:
            st.success(f"**Right.** {question.reason(chosen)}", icon=":material/check:")
        else:
            st.warning(f"**Not quite.** {question.reason(chosen)}", icon=":material/undo:")
        st.markdown(question.evidence.look_for)
        if not on_own_page:
            page = next(page for page in PAGES if page.name == question.evidence.page)
            # In a tab of its own: the reader's settings and answers stay here.
            st.link_button(f"See it: {page.question}", question.evidence.link, icon=":material/open_in_new:")
        return chosen
