"""The controls that pages share and a reader moves, in a row at the foot of the screen, below the picture."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from reinforce_viz.ui import handout, state, widgets
from reinforce_viz.ui.controls import CONTROLS

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

# What each page shows of them.
ON_PAGES: dict[str, Sequence[str]] = {
    "start": ("lr",),
    "one_update": ("estimator", "k", "lr"),
    "gradient_scatter": ("estimator", "k"),
    "baselines": ("b", "k"),
    "variance_vs_k": ("k",),
    "trajectories": ("estimator", "k", "lr"),
    "clipping": ("lr",),
    "classroom": ("lr",),
}
WIDGETS = {"estimator": widgets.select, "b": widgets.slider, "k": widgets.scale, "lr": widgets.scale}


def row() -> "DeltaGenerator":
    """The row, still empty."""
    with st.bottom:
        return st.container(horizontal=True, vertical_alignment="bottom", key="dock")


def draw(page: str, at: "DeltaGenerator") -> None:
    """Draw all of them in the row, and hide those that the page does not show.

    A control that is not drawn would lose its value, and its name in the link.

    Args:
        page: the name of the page.
        at: the row, as `row` gives it.
    """
    for key, widget in WIDGETS.items():
        widget(key, at.container(key=f"dock_{key}"))
    hidden = [key for key in WIDGETS if not _shown(key, page)]
    parts = [f"dock_{key}" for key in hidden]
    if len(hidden) == len(WIDGETS) and not handout.at_hand():
        parts.append("dock")
    st.html(f"<style>{''.join(f'div:has(> .st-key-{part}) {{ display: none }}' for part in parts)}</style>")


def _shown(key: str, page: str) -> bool:
    """Whether a page shows a control: one of its own, or one that acts on it and is not as it was at first."""
    if widgets.why_unused(CONTROLS[key], page):
        return False
    if handout.hidden(CONTROLS[key].called):
        return False
    named = CONTROLS[key].called in handout.named_controls()
    return named or key == "b" or key in ON_PAGES.get(page, ()) or state.value(key) != state.default(key)
