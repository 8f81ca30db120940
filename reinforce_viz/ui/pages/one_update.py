"""The walk through an update: its stage, and the run of updates that led to it."""

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import quote

import streamlit as st

from reinforce_viz.engine.estimators import ESTIMATORS
from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.figures import one_update as figures
from reinforce_viz.lessons.one_update import LONGEST_RUN, MOST_DRAWS, MadeWith, Update
from reinforce_viz.text.readings import one_update_step as of_step
from reinforce_viz.ui.controls import CONTROLS, STAGES
from reinforce_viz.ui.policy_triangle import Lens, ring
from reinforce_viz.ui.run_link import Run, read_run, write_run
from reinforce_viz.ui.state import start_from, write_link
from reinforce_viz.ui.widgets import redraw_page, segments


def under_glass(experiment: Experiment) -> Experiment:
    """The experiment with no more draws than can be told apart; says so if they were more."""
    if experiment.k > MOST_DRAWS:
        st.caption(f"This page shows every draw, so K is limited to {MOST_DRAWS} here. You chose {experiment.k}.")
    return replace(experiment, k=min(experiment.k, MOST_DRAWS))


def stages(run: Run, now: MadeWith) -> tuple[str, int]:
    """The four stages with buttons and arrow keys for forward and back, and a way to scrub through the run.

    Args:
        run: the updates before this one.
        now: what this one is made with, which "Continue from here" adds to the run.

    Returns:
        The stage, and how many of the run's updates come before the one that is shown.
    """
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="walk"):
        walking = st.container(horizontal=True, vertical_alignment="center", gap="small", width="content")
        step = _scrub(run)
    with walking:
        stage = segments("stage", label=f"Update {step + 1}", label_visibility="collapsed", on_change=None)
        at = STAGES.index(stage)
        back = (STAGES[at - 1], step) if at else (STAGES[-1], step - 1)
        st.button("Previous stage", key="back", shortcut="Left", on_click=_go, args=back, disabled=back[1] < 0)
        if at + 1 < len(STAGES):
            st.button(
                "Next stage",
                key="next",
                shortcut="Right",
                type="primary",
                on_click=_go,
                args=[STAGES[at + 1], step],
                help="You can also use the arrow keys ← and →.",
            )
        else:
            st.button(
                "Continue from here",
                key="continue",
                shortcut="Right",
                type="primary",
                on_click=_continue,
                args=[(*run[:step], now)],
                disabled=step >= LONGEST_RUN,
                help="Makes the new policy the current one, and draws again",
            )
    return stage, step


def picture_the_stages(update: Update, *, hidden: bool) -> None:
    """Put a small picture of each stage on its button.

    Args:
        update: whose stages they are.
        hidden: whether the step is not to be seen, because the reader has not guessed yet.
    """
    rules = [
        f".st-key-stage [role=radio]:nth-child({place}) {{ background-image: url('data:image/svg+xml,{quote(svg)}') }}"
        for place, svg in enumerate(figures.stage_pictures(update, hidden=hidden), 1)
    ]
    st.html(f"<style>{' '.join(rules)}</style>")


def next_draw(experiment: Experiment, update: Update, *, hidden: bool) -> None:
    """The model as a ring where the step has led, and what the next draw could do to it.

    Args:
        experiment: its rewards and its baseline.
        update: the step.
        hidden: whether the step is not to be seen, because the reader has not guessed yet.
    """
    entry, e = ESTIMATORS[experiment.estimator], experiment
    mean, was = float(update.reward.mean()), float(update.baseline[0])
    b = e.b if entry.decay == 1 else entry.next_b(was, mean)
    st.markdown(of_step.next_draw(e.estimator, hidden=hidden))
    ring(
        "step_triangle",
        replace(e, probs=tuple(update.before.tolist()), b=b),
        "The model",
        _start_elsewhere,
        Lens(None if hidden else update.after, average=not hidden),
    )


def _start_elsewhere(weights: Sequence[float]) -> None:
    """Take the first update from another policy."""
    start_from(weights)
    _go(STAGES[-1], 0)
    _note(())
    redraw_page()


def run_so_far() -> Run:
    """The run that the link names, none if it cannot be read; on return from another page the run of the last visit."""
    # A visit to another page empties the link, and forgets the buttons of this one.
    just_come = "back" not in st.session_state
    text = st.query_params.get("run", st.session_state.get("run", "") if just_come else "")
    try:
        run = read_run(text)
    except ValueError:
        run = ()
    _note(run)
    return run


def _scrub(run: Run) -> int:
    """How many of the run's updates come before the one that is shown; a control for that once there are any."""
    if not run:
        return 0
    step = st.slider(CONTROLS["step"].label, 0, len(run), len(run), key="step", bind="query-params", width=160)
    st.button("Start over", key="start_over", on_click=_continue, args=[()])
    return int(step)


def _go(stage: str, step: int) -> None:
    st.session_state["stage"] = stage
    st.session_state["step"] = step


def _continue(run: Run) -> None:
    """Take the run as it is now, and go to its end."""
    _go(STAGES[0], len(run))
    _note(run)


def _note(run: Run) -> None:
    """Keep a run in the link, and where it outlasts a visit to another page."""
    text = st.session_state["run"] = write_run(run)
    if text != st.query_params.get("run", ""):
        write_link("run", text)
