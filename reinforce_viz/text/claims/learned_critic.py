"""Whether any critic is better than none, held against this experiment's numbers."""

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.lessons.learned_critic import EARLIER, fitted
from reinforce_viz.text.format import comparison, numbers
from reinforce_viz.text.setting import why_flat


def any_critic(experiment: Experiment) -> str:
    """What a critic does to the last of two tokens that has seen only a few responses."""
    said = "**You may hear:** any critic is better than none. "
    if flat := why_flat(experiment):
        return f"{said}**Here** it makes no difference: {flat}."
    noise = fitted(experiment.probs, experiment.rewards)
    last, first = noise["last"], noise["first"]
    worst = max(range(len(EARLIER)), key=last.__getitem__)
    with_it, _, without = comparison(last[worst], last[0])
    after, before = numbers(first[worst], first[0])
    seen = f"{EARLIER[worst]} response{'s' if EARLIER[worst] > 1 else ''}"
    return said + (
        f"**Here** one that has seen {seen} mistakes their luck for knowledge. Where the last of two tokens decides, "
        f"the variance of its gradient is {with_it}, and {without} without any critic. Where the first one decides, "
        f"the same {seen} help: {after} in place of {before} for the second token."
    )
