"""The draw that the reader picks, worked out as far as the walk has come."""

import streamlit as st

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.figures.style.theme import COLOURS
from reinforce_viz.lessons.one_update import Update
from reinforce_viz.text import one_update_latex as paper
from reinforce_viz.text.answer_names import bold
from reinforce_viz.text.format import number
from reinforce_viz.text.readings import one_update as readings
from reinforce_viz.ui.chart import table, wide_table
from reinforce_viz.ui.controls import CONTROLS, STAGES


def pick_a_draw(update: Update) -> int:
    """Let the reader pick one of the draws; returns its number, from 1.

    Args:
        update: the one that is shown.
    """
    numbers = list(range(1, len(update.draws) + 1))
    pick = st.segmented_control(
        CONTROLS["pick"].label, numbers, default=1, required=True, key="pick", bind="query-params", wrap=True
    )
    return pick or 1  # a link can empty even a choice that is required


def picked(place: int) -> None:
    """Take the draw that the reader has clicked in a picture.

    Args:
        place: its place among the draws, from 0.
    """
    st.session_state["pick"] = place + 1


def worked_out(experiment: Experiment, update: Update, pick: int, stage: str, *, hidden: bool) -> None:
    """The arithmetic of a draw in numbers, as far as the stage has come.

    Args:
        update: the one that is shown.
        pick: the number of the draw, from 1.
        stage: how far the walk has come.
        hidden: whether to leave the true gradient out.
    """
    reached = STAGES.index(stage)
    with st.container(key="working"):
        st.markdown(paper.draw_in_words(update, pick, experiment.answers))
        if stage == "Sample":
            table(paper.answers_in_numbers(update), list(bold(experiment.answers)), corner="answer")
        if stage == "Reward":
            st.markdown(readings.reward_in_words(update, pick))
        if reached >= STAGES.index("Reward"):
            st.latex(paper.advantage_working(update, pick))
            st.caption(readings.what_is_subtracted(experiment, update))
        if reached >= STAGES.index("Gradient"):
            st.latex(paper.push_working(update, pick, experiment.answers, COLOURS))
            st.caption(paper.push_in_words(update, pick, experiment.answers))
        if stage == "Gradient":
            st.markdown("**All draws together**")
            st.latex(paper.mean_working(update, experiment.answers, COLOURS, hidden=hidden))
            beside = "" if hidden else ", beside the true gradient g"
            st.caption(f"The sum of the pushes. Divided by K it is ĝ{beside}.")


def step_worked_out(experiment: Experiment, update: Update) -> None:
    """The arithmetic of the step in numbers.

    Args:
        update: the one that is shown.
    """
    with st.container(key="step_working"):
        st.markdown("**The step**")
        st.latex(r"\pi_\text{after} = \operatorname{softmax}(\log\pi + \alpha\hat g)")
        st.latex(paper.step_working(update, experiment.answers, COLOURS))
        st.caption(
            f"α = {number(update.learning_rate)} is the learning rate, by which ĝ is multiplied. log π are the logits. "
            "The exact step uses g, not ĝ."
        )


def every_draw(experiment: Experiment, update: Update) -> None:
    """All draws as a table, folded away.

    Args:
        update: the one that is shown.
    """
    # Sent only when unfolded: sixteen rows take the browser longer than the picture.
    folded = st.expander("Every draw in numbers", icon=":material/table:", key="every_draw", on_change="rerun")
    if not folded.open:
        return
    with folded:
        wide_table(
            paper.draws_in_numbers(update, experiment.answers), [str(k) for k in range(1, len(update.draws) + 1)]
        )
