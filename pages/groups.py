"""What does a group compare?"""

from functools import partial

import streamlit as st

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.export.tables import groups as tables
from reinforce_viz.figures import groups as figures
from reinforce_viz.text.claims import groups as claims
from reinforce_viz.text.readings import groups as readings
from reinforce_viz.ui import cache as cached
from reinforce_viz.ui.chart import chart, formulas, notes
from reinforce_viz.ui.live import live
from reinforce_viz.ui.page import close_page, open_page
from reinforce_viz.ui.pages.groups import brake, hard_prompts, long_answers, own_group, useless_groups
from reinforce_viz.ui.predict import ask, guess, tell
from reinforce_viz.ui.widgets import scale

FIRST_SIZE = 8


def where_groups_point(experiment: Experiment) -> None:
    steps = cached.group_steps(experiment.probs, experiment.rewards)
    chart(
        figures.group_steps(steps, FIRST_SIZE, experiment.answers),
        "group_steps",
        readings.mean_steps(experiment, steps),
        partial(tables.group_steps, experiment),
    )
    guessed = guess("groups")
    if guessed:
        lengths = cached.stretched_lead(experiment.probs, experiment.rewards)
        tell(guessed, readings.stretched_lead(experiment, *lengths))
    notes(claims.uphill_on_average(experiment, steps))


def your_own(_: Experiment) -> None:
    st.header("What is each answer of your own group worth?")
    st.markdown(
        "Paste the rewards of one prompt's answers from a run of yours. Each scheme turns them into advantages: "
        "leave-one-out (Ahmadian et al. 2024), the batch mean (Liu et al. 2025) and GRPO."
    )
    own_group()


def what_else(experiment: Experiment) -> None:
    st.header("How many groups teach nothing?")
    st.markdown(
        "If all rewards of a group agree, every advantage is 0. DAPO throws such groups away and draws others "
        "(Yu et al. 2025)."
    )
    size = scale("group_size", on_change=None)
    useless_groups(experiment, size)
    brake(experiment, size)
    hard_prompts(size)
    long_answers(size)


open_page(
    "groups",
    "GRPO has no critic: it compares an answer with the others of its group and divides by their spread. Does that "
    "still point along g?",
    ["K", "A", "ĝ", "g", "E", "downhill"],
)
st.caption(
    "A chat model first learns to continue text, then to imitate good answers; GRPO (Shao et al. 2024) comes last, "
    "when its own answers earn rewards. It draws a group of answers to each prompt and steps as PPO does, with the "
    "group's mean in place of a critic."
)
ask(
    "groups",
    "the best answer's lead over the next best becomes 100 times as large. How much longer does GRPO's average step "
    "get at K = 2?",
)
live(where_groups_point)
live(your_own)
live(what_else)
formulas(["leave-one-out", "batch mean", "group-normalised"])
close_page("groups")
