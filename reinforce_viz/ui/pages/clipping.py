"""The parts of the page about the clip below its picture: every batch, what eight answers buy, the formula."""

from functools import partial

import streamlit as st

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.export.tables import clipping as tables
from reinforce_viz.figures import clipping as figures
from reinforce_viz.text.claims import clipping as claims
from reinforce_viz.text.readings import clipping as readings
from reinforce_viz.ui import cache as cached
from reinforce_viz.ui.chart import chart, wide_table


def every_batch(experiment: Experiment, scene: str) -> None:
    """What the epochs do on average over every batch, with the clip and without.

    Args:
        scene: the name of what is done with the batch.
    """
    clipped, free = cached.every_batch(experiment.probs, experiment.rewards, experiment.learning_rate, scene)
    st.header("And over every batch?", anchor=False)
    chart(
        figures.expected_reward(clipped, free),
        "expected_reward",
        readings.expected_reward(clipped, free),
        partial(tables.expected_reward, experiment, scene=scene),
    )


def fresh_or_old(experiment: Experiment, scene: str) -> None:
    """What eight answers buy when each is fresh or used again, and what an old batch is worth; folded away.

    Args:
        scene: the name of what the pictures above it do with the batch.
    """
    with st.expander("Fresh answers or old ones?", icon=":material/recycling:"):
        settings = experiment.probs, experiment.rewards, experiment.learning_rate
        uses, old = cached.uses(*settings), cached.stale(*settings)
        st.markdown(readings.what_eight_buy(scene))
        wide_table(readings.use_table(uses), [use.name for use in uses])
        st.markdown(readings.fresh_or_again(uses))
        st.markdown(claims.more_epochs(uses))
        st.markdown("Old answers can be weighted by their ratios. What are they worth when the policy has moved on?")
        wide_table(readings.stale_table(old), list(readings.STALE_ROWS))
        st.markdown(claims.whole_responses(old))


def clip_formula() -> None:
    """PPO's surrogate and its source."""
    st.markdown("Each epoch is one step up the gradient of")
    st.latex(
        r"L(\theta) = \frac{1}{K} \sum_{k=1}^{K} \min\bigl(\rho_k A_k, \;"
        r"\mathrm{clip}(\rho_k, 1 - \varepsilon, 1 + \varepsilon)\, A_k\bigr), \qquad"
        r"\rho_k = \frac{\pi_\theta(y_k)}{\pi_{\text{old}}(y_k)}, \qquad \varepsilon = 0.2"
    )
    st.markdown(
        "The advantages stay as they were when the batch was drawn. In the first epoch ρ = 1, so that is a step of "
        "REINFORCE. Schulman, Wolski, Dhariwal, Radford and Klimov 2017, *Proximal policy optimization algorithms*."
    )
