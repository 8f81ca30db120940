"""A small exact engine for REINFORCE on a policy with a handful of answers."""

from reinforce_viz.engine.batches import Outcomes, outcomes
from reinforce_viz.engine.credits import CREDITS, TASKS, Credit, Task
from reinforce_viz.engine.estimators import ESTIMATORS, Estimator
from reinforce_viz.engine.exact import Moments, moments
from reinforce_viz.engine.experiment import BATCH_SIZES, DEFAULT, Experiment
from reinforce_viz.engine.groups import group_advantages, useless
from reinforce_viz.engine.kl import kl, kl_endpoint, kl_loss_gradient, kl_moments
from reinforce_viz.engine.policy import exact_gradient, expected_reward, optimal_baseline, score, softmax
from reinforce_viz.engine.presets import PRESETS
from reinforce_viz.engine.simulate import Run, sample_gradients, simulate
from reinforce_viz.engine.steps import exact_ascent
from reinforce_viz.engine.surrogate import Epochs, ExpectedEpochs, epochs, expected_epochs
from reinforce_viz.engine.tokens import (
    SequenceMoments,
    sample_responses,
    sample_sequence_gradients,
    sequence_moments,
    token_advantages,
)

__all__ = [
    "BATCH_SIZES",
    "CREDITS",
    "DEFAULT",
    "ESTIMATORS",
    "PRESETS",
    "TASKS",
    "Credit",
    "Epochs",
    "Estimator",
    "ExpectedEpochs",
    "Experiment",
    "Moments",
    "Outcomes",
    "Run",
    "SequenceMoments",
    "Task",
    "epochs",
    "exact_ascent",
    "exact_gradient",
    "expected_epochs",
    "expected_reward",
    "group_advantages",
    "kl",
    "kl_endpoint",
    "kl_loss_gradient",
    "kl_moments",
    "moments",
    "optimal_baseline",
    "outcomes",
    "sample_gradients",
    "sample_responses",
    "sample_sequence_gradients",
    "score",
    "sequence_moments",
    "simulate",
    "softmax",
    "token_advantages",
    "useless",
]
