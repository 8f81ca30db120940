"""The menu of a class's host: what undoes a step, forgets every round, and takes the rounds home."""

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from reinforce_viz.classroom.store import Room
from reinforce_viz.export.class_program import class_program
from reinforce_viz.export.tables import classroom as tables
from reinforce_viz.export.take_home import csv
from reinforce_viz.ui.classroom import Browser, note_end, store
from reinforce_viz.ui.navigation import CLASS
from reinforce_viz.ui.pages.classroom import act, explained
from reinforce_viz.ui.widgets import redraw_page

MORE = "classroom_more"  # whether the menu is open
SURE = "classroom_sure"  # the button in it that has been pressed once, and asks


def draw(browser: Browser, room: Room) -> None:
    """Draw the menu.

    Args:
        browser: the host's.
        room: the class.
    """
    code, key, number = browser.code, browser.key, room.rounds[-1].number
    with st.popover("More", icon=":material/more_horiz:", key=MORE, on_change="rerun"):
        undo = [store().undo, code, key, number]
        st.button("Undo the last step", on_click=_and_close, args=undo, disabled=number == 1, width="stretch")
        _at_second_press("Start again", partial(_and_close, store().start_again, code, key))
        _at_second_press("End the class", partial(_end, browser))
        _take_home(room)


def _at_second_press(label: str, do: Callable[[], None]) -> None:
    """A button for what forgets every round, which asks before it does so; closing the menu means no."""
    if not st.session_state.get(MORE):
        st.session_state.pop(SURE, None)
    if st.session_state.get(SURE) == label:
        st.button(f"{label}: forget every round?", type="primary", on_click=_now_sure, args=[do], width="stretch")
    else:
        st.button(label, on_click=_ask_whether_sure, args=[label], width="stretch")


def _now_sure(do: Callable[[], None]) -> None:
    del st.session_state[SURE]
    do()


def _ask_whether_sure(label: str) -> None:
    st.session_state[SURE] = label


def _and_close(do: Callable[..., Any], *arguments: Any) -> None:
    """Do something with the class, and close the menu, which covers what it changes."""
    act(do, *arguments)
    st.session_state[MORE] = False


def _take_home(room: Room) -> None:
    """The rounds as a table and as a program."""
    table = csv(tables.rounds(room.rounds, room.rewards, room.names))
    st.download_button("Rounds (CSV)", table, "class.csv", "text/csv", on_click="ignore", width="stretch")
    program = class_program(room.rounds, room.rewards, room.names, room.learning_rate)
    st.download_button("Rounds (Python)", program, "class.py", "text/x-python", on_click="ignore", width="stretch")


def _end(browser: Browser) -> None:
    with explained():
        store().end(browser.code, browser.key)
        # Only now: as long as there is a class, its key is needed.
        note_end(browser.code)
        st.query_params.pop(CLASS, None)
        redraw_page()
