"""What to subtract: a dial for the baseline, and three sections about baselines."""

from functools import partial

import streamlit as st

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.export.tables import baselines as tables
from reinforce_viz.figures import baselines as figures
from reinforce_viz.lessons.baselines import MOST_BUBBLES, known_baselines
from reinforce_viz.text import right_choices
from reinforce_viz.text.claims import baselines as claims
from reinforce_viz.text.readings import baselines as readings
from reinforce_viz.ui import cache as cached
from reinforce_viz.ui import examples, linker
from reinforce_viz.ui.chart import chart, formulas, notes
from reinforce_viz.ui.live import live
from reinforce_viz.ui.page import close_page, open_page
from reinforce_viz.ui.pages.baselines import own_sample, restaurants, same_variance
from reinforce_viz.ui.predict import ask, guess, revealed

LEAD = (
    "Three restaurants are rated 6, 7 and 8. Finding the best takes about 35 nights. Subtract 7 from each rating, and "
    "it takes 14."
)
QUESTION = "Subtract one number b from every reward. Which b gives the least noise?"
IN_PRACTICE = """
**In practice** nobody knows b\\*. Two stand-ins are common.
- **Leave-one-out** subtracts the mean reward of the other answers to the same question: no bias, and nothing to tune.
- **A running mean** of past rewards works with one answer at a time: it comes before the answer, so it adds no bias.
"""


def dial(experiment: Experiment) -> None:
    """The dial for b on the curve of its variance, with the question."""
    turned = cached.dial(experiment.probs, experiment.rewards, experiment.k, experiment.b)
    chosen, hidden = guess("baselines"), not revealed("baselines")
    guessed = choices(experiment)[chosen] if chosen else None
    figure = figures.baseline_dial(experiment, turned, guessed, hidden=hidden)
    reading = readings.before_the_guess(experiment) if hidden else readings.baseline_dial(experiment, turned)
    right = right_choices.least_noise(experiment, choices(experiment))
    verdict = readings.least_noise(experiment) if guessed is None else readings.baseline_dial_truth(experiment, guessed)
    chart(
        figure,
        "baseline_dial",
        reading,
        partial(tables.baseline_dial, experiment, most=MOST_BUBBLES, hidden=hidden),
        question=partial(ask, "baselines", QUESTION, verdict, right=right),
    )
    linker.turn("baseline_dial", figure)


def more(experiment: Experiment) -> None:
    """What is done in practice and often said, once the reader has guessed, and the sections below."""
    if revealed("baselines"):
        st.markdown(IN_PRACTICE)
        said = claims.best_baseline, claims.always_helps, claims.batch_mean_bias
        notes(*(cached.claim(experiment, claim) for claim in said))
    restaurants()
    own_sample(experiment)
    same_variance(experiment)


def choices(experiment: Experiment) -> dict[str, float]:
    """The b that each choice of the question means here."""
    known = known_baselines(experiment.probs, experiment.rewards)
    return {
        "no baseline": 0.0,
        "worst reward": min(experiment.rewards),
        "mean reward": known["mean reward"],
        "expected reward": known["expected reward"],
        "push-weighted mean": known["optimal"],
        "best reward": max(experiment.rewards),
    }


open_page("baselines", LEAD, ["b", "b*", "A", "ĝ", "E", "variance", "downhill"])
live(dial)
examples.buttons("baselines")
live(more)
formulas(["constant", "mean reward", "expected reward", "optimal", "optimal plus b", "batch mean", "leave-one-out"])
close_page("baselines")
