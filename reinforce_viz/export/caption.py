"""The settings of a picture in words: what its numbers depend on, and the page that it is from."""

from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd

from reinforce_viz.engine.estimators import ESTIMATORS
from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.export.tables import (
    Numbers,
    baselines,
    clipping,
    gradient_scatter,
    groups,
    kl,
    one_update,
    start,
    tokens,
    trajectories,
    variance_vs_k,
    why_it_works,
)
from reinforce_viz.text.format import listed, number

APP = "REINFORCE, exactly"

# The settings of the experiment that each table depends on, in the order in which a caption tells them.
BATCHES = ("baseline", "K", "learning rate", "rewards", "policy", "seed")
RUNS = ("baseline", "K", "learning rate", "rewards", "policy", "runs", "seed")
DEPENDS: dict[Callable[..., pd.DataFrame], tuple[str, ...]] = {
    start.nudged: ("rewards", "policy", "seed"),
    start.average_push: ("baseline", "rewards", "policy", "seed"),
    one_update.drawn_answers: ("K", "learning rate", "rewards", "policy", "seed"),
    one_update.rewarded_answers: BATCHES,
    one_update.push_arrows: BATCHES,
    one_update.large_step: BATCHES,
    one_update.policy_step: BATCHES,
    one_update.run_path: ("K", "learning rate", "rewards", "policy", "seed"),
    why_it_works.identity_arrows: ("rewards", "policy"),
    why_it_works.zero_bias: ("policy",),
    gradient_scatter.gradient_cloud: ("baseline", "K", "rewards", "policy", "seed"),
    baselines.baseline_dial: ("K", "rewards", "policy", "dial"),
    baselines.nights: (),
    baselines.own_sample: ("K", "rewards", "policy"),
    variance_vs_k.variance_vs_k: ("b", "rewards", "policy", "seed"),
    trajectories.single_runs: RUNS,
    trajectories.one_run: RUNS,
    trajectories.preferred_answers: RUNS,
    trajectories.simplex_paths: RUNS,
    trajectories.fates: RUNS,
    tokens.token_row: ("rewards", "policy", "seed"),
    tokens.token_variance: ("rewards", "policy", "seed"),
    tokens.token_positions: ("rewards", "policy"),
    tokens.sequence_counts: (),
    tokens.token_sums: (),
    tokens.learned_critic: ("rewards", "policy"),
    clipping.one_batch: ("rewards", "policy", "learning rate"),
    clipping.expected_reward: ("rewards", "policy", "learning rate"),
    kl.ends: ("rewards", "policy"),
    kl.one_draw: ("rewards", "policy"),
    groups.group_steps: ("rewards", "policy"),
    groups.useless_groups: ("rewards", "policy"),
    groups.brake: ("rewards", "policy"),
    groups.difficulty: (),
    groups.wrong_lengths: (),
    groups.own_group: (),
}
# The arguments of a table that are settings of its picture, in words.
ARGUMENTS = {
    "b": "b = {:g}",
    "drawn": "{:,} answers drawn",
    "past": "after {} updates",
    "quantity": "{}",
    "baselines": "for {}",
    "vocabulary": "a vocabulary of {:,}",
    "length": "{} tokens",
    "task": "reward decided by {}",
    "learning_rate": "learning rate {:g}",
    "sampled": "{} sampled updates",
    "draw": "draw number {}",
    "seed": "seed {}",
    "scene": "scene: {}",
    "beta": "β = {:g}",
    "size": "groups of {}",
    "sizes": "groups of {}",
    "group": "rewards {} of one group",
    "run": "run {}",
}


def caption(numbers: Numbers, page: str) -> str:
    """The settings of a picture, the question of the page that it is from, and the app's name, in plain text.

    Args:
        numbers: what makes the table behind the picture.
        page: the question of the page that it is from.
    """
    words = "; ".join([*_settings(numbers), *_arguments(numbers)])
    return f"{words[0].upper()}{words[1:]}. From “{page}” in {APP}."


def baseline_in_words(experiment: Experiment) -> str:
    """The experiment's baseline, with b if it has one."""
    b = f" with b = {number(experiment.b)}" if ESTIMATORS[experiment.estimator].uses_b else ""
    return f"{experiment.estimator}{b}"


def _settings(numbers: Numbers) -> list[str]:
    """What the experiments say: each setting once, or joined by "and" where they differ."""
    told = [[_setting(name, experiment) for name in DEPENDS[numbers.func]] for experiment in numbers.args]
    return [f"{words[0][0]}{_each(value for _, value in words)}" for words in zip(*told, strict=True)]


def _setting(name: str, experiment: Experiment) -> tuple[str, str]:
    """What a caption calls a setting, and its value."""
    e = experiment
    settings: dict[str, tuple[str, str]] = {
        "baseline": ("baseline ", baseline_in_words(e)),
        "b": ("baseline value b = ", number(e.b)),
        "K": ("K = ", str(e.k)),
        "learning rate": ("learning rate ", number(e.learning_rate)),
        "rewards": ("rewards ", _by_answer(e, e.rewards)),
        "policy": ("policy ", _by_answer(e, e.probs)),
        "runs": ("", f"{e.runs:,} runs of {e.steps:,} steps"),
        "dial": ("dial set to b = ", f"{number(e.b)} at first"),
        "seed": ("seed ", str(e.seed)),
    }
    return settings[name]


def _by_answer(experiment: Experiment, values: Iterable[float]) -> str:
    return ", ".join(f"{name} {number(value, 4)}" for name, value in zip(experiment.answers, values, strict=True))


def _plainly(value: object) -> str:
    return number(value, 6) if isinstance(value, float) else str(value)


def _each(values: Iterable[str]) -> str:
    return listed(list(dict.fromkeys(values)))


def _arguments(numbers: Numbers) -> list[str]:
    """The settings of a picture that are not part of its experiment."""
    given: dict[str, Any] = numbers.keywords | {"past": len(numbers.keywords.get("past", ()))}
    return [
        words.format(listed([_plainly(one) for one in given[key]]) if isinstance(given[key], list) else given[key])
        for key, words in ARGUMENTS.items()
        if numbers.keywords.get(key, []) != []  # nor a run of no updates
    ]
