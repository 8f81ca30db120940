"""Telling a screen reader what the main picture of a page shows now, once it has changed."""

from pathlib import Path

import streamlit as st

from reinforce_viz.text.answer_names import plain

SCRIPT = Path(__file__).with_name("components") / "announce.js"
# Heard, and not seen: the sentence itself is below the picture.
LOOKS = "p { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%) }"

_announce = st.components.v2.component(
    "announce", html='<p role="status"></p>', css=LOOKS, js=SCRIPT.read_text(encoding="utf-8")
)


def announce(sentence: str) -> None:
    """Say a sentence to a screen reader, unless the page has only just opened.

    Args:
        sentence: in Markdown, as it stands on the page.
    """
    _announce(key="announced", data={"sentence": plain(sentence)}, height=0)
