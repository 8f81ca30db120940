"""Six questions, each with a state of the app that decides it, and an ending."""

import streamlit as st

from reinforce_viz.text.quiz import KNOWN, LANGUAGE_MODELS, NEXT_PAGES, QUESTIONS, READING, Question
from reinforce_viz.ui.navigation import PAGES
from reinforce_viz.ui.page import close_page, open_page


def ask(number: int, question: Question) -> str | None:
    """Ask a question, and say why the choice is right or wrong; returns the choice."""
    with st.container(border=True, key=f"question_{question.key}"):
        chosen = st.radio(
            f"**{number}. {question.text}**", question.choices, None, key=f"q_{question.key}", bind="query-params"
        )
        if chosen is None:
            return None
        if chosen == question.right:
            st.success(f"**Right.** {question.reason(chosen)}", icon=":material/check:")
        else:
            st.warning(f"**Not quite.** {question.reason(chosen)}", icon=":material/undo:")
        evidence = question.evidence
        st.markdown(evidence.look_for)
        page = next(page for page in PAGES if page.name == evidence.page)
        # In a tab of its own: the reader's settings and answers stay here.
        st.link_button(f"See it: {page.title}", evidence.link, icon=":material/open_in_new:")
        return chosen


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
    "Six questions. Guess freely: whatever you choose, you get a reason, and a link to the picture that decides it.",
    ["θ", "π", "b", "b*"],
)
answers = [ask(number, question) for number, question in enumerate(QUESTIONS, 1)]
right = sum(answer == question.right for answer, question in zip(answers, QUESTIONS, strict=True))
with st.container(key="score"):
    st.html(f'<p role="status"><strong>{right} of {len(QUESTIONS)}</strong> right so far.</p>')
if None not in answers:
    ending()
close_page("check")
