"""The example that a page shows: what it is called, the buttons to those of the page, and what to look for in it."""

from functools import partial

import streamlit as st

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.text import setting
from reinforce_viz.text.claims import presets
from reinforce_viz.ui import handout, predict, state
from reinforce_viz.ui.controls import FIRST_PRESET
from reinforce_viz.ui.guesses import GUESSES
from reinforce_viz.ui.live import live
from reinforce_viz.ui.scenes import SCENES


def name() -> None:
    """Say which example is shown, if it is not the first, with a way back to that one."""
    preset = state.value("preset")
    if preset == FIRST_PRESET:
        return
    if handout.hidden("preset"):
        st.caption(f"Example: {preset}", width="content")
        return
    st.button(
        f"Example: {preset}",
        icon=":material/close:",
        key="example",
        type="tertiary",
        help="Back to the first example",
        on_click=state.first_example,
    )


def buttons(page: str) -> None:
    """A row of buttons, one for each scene of a page; the rewards of the example, and what to look for in it.

    Not in a live part: the dock and the address would not be told.

    Args:
        page: the name of one.
    """
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="scenes"):
        st.markdown("Try:", width="content")
        for place, (label, scene) in enumerate(SCENES[page].items()):
            st.button(label, key=f"scene_{place}", on_click=state.show, args=[scene])
    if state.value("preset") != FIRST_PRESET:  # which the pages are about
        live(_rewards)
        live(partial(hint, page))


def hint(page: str, experiment: Experiment) -> None:
    """What to look for in the example, as long as it is true of what the controls have made of it.

    It may tell what the page's question asks, so a guess comes first.

    Args:
        page: the name of one.
        experiment: the one that is shown.
    """
    if page in GUESSES and not predict.revealed(page):
        return
    if said := presets.hint(state.value("preset"), experiment):
        st.caption(said)


def _rewards(experiment: Experiment) -> None:
    st.caption(setting.rewards(experiment))
