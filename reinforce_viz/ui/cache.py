"""The engine's results, kept for all readers of a process, and the lock that computes them one at a time.

Each function takes what its result depends on, so that readers who differ in nothing else share one result.  Results
are never written to.
"""

import threading
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import ParamSpec, TypeVar

import numpy as np

from reinforce_viz.engine import batch_size, token_length
from reinforce_viz.engine.estimators import used_b
from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.simulate import simulate
from reinforce_viz.engine.steps import exact_ascent
from reinforce_viz.engine.summary import Summary, summarise
from reinforce_viz.lessons import (
    baselines,
    clipping,
    gradient_scatter,
    groups,
    kl,
    learned_critic,
    nights,
    one_update,
    start,
    teaching,
    tokens,
    trajectories,
    variance_vs_k,
    why_it_works,
)

P = ParamSpec("P")
T = TypeVar("T")

# The lock is held for at most the time of this many draws; of a batch, those beyond the first few cost little.
MOST_DRAWS, FIRST_DRAWS = 8_000_000, 16
# Held by whatever script or live part of a page runs.  NumPy lets go of Python's own lock in each of a simulation's
# thousands of calls, and another thread may then keep it for 5 ms: with thirty readers a picture took 8 s, and takes
# 45 ms when one script runs after the other.
ONE_AT_A_TIME = threading.RLock()


def shared(most: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Keep that many results of a function.

    Args:
        most: how many results.
    """

    def sharing(function: Callable[P, T]) -> Callable[P, T]:
        # Not Streamlit's own cache, which takes half a millisecond to tell one experiment from another.
        return lru_cache(maxsize=most)(function)  # type: ignore[return-value]

    return sharing


# One page each, in their order.
nudged = shared(64)(start.nudged)
drawn = shared(256)(start.by_hand)
taught = shared(256)(teaching.teach)
ghosts = shared(64)(teaching.ghosts)
updates = shared(256)(one_update.updates)
terms = shared(256)(why_it_works.identity)
cloud = shared(2048)(gradient_scatter.cloud)  # of 10 kB: a picture has one for every K
sample = shared(2048)(gradient_scatter.sample)
in_view = shared(64)(gradient_scatter.in_view)  # of 20 kB
dial = shared(64)(baselines.dial)
searches = shared(16)(nights.searches)
curve = shared(256)(batch_size.curve)
match = shared(256)(variance_vs_k.match)
ascent = shared(256)(exact_ascent)
reuse = shared(256)(clipping.reuse)
every_batch = shared(256)(clipping.every_batch)
uses = shared(256)(clipping.uses)
stale = shared(256)(clipping.stale)
penalty = shared(256)(kl.penalty)
penalty_way = shared(256)(kl.way)
group_steps = shared(256)(groups.mean_steps)
stretched_lead = shared(256)(groups.stretched_lead)
useless_groups = shared(256)(groups.useless_groups)
brake = shared(256)(groups.brake)
difficulty = shared(1)(groups.difficulty)
wrong_lengths = shared(16)(groups.wrong_lengths)
first_runs = shared(16)(trajectories.first_runs)  # of 1.5 MB at most
pushes = shared(256)(tokens.draw_pushes)
length_curves = shared(64)(token_length.length_curves)
critic_curves = shared(64)(learned_critic.critic_curves)
token_moments = shared(256)(token_length.every_credit)
longest_responses = shared(64)(token_length.longest_responses)


def summary(experiment: Experiment) -> Summary:
    """The runs of an experiment, reduced to what the pictures show."""
    # Names change no run, nor does a baseline value that is not used.
    return _summary(replace(experiment, names=(), b=used_b(experiment.estimator, experiment.b)))


@shared(192)  # of 0.2 MB
def _summary(experiment: Experiment) -> Summary:
    summary = summarise(experiment.rewards, simulate(experiment))
    # The dots take most of the room, and single precision is more than a picture of them can show.
    return replace(summary, dots=summary.dots.astype(np.float32))


@shared(512)
def claim(experiment: Experiment, of: Callable[[Experiment], str]) -> str:
    """What a claim says of the experiment.

    Args:
        of: what makes the claim, a function of `text/claims`.
    """
    return of(experiment)


def most_runs(experiment: Experiment) -> int:
    """As many runs of the experiment as are computed at once, for others are waiting."""
    return MOST_DRAWS // (experiment.steps * min(experiment.k, FIRST_DRAWS))
