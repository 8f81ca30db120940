"""What stands on a page, as AppTest sees it."""

import re

import pandas as pd
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block

from reinforce_viz.ui.controls import SHARED

BAR = "\0"  # a bar that is text


def tables(app: AppTest) -> list[pd.DataFrame]:
    """The tables of a page, in order; the first column is the index."""
    return [_table(text.value) for text in app.markdown if text.value.startswith("| ")]


def _table(text: str) -> pd.DataFrame:
    lines = text.replace(r"\|", BAR).splitlines()
    head, _, *rows = ([cell.strip().replace(BAR, "|") for cell in line.strip("|").split("|")] for line in lines)
    assert {len(row) for row in rows} == {len(head)}
    return pd.DataFrame([row[1:] for row in rows], index=[row[0] for row in rows], columns=head[1:])


def at_hand(app: AppTest) -> set[str]:
    """The shared controls that can be seen below the picture, by key."""
    rules = " ".join(part.proto.body for part in app.get("html"))
    if "> .st-key-dock) { display: none }" in rules:
        return set()
    hidden = set(re.findall(r"> \.st-key-dock_(\w+)", rules))
    return _keys(app) - _keys(app.sidebar) - hidden


def choose_in_menu(app: AppTest, entry: str) -> AppTest:
    """Choose an entry of the menu at the head of the page."""
    return app.menu_button(key="more").set_value(entry).run()


def _keys(part: Block) -> set[str]:
    kinds = (part.selectbox, part.select_slider, part.slider, part.number_input, part.text_input)
    return {widget.key for kind in kinds for widget in kind} & {control.key for control in SHARED}
