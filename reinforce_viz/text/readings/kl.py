"""The sentences of the page about KL: where each estimate leads as a loss, and what it says as a number."""

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.kl import KINDS
from reinforce_viz.engine.policy import Array
from reinforce_viz.lessons.kl import Penalty
from reinforce_viz.text.answer_names import bold
from reinforce_viz.text.format import comparison, listed, number, numbers, parts, percent, percents
from reinforce_viz.text.setting import named, possible, why_flat

NUMBER_ROWS = ("on average", "variance", "below zero in")


def before_the_guess(experiment: Experiment, penalty: Penalty, beta: float) -> str:
    """What the picture shows before the reader has guessed: where the model starts, and where it should end.

    Args:
        experiment: its policy and names.
        penalty: where J − β KL is largest.
        beta: β, reward for each nat, above 0.
    """
    ring = "and the ring is there" if penalty.kl == 0 else f"{number(penalty.kl)} at the ring"
    moved = f"KL says how far the model has moved away from its reference: 0 at the cross, {ring}."
    return f"{moved} {_goal(experiment, penalty, beta)}"


def ends(experiment: Experiment, penalty: Penalty, beta: float) -> str:
    """Where the model should end, and where each estimate leads it as a loss.

    Args:
        experiment: its policy and names.
        penalty: where J − β KL is largest, and where each estimate leads.
        beta: β, reward for each nat, above 0.
    """
    said = _goal(experiment, penalty, beta)
    if penalty.still:
        return said
    k3 = penalty.estimates["k3"]
    alone = [answer for answer in possible(experiment) if penalty.estimates["k1"].end[answer] > 0]
    return (
        f"{said} The gradient of k2 leads there. k1 ends at {named(experiment, alone)}, as if there were no penalty. "
        f"k3 ends at {_policy(experiment, k3.end)}."
    )


def verdict(experiment: Experiment, penalty: Penalty) -> str:
    """The truth about the reader's guess.

    Args:
        experiment: its policy, rewards and names.
        penalty: where J − β KL is largest, and where each estimate leads.
    """
    if penalty.still:
        return f"Here all of them do: {why_flat(experiment)}, so nothing leaves the reference."
    k1, k2, k3 = numbers(*(penalty.estimates[kind].objective for kind in KINDS))
    others = [kind for kind in penalty.at_the_ring if kind != "k2"]
    who = (
        f"k2 does, and here {listed(others)} too, but for a rounding: the penalty is so small beside the rewards that "
        "the ring is where it would be without one."
        if others
        else "Only k2 does. The gradient of k1 is zero on average, so nothing holds the model back."
    )
    ends_at = f"J − β KL ends at {k1} with k1, {k2} with k2 and {k3} with k3."
    return f"{who} k3 pulls like the other divergence, KL(ref ‖ π). {ends_at}"


def one_draw(penalty: Penalty) -> str:
    """What one draw says about KL, by each estimate.

    Args:
        penalty: the estimates, at the policy that it leads to.
    """
    if penalty.kl == 0:
        return "The model has not left its reference: KL is 0, and so is each estimate in every draw."
    k2, word, true = comparison(penalty.estimates["k2"].mean, penalty.kl)
    return (
        f"At the ring KL is {true}. As numbers k1 and k3 are right on average; k2 is {k2}, {word} KL. k1 is below zero "
        f"in {percent(below_zero(penalty, 'k1'))} of the draws, the others never are."
    )


def below_zero(penalty: Penalty, kind: str) -> float:
    """The probability that a draw's estimate is below zero.

    Args:
        penalty: the estimates, at the policy that it leads to.
        kind: one of KINDS.
    """
    return float(penalty.best[penalty.estimates[kind].draws < 0].sum())


def number_table(penalty: Penalty) -> dict[str, list[str]]:
    """The estimates as numbers: a column for each.

    Args:
        penalty: the estimates, at the policy that it leads to.

    Returns:
        By kind, a text for each of NUMBER_ROWS.
    """
    means = numbers(*(penalty.estimates[kind].mean for kind in KINDS))
    variances = numbers(*(penalty.estimates[kind].variance for kind in KINDS))
    below = percents(*(below_zero(penalty, kind) for kind in KINDS))
    return {kind: list(column) for kind, *column in zip(KINDS, means, variances, below, strict=True)}


def _goal(experiment: Experiment, penalty: Penalty, beta: float) -> str:
    return (
        f"The ring is where J − β KL is largest at β = {number(beta)}: {_policy(experiment, penalty.best)}, "
        f"J = {number(penalty.expected_reward)}."
    )


def _policy(experiment: Experiment, policy: Array) -> str:
    names, can = bold(experiment.answers), possible(experiment)
    shares = parts(*(float(policy[answer]) for answer in can))
    return listed([f"{names[answer]} {share}" for answer, share in zip(can, shares, strict=True)])
