"""The sidebar, folded at first: what the experiment is set up from."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from reinforce_viz.engine.experiment import USUAL
from reinforce_viz.ui import examples, handout, state, widgets
from reinforce_viz.ui.browser_code import read
from reinforce_viz.ui.controls import CONTROLS
from reinforce_viz.ui.live import live
from reinforce_viz.ui.navigation import PAGES
from reinforce_viz.ui.policy_triangle import ring

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

ASKED = "sidebar_asked_for"  # how often the reader has
RING = "starting_policy"

_sidebar = st.components.v2.component("sidebar", html="<span></span>", js=read("sidebar.js"))


def button() -> None:
    """Draw the button that opens the sidebar."""
    label = "All controls" if handout.named_controls() else "Set up"
    st.button(label, icon=":material/tune:", key="set_up", type="tertiary", on_click=_open)


def _open() -> None:
    st.session_state[ASKED] = st.session_state.get(ASKED, 0) + 1
    handout.show_all()


def close(page: str) -> None:
    """Close the sidebar, on a page that has no use for it.

    Args:
        page: the page.
    """
    _sidebar(key="sidebar", data={"page": page, "asked": st.session_state.get(ASKED, 0), "closed": True}, height=0)


def draw(page: str, dock: "DeltaGenerator") -> None:
    """Draw the controls; what the page has no use for is there, but cannot be moved.

    Args:
        page: the page.
        dock: where those go that a link wants in reach of the thumb.
    """

    def place(name: str) -> "DeltaGenerator":
        return dock if name in handout.at_hand() else st.sidebar

    def section(name: str, label: str, icon: str) -> "DeltaGenerator":
        return dock if name in handout.at_hand() else st.sidebar.expander(label, icon=icon)

    _sidebar(key="sidebar", data={"page": page, "asked": st.session_state.get(ASKED, 0)}, height=0)
    with st.sidebar:
        st.markdown("**Set up**")
        widgets.select("preset", place("preset"), on_change=state.fill_in, **_use("preset", page))
        hint = st.container()
        rewards = section("rewards", "Rewards", ":material/star:")
        policy, triangle = _starting_policy(page, dock)
        names = section("names", "Names of the answers", ":material/edit:")
        for own in USUAL:
            # A preset leaves the names alone: they are the class's, not the example's.
            widgets.text(f"name_{own}", names, placeholder=own, **_use(f"name_{own}", page))
        for own in USUAL:
            widgets.slider(f"r_{own}", rewards, **_use(f"r_{own}", page))
            widgets.slider(f"p_{own}", policy, format="%.3f", **_use(f"p_{own}", page))
        _shares(policy)
        if triangle:
            with triangle:  # after the sliders, which it reads
                ring(RING, state.current(), "Starting policy", state.start_from)
        widgets.number("seed", place("seed"), **_use("seed", page))
        with st.container(horizontal=True, gap="small"):
            _button("Restart", ":material/replay:", state.replay, "Start again with the same draws")
            _button("New seed", ":material/casino:", state.new_seed, "Different random draws")
            _button("Defaults", ":material/restart_alt:", state.defaults, "Reset all controls")
        with hint:
            live(partial(examples.hint, page))  # after the controls, which it reads


def _starting_policy(page: str, dock: "DeltaGenerator") -> tuple["DeltaGenerator", "DeltaGenerator | None"]:
    """Where the sliders for the policy go, and the triangle for it: nowhere until it is unfolded.

    On the first page the model itself is the ring.
    """
    if "policy" in handout.at_hand():
        return dock, None
    folded = st.sidebar.expander("Starting policy", icon=":material/change_history:", key="policy", on_change="rerun")
    used = page in CONTROLS["p_yes"].pages and page != PAGES[0].name
    return folded, folded.container() if folded.open and used else None


def _use(key: str, page: str) -> dict[str, object]:
    """Whether a control can be moved on a page, and why not."""
    if reason := widgets.why_unused(CONTROLS[key], page):
        return {"disabled": True, "help": reason}
    return {}


def _button(label: str, icon: str, act: Callable[[], None], help_: str) -> None:
    st.button(label, icon=icon, on_click=act, help=help_)


def _shares(policy: "DeltaGenerator") -> None:
    """What the weights come to."""
    weights = [state.value(f"p_{own}") for own in USUAL]
    if total := sum(weights):
        shares = zip(state.names(), weights, strict=True)
        policy.caption(f"Scaled to sum to 1: {', '.join(f'{name} {weight / total:.3f}' for name, weight in shares)}.")
