"""How much one batch can teach: the clip on one batch, epoch by epoch."""

from functools import partial

import streamlit as st

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.export.tables import clipping as tables
from reinforce_viz.figures import clipping as figures
from reinforce_viz.text import right_choices
from reinforce_viz.text.claims import clipping as claims
from reinforce_viz.text.readings import clipping as readings
from reinforce_viz.ui import cache as cached
from reinforce_viz.ui import linker
from reinforce_viz.ui.chart import chart, folded_formulas, notes
from reinforce_viz.ui.guesses import GUESSES
from reinforce_viz.ui.handout import page_controls
from reinforce_viz.ui.live import live
from reinforce_viz.ui.page import close_page, open_page
from reinforce_viz.ui.pages.clipping import clip_formula, every_batch, fresh_or_old
from reinforce_viz.ui.predict import ask, guess, revealed
from reinforce_viz.ui.state import value
from reinforce_viz.ui.widgets import segments

QUESTION = "You use this batch 64 times, with the clip at 20%. How far from 1 does a ratio get?"


def one_batch(experiment: Experiment) -> None:
    """The batch and its epochs, with the question; they move once the reader has guessed."""
    scene, hidden, guessed = value("scene"), not revealed("clipping"), guess("clipping")
    shown = cached.reuse(experiment.probs, experiment.rewards, experiment.learning_rate, scene)
    right = right_choices.how_far(shown, GUESSES["clipping"])
    of = f"{experiment.probs}, {experiment.rewards}, {experiment.learning_rate}, {experiment.answers}, {scene}"
    chart(
        figures.one_batch(experiment, shown, GUESSES["clipping"][guessed] if guessed else None, of=of, hidden=hidden),
        "one_batch",
        readings.the_batch(experiment, shown) if hidden else readings.one_batch(experiment, shown),
        partial(tables.one_batch, experiment, scene=scene, hidden=hidden),
        question=partial(ask, "clipping", QUESTION, readings.furthest(experiment, shown), right=right),
    )
    if hidden:
        linker.arrange("one_batch", of)
    else:
        linker.play_together({"one_batch": of})


def more(experiment: Experiment) -> None:
    """What the clip is for, once the reader has guessed, and what eight answers buy."""
    if not revealed("clipping"):
        return
    scene, settings = value("scene"), (experiment.probs, experiment.rewards, experiment.learning_rate)
    st.markdown(readings.what_it_is_for(cached.reuse(*settings, "lucky"), cached.reuse(*settings, "unlucky")))
    notes(claims.no_wall(experiment, cached.reuse(*settings, scene), cached.reuse(*settings, claims.LARGER)))
    every_batch(experiment, scene)
    fresh_or_old(experiment, scene)


open_page(
    "clipping",
    "PPO uses one batch several times. The clip stops an answer's push once ρ, its new probability over its old one, "
    "has changed by 20%.",
    ["π", "ρ", "ε", "J", "A", "E", "epoch"],
)
picture = st.container()
with page_controls("clipping") as at:
    segments("scene", at("scene"))
with picture:
    live(one_batch)
live(more)
st.caption(
    "When PPO trains a chat model, writing the answers is the slow part. That is why it uses each batch several times."
)
folded_formulas(clip_formula)
close_page("clipping")
