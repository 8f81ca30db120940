"""Functions of the engine and of the lessons, given what they use of an experiment."""

import numpy as np

from reinforce_viz.engine import batch_size, summary
from reinforce_viz.engine.simulate import Run
from reinforce_viz.lessons import baselines, clipping, groups, one_update, single_push, start, teaching, variance_vs_k
from reinforce_viz.lessons.one_update import MadeWith


def curve(e, name, quantity):
    return batch_size.curve(name, quantity, e.probs, e.rewards, e.seed, e.b)


def match(e):
    return variance_vs_k.match(e.probs, e.rewards)


def summarise(e, run):
    return summary.summarise(e.rewards, run)


def runs_along(probs):
    """Runs of which nothing but the policies is known, [T + 1, R, A]."""
    steps, runs, answers = len(probs) - 1, *probs.shape[1:]
    return Run(probs, np.zeros((steps, runs)), np.zeros((steps, 0, answers)), np.zeros(runs))


def by_hand(e, n):
    return start.by_hand(e.estimator, e.probs, e.rewards, e.b, e.seed, n)


def teach(e, n):
    return teaching.teach(e.estimator, e.probs, e.rewards, e.b, e.learning_rate, e.seed, n)


def ghosts(e):
    return teaching.ghosts(e.estimator, e.probs, e.rewards, e.b, e.learning_rate)


def nudged(e):
    return start.nudged(e.probs, e.rewards, e.seed)


def pushes(e):
    return single_push.pushes(e.estimator, e.probs, e.rewards, e.b)


def after_push(e, push):
    return single_push.after_push(e.probs, e.learning_rate, push)


def supervised_push(e):
    return single_push.supervised_push(e.probs, e.rewards)


def updates(e, past=()):
    baselines = [*past, MadeWith(e.estimator, e.b)]
    return one_update.updates(e.probs, e.rewards, e.k, e.learning_rate, e.seed, baselines)


def stops(e):
    return baselines.stops(e.probs, e.rewards, e.b)


def turn(e, b, most):
    return baselines.turn(e.probs, e.rewards, e.k, b, most)


def known_baselines(e):
    return baselines.known_baselines(e.probs, e.rewards)


def batch(e, *, lucky):
    return clipping.batch(e.probs, e.rewards, lucky=lucky)


def reuse(e, scene):
    return clipping.reuse(e.probs, e.rewards, e.learning_rate, scene)


def every_batch(e, scene, **rest):
    return clipping.every_batch(e.probs, e.rewards, e.learning_rate, scene, **rest)


def uses(e):
    return clipping.uses(e.probs, e.rewards, e.learning_rate)


def stale(e):
    return clipping.stale(e.probs, e.rewards, e.learning_rate)


def mean_steps(e):
    return groups.mean_steps(e.probs, e.rewards)


def stretched_lead(e):
    return groups.stretched_lead(e.probs, e.rewards)


def useless_groups(e):
    return groups.useless_groups(e.probs, e.rewards)


def brake(e, size):
    return groups.brake(e.probs, e.rewards, size)
