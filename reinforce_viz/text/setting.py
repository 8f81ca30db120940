"""What a policy and its rewards allow: which answers can be drawn, which are best, and where nothing can change."""

from reinforce_viz.engine.estimators import ESTIMATORS
from reinforce_viz.engine.exact import moments
from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.rounding import NEGLIGIBLE
from reinforce_viz.lessons import single_push
from reinforce_viz.text.answer_names import bold
from reinforce_viz.text.format import listed, number, numbers, percent


def possible(experiment: Experiment) -> list[int]:
    """The answers that can be drawn."""
    return [answer for answer, p in enumerate(experiment.probs) if p > 0]


def best(experiment: Experiment) -> list[int]:
    """The answers of the largest reward, whether they can be drawn or not."""
    return single_push.best(experiment.rewards)


def named(experiment: Experiment, answers: list[int], last: str = "and") -> str:
    """Some answers by their names: **yes** and **no**.

    Args:
        answers: their places, from 0.
        last: the word before the last of them.
    """
    names = bold(experiment.answers)
    return listed([names[answer] for answer in answers], last)


def rewards(experiment: Experiment) -> str:
    """What each answer earns, in a sentence."""
    earned = zip(bold(experiment.answers), numbers(*experiment.rewards), strict=True)
    return f"The rewards are now {listed([f'{name} {reward}' for name, reward in earned])}."


def in_a_table(experiment: Experiment) -> tuple[dict[str, list[str]], list[str]]:
    """The policy and the rewards as columns of a table, and the answers that its rows are of."""
    columns = {
        "probability": [percent(p) for p in experiment.probs],
        "reward": [number(reward) for reward in experiment.rewards],
    }
    return columns, list(bold(experiment.answers))


def why_flat(experiment: Experiment) -> str | None:
    """Why the true gradient is zero; None where it is not."""
    can = possible(experiment)
    if len(can) == 1:
        return f"the model answers nothing but {named(experiment, can)}"
    if len({experiment.rewards[answer] for answer in can}) > 1:
        return None
    which = "every answer" if len(can) == len(experiment.rewards) else "every answer that can be drawn"
    return f"{which} earns the same"


def why_still(experiment: Experiment) -> str | None:
    """Why no batch moves the model, and what to change if a control of the baseline does it; None where one does."""
    flat, entry = why_flat(experiment), ESTIMATORS[experiment.estimator]
    if len(possible(experiment)) == 1:
        return flat
    # What moves the model in no batch of two moves it in no larger one.
    exact = moments(experiment.estimator, experiment.probs, experiment.rewards, min(experiment.k, 2), experiment.b)
    if exact.zero_step < 1 - NEGLIGIBLE:
        return None
    if experiment.k == 1 and entry.uses_batch:
        return "with K = 1 each answer is compared only with itself. Choose a larger K or another baseline"
    return f"{flat}, which is just what is subtracted"
