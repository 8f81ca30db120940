"""What the controls say: the current experiment, and the values of a page's own controls.

The experiment is a function of the controls.  Nothing else is remembered of it, and no callback works out what has
changed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from reinforce_viz.engine.estimators import ESTIMATORS
from reinforce_viz.engine.experiment import USUAL, Experiment
from reinforce_viz.engine.presets import PRESETS
from reinforce_viz.text.answer_names import chosen
from reinforce_viz.ui import scenes
from reinforce_viz.ui.controls import CONTROLS, FIRST_PRESET, SHARED

PAGE = "page_shown"
# What no control shows, so that the link alone says it, and what the session last knew of each.
LINK_ALONE = ("draw", "taught", "run")
KNOWN = "known_of_{}"


def value(key: str) -> Any:
    """What a control says; its default where it has not been drawn yet, or cannot have what a browser has sent.

    Args:
        key: of a control.
    """
    held = st.session_state.get(key)
    return held if CONTROLS[key].accepts(held) else default(key)


def default(key: str) -> Any:
    """What a control says where neither the link nor the reader says otherwise.

    Args:
        key: of a control.
    """
    control = CONTROLS[key]
    return control.default if key == "preset" else settings_on(page(), value("preset")).get(key, control.default)


def page() -> str:
    """The page that is shown, by its file's name."""
    name: str = st.session_state.get(PAGE, "")
    return name


def settings_on(page: str, preset: str) -> dict[str, Any]:
    """The value at first of every control that a preset or a page's opening scene fills in, by key.

    Args:
        page: the name of one.
        preset: of an entry in PRESETS.
    """
    return settings_of(preset) | scenes.opening(page, preset)


def settings_of(preset: str) -> dict[str, Any]:
    """The value of every control that a preset fills in, by key.

    Args:
        preset: of an entry in PRESETS.
    """
    shown = PRESETS[preset]
    return {
        "estimator": shown.estimator,
        "b": shown.b,
        "k": shown.k,
        "lr": shown.learning_rate,
        "seed": float(shown.seed),
        **{f"r_{name}": reward for name, reward in zip(USUAL, shown.rewards, strict=True)},
        **{f"p_{name}": round(prob, 3) for name, prob in zip(USUAL, shown.probs, strict=True)},
    }


def current() -> Experiment:
    """The experiment that the controls describe."""
    return described()[0]


def described() -> tuple[Experiment, list[str]]:
    """The nearest experiment to the controls, and a sentence for each thing that could not be taken as it is."""
    return experiment_from({row.key: value(row.key) for row in SHARED}, PRESETS[value("preset")])


def names() -> tuple[str, ...]:
    """What the answers are called, as it is put into labels."""
    return chosen([value(f"name_{own}") for own in USUAL])[0]


def experiment_from(controls: Mapping[str, Any], fallback: Experiment) -> tuple[Experiment, list[str]]:
    """The nearest experiment to values of the controls, and a sentence for each that could not be taken as it is.

    Args:
        controls: values of the shared controls, by key.
        fallback: what is taken where they describe no experiment.
    """
    # Whatever the answers are called, their controls keep the usual words as keys.
    called, remarks = chosen([controls.get(f"name_{name}") or "" for name in USUAL])
    weights = [float(controls[f"p_{name}"]) for name in USUAL]
    probs = fallback.probs
    if sum(weights) > 0:
        probs = tuple(weight / sum(weights) for weight in weights)
    else:
        remarks.append("At least one answer needs a weight above 0. Until then the preset's policy is used.")
    try:
        experiment = Experiment(
            probs=probs,
            rewards=tuple(float(controls[f"r_{name}"]) for name in USUAL),
            b=float(controls["b"]),
            k=int(controls["k"]),
            learning_rate=float(controls["lr"]),
            seed=int(controls["seed"]),
            names=called,
        )
    except (ValueError, OverflowError) as error:
        return replace(fallback, names=called), [*remarks, f"{error} The preset is shown instead."]
    experiment, remark = with_estimator(experiment, controls["estimator"])
    return experiment, remarks + remark


def with_estimator(experiment: Experiment, name: str) -> tuple[Experiment, list[str]]:
    """The experiment with another estimator, at the nearest K that it can have, and a sentence if that is another K.

    Args:
        experiment: any.
        name: of an entry in ESTIMATORS.
    """
    smallest = ESTIMATORS[name].smallest_k
    if experiment.k >= smallest:
        return replace(experiment, estimator=name), []
    remark = (
        f"The {name} baseline compares each answer with the others of its batch, so at K = {experiment.k} it is not "
        f"defined. It is shown at K = {smallest}: raise K, or choose another baseline."
    )
    return replace(experiment, estimator=name, k=smallest), [remark]


def start_from(weights: Sequence[float]) -> None:
    """Set the starting policy.

    Args:
        weights: [A], of the answers, from 0 to 1.
    """
    _set({f"p_{own}": weight for own, weight in zip(USUAL, weights, strict=True)})


def fill_in() -> None:
    """Set every control that the chosen preset has a value for."""
    _set(settings_on(page(), value("preset")))


def begin(name: str) -> None:
    """As a page is drawn, before its controls: note which it is, and what its link alone says.

    A control that says what it said at first on the page before says what it says at first on this one.

    Args:
        name: of the page.
    """
    before, preset = page(), value("preset")
    st.session_state[PAGE] = name
    for key in LINK_ALONE:
        st.session_state[KNOWN.format(key)] = st.query_params.get(key, "")
    if before in ("", name):
        return
    left, entered = settings_on(before, preset), settings_on(name, preset)
    differ = {key for key in {*left, *entered} if left.get(key) != entered.get(key)}
    _set({key: default(key) for key in differ if key in left and st.session_state.get(key) == left[key]})


def show(scene: Mapping[str, Any]) -> None:
    """Set the controls to a scene.

    Args:
        scene: values of controls by key, with the preset among them.
    """
    _set(settings_of(scene["preset"]) | dict(scene))


def first_example() -> None:
    """Set the controls to the first example, as the page opens on it."""
    show({"preset": FIRST_PRESET} | settings_on(page(), FIRST_PRESET))


def defaults() -> None:
    """Put every shared control, and the draws, back to how they were at first."""
    _set({"preset": FIRST_PRESET} | settings_on(page(), FIRST_PRESET) | {f"name_{own}": "" for own in USUAL})
    replay()


def new_seed() -> None:
    """Go on to the next seed, and to its first draw."""
    st.session_state["seed"] = (value("seed") + 1) % (CONTROLS["seed"].high + 1)
    replay()


def write_link(key: str, text: str) -> None:
    """Have the link say what it alone says.

    Args:
        key: one of LINK_ALONE.
        text: what it says; empty if it is to say nothing.
    """
    st.session_state[KNOWN.format(key)] = text
    if text:
        st.query_params[key] = text
    else:
        st.query_params.pop(key, None)


def keep_link() -> None:
    """As a control moves: have the link say again what was written into it, if the browser had not heard of that yet.

    Its message brings a link without it.  And what was written came to the browser with a link in which the control
    had not moved yet.
    """
    for key in LINK_ALONE:
        known = st.session_state.get(KNOWN.format(key), "")
        if known != st.query_params.get(key, ""):
            write_link(key, known)


def in_link(key: str) -> int:
    """A number that the link alone holds; 0 if it does not say.

    Args:
        key: of a control that is a number.
    """
    try:
        return int(CONTROLS[key].read(st.query_params.get(key, ""), {}, {}))
    except ValueError:
        return 0


def draws() -> int:
    """How often the reader has drawn again from the current seed."""
    return in_link("draw")


def replay() -> None:
    """Back to the first draw of the current seed, and to before the first one drawn by hand."""
    for key in ("draw", "taught"):
        write_link(key, "")
    _set({"draws": 0.0, "drawn": 0.0})


def _set(values: Mapping[str, Any]) -> None:
    for key, one in values.items():
        st.session_state[key] = one
