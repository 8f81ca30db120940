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
from reinforce_viz.engine.batches import Outcomes, likeliest, outcomes
from reinforce_viz.engine.exact import Moments, moments
from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.policy import Array
from reinforce_viz.engine.simulate import sample_gradients, simulate
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
Values = tuple[float, ...]  # one for each answer

MOST_BUBBLES = 120
# Fewer than in a picture that stands still: 30 times a second, each bubble is drawn again.
MOST_BUBBLES_ON_A_DIAL = 80
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
in_view = shared(64)(gradient_scatter.in_view)  # of 20 kB
searches = shared(16)(nights.searches)
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
critic_curves = shared(64)(learned_critic.critic_curves)
token_moments = shared(256)(token_length.every_credit)
longest_responses = shared(64)(token_length.longest_responses)


@shared(2048)  # of 10 kB: a picture has one for every K
def cloud(estimator: str, probs: Values, rewards: Values, k: int, b: float) -> tuple[Moments, Outcomes]:
    """The exact moments of an estimate, and the likeliest estimates.

    Args:
        estimator: its name.
        probs: the policy.
        rewards: of the actions.
        k: draws in a batch.
        b: the constant baseline, if the estimator uses it.
    """
    batches = outcomes(estimator, probs, rewards, k, b)
    return moments(estimator, probs, rewards, k, b), likeliest(batches, MOST_BUBBLES)


@shared(2048)
def sample(estimator: str, probs: Values, rewards: Values, k: int, b: float, *, seed: int, n: int, draw: int) -> Array:
    """Sampled estimates, others for every draw.

    Args:
        estimator: its name.
        probs: the policy.
        rewards: of the actions.
        k: draws in a batch.
        b: the constant baseline, if the estimator uses it.
        seed: of the experiment.
        n: how many estimates.
        draw: how often the reader has drawn.

    Returns:
        [n, A].
    """
    return sample_gradients(estimator, probs, rewards, k, n, np.random.default_rng([seed, draw]), b)


@shared(64)
def dial(probs: Values, rewards: Values, k: int, b: float) -> baselines.Dial:
    """One update at every stop of the dial.

    Args:
        probs: the policy.
        rewards: of the actions.
        k: draws in a batch.
        b: the baseline, which is one of the stops.
    """
    return baselines.turn(probs, rewards, k, baselines.stops(probs, rewards, b), MOST_BUBBLES_ON_A_DIAL)


@shared(256)
def curve(name: str, quantity: str, probs: Values, rewards: Values, b: float, seed: int) -> batch_size.Curve:
    """A quantity of an estimator against K.

    Args:
        name: of the estimator.
        quantity: one of `QUANTITIES`.
        probs: the policy.
        rewards: of the actions.
        b: the constant baseline, if the estimator uses it.
        seed: of the experiment.
    """
    return batch_size.curve(name, quantity, probs, rewards, np.random.default_rng(seed), b)


@shared(256)
def pushes(probs: Values, rewards: Values, length: int, task: str, seed: int, draw: int) -> tokens.Pushes:
    """One drawn response and how each credit pushes it, another for every draw.

    Args:
        probs: the policy.
        rewards: of the actions.
        length: of the response, in tokens.
        task: what decides the reward.
        seed: of the experiment.
        draw: how often the reader has drawn.
    """
    return tokens.draw_pushes(probs, rewards, length, task, np.random.default_rng([seed, draw]))


@shared(64)
def length_curves(probs: Values, rewards: Values, task: str, seed: int) -> dict[str, token_length.LengthCurve]:
    """Variance against the length of a response, by credit.

    Args:
        probs: the policy.
        rewards: of the actions.
        task: what decides the reward.
        seed: of the experiment.
    """
    return token_length.length_curves(probs, rewards, task, np.random.default_rng(seed))


def summary(experiment: Experiment) -> Summary:
    """The runs of an experiment, reduced to what the pictures show."""
    e = experiment
    return _summary(*e.one_estimate, e.learning_rate, e.steps, e.runs, e.seed)


@shared(192)  # of 0.2 MB
def _summary(
    estimator: str, probs: Values, rewards: Values, k: int, b: float, rate: float, steps: int, runs: int, seed: int
) -> Summary:
    model = Experiment(probs=probs, rewards=rewards, estimator=estimator, k=k, b=b)
    summary = summarise(rewards, simulate(replace(model, learning_rate=rate, steps=steps, runs=runs, seed=seed)))
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
