"""What a group compares: the numbers behind each picture."""

import numpy as np
import pandas as pd

import reinforce_viz as rv
from reinforce_viz.lessons import groups as lesson
from reinforce_viz.lessons.own_group import advantages


def group_steps(experiment: rv.Experiment, *, hidden: bool = False) -> pd.DataFrame:
    """GRPO's average step at every size of group, its angle to the gradient, and the gradient.

    Args:
        experiment: what is shown.
        hidden: the gradient alone.
    """
    steps = lesson.mean_steps(experiment.probs, experiment.rewards)
    mean = np.array([exact.mean for exact in steps])
    columns = {f"on {name}": mean[:, place] for place, name in enumerate(experiment.answers)}
    gradient = rv.exact_gradient(experiment.probs, experiment.rewards)
    true = {f"gradient on {name}": float(part) for name, part in zip(experiment.answers, gradient, strict=True)}
    if hidden:
        return pd.DataFrame([true])
    return pd.DataFrame({"K": lesson.SIZES, **columns, "angle to g": [exact.angle for exact in steps], **true})


def useless_groups(experiment: rv.Experiment) -> pd.DataFrame:
    """The share of groups whose rewards all agree, and the draws that a useful one costs, along exact ascent."""
    groups = lesson.useless_groups(experiment.probs, experiment.rewards)
    return pd.concat(
        [
            pd.DataFrame({"exact steps": steps, "K": groups.sizes, "useless": share, "draws per useful group": draws})
            for steps, share, draws in zip(lesson.WAY, groups.share, groups.draws, strict=True)
        ],
        ignore_index=True,
    )


def brake(experiment: rv.Experiment, size: int) -> pd.DataFrame:
    """The lengths of the gradient and of GRPO's average step along exact ascent.

    Args:
        experiment: what is shown.
        size: of the groups, from 2 on.
    """
    along = lesson.brake(experiment.probs, experiment.rewards, size)
    return pd.DataFrame(
        {
            "exact steps": along.steps,
            "g": along.gradient,
            "g over sigma": along.over_sigma,
            "GRPO": along.grpo,
            "GRPO without useless groups": along.useful,
        }
    )


def difficulty(sizes: list[int]) -> pd.DataFrame:
    """By how much GRPO multiplies the gradient of a right-or-wrong prompt, by its share of right answers.

    Args:
        sizes: of the groups, from SIZES.
    """
    factors = lesson.difficulty()
    tables = [
        pd.DataFrame({"K": size, "share of right answers": lesson.SUCCESS, "factor": factors[size]}) for size in sizes
    ]
    return pd.concat(tables, ignore_index=True)


def wrong_lengths(size: int) -> pd.DataFrame:
    """The mean length of wrong answers against steps, by kind of mean over tokens.

    Args:
        size: of the groups, from 1 on.
    """
    lengths = lesson.wrong_lengths(size)
    return pd.DataFrame({"steps": np.arange(lesson.LENGTH_STEPS + 1), **lengths})


def own_group(group: list[float]) -> pd.DataFrame:
    """Each answer of a group with its reward and its advantage under every scheme.

    Args:
        group: [K], its rewards.
    """
    rewards = np.array(group, dtype=float)
    answers = np.arange(1, len(rewards) + 1)
    return pd.DataFrame({"answer": answers, "reward": rewards, **advantages(rewards)})
