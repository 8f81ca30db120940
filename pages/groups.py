"""What a group compares: where GRPO points, and a group of the reader's own."""

from functools import partial

import streamlit as st

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.export.tables import groups as tables
from reinforce_viz.figures import groups as figures
from reinforce_viz.text import right_choices
from reinforce_viz.text.claims import groups as claims
from reinforce_viz.text.readings import groups as readings
from reinforce_viz.ui import cache as cached
from reinforce_viz.ui import examples
from reinforce_viz.ui.chart import chart, formulas, notes
from reinforce_viz.ui.guesses import GUESSES
from reinforce_viz.ui.live import live
from reinforce_viz.ui.page import close_page, open_page
from reinforce_viz.ui.pages.groups import brake, hard_prompts, long_answers, own_group, useless_groups
from reinforce_viz.ui.predict import ask, guess, revealed
from reinforce_viz.ui.widgets import scale

FIRST_SIZE = 8
QUESTION = "With groups of 8, where does GRPO's average step point?"
LEAD_OF_THE_BEST = (
    "**You may hear:** GRPO steps further if the best answer is further ahead. **Here** there are groups of two."
)


def where_groups_point(experiment: Experiment) -> None:
    """GRPO's average steps beside the gradient, with the question."""
    steps, hidden, guessed = (
        cached.group_steps(experiment.probs, experiment.rewards),
        not revealed("groups"),
        guess("groups"),
    )
    right = right_choices.direction(next(each for each in steps if each.k == FIRST_SIZE), GUESSES["groups"])
    picture, beside = st.columns([5, 3])
    with picture:
        chart(
            figures.group_steps(
                steps, FIRST_SIZE, experiment.answers, GUESSES["groups"][guessed] if guessed else None, hidden=hidden
            ),
            "group_steps",
            readings.before_the_guess(experiment) if hidden else readings.mean_steps(experiment, steps),
            partial(tables.group_steps, experiment, hidden=hidden),
            question=partial(ask, "groups", QUESTION, readings.verdict(steps, FIRST_SIZE), right=right),
            beside=beside,
        )
    if not hidden:
        lengths = cached.stretched_lead(experiment.probs, experiment.rewards)
        notes(
            claims.uphill_on_average(experiment, steps),
            f"{LEAD_OF_THE_BEST} {readings.stretched_lead(experiment, *lengths)}",
        )


def your_own(_: Experiment) -> None:
    """The reader's own group."""
    st.header("What is each answer of your own group worth?", anchor=False)
    st.markdown("Paste one prompt's rewards, or choose a CSV file.")
    own_group()


def what_else(experiment: Experiment) -> None:
    """Groups that teach nothing, and three folded questions about GRPO."""
    st.header("How many groups teach nothing?", anchor=False)
    st.markdown(
        "If all its rewards agree, a group teaches nothing. DAPO draws another. The slider moves what is below."
    )
    size = scale("group_size", on_change=None)
    useless_groups(experiment, size)
    brake(experiment, size)
    hard_prompts(size)
    long_answers(size)


open_page(
    "groups",
    "GRPO draws a group of answers to one prompt, subtracts the group's mean from each reward, and divides by the "
    "group's spread.",
    ["K", "group", "A", "σ", "ĝ", "g", "E", "downhill"],
)
live(where_groups_point)
examples.buttons("groups")
live(your_own)
live(what_else)
with st.expander("Where does GRPO stand in a chat model's training?", icon=":material/school:"):
    st.markdown(
        "A chat model first learns to continue text, then to imitate good answers. GRPO (Shao et al. 2024) comes last, "
        "when its own answers earn rewards. It draws a group of answers to each prompt and steps as PPO does, with the "
        "group's mean in place of a critic. Leave-one-out is RLOO (Ahmadian et al. 2024), the batch mean is Dr. GRPO "
        "(Liu et al. 2025), and throwing useless groups away is DAPO (Yu et al. 2025)."
    )
formulas(["leave-one-out", "batch mean", "group-normalised"])
close_page("groups")
