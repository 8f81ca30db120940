"""Which experiment is the reader looking at, and how does a page begin?"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import streamlit as st

from reinforce_viz.engine.estimators import ESTIMATORS
from reinforce_viz.engine.experiment import USUAL, Experiment
from reinforce_viz.text.answer_names import chosen
from reinforce_viz.text.glossary import explain
from reinforce_viz.ui import handout, heard, live, presenter, take_home
from reinforce_viz.ui.cache import most_runs
from reinforce_viz.ui.kept import come_back, forget
from reinforce_viz.ui.navigation import PAGES, navigation
from reinforce_viz.ui.share import share

LAST_DRAW = 9999
DRAW_NUMBER = re.compile("[0-9]{1,4}")


@contextmanager
def framed() -> Iterator[None]:
    """Say, while a page runs, that the frame has been drawn around it."""
    st.session_state["framed"] = True
    try:
        come_back()
        yield
    finally:
        st.session_state["framed"] = False


def current() -> Experiment:
    """The experiment that the sidebar describes, once the frame has been drawn."""
    if not st.session_state.get("framed"):
        # The first visitor of a new process who arrives at a page's own link: Streamlit has not seen the list of
        # pages yet and runs the page's script alone.  Once the list is declared, run again, with the frame.
        navigation()
        st.rerun()
    return live.noted()


def open_page(name: str, lead: str, symbols: list[str]) -> None:
    """Head a page with its question, a lead and the meaning of its symbols, and what must be said of the controls."""
    current()
    take_home.forget()
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="head"):
        question = next(page.question for page in PAGES if page.name == name)
        # With few controls the picture comes first; what there is to read is behind a question mark.
        help_ = f"{lead}\n\n{explain(symbols)}" if handout.few() else None
        st.title(question, anchor=False, width="content", help=help_)
        share(name)
        handout.way_back()
    if not (presenter.on() or handout.few()):
        st.markdown(lead, help=explain(symbols))
    for remark in st.session_state["remarks"]:
        st.warning(remark, icon=":material/info:")


def beside_it(experiment: Experiment, name: str) -> Experiment:
    """The experiment with another estimator, for a picture beside its own; says so if that needs another K."""
    other, remarks = with_estimator(experiment, name)
    for remark in remarks:
        st.warning(remark, icon=":material/info:")
    return other


def affordable(experiment: Experiment) -> Experiment:
    """The experiment with no more runs than are computed at once; says so if these are fewer."""
    most = most_runs(experiment)
    if experiment.runs <= most:
        return experiment
    st.warning(
        f"{experiment.runs:,} runs of {experiment.steps:,} steps with K = {experiment.k} would keep others waiting: "
        f"here are {most:,} of them. Lower K or the number of steps to see more.",
        icon=":material/info:",
    )
    return replace(experiment, runs=most)


def note(experiment: Experiment, remarks: list[str]) -> None:
    """Keep the experiment, and what must be said about it, for the page."""
    st.session_state["experiment"] = experiment
    st.session_state["remarks"] = remarks


def draws() -> int:
    """How often the reader has drawn again from the current seed; the link knows."""
    text = st.query_params.get("draw", "")
    return int(text) if DRAW_NUMBER.fullmatch(text) else 0


def draw_again() -> None:
    """Take the next draw of the current seed, which only the pictures show."""
    heard.put("draw", str((draws() + 1) % (LAST_DRAW + 1)))
    if live.can_follow():
        live.follow(heard.KEY)


def sliders_at_first_draw() -> bool:
    """Whether `replay` would move no slider; what else it changes, only the pictures show."""
    return not (st.session_state.get("draws") or st.session_state.get("drawn"))


def replay() -> None:
    """Back to the first draw of the current seed, and to before the first one drawn by hand."""
    heard.put("draw", "")
    heard.put("taught", "")
    st.session_state["draws"] = 0.0
    st.session_state["drawn"] = 0.0
    forget("draws", "drawn")


def experiment_from(controls: Mapping[str, Any], fallback: Experiment) -> tuple[Experiment, list[str]]:
    """The nearest experiment to the controls, and a sentence for each thing that could not be taken as it is."""
    # Whatever the answers are called, their controls keep the usual words as keys.
    names, remarks = chosen([controls.get(f"name_{name}") or "" for name in USUAL])
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
            names=names,
        )
    except (ValueError, OverflowError) as error:
        return replace(fallback, names=names), [*remarks, f"{error} The preset is shown instead."]
    experiment, remark = with_estimator(experiment, controls["estimator"])
    return experiment, remarks + remark


def with_estimator(experiment: Experiment, name: str) -> tuple[Experiment, list[str]]:
    """The experiment with another estimator, at the nearest K that it can have, and a sentence if that is another K."""
    smallest = ESTIMATORS[name].smallest_k
    if experiment.k >= smallest:
        return replace(experiment, estimator=name), []
    remark = (
        f"The {name} baseline compares each answer with the others of its batch, so at K = {experiment.k} it is not "
        f"defined. It is shown at K = {smallest}: raise K, or choose another baseline."
    )
    return replace(experiment, estimator=name, k=smallest), [remark]
