"""What is often said of long responses, and what is true of this experiment.

Every claim takes the exact moments of one response at some length, by task and credit, and returns two or three
sentences in Markdown.
"""

from collections.abc import Sequence
from math import isfinite, isinf, isnan

from reinforce_viz.engine.rounding import NEGLIGIBLE
from reinforce_viz.engine.token_length import ByTask
from reinforce_viz.lessons.tokens import excess_of_average
from reinforce_viz.text.format import listed, number, numbers

EXCESS_AT = (1, 2, 6, 16)

# How the three tasks are named in a sentence.
WHERE = {"sum": "on the sum", "first": "where the first token decides", "last": "where the last token decides"}


def same_reward_for_all(at: ByTask, task: str, length: int) -> str:
    """Whether the same reward on every token teaches the wrong thing.

    Args:
        at: exact moments of one response, by task and credit.
        task: of an entry in TASKS.
        length: T, tokens in that response, from 1 on.
    """
    said = "**You may hear:** one reward for all tokens teaches the wrong thing. "
    if length == 1:
        return said + "**Here**, with one token, there is nobody to share the reward with: raise T."
    shared, own = (at[task][credit] for credit in ("expected reward", "advantage"))
    before, after = numbers(shared.total_variance, own.total_variance)
    said += (
        "**Here** undeserved blame and praise cancel on average: under every credit E[ĝ] is the true gradient"
        f"{'' if task == 'sum' else ', zero for a token that changes nothing'}. "
    )
    if before == after:
        return said + "Nor does sharing cost any variance here, for the model always earns the same."
    return said + (
        f"The price of sharing is variance: {WHERE[task]}, at T = {length}, it is {before} where every token gets "
        f"R − E[R], and {after} where each gets its own advantage."
    )


def where_a_critic_helps(at: ByTask, length: int) -> str:
    """How much of the noise that other tokens bring an exact critic takes away.

    Args:
        at: exact moments of one response, by task and credit.
        length: T, tokens in that response, from 1 on.
    """
    said = "**You may hear:** a critic solves the credit problem. "
    if length == 1:
        return said + "**Here**, with one token, there is no other token to tell it from: raise T."
    shared, own, critic = (
        {task: _variance(at, task, credit) for task in at} for credit in ("expected reward", "advantage", "critic")
    )
    if any(shared[task] - own[task] <= NEGLIGIBLE * shared[task] for task in at):
        return said + "**Here** the model always earns the same, so no other token brings any noise to take away."
    first, total, last = (
        f"{_amount((shared[task] - critic[task]) / (shared[task] - own[task]))} {WHERE[task]} "
        f"({_becomes(shared[task], critic[task])})"
        for task in ("first", "sum", "last")
    )
    return said + (
        f"**Here**, at T = {length}, other tokens' rewards still add noise once E[R] is subtracted. Even an exact "
        f"critic takes away {first}, {total} and {last}. It subtracts what can be known from the tokens written so "
        "far; what the later ones will earn stays in."
    )


def best_constant(probs: Sequence[float], rewards: Sequence[float], task: str) -> str | None:
    """Whether the average reward is the best constant to subtract; None where no constant leaves any variance.

    Args:
        probs: [A], sum to 1: the policy of each token.
        rewards: [A], of each token.
        task: of an entry in TASKS.
    """
    every = {length: excess_of_average(probs, rewards, length, task) for length in EXCESS_AT}
    excess = {length: share for length, share in every.items() if isfinite(share)}
    if isnan(every[EXCESS_AT[-1]]):
        return None
    said = (
        "**You may hear:** the average reward is the best constant to subtract (Weaver and Tao 2001), and also that "
        "it is not (Greensmith, Bartlett and Baxter 2004). "
    )
    if max(every.values()) <= NEGLIGIBLE:
        return (
            f"{said}**Here** it is, {WHERE[task]}, at every T, because how far an answer pushes has nothing to do with "
            "its reward."
        )
    shares = listed([f"{number(100 * share)}% at T = {length}" for length, share in excess.items()])
    alone = ", but for T = 1, where the best constant leaves no variance at all" if isinf(every[1]) else ""
    return (
        f"{said}**Here** both have a point. {WHERE[task].capitalize()}, E[R] leaves more variance than the best "
        f"constant, by {shares}{alone}. The longer the response, the less one token's own push counts."
    )


def reward_to_go(at: ByTask, length: int) -> str:
    """Whether leaving out what was paid before a token always helps.

    Args:
        at: exact moments of one response, by task and credit.
        length: T, tokens in that response, from 1 on.
    """
    whole, later = (_variance(at, "sum", credit) for credit in ("whole reward", "reward-to-go"))
    said = "**You may hear:** reward-to-go is less noisy than the whole reward. "
    if length == 1:
        return said + "**Here**, with one token, nothing was paid before it, and the two are the same: raise T."
    if number(whole) == number(later) == "0":
        return said + "**Here** neither has any noise: nothing that is drawn changes the push."
    late, early = numbers(later, whole)
    how = "the same as" if late == early else "less than" if later < whole else "more than"
    return said + (
        f"**Here**, where every token is paid as it is written, its variance at T = {length} is {late}, {how} that of "
        f"the whole reward ({early}). Where the last token decides, all of the reward is still to come at every token: "
        f"reward-to-go is the whole reward, {number(_variance(at, 'last', 'reward-to-go'))} either way."
    )


def _variance(at: ByTask, task: str, credit: str) -> float:
    return at[task][credit].total_variance


def _amount(share: float) -> str:
    """A share in words where there is a word for it."""
    words = {0.0: "none of that noise", 0.5: "half of it", 1.0: "all of it"}
    return next((word for value, word in words.items() if abs(share - value) < 1e-9), f"{share:.0%} of it")


def _becomes(before: float, after: float) -> str:
    """A variance before and after, with enough digits to tell the two apart."""
    first, second = numbers(before, after)
    return f"a variance of {first} stays" if first == second else f"a variance of {first} becomes {second}"
