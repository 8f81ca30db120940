"""How does the reader choose an experiment?  The shared controls; their state is the link.

Each widget's key is its name in the link, and its default comes from the preset.  So a preset fills in every
control, a link that names a preset needs to name only what differs from it, and a bad value in a link falls back.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from reinforce_viz.engine.estimators import ESTIMATORS
from reinforce_viz.engine.experiment import BATCH_SIZES, USUAL, Experiment
from reinforce_viz.engine.presets import PRESETS
from reinforce_viz.text.answer_names import LONGEST, chosen
from reinforce_viz.text.claims import presets
from reinforce_viz.ui import handout, heard, linked, live, session

LEARNING_RATES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
LARGEST_REWARD = 10.0
LARGEST_SEED = 9999.0
FIRST_PRESET = next(iter(PRESETS))
# This page is about b, whatever the baseline that the other pages show: it has the slider beside its dial.
ABOUT_B = "baselines"
# The parts of the frame that can be run alone.
B, SEED, HINT = "b_input", "seed_input", "hint"
CALLED_B = "baseline value b"  # by a link that shows few controls


def draw(page: str) -> None:
    """Draw the shared controls in the sidebar and note the experiment that they describe."""
    beside_the_dial = _b_is_beside_the_dial(page)
    if st.session_state.get("b_was_beside", beside_the_dial) != beside_the_dial and "b" in st.session_state:
        linked.incomplete()
    st.session_state["b_was_beside"] = beside_the_dial
    with handout.shared_controls() as place, st.sidebar:
        preset = PRESETS[
            place("preset").selectbox(
                "Start from", list(PRESETS), key="preset", bind="query-params", on_change=_fill_in
            )
        ]
        hint = st.container()
        controls = _main_controls(preset, page, place)
        with st.container(horizontal=True, gap="small"):
            st.button(
                "Replay", icon=":material/replay:", on_click=session.replay, help="Same seed, from the first draw"
            )
            st.button("New seed", icon=":material/casino:", on_click=new_seed, help="Other random draws")
            st.button("Defaults", icon=":material/restart_alt:", on_click=defaults, help="These controls as at first")
        rewards = handout.section("rewards", "Rewards", ":material/star:", place)
        policy = handout.section("policy", "Starting policy", ":material/change_history:", place)
        with handout.section("names", "Names of the answers", ":material/edit:", place):
            controls |= _names()
        names = chosen([controls[f"name_{name}"] for name in USUAL])[0]
        with rewards:
            controls |= _rewards(preset, names)
        with policy:
            controls |= _weights(preset, names)
    # What they describe, and what their widgets hold: one that is not drawn may hold something else.
    st.session_state["controls"] = controls, {key: st.session_state.get(key) for key in controls}
    session.note(*session.experiment_from(controls, preset))
    with hint:
        _hint()


@st.fragment(key=HINT)
def _hint() -> None:
    """What to look for in the preset, as long as it is true of what the controls have made of it."""
    if said := presets.hint(st.session_state["preset"], live.noted()):
        st.caption(said)


def settings(preset: Experiment) -> dict[str, Any]:
    """The value of every shared control, by key, that shows a preset."""
    return {
        "estimator": preset.estimator,
        "b": preset.b,
        "k": preset.k,
        "lr": preset.learning_rate,
        # A float: Streamlit turns a link's seed=1e999 into a whole number without looking, and raises.
        "seed": float(preset.seed),
        **{f"r_{name}": reward for name, reward in zip(USUAL, preset.rewards, strict=True)},
        **{f"p_{name}": round(prob, 3) for name, prob in zip(USUAL, preset.probs, strict=True)},
    }


def keys() -> set[str]:
    """What every control of the frame is called in the link."""
    return {"preset", "show", "present", *settings(PRESETS[FIRST_PRESET]), *(f"name_{own}" for own in USUAL)}


def _main_controls(preset: Experiment, page: str, place: handout.Place) -> dict[str, Any]:
    default = settings(preset)
    names = list(ESTIMATORS)
    estimator = place("baseline").selectbox(
        "Baseline",
        names,
        names.index(default["estimator"]),
        key="estimator",
        bind="query-params",
        on_change=_moved,
    )
    with place(CALLED_B):
        b = _b_input(default["b"], page)
    k = place("K").select_slider(
        "Batch size K", BATCH_SIZES, default["k"], key="k", bind="query-params", on_change=_moved
    )
    learning_rate = place("learning rate").select_slider(
        "Learning rate", LEARNING_RATES, default["lr"], key="lr", bind="query-params", on_change=_moved
    )
    with place("seed"):
        seed = _seed_input(default["seed"])
    return {"estimator": estimator, "b": b, "k": k, "lr": learning_rate, "seed": seed}


@st.fragment(key=SEED)
def _seed_input(default: float) -> float:
    return st.number_input(
        "Seed", 0.0, LARGEST_SEED, default, 1.0, "%.0f", key="seed", bind="query-params", on_change=_part_moved
    )


@st.fragment(key=B)
def _b_input(default: float, page: str) -> float:
    """The slider for b, where there is a use for it and no other."""
    if _b_is_beside_the_dial(page):
        return float(st.session_state.get("b", default))
    used = ESTIMATORS[st.session_state["estimator"]].uses_b
    b = _b_slider(default) if used or page == ABOUT_B or CALLED_B in handout.few() else default
    _note_b(b)
    return b


def _b_slider(default: float) -> float:
    b: float = st.slider(
        "Baseline value b",
        -LARGEST_REWARD,
        LARGEST_REWARD,
        default,
        0.1,
        key="b",
        bind="query-params",
        on_change=_part_moved,
    )
    return b


def _note_b(b: float) -> None:
    """Note what b is, unless nothing has been noted yet."""
    if "controls" in st.session_state:
        controls, held = st.session_state["controls"]
        st.session_state["controls"] = controls | {"b": b}, held | {"b": st.session_state.get("b")}
        session.note(replace(live.noted(), b=b), st.session_state["remarks"])


def b_beside() -> None:
    """On the page about b: draw the slider for b, unless the frame has drawn it, and note what it says."""
    context = get_script_run_ctx()
    if context is None or not _b_is_beside_the_dial(ABOUT_B):
        return
    # As a part of the frame, like the other pages' slider for b: a page's own would be another, and start afresh.
    with context.run_with_active_hash(context.pages_manager.main_script_hash):
        _note_b(_b_slider(PRESETS[st.session_state["preset"]].b))
    st.caption(
        "The dial below the picture is for the pointer. This slider is for the keyboard and the link, and says where "
        "the dial opens."
    )


def _b_is_beside_the_dial(page: str) -> bool:
    """Whether the page has the slider for b; if the link shows few controls, the frame knows where each belongs."""
    return page == ABOUT_B and not handout.few()


def _rewards(preset: Experiment, names: tuple[str, ...]) -> dict[str, float]:
    default = settings(preset)
    return {
        key: st.slider(
            f"Reward of {name}",
            -LARGEST_REWARD,
            LARGEST_REWARD,
            default[key],
            0.1,
            key=key,
            bind="query-params",
            on_change=_moved,
        )
        for name, own in zip(names, USUAL, strict=True)
        for key in [f"r_{own}"]
    }


def _weights(preset: Experiment, names: tuple[str, ...]) -> dict[str, float]:
    default = settings(preset)
    weights = {
        key: st.slider(f"Weight of {name}", 0.0, 1.0, default[key], 0.002, "%.3f", key=key, bind="query-params")
        for name, own in zip(names, USUAL, strict=True)
        for key in [f"p_{own}"]
    }
    total = sum(weights.values())
    if total > 0:
        shares = ", ".join(f"{name} {weight / total:.3f}" for name, weight in zip(names, weights.values(), strict=True))
        st.caption(f"Scaled to sum to 1: {shares}.")
    return weights


def _names() -> dict[str, str]:
    """Texts for what the answers are called.  A preset leaves them alone: they are the class's, not the example's."""
    return {
        key: st.text_input(f"Name for {own}", max_chars=LONGEST, placeholder=own, key=key, bind="query-params") or ""
        for own in USUAL
        for key in [f"name_{own}"]
    }


def _moved() -> None:
    """As a control moves that only the pictures show: have them follow, and leave the rest of the page as it is."""
    changed = _changed()
    if live.can_follow() and _noted(changed):
        live.follow(HINT, *([B, heard.KEY] if "estimator" in changed else []))


def _part_moved() -> None:
    _moved()
    st.rerun()  # the whole page: by itself, a control in a part of the frame runs no more than that part


def _changed() -> dict[str, Any]:
    """The controls of the frame that have changed since it was drawn, and what they hold now, if they are there.

    On the way to another page a control is taken away that the browser did not know of yet.
    """
    controls, held = st.session_state["controls"]
    return {key: now for key in controls if (now := st.session_state.get(key)) != held.get(key)}


def _noted(changed: dict[str, Any]) -> bool:
    """Whether no more than the pictures show the change of a control; if so, note the experiment that it describes."""
    controls, held = st.session_state["controls"]
    # A busy server may hear two at once: the whole page settles what both come to.
    if len(changed) != 1:
        return False
    ((key, value),) = changed.items()
    if not _is_a_move(key, value):
        return False
    experiment, remarks = session.experiment_from(controls | changed, live.noted())
    # These stand at the head of the page, so that has to follow too.
    if remarks or st.session_state["remarks"]:
        return False
    st.session_state["controls"] = controls | changed, held | changed
    session.note(experiment, remarks)
    return True


def _is_a_move(key: str, now: Any) -> bool:
    """Whether only the pictures show this change of a control, and the control has the value that it changes to.

    A callback is given what was sent; only the control itself holds it against its range.
    """
    if key == "k":
        return now in BATCH_SIZES
    if key == "lr":
        return now in LEARNING_RATES
    if key == "estimator":
        return now in ESTIMATORS
    if key == "seed":
        return isinstance(now, float) and 0 <= now <= LARGEST_SEED
    return (key == "b" or key.startswith("r_")) and isinstance(now, float) and abs(now) <= LARGEST_REWARD


def _set(values: Mapping[str, Any]) -> None:
    for key, value in values.items():
        st.session_state[key] = value


def _fill_in() -> None:
    # A callback is given what was sent; only the select box itself holds it against its options.
    if preset := PRESETS.get(st.session_state["preset"]):
        _set(settings(preset))


def defaults() -> None:
    """Put every shared control, and the draws, back to how they were at first."""
    _set({"preset": FIRST_PRESET} | settings(PRESETS[FIRST_PRESET]) | {f"name_{own}": "" for own in USUAL})
    session.replay()


def new_seed() -> None:
    """Go on to the next seed."""
    seed = (st.session_state.get("seed", 0.0) + 1) % (LARGEST_SEED + 1)
    sliders_stay = session.sliders_at_first_draw()
    session.replay()
    only_pictures = sliders_stay and live.can_follow() and _noted(_changed() | {"seed": seed})
    st.session_state["seed"] = seed
    if only_pictures:
        live.follow(SEED, heard.KEY)
