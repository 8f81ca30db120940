"""The sentences on a critic that has to be learned."""

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.token_critic import critic_moments
from reinforce_viz.lessons.learned_critic import EARLIER, QUALITIES, TRACES, best_traces, fitted
from reinforce_viz.text.format import listed, number, numbers, percent
from reinforce_viz.text.setting import why_flat

ROWS = ("first token decides", "last token decides")


def learned_critic(experiment: Experiment, length: int, critic: str, trace: float) -> str:
    """The noise and the loss of a critic at some λ, and at both ends.

    Args:
        experiment: its policy, rewards and names.
        length: T, tokens in a response, from 1 on.
        critic: a key of QUALITIES.
        trace: λ, one of TRACES.
    """
    if flat := why_flat(experiment):
        return f"Here {flat}, so there is nothing for a critic to predict."
    if length == 1:
        return "With one token there is nothing to predict on the way, so all critics and all λ do the same: raise T."
    at = {lam: critic_moments(experiment.probs, experiment.rewards, length, QUALITIES[critic], lam) for lam in TRACES}
    if critic == "exact":
        return (
            f"The exact critic gives a variance of {number(at[trace].total_variance)} at every λ, and nothing of the "
            "gradient is lost."
        )
    said = [
        f"{variance} with {percent(1 - each.factor)} lost at λ = {number(lam)}"
        for variance, (lam, each) in zip(
            numbers(*(each.total_variance for each in at.values())), at.items(), strict=True
        )
        if lam in (0.0, trace, 1.0)
    ]
    return f"The {critic} critic gives a variance of {listed(said)}."


def best_trace(experiment: Experiment, length: int, critic: str) -> str | None:
    """Which λ has the least error; None where all are alike.

    Args:
        experiment: its policy, rewards and names.
        length: T, tokens in a response, from 1 on.
        critic: a key of QUALITIES.
    """
    if why_flat(experiment) or length == 1 or critic == "exact":
        return None
    best = best_traces(experiment.probs, experiment.rewards, length, critic)
    said = listed([f"{number(lam)} for {k} response{'s' if k > 1 else ''}" for k, lam in best.items()])
    return (
        f"Which λ is best depends on how many responses you average. The least error, noise and loss together, is at "
        f"λ = {said}. An average over many responses has little noise left, but what is lost stays lost."
    )


def fitted_table(experiment: Experiment) -> dict[str, list[str]]:
    """The noise of the last of two tokens by how many responses the critic has seen, for each of ROWS."""
    found = fitted(experiment.probs, experiment.rewards)
    return {f"{n:,} seen": [number(found[task][place]) for task in found] for place, n in enumerate(EARLIER)}
