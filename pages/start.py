"""The example, what the app is about, and a way to each page."""

import streamlit as st

from reinforce_viz import figures
from reinforce_viz.ui.chart import chart
from reinforce_viz.ui.pages import PAGES
from reinforce_viz.ui.route import close_page
from reinforce_viz.ui.session import open_page

experiment = open_page(
    "start",
    "A model can give one of three answers. Nobody tells it the right one: it draws an answer, gets that answer's "
    "reward, and must learn from that alone. **REINFORCE** is the rule by which it does, and the rule under nearly all "
    "reinforcement learning of language models.",
    ["π", "J", "g", "θ"],
)
chart(figures.policy_bars(experiment), "policy_bars", figures.policy_bars_reading(experiment))
st.subheader("Three questions")
for page in PAGES[1:]:
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.page_link(page.path, label=f"**{page.question}**", icon=page.icon)
        st.caption(page.promise)
close_page("start")
