"""How does the reader choose an experiment?  The shared controls; their state is the link.

Each widget's key is its name in the link, and its default comes from the preset.  So a preset fills in every
control, a link that names a preset needs to name only what differs from it, and a bad value in a link falls back.
"""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from reinforce_viz.estimators import ESTIMATORS
from reinforce_viz.experiment import BATCH_SIZES, PRESETS, Preset
from reinforce_viz.figures.theme import RESPONSES
from reinforce_viz.ui import session

LEARNING_RATES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
LARGEST_REWARD = 10.0
LARGEST_SEED = 9999.0
FIRST_PRESET = next(iter(PRESETS))
# This page is about b, whatever the baseline that the other pages show.
ALWAYS_SHOWS_B = "baselines"


def draw(page: str) -> None:
    """Draw the shared controls in the sidebar and note the experiment that they describe."""
    with st.sidebar:
        preset = PRESETS[
            st.selectbox("Start from", list(PRESETS), key="preset", bind="query-params", on_change=_fill_in)
        ]
        st.caption(preset.look_for)
        controls = _main_controls(preset, page)
        with st.container(horizontal=True, gap="small"):
            st.button(
                "Replay", icon=":material/replay:", on_click=session.replay, help="Same seed, from the first draw"
            )
            st.button("New seed", icon=":material/casino:", on_click=_new_seed, help="Other random draws")
            st.button("Defaults", icon=":material/restart_alt:", on_click=_defaults, help="These controls as at first")
        with st.expander("Rewards", icon=":material/star:"):
            controls |= _rewards(preset)
        with st.expander("Starting policy", icon=":material/change_history:"):
            controls |= _weights(preset)
    session.note(*session.experiment_from(controls, preset))


def settings(preset: Preset) -> dict[str, Any]:
    """The value of every shared control, by key, that shows a preset."""
    return {
        "estimator": preset.estimator,
        "b": preset.b,
        "k": preset.k,
        "lr": preset.learning_rate,
        # A float: Streamlit turns a link's seed=1e999 into a whole number without looking, and raises.
        "seed": float(preset.seed),
        **{f"r_{name}": reward for name, reward in zip(RESPONSES, preset.rewards, strict=True)},
        **{f"p_{name}": round(prob, 3) for name, prob in zip(RESPONSES, preset.probs, strict=True)},
    }


def _main_controls(preset: Preset, page: str) -> dict[str, Any]:
    default = settings(preset)
    names = list(ESTIMATORS)
    estimator = st.selectbox("Baseline", names, names.index(default["estimator"]), key="estimator", bind="query-params")
    b = default["b"]
    if ESTIMATORS[estimator].uses_b or page == ALWAYS_SHOWS_B:
        b = st.slider("Baseline value b", -LARGEST_REWARD, LARGEST_REWARD, b, 0.1, key="b", bind="query-params")
    return {
        "estimator": estimator,
        "b": b,
        "k": st.select_slider("Batch size K", BATCH_SIZES, default["k"], key="k", bind="query-params"),
        "lr": st.select_slider("Learning rate", LEARNING_RATES, default["lr"], key="lr", bind="query-params"),
        "seed": st.number_input(
            "Seed", 0.0, LARGEST_SEED, default["seed"], 1.0, "%.0f", key="seed", bind="query-params"
        ),
    }


def _rewards(preset: Preset) -> dict[str, float]:
    default = settings(preset)
    return {
        key: st.slider(
            f"Reward of {name}", -LARGEST_REWARD, LARGEST_REWARD, default[key], 0.1, key=key, bind="query-params"
        )
        for name in RESPONSES
        for key in [f"r_{name}"]
    }


def _weights(preset: Preset) -> dict[str, float]:
    default = settings(preset)
    weights = {
        key: st.slider(f"Weight of {name}", 0.0, 1.0, default[key], 0.002, "%.3f", key=key, bind="query-params")
        for name in RESPONSES
        for key in [f"p_{name}"]
    }
    total = sum(weights.values())
    if total > 0:
        shares = ", ".join(f"{name} {weights[f'p_{name}'] / total:.3f}" for name in RESPONSES)
        st.caption(f"Scaled to sum to 1: {shares}.")
    return weights


def _set(values: Mapping[str, Any]) -> None:
    for key, value in values.items():
        st.session_state[key] = value


def _fill_in() -> None:
    _set(settings(PRESETS[st.session_state["preset"]]))


def _defaults() -> None:
    _set({"preset": FIRST_PRESET} | settings(PRESETS[FIRST_PRESET]))
    session.replay()


def _new_seed() -> None:
    st.session_state["seed"] = (st.session_state.get("seed", 0.0) + 1) % (LARGEST_SEED + 1)
    session.replay()
