"""A presenter's buttons and keys: what is done on every page, and the pages turned as a clicker asks for."""

from collections.abc import Callable

import streamlit as st

from reinforce_viz.ui import presenter, share, state
from reinforce_viz.ui.browser_code import read
from reinforce_viz.ui.live import draw_again
from reinforce_viz.ui.pages import start as by_hand
from reinforce_viz.ui.pages import tokens as response

KEYS = "presenter_keys"

# What "Draw again" means where a page has a button for it; elsewhere it is a new seed.
DRAW: dict[str, Callable[[], None]] = {
    "start": by_hand.teach_once,
    "gradient_scatter": draw_again,
    "tokens": response.draw_again,
}
# A cover for the whole screen.  The code is black on white in either theme, as readers of codes expect.
LOOKS = """
.cover { position: fixed; inset: 0; z-index: 1000000; background: #fff; display: grid; place-items: center }
.cover:not(:has(svg)) { background: #000 }
.cover[hidden] { display: none }
svg { width: min(96vw, 96vh); height: min(96vw, 96vh) }
"""

# Streamlit's buttons have keys of their own, but they are deaf while a slider has the focus.
_presenter_keys = st.components.v2.component(
    KEYS,
    html='<div class="cover" role="img" aria-label="The screen is covered" hidden></div>',
    css=LOOKS,
    js=read("presenter_keys.js", "screen_height.js"),
)


def draw(page: str) -> None:
    """Draw the presenter's buttons, each with its key, if the reader presents.

    Args:
        page: the name of the page.
    """
    if not presenter.on():
        return
    _button("Draw again", "D", "present_draw", DRAW.get(page, state.new_seed))
    _button("Restart", "0", "present_restart", state.defaults)
    _button("Leave", "Esc", "present_leave", presenter.leave)
    data = {"code": share.qr_code(share.link_here()) or "", "height": presenter.screen()}
    _presenter_keys(key=KEYS, data=data, height=0, width=1, on_height_change=_measured)


def _measured() -> None:
    presenter.measured(st.session_state.get(KEYS, {}).get("height"))


def _button(label: str, key: str, name: str, act: Callable[[], None]) -> None:
    st.button(f"{label} :gray[{key}]", key=name, type="tertiary", on_click=act)
