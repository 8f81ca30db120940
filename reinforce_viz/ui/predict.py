"""What does the reader expect, before the picture answers?"""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from reinforce_viz.ui import handout
from reinforce_viz.ui.kept import kept

SKIP = "skip"


@dataclass(frozen=True)
class Guess:
    """What the reader has predicted: a choice in words, and the value to draw."""

    label: str
    value: float


def ask(page: str, question: str, choices: Mapping[str, float]) -> Guess | None:
    """Ask a page's question; returns the reader's guess, None while there is none or if it is skipped.

    The guess is part of the link, so it is kept when a control moves or the page changes.
    """
    if handout.hidden("prediction"):
        box: DeltaGenerator = st.popover("Predict first", icon=":material/psychology_alt:")
    else:
        box = st.container(border=True, key=f"prediction_{page}")
    with box, kept(f"guess_{page}"):
        chosen = st.segmented_control(
            f":material/psychology_alt: Predict first: {question}",
            [*choices, SKIP],
            key=f"guess_{page}",
            bind="query-params",
        )
    return Guess(chosen, choices[chosen]) if chosen and chosen != SKIP else None


def tell(guess: Guess | None, truth: str) -> None:
    """Hold the guess against the truth, in a sentence."""
    if guess is not None:
        st.markdown(f":material/psychology_alt: You said **{guess.label}**. {truth}")
