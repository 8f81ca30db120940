"""The engine's results, kept for all readers of a process, and the lock that computes them one at a time.

Results are never written to, so readers share one object.
"""

import threading
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import ParamSpec, TypeVar

import numpy as np
import pandas as pd

from reinforce_viz.engine import batch_size as curves
from reinforce_viz.engine import token_length as lengths
from reinforce_viz.engine.estimators import ESTIMATORS
from reinforce_viz.engine.exact import Moments, Outcomes, exact_ascent, likeliest, moments, outcomes
from reinforce_viz.engine.experiment import DEFAULT, Experiment
from reinforce_viz.engine.policy import Array
from reinforce_viz.engine.simulate import sample_gradients, simulate
from reinforce_viz.engine.summary import Summary, summarise
from reinforce_viz.engine.surrogate import ExpectedEpochs
from reinforce_viz.engine.token_length import LENGTHS, ByTask, LengthCurve
from reinforce_viz.engine.tokens import SequenceMoments
from reinforce_viz.lessons import clipping, groups, nights
from reinforce_viz.lessons import start as lesson
from reinforce_viz.lessons.baselines import Dial, stops, turn
from reinforce_viz.lessons.nights import Search
from reinforce_viz.lessons.one_update import MadeWith, Update
from reinforce_viz.lessons.one_update import updates as make_updates
from reinforce_viz.lessons.start import Drawn, Nudged, Taught, by_hand
from reinforce_viz.lessons.tokens import Pushes, draw_pushes
from reinforce_viz.lessons.why_it_works import Identity, identity

P = ParamSpec("P")
T = TypeVar("T")
MOST_BUBBLES = 120
# What the lock is held for at most is the time of so many draws; of a batch, those beyond the first cost little.
MOST_DRAWS, FIRST_DRAWS = 8_000_000, 16
# Held by whatever script or live part of a page runs.  NumPy lets go of Python's own lock in each of a simulation's
# thousands of calls, and another thread may then keep it for 5 ms: with thirty readers a picture took 8 s, and takes
# 45 ms when one script runs after the other.
ONE_AT_A_TIME = threading.RLock()


def shared(most: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Keep that many results of a function."""

    def sharing(function: Callable[P, T]) -> Callable[P, T]:
        # Not Streamlit's own cache, which takes half a millisecond to tell one experiment from another.
        return lru_cache(maxsize=most)(function)  # type: ignore[return-value]

    return sharing


def most_runs(experiment: Experiment) -> int:
    """As many runs of the experiment as are computed at once, for others are waiting."""
    return MOST_DRAWS // (experiment.steps * min(experiment.k, FIRST_DRAWS))


def summary(experiment: Experiment) -> Summary:
    """The runs of an experiment, reduced to what the pictures show."""
    return _summary(replace(experiment, b=_used_b(experiment, experiment.estimator), names=()))


def ascent(experiment: Experiment) -> Array:
    """Exact ascent from the experiment's policy.  -> [T + 1, A]."""
    return _ascent(replace(experiment, estimator="none", b=0.0, k=1, runs=1, seed=0, names=()))


def cloud(experiment: Experiment) -> tuple[Moments, Outcomes]:
    """The exact figures of an estimate, and the likeliest estimates."""
    return _cloud(_one_update(experiment))


def sample(experiment: Experiment, n: int, draw: int) -> Array:
    """n sampled estimates, others for every draw.  -> [n, A]."""
    return _sample(replace(_one_update(experiment), seed=experiment.seed), n, draw)


def reached(experiment: Experiment) -> Array:
    """Estimates between which those of any K lie, or nearly: what a picture for every K must have room for."""
    return _reached(replace(_one_update(experiment), k=ESTIMATORS[experiment.estimator].smallest_k))


def curve(experiment: Experiment, name: str, quantity: str) -> curves.Curve:
    """A quantity of an estimator against K."""
    b = _used_b(experiment, name)
    return _curve(replace(_one_update(experiment), estimator="none", k=1, b=b, seed=experiment.seed), name, quantity)


def matching_size(experiment: Experiment) -> float:
    """The batch size at which no baseline is as precise as leave-one-out with K = 8."""
    return _matching_size(replace(_one_update(experiment), estimator="none", k=1))


@shared(256)
def _matching_size(experiment: Experiment) -> float:
    return curves.matching_size(experiment)


def claims(experiment: Experiment, *of: Callable[[Experiment], str]) -> list[str]:
    """What each claim about several baselines says of the experiment, whichever baseline it has."""
    return [claim(replace(experiment, estimator="none", b=0.0), one) for one in of]


def claim(experiment: Experiment, of: Callable[[Experiment], str]) -> str:
    """What a claim says of the experiment."""
    return _claim(of, replace(experiment, steps=DEFAULT.steps, runs=DEFAULT.runs, seed=DEFAULT.seed))


@shared(512)
def _claim(of: Callable[[Experiment], str], experiment: Experiment) -> str:
    return of(experiment)


def _used_b(experiment: Experiment, name: str) -> float:
    """The experiment's b, or 0 where it changes nothing because the estimator of this name does not use it."""
    return experiment.b if ESTIMATORS[name].uses_b else 0.0


def _one_update(experiment: Experiment) -> Experiment:
    """The experiment with what does not matter to one estimate set aside, so that it is looked up, not recomputed."""
    return replace(
        experiment,
        b=_used_b(experiment, experiment.estimator),
        learning_rate=DEFAULT.learning_rate,
        steps=DEFAULT.steps,
        runs=DEFAULT.runs,
        seed=DEFAULT.seed,
        names=DEFAULT.names,
    )


@shared(192)  # of 0.2 MB
def _summary(experiment: Experiment) -> Summary:
    runs = summarise(experiment, simulate(experiment))
    # The dots take most of the room, and single precision is more than a picture of them can show.
    return replace(runs, dots=runs.dots.astype(np.float32))


@shared(256)
def _ascent(experiment: Experiment) -> Array:
    return exact_ascent(experiment.probs, experiment.rewards, experiment.learning_rate, experiment.steps)


@shared(256)
def _cloud(experiment: Experiment) -> tuple[Moments, Outcomes]:
    arguments = experiment.estimator, experiment.probs, experiment.rewards, experiment.k, experiment.b
    return moments(*arguments), likeliest(outcomes(*arguments), MOST_BUBBLES)


@shared(256)
def _sample(experiment: Experiment, n: int, draw: int) -> Array:
    e = experiment
    return sample_gradients(e.estimator, e.probs, e.rewards, e.k, n, np.random.default_rng([e.seed, draw]), e.b)


@shared(256)
def _reached(experiment: Experiment) -> Array:
    e = experiment
    # Estimates from more draws are averages of these or, for a batch's own mean, hardly longer.
    sizes = {e.k, 2, 4}
    return np.concatenate([outcomes(e.estimator, e.probs, e.rewards, k, e.b).gradient for k in sizes])


@shared(256)
def _curve(experiment: Experiment, name: str, quantity: str) -> curves.Curve:
    return curves.curve(experiment, name, quantity)


def numbers(by_name: dict[str, curves.Curve]) -> pd.DataFrame:
    """The curves as one table, a row per baseline and K."""
    return pd.concat(
        pd.DataFrame({"baseline": name, "K": c.k, "exact": c.exact, "sampled": c.sampled, "low": c.low, "high": c.high})
        for name, c in by_name.items()
    )


def updates(experiment: Experiment, past: tuple[MadeWith, ...]) -> tuple[Update, ...]:
    """The past updates of a run, and the one that the experiment makes next."""
    return _updates(replace(experiment, steps=DEFAULT.steps, runs=DEFAULT.runs, names=DEFAULT.names), past)


@shared(256)
def _updates(experiment: Experiment, past: tuple[MadeWith, ...]) -> tuple[Update, ...]:
    return make_updates(experiment, past)


def drawn(experiment: Experiment, n: int) -> Drawn:
    """The first n answers of the experiment's seed, drawn one by one."""
    alone = replace(_one_update(experiment), k=ESTIMATORS[experiment.estimator].smallest_k, seed=experiment.seed)
    return _drawn(alone, n)


@shared(256)
def _drawn(experiment: Experiment, n: int) -> Drawn:
    return by_hand(experiment, n)


def taught(experiment: Experiment, n: int) -> Taught:
    """A model that keeps what the first n draws of the experiment's seed teach it."""
    return _taught(replace(experiment, k=1, steps=1, runs=1, estimator=lesson.single_rule(experiment.estimator)), n)


@shared(256)
def _taught(experiment: Experiment, n: int) -> Taught:
    return lesson.teach(experiment, n)


def ghosts(experiment: Experiment) -> list[Array]:
    """A model that learns a best answer and one that learns a worse one, if there are two such."""
    rule = lesson.single_rule(experiment.estimator)
    return _ghosts(replace(experiment, k=1, steps=1, runs=1, seed=0, names=(), estimator=rule))


@shared(64)
def _ghosts(experiment: Experiment) -> list[Array]:
    return lesson.ghosts(experiment)


@shared(64)
def nudged(experiment: Experiment) -> Nudged:
    """What becomes of the first draw of the seed as a logit is moved."""
    return lesson.nudged(experiment)


def terms(experiment: Experiment) -> Identity:
    """The terms of the two sums that are the gradient."""
    return _terms(experiment.probs, experiment.rewards)


@shared(256)
def _terms(probs: tuple[float, ...], rewards: tuple[float, ...]) -> Identity:
    return identity(probs, rewards)


def pushes(experiment: Experiment, length: int, task: str, draw: int) -> Pushes:
    """One drawn response of T = `length` tokens and how each credit pushes it, another for every draw."""
    return _pushes(_policy(experiment), length, task, draw)


def length_curves(experiment: Experiment, task: str) -> dict[str, LengthCurve]:
    """Variance against the length of a response, by credit."""
    return _length_curves(_policy(experiment), task)


def token_moments(experiment: Experiment, length: int) -> ByTask:
    """The exact moments of one response, by task and credit."""
    return _token_moments(replace(_policy(experiment), seed=DEFAULT.seed), length)


def longest_responses(experiment: Experiment) -> list[SequenceMoments]:
    """The exact moments of the longest response under every task and credit."""
    return [exact for by_credit in token_moments(experiment, LENGTHS[-1]).values() for exact in by_credit.values()]


def _policy(experiment: Experiment) -> Experiment:
    """The experiment with all but its policy, rewards and seed set aside."""
    return replace(DEFAULT, probs=experiment.probs, rewards=experiment.rewards, seed=experiment.seed)


@shared(256)
def _pushes(experiment: Experiment, length: int, task: str, draw: int) -> Pushes:
    rng = np.random.default_rng([experiment.seed, draw])
    return draw_pushes(experiment.probs, experiment.rewards, length, task, rng)


@shared(64)
def _length_curves(experiment: Experiment, task: str) -> dict[str, LengthCurve]:
    return lengths.length_curves(experiment.probs, experiment.rewards, task, np.random.default_rng(experiment.seed))


@shared(256)
def _token_moments(experiment: Experiment, length: int) -> ByTask:
    return lengths.every_credit(experiment.probs, experiment.rewards, length)


def group_steps(experiment: Experiment) -> tuple[Moments, ...]:
    """GRPO's average step at every size of group."""
    return _of_groups(groups.mean_steps, _policy_alone(experiment))


def stretched_lead(experiment: Experiment) -> tuple[float, float]:
    """The length of the average step of two answers, before and after the best one's lead is stretched."""
    return _of_groups(groups.stretched_lead, _policy_alone(experiment))


def useless_groups(experiment: Experiment) -> groups.UselessGroups:
    """How many groups teach nothing, as the policy improves."""
    return _of_groups(groups.useless_groups, _policy_alone(experiment))


def brake(experiment: Experiment, size: int) -> groups.Brake:
    """How long the average steps of groups of a size are as the policy improves."""
    return _of_groups(groups.brake, _policy_alone(experiment), size)


def difficulty() -> dict[int, Array]:
    """How much weight GRPO gives right-or-wrong prompts, by size of group."""
    return _of_groups(groups.difficulty)


def wrong_lengths(size: int) -> dict[str, Array]:
    """How long wrong answers get, by kind of mean over tokens."""
    return _of_groups(groups.wrong_lengths, size)


def _policy_alone(experiment: Experiment) -> Experiment:
    return replace(_policy(experiment), seed=DEFAULT.seed)


@shared(512)
def _of_groups(of: Callable[P, T], *arguments: P.args, **keywords: P.kwargs) -> T:
    return of(*arguments, **keywords)


# Fewer than in a picture that stands still: 30 times a second, each bubble is drawn anew.
MOST_BUBBLES_ON_A_DIAL = 80


def dial(experiment: Experiment) -> Dial:
    """One update at every stop of the dial."""
    return _dial(replace(experiment, estimator="none", learning_rate=1.0, steps=1, runs=1, seed=0, names=()))


@shared(64)
def _dial(experiment: Experiment) -> Dial:
    return turn(experiment, stops(experiment), MOST_BUBBLES_ON_A_DIAL)


def reuse(experiment: Experiment, scene: str) -> clipping.Reuse:
    """One batch, used again and again."""
    return _reuse(_reused(experiment), scene)


def every_batch(experiment: Experiment, scene: str) -> tuple[ExpectedEpochs, ExpectedEpochs]:
    """The same over every batch, with the clip and without."""
    return _every_batch(_reused(experiment), scene)


def uses(experiment: Experiment) -> list[clipping.Use]:
    """What eight answers buy."""
    return _uses(_reused(experiment))


def stale(experiment: Experiment) -> list[clipping.Stale]:
    """What an old batch is worth."""
    return _stale(_reused(experiment))


def _reused(experiment: Experiment) -> Experiment:
    """The experiment with all but its policy, rewards and learning rate set aside."""
    e = experiment
    return replace(DEFAULT, probs=e.probs, rewards=e.rewards, learning_rate=e.learning_rate)


@shared(256)
def _reuse(experiment: Experiment, scene: str) -> clipping.Reuse:
    return clipping.reuse(experiment, scene)


@shared(256)
def _every_batch(experiment: Experiment, scene: str) -> tuple[ExpectedEpochs, ExpectedEpochs]:
    return clipping.every_batch(experiment, scene)


@shared(256)
def _uses(experiment: Experiment) -> list[clipping.Use]:
    return clipping.uses(experiment)


@shared(256)
def _stale(experiment: Experiment) -> list[clipping.Stale]:
    return clipping.stale(experiment)


@shared(16)
def searches(learning_rate: float, seed: int) -> dict[str, Search]:
    """Three restaurants, rated in three ways."""
    return nights.searches(learning_rate, seed)
