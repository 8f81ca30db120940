"""The shared controls, in the sidebar or where the link wants them."""

import streamlit as st

from reinforce_viz.engine.experiment import USUAL, Experiment
from reinforce_viz.text.claims import presets
from reinforce_viz.ui import handout, state, widgets
from reinforce_viz.ui.controls import CONTROLS
from reinforce_viz.ui.live import live

BESIDE_THE_DIAL = (
    "The dial below the picture is for the pointer. This slider is for the keyboard and the link, and says where the "
    "dial opens."
)


def draw(page: str) -> None:
    """Draw the shared controls; what the page has no use for is there, but cannot be moved."""
    with handout.shared_controls() as place, st.sidebar:
        widgets.select("preset", place("preset"), on_change=state.fill_in, **_use("preset", page))
        hint = st.container()
        widgets.select("estimator", place("baseline"), **_use("estimator", page))
        widgets.slider("b", place("baseline value b"), **_use("b", page))
        widgets.scale("k", place("K"), **_use("k", page))
        widgets.scale("lr", place("learning rate"), **_use("lr", page))
        widgets.number("seed", place("seed"), **_use("seed", page))
        with st.container(horizontal=True, gap="small"):
            st.button("Replay", icon=":material/replay:", on_click=state.replay, help="Same seed, from the first draw")
            st.button("New seed", icon=":material/casino:", on_click=state.new_seed, help="Other random draws")
            st.button(
                "Defaults", icon=":material/restart_alt:", on_click=state.defaults, help="These controls as at first"
            )
        rewards = handout.section("rewards", "Rewards", ":material/star:", place)
        policy = handout.section("policy", "Starting policy", ":material/change_history:", place)
        names = handout.section("names", "Names of the answers", ":material/edit:", place)
        for own in USUAL:
            # A preset leaves the names alone: they are the class's, not the example's.
            widgets.text(f"name_{own}", names, placeholder=own, **_use(f"name_{own}", page))
        for own in USUAL:
            widgets.slider(f"r_{own}", rewards, **_use(f"r_{own}", page))
            widgets.slider(f"p_{own}", policy, format="%.3f", **_use(f"p_{own}", page))
        _shares(policy)
        with hint:
            live(_hint)  # after the controls, which it reads


def _use(key: str, page: str) -> dict[str, object]:
    """Whether a control can be moved on a page, and why not."""
    if reason := widgets.why_unused(CONTROLS[key], page):
        return {"disabled": True, "help": reason}
    return {"help": BESIDE_THE_DIAL} if (key, page) == ("b", widgets.ABOUT_B) else {}


def _hint(experiment: Experiment) -> None:
    """What to look for in the preset, as long as it is true of what the controls have made of it."""
    if said := presets.hint(state.value("preset"), experiment):
        st.caption(said)


def _shares(policy: "st.delta_generator.DeltaGenerator") -> None:
    """What the weights come to."""
    weights = [state.value(f"p_{own}") for own in USUAL]
    if total := sum(weights):
        shares = zip(state.names(), weights, strict=True)
        policy.caption(f"Scaled to sum to 1: {', '.join(f'{name} {weight / total:.3f}' for name, weight in shares)}.")
