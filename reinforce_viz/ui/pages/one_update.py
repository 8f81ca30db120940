"""Where in the walk is the reader?  The stage of an update, and the run that led to it.

The link names the run by the baselines that its updates were made with (`run=none~3_constant~4.5~2`): with the seed
and the other controls that is enough to make it again.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

import streamlit as st

from reinforce_viz.engine.estimators import ESTIMATORS
from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.lessons.one_update import LONGEST_RUN, MOST_DRAWS, MadeWith
from reinforce_viz.ui.heard import put
from reinforce_viz.ui.kept import kept
from reinforce_viz.ui.sidebar import LARGEST_REWARD

STAGES = ("Sample", "Score", "Gradient", "Update")
SEVERAL = re.compile(r"([^~]+)(?:~(-?[0-9]{1,2}(?:\.[0-9]{1,2})?))?~([0-9]{1,2})")

Run = tuple[MadeWith, ...]


def under_glass(experiment: Experiment) -> Experiment:
    """The experiment with no more draws than can be told apart; says so if they were more."""
    if experiment.k > MOST_DRAWS:
        st.caption(f"This page shows every draw, so K is cut to {MOST_DRAWS} here, from {experiment.k}.")
    return replace(experiment, k=min(experiment.k, MOST_DRAWS))


def stages(run: Run, now: MadeWith) -> tuple[str, int]:
    """The four stages with buttons and arrow keys for forward and back, and a way to scrub through the run.

    Returns the stage, and how many of the run's updates come before the one that is shown.
    """
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        walking = st.container(horizontal=True, vertical_alignment="bottom", width="content")
        step = _scrub(run)
    with walking, kept("stage"):
        stage = st.segmented_control(
            f"Update {step + 1}", STAGES, default=STAGES[0], required=True, key="stage", bind="query-params"
        )
        # A link can empty even a choice that is required.
        stage = stage or STAGES[0]
        at = STAGES.index(stage)
        back = (STAGES[at - 1], step) if at else (STAGES[-1], step - 1)
        st.button("Back", key="back", shortcut="Left", on_click=_go, args=back, disabled=back[1] < 0)
        if at + 1 < len(STAGES):
            st.button(
                "Next",
                key="next",
                shortcut="Right",
                type="primary",
                on_click=_go,
                args=[STAGES[at + 1], step],
                help="The arrow keys walk too, except while a control that uses them itself has the focus",
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


def run_so_far() -> Run:
    """The run that the link names, none if it cannot be read; on return from another page the run of the last visit."""
    # A visit to another page empties the link, and forgets the buttons of this one.
    just_come = "back" not in st.session_state
    text = st.query_params.get("run", st.session_state.get("run", "") if just_come else "")
    run = read(text)
    _note(run)
    return run


def read(text: str) -> Run:
    """The run that a link's text names; an empty one if the text is no run."""
    run: list[MadeWith] = []
    for part in text.split("_"):
        match = SEVERAL.fullmatch(part)
        if not match or match[1] not in ESTIMATORS or abs(float(match[2] or 0)) > LARGEST_REWARD:
            return ()
        run += [made_with(match[1], float(match[2] or 0))] * int(match[3])
        if len(run) > LONGEST_RUN:  # said at once: a link may hold megabytes
            return ()
    return tuple(run)


def written(run: Sequence[MadeWith]) -> str:
    """A run as the text of a link."""
    several = ((made, len(list(same))) for made, same in groupby(run))
    return "_".join(
        f"{made.estimator}{f'~{made.b:g}' if ESTIMATORS[made.estimator].uses_b else ''}~{n}" for made, n in several
    )


def made_with(estimator: str, b: float) -> MadeWith:
    """The baseline of an update, without a b where it has no use for one."""
    return MadeWith(estimator, b if ESTIMATORS[estimator].uses_b else 0.0)


def _scrub(run: Run) -> int:
    """How many of the run's updates come before the one that is shown; a control for that once there are any."""
    if not run:
        return 0
    step = st.slider("Updates made", 0, len(run), len(run), key="step", bind="query-params", width=200)
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
    text = st.session_state["run"] = written(run)
    put("run", text)
