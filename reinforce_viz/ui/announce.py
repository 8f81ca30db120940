"""Telling a screen reader what the main picture of a page shows now, once it has changed."""

import streamlit as st

from reinforce_viz.text.answer_names import plain
from reinforce_viz.ui.browser_code import read

# Heard, and not seen: the sentence itself is below the picture.
LOOKS = "p { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%) }"

_announce = st.components.v2.component("announce", html='<p role="status"></p>', css=LOOKS, js=read("announce.js"))


def announce(sentence: str) -> None:
    """Say a sentence to a screen reader, unless the page has only just opened.

    Args:
        sentence: in Markdown, as it stands on the page.
    """
    _announce(key="announced", data={"sentence": plain(sentence)}, height=0)
