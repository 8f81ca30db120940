"""What should we subtract?"""

from functools import partial

import streamlit as st

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.export.tables import baselines as tables
from reinforce_viz.figures import baselines as figures
from reinforce_viz.lessons.baselines import known_baselines
from reinforce_viz.text.claims import baselines as claims
from reinforce_viz.text.readings import baselines as readings
from reinforce_viz.ui import cache as cached
from reinforce_viz.ui.chart import chart, formulas, notes
from reinforce_viz.ui.handout import few
from reinforce_viz.ui.live import live
from reinforce_viz.ui.pages.baselines import own_sample, restaurants, same_variance
from reinforce_viz.ui.predict import ask, tell
from reinforce_viz.ui.route import close_page
from reinforce_viz.ui.session import current, open_page
from reinforce_viz.ui.sidebar import b_beside


def dial(experiment: Experiment, guess: str | None) -> None:
    turned = cached.dial(experiment)
    guessed = choices(experiment)[guess] if guess else None
    chart(
        figures.baseline_dial(experiment, turned, guessed),
        "baseline_dial",
        readings.baseline_dial(experiment, turned),
        partial(tables.baseline_dial, experiment, most=cached.MOST_BUBBLES_ON_A_DIAL),
    )
    if guessed is not None:
        tell(guess, readings.baseline_dial_truth(experiment, guessed))


def more(experiment: Experiment) -> None:
    restaurants(experiment)
    own_sample(experiment)
    same_variance(experiment)
    notes(*cached.claims(experiment, claims.best_baseline, claims.least_variance_is_safest))


def choices(experiment: Experiment) -> dict[str, float]:
    known = known_baselines(experiment)
    return {
        "no baseline": 0.0,
        "worst reward": min(experiment.rewards),
        "expected reward": known["expected reward"],
        "mean reward": known["mean reward"],
        "best reward": max(experiment.rewards),
    }


open_page(
    "baselines",
    "A baseline b is a number that you take off every reward before it pushes. Drag the dial: the advantages change, "
    "and the cloud of estimates can tighten or widen, but its average E[ĝ] stays where it is.",
    ["b", "b*", "A", "ĝ", "E", "variance", "downhill"],
)
guess = ask("baselines", "which b leaves the least variance?", choices(current()))
# A link that shows few controls has the slider elsewhere, or not at all.
words, picture = [st.container(), st.container()] if few() else st.columns([1, 3])
with words:
    b_beside()
with picture:
    live(partial(dial, guess=guess))
live(more)
formulas(["constant", "mean reward", "expected reward", "optimal", "optimal plus b", "batch mean", "leave-one-out"])
close_page("baselines")
