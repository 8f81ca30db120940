"""The baselines worth naming on the axis of all baselines, and how much of that axis to show."""

from reinforce_viz.engine.estimators import ESTIMATORS, baseline
from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.policy import optimal_baseline

# An estimator that subtracts a constant, and what its mark is called.
MARKS = {"none": "none", "expected reward": "E[R]", "mean reward": "mean reward", "optimal": "b*"}


def known_marks(experiment: Experiment) -> dict[str, float]:
    """The baselines worth naming, by label."""
    return {label: baseline(name, experiment.probs, experiment.rewards) for name, label in MARKS.items()}


def marks(experiment: Experiment) -> dict[str, float]:
    """The baselines worth naming, and the one in use when it is a number of its own."""
    known = known_marks(experiment)
    if ESTIMATORS[experiment.estimator].uses_b:
        known["current b"] = baseline(experiment.estimator, experiment.probs, experiment.rewards, experiment.b)
    return known


def stretch(experiment: Experiment) -> tuple[float, float]:
    """The values of b to draw: all marks, every reward and the stretch that helps, with a margin."""
    best = optimal_baseline(experiment.probs, experiment.rewards)
    values = [2 * best, *experiment.rewards, *marks(experiment).values()]
    margin = 0.08 * (max(values) - min(values)) or 1.0
    return min(values) - margin, max(values) + margin
