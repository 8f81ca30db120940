"""The triangle of policies, in which the reader drags the model, draws for it, and sees what the next draw could do.

On two pages it is smaller: without the buttons that draw, and under Set up without what the next draw could do.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st

from reinforce_viz.engine.estimators import ESTIMATORS, baseline
from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.policy import Array
from reinforce_viz.engine.summary import DECIDED
from reinforce_viz.figures.style.theme import COLOURS, CURRENT, DARK, DOWN, LIGHT
from reinforce_viz.lessons.single_push import single_rule
from reinforce_viz.lessons.start import uniforms
from reinforce_viz.lessons.teaching import LESSONS
from reinforce_viz.text.format import number
from reinforce_viz.text.readings.policy_triangle import WATCH
from reinforce_viz.ui.browser_code import read

# Not built and not imported by the browser: put together, the arithmetic first, so that a test can have it alone.
SCRIPTS = ("policy_arithmetic.js", "policy_picture.js", "policy_triangle.js")


_component = st.components.v2.component(
    "policy_triangle", html=read("policy_triangle.html"), css=read("policy_triangle.css"), js=read(*SCRIPTS)
)


@dataclass(frozen=True, eq=False)
class Lens:
    """What the next draw could do, after a step that the model has made."""

    after: Array | None  # [A], the policy after the step; None where it is not shown
    average: bool  # whether the lens shows the average of the pushes, and which half is downhill


def policy_triangle(
    key: str,
    experiment: Experiment,
    *,
    draws: int,
    said: str,
    tally: str,
    ghosts: list[Array],
    average: bool,
    on_change: Callable[[], None],
) -> None:
    """Show the model, and tell `on_change` whenever the reader has moved it; `model` says where.

    Args:
        key: of the component.
        draws: how often has been drawn for it, from 0 to LESSONS.
        said: a sentence on the last draw.
        tally: a sentence on the models before it.
        ghosts: paths [T, A] of other models, shown once before the reader touches anything.
        average: whether the lens shows the average of the pushes, and which half is downhill.
        on_change: called without arguments.
    """
    data = _setting(key, experiment) | {
        "shows": "by-hand",
        "label": "The model",
        "uniforms": uniforms(experiment.seed, LESSONS).tolist(),
        "draws": draws,
        "said": said,
        "tally": tally,
        "watch": WATCH,
        "ghosts": [{"path": path.tolist(), "answer": int(path[-1].argmax())} for path in ghosts],
        "average": average,
    }
    _component(key=key, data=data, on_model_change=on_change)


def ring(
    key: str, experiment: Experiment, label: str, on_change: Callable[[Sequence[float]], None], lens: Lens | None = None
) -> None:
    """Show a policy as a ring, and tell `on_change` the weights of the answers where the reader has let go of it.

    Args:
        key: of the component.
        experiment: whose policy it is.
        label: what the ring is called.
        on_change: takes the weights, which sum to 1.
        lens: what is beside the triangle; None for the triangle alone.
    """
    shown = {"shows": "beside" if lens else "alone", "label": label, "average": bool(lens and lens.average)}
    still = {"uniforms": [], "draws": 0, "said": "", "tally": "", "ghosts": []}
    path = {"path": [lens.after.tolist()]} if lens and lens.after is not None else {}
    data = _setting(key, experiment) | still | shown | path
    _component(key=key, data=data, on_model_change=partial(_let_go, key, on_change))


def _let_go(key: str, on_change: Callable[[Sequence[float]], None]) -> None:
    if start := _last_model(key).get("start"):
        on_change([n / 1000 for n in start])


def _setting(key: str, experiment: Experiment) -> dict[str, Any]:
    """What the triangle is told wherever it is shown."""
    return {
        "start": experiment.probs,
        "path": [],
        "rewards": experiment.rewards,
        "names": experiment.answers,
        "earns": [number(reward) for reward in experiment.rewards],
        "baseline": baseline_for_browser(experiment),
        "learningRate": experiment.learning_rate,
        "decided": DECIDED,
        "seed": experiment.seed,
        "marks": COLOURS,
        # The browser takes the one for its theme, which may change without Python.
        "inks": [f"light-dark({light}, {dark})" for light, dark in zip(LIGHT.answers, DARK.answers, strict=True)],
        "accent": CURRENT,
        "down": DOWN,
        "turn": _last_model(key).get("turn", 0),
    }


def _last_model(key: str) -> dict[str, Any]:
    """The model as the browser has sent it last."""
    model = st.session_state.get(key, {}).get("model")
    return model if isinstance(model, dict) else {}


def baseline_for_browser(experiment: Experiment) -> dict[str, Any]:
    """What is subtracted from a reward: a number b, and with it the mean of the rewards under some weights."""
    name = single_rule(experiment.estimator)
    entry = ESTIMATORS[name]
    mean = {"expected reward": "policy", "optimal": "optimal", "optimal plus b": "optimal"}.get(name, "none")
    b = baseline(name, experiment.probs, experiment.rewards, experiment.b) if mean == "none" else experiment.b
    return {"mean": mean, "b": b if mean == "none" or entry.uses_b else 0.0, "decay": entry.decay}
