"""The parts of the page about groups below its first picture: the reader's own group, and four more questions."""

from functools import partial

import numpy as np
import streamlit as st

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.export.tables import groups as tables
from reinforce_viz.figures import groups as figures
from reinforce_viz.lessons.groups import LENGTH_REWARDS, LENGTHS, SIZES
from reinforce_viz.lessons.own_group import advantages
from reinforce_viz.text.csv_columns import LARGEST, likeliest, read_columns
from reinforce_viz.text.format import listed, number
from reinforce_viz.text.pasted import read_rewards
from reinforce_viz.text.readings import groups as readings
from reinforce_viz.text.readings import own_group as own_readings
from reinforce_viz.ui import cache as cached
from reinforce_viz.ui.chart import chart
from reinforce_viz.ui.folded import section
from reinforce_viz.ui.read_file import read_file, text_of
from reinforce_viz.ui.widgets import area

FILE, COLUMNS, COLUMN, REFUSED = "group_file", "group_columns", "group_column", "group_refused"


def own_group() -> None:
    """A text with the rewards of a group, and the advantages that each scheme makes of them."""
    paste, picture = st.columns([3, 5])
    with paste:
        # Above the text, which a column of the file replaces.
        _file()
        text = area(
            "group",
            on_change=None,
            height=130,
            help="Of one prompt: numbers with commas, spaces or new lines between them, such as a column of a table.",
        )
        try:
            group = read_rewards(text)
        except ValueError as error:
            st.warning(str(error), icon=":material/edit:")
            return
        rewards = np.array(group)
        by_scheme = advantages(rewards)
        for sentence in own_readings.blind_spots(rewards, by_scheme):
            st.info(sentence, icon=":material/visibility_off:")
    with picture:
        chart(
            figures.own_group(rewards, by_scheme),
            "own_group",
            own_readings.own_group(rewards, by_scheme),
            partial(tables.own_group, group=group),
        )
        folded = st.expander("Each answer's advantages", icon=":material/table:", key="own_numbers", on_change="rerun")
        if folded.open:
            folded.dataframe(tables.own_group(group), hide_index=True)


def _file() -> None:
    """A file to choose, a column of it where there are several, and what is wrong with it."""
    read_file(FILE, LARGEST, _take_file)
    columns = st.session_state.get(COLUMNS, {})
    if len(columns) > 1:
        st.selectbox("Column with the rewards", list(columns), key=COLUMN, on_change=_take_column)
    if refused := st.session_state.pop(REFUSED, ""):
        st.warning(refused, icon=":material/csv:")


def _take_file() -> None:
    """Put the rewards of the chosen file in place of the text."""
    try:
        columns = read_columns(text_of(FILE, LARGEST))
    except ValueError as error:
        st.session_state[REFUSED] = str(error)
        return
    st.session_state[COLUMNS], st.session_state[COLUMN] = columns, likeliest(columns)
    _take_column()


def _take_column() -> None:
    st.session_state["group"] = st.session_state[COLUMNS][st.session_state[COLUMN]]


def useless_groups(experiment: Experiment, size: int) -> None:
    """How many groups teach nothing, and what it costs to throw them away.

    Args:
        size: of the groups that are pointed out.
    """
    groups = cached.useless_groups(experiment.probs, experiment.rewards)
    chart(
        figures.useless_groups(groups, size),
        "useless_groups",
        readings.useless_groups(groups, size),
        partial(tables.useless_groups, experiment),
    )


def brake(experiment: Experiment, size: int) -> None:
    """What slows GRPO down near the goal.

    Args:
        size: of a group.
    """
    with section("Dividing by the spread makes steps long near the goal. Does it?", "near_goal") as opened:
        if not opened.open:
            return
        along = cached.brake(experiment.probs, experiment.rewards, size)
        chart(
            figures.brake(along),
            "brake",
            readings.brake(experiment, along, size),
            partial(tables.brake, experiment, size=size),
        )


def hard_prompts(size: int) -> None:
    """Whether hard and easy prompts weigh more than others.

    Args:
        size: of a group.
    """
    with section("Do easy and hard prompts weigh more than others?", "hard_prompts") as opened:
        if not opened.open:
            return
        factors = cached.difficulty()
        st.markdown(
            "Liu et al. 2025 drop the division by the spread (Dr. GRPO), because it favours prompts that are nearly "
            "always answered right or wrong. Here answers are right or wrong, with rewards 1 and 0."
        )
        chart(
            figures.difficulty(factors, size),
            "difficulty",
            readings.difficulty(factors),
            partial(tables.difficulty, sizes=list(SIZES)),
        )


def long_answers(size: int) -> None:
    """What dividing by length does to wrong answers.

    Args:
        size: of a group.
    """
    with section("Why do wrong answers grow longer?", "long_answers") as opened:
        if not opened.open:
            return
        lengths = cached.wrong_lengths(size)
        tokens, earned = (listed([number(value) for value in values]) for values in (LENGTHS, LENGTH_REWARDS))
        st.markdown(
            f"Three answers of {tokens} tokens earn {earned}. If each answer's loss is divided by its own length, a "
            "long wrong answer is pushed down less than a short one (Liu et al. 2025)."
        )
        chart(
            figures.wrong_lengths(lengths),
            "wrong_lengths",
            readings.wrong_lengths(lengths, size),
            partial(tables.wrong_lengths, size=size),
        )
