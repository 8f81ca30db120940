"""A class draws one batch together, and trains one model with it."""

import streamlit as st

from reinforce_viz.classroom.codes import tidy_code
from reinforce_viz.ui.classroom import forget_ended, store, this_browser
from reinforce_viz.ui.navigation import CLASS
from reinforce_viz.ui.page import need_frame
from reinforce_viz.ui.pages import classroom, classroom_host, classroom_student

need_frame()
code = tidy_code(st.query_params.get(CLASS, ""))
if not code:
    classroom.join_or_open()
    forget_ended()
elif browser := this_browser(code):
    hosts = None
    with classroom.explained():
        hosts = bool(browser.key) and store().is_host(code, browser.key)
    if hosts is None:
        classroom.try_again()
    elif hosts:
        classroom_host.draw(browser)
    else:
        classroom_student.draw(browser)
