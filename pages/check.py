"""Six questions, each with a picture to go back to."""

import streamlit as st

from reinforce_viz.text.quiz import QUESTIONS
from reinforce_viz.ui.navigation import PAGES
from reinforce_viz.ui.page import close_page, open_page

open_page("check", "A wrong choice costs nothing: it shows you where to look again.", ["θ", "π", "b", "b*"])
right = 0
for number, question in enumerate(QUESTIONS, 1):
    with st.container(border=True, key=f"question_{question.key}"):
        chosen = st.radio(
            f"**{number}. {question.text}**", question.choices, None, key=f"q_{question.key}", bind="query-params"
        )
        if chosen is None:
            continue
        right += chosen == question.right
        if chosen == question.right:
            st.success(question.why, icon=":material/check:")
        else:
            st.warning("Not this one. The picture on this page decides it:", icon=":material/undo:")
        page = next(page for page in PAGES if page.name == question.page)
        st.page_link(page.path, label=page.question, icon=page.icon)
with st.container(key="score"):
    st.markdown(f"**{right} of {len(QUESTIONS)}** so far.")
close_page("check")
