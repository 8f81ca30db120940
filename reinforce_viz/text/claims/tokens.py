"""What is often said of long responses, and what is true of this experiment?

Every claim takes the exact moments of one response at some length, by task and credit, and returns two or three
sentences in Markdown.
"""

from reinforce_viz.engine.token_length import ByTask
from reinforce_viz.text.format import ROUNDING, compared, number

# How the three tasks are named in a sentence.
WHERE = {"sum": "on the sum", "first": "where the first token decides", "last": "where the last token decides"}


def the(credit: str) -> str:
    """A credit's name with the article it takes in a sentence."""
    return credit if credit == "reward-to-go" else f"the {credit}"


def same_reward_for_all(at: ByTask, task: str, length: int) -> str:
    """Does the same reward on every token teach the wrong thing?"""
    whole, own = at[task]["whole reward"], at[task]["advantage"]
    return (
        "**Often said:** one reward for all tokens blames the wrong ones, so the model learns the wrong thing. "
        "**Here** that is true of a single response only: undeserved blame and praise cancel on average, and E[ĝ] is "
        "the true gradient under every credit, zero for a token that changes nothing. The price is variance: "
        f"{WHERE[task]}, at T = {length}, {number(whole.total_variance)} under the whole reward and "
        f"{number(own.total_variance)} under the advantage, beside a signal |E ĝ|² of {number(whole.signal)}."
    )


def where_a_critic_helps(at: ByTask, length: int) -> str:
    """How much of the noise that other tokens bring does an exact critic take away?"""
    said = "**Often said:** a critic solves the credit problem. "
    avoidable = {task: _variance(at, task, "expected reward") - _variance(at, task, "advantage") for task in at}
    if length == 1:
        return said + "**Here**, with one token, there is no other token to tell it from: raise T."
    if min(avoidable.values()) < ROUNDING:
        return said + "**Here** the model always earns the same, so no other token brings any noise to take away."
    removed = {
        task: (_variance(at, task, "expected reward") - _variance(at, task, "critic")) / avoidable[task] for task in at
    }
    first, total, last = (
        f"{_amount(removed[task])} {WHERE[task]} "
        f"({_becomes(_variance(at, task, 'expected reward'), _variance(at, task, 'critic'))})"
        for task in ("first", "sum", "last")
    )
    return said + (
        f"**Here**, at T = {length}, other tokens' rewards still add noise once E[R] is subtracted. Even an exact "
        f"critic takes away {first}, {total} and {last}. It subtracts what the written tokens have settled; what the "
        "later ones will earn stays in."
    )


def reward_to_go(at: ByTask, length: int) -> str:
    """Does leaving out what was paid before a token always help?"""
    early, late = (_variance(at, "sum", credit) for credit in ("whole reward", "reward-to-go"))
    at_end = _variance(at, "last", "reward-to-go")
    return (
        "**Often said:** reward-to-go is less noisy than the whole reward. **Here**, where every token is paid as it "
        f"is written, its variance at T = {length} is {number(late)}, {compared(late, early)} that of the whole reward "
        f"({number(early)}). Where the reward is paid at the end, all of it is still to come at every token: "
        f"reward-to-go is the whole reward, {number(at_end)} either way."
    )


def _variance(at: ByTask, task: str, credit: str) -> float:
    return at[task][credit].total_variance


def _amount(share: float) -> str:
    """A share in words where there is a word for it."""
    words = {0.0: "none of that noise", 0.5: "half of it", 1.0: "all of it"}
    return next((word for value, word in words.items() if abs(share - value) < 1e-9), f"{share:.0%} of it")


def _becomes(before: float, after: float) -> str:
    """A variance before and after, as far as their written digits differ."""
    first, second = number(before), number(after)
    return f"a variance of {first} stays" if first == second else f"a variance of {first} becomes {second}"
