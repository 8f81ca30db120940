"""How much can one batch teach?"""

from functools import partial

import streamlit as st

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.export.tables import clipping as tables
from reinforce_viz.figures import clipping as figures
from reinforce_viz.text.claims import clipping as claims
from reinforce_viz.text.readings import clipping as readings
from reinforce_viz.ui import cache as cached
from reinforce_viz.ui.chart import chart, notes, wide_table
from reinforce_viz.ui.handout import page_controls
from reinforce_viz.ui.live import live
from reinforce_viz.ui.page import close_page, open_page
from reinforce_viz.ui.pages.clipping import clip_formula
from reinforce_viz.ui.predict import ask, guess, tell
from reinforce_viz.ui.state import value
from reinforce_viz.ui.widgets import segments


def one_batch(experiment: Experiment) -> None:
    scene, settings = value("scene"), (experiment.probs, experiment.rewards, experiment.learning_rate)
    shown, (clipped, free) = cached.reuse(*settings, scene), cached.every_batch(*settings, scene)
    chart(
        figures.one_batch(experiment, shown),
        "one_batch",
        readings.one_batch(experiment, shown),
        partial(tables.one_batch, experiment, scene=scene),
    )
    tell(guess("clipping"), readings.furthest(experiment, shown))
    notes(claims.no_wall(experiment, shown))
    chart(
        figures.expected_reward(clipped, free),
        "expected_reward",
        readings.expected_reward(clipped, free),
        partial(tables.expected_reward, experiment, scene=scene),
    )
    notes(claims.more_epochs(clipped))
    eight_answers(experiment)


def eight_answers(experiment: Experiment) -> None:
    with st.expander("Fresh answers or old ones?", icon=":material/recycling:"):
        settings = experiment.probs, experiment.rewards, experiment.learning_rate
        uses, old = cached.uses(*settings), cached.stale(*settings)
        st.markdown("You can pay for eight answers. What do they buy, with the advantage r − J?")
        wide_table(readings.use_table(uses), [use.name for use in uses])
        st.markdown(readings.fresh_or_again(uses))
        st.markdown("Old answers can be weighted by their ratios. What are they worth when the policy has moved on?")
        wide_table(readings.stale_table(old), list(readings.STALE_ROWS))
        st.markdown(claims.whole_responses(old))


open_page(
    "clipping",
    "PPO uses one batch for several epochs. Its clip stops an answer's push once its ratio ρ has changed by 20%. "
    "Drag the epochs.",
    ["π", "ρ", "J", "A", "E"],
)
ask("clipping", "64 epochs on one batch, with the clip at 20%: how far does any ratio get?")
with page_controls("clipping") as at:
    segments("scene", at("scene"))
live(one_batch)
st.markdown(
    "A chat model first learns to imitate; then PPO lets it write answers of its own and pushes those that score well. "
    "Writing is the slow part, so each batch serves for a few epochs, and the clip limits what they do."
)
clip_formula()
close_page("clipping")
