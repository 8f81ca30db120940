"""The sentences about the reader's own group: what each scheme makes of it, and where a scheme is blind."""

from collections.abc import Mapping

from reinforce_viz.engine.policy import Array
from reinforce_viz.lessons.own_group import EPSILON_COUNTS, epsilon_share, levels, outlier
from reinforce_viz.text.format import number, numbers, percent, signed

# What each scheme is called beside the algorithm that uses it.
CALLED = {
    "leave-one-out": "leave-one-out (RLOO)",
    "batch mean": "batch mean (Dr. GRPO)",
    "group-normalised": "group-normalised (GRPO)",
}


def own_group(rewards: Array, by_scheme: Mapping[str, Array]) -> str:
    """The group in numbers, and what the best answer gets from each scheme.

    Args:
        rewards: [K], of the group, K from 1 on.
        by_scheme: [K] advantages by scheme.
    """
    k, best = len(rewards), int(rewards.argmax())
    if k == 1:
        return f"One reward, {number(rewards[0])}: there is no other answer to compare it with."
    low, high = numbers(float(rewards.min()), float(rewards.max()))
    if agrees(by_scheme):
        return f"{k} rewards, all {low}: every advantage is 0."
    ends = f"{k} rewards from {low} to {high}, on average {number(float(rewards.mean()))}"
    gets = ", ".join(f"{signed(float(values[best]))} from {CALLED[name]}" for name, values in by_scheme.items())
    return f"{ends}. Answer {best + 1}, the best{_shared(rewards)}, gets {gets}."


def blind_spots(rewards: Array, by_scheme: Mapping[str, Array]) -> list[str]:
    """A plain sentence for each thing about the group that a scheme cannot see.

    Args:
        rewards: [K], of the group, K from 1 on.
        by_scheme: [K] advantages by scheme.
    """
    if len(rewards) == 1:
        return [
            "**One answer alone.** Leave-one-out is not defined, and the other two give 0: draw at least two answers."
        ]
    if agrees(by_scheme):
        return ["**All rewards agree.** No scheme can learn from this group: it is useless."]
    said = [_two_values(rewards), _outlier(rewards), _epsilon(rewards)]
    return [sentence for sentence in said if sentence]


def agrees(by_scheme: Mapping[str, Array]) -> bool:
    """Whether every answer of the group gets the same, that is nothing.

    Args:
        by_scheme: [K] advantages by scheme.
    """
    return not by_scheme["batch mean"].any()


def _shared(rewards: Array) -> str:
    best = int((rewards >= levels(rewards)[-1]).sum())
    others = f"{best - 1} other" if best == 2 else f"{best - 1} others"
    return f", tied with {others}" if best > 1 else ""


def _two_values(rewards: Array) -> str:
    values = levels(rewards)
    if len(values) != 2:
        return ""
    low, high = numbers(*values.tolist())
    many = int((rewards > values.mean()).sum())
    return (
        f"**Two values only, {low} and {high}.** GRPO sees that {many} of {len(rewards)} are the higher one, not how "
        "far apart the two are. Leave-one-out and the batch mean see both."
    )


def _outlier(rewards: Array) -> str:
    found = outlier(rewards)
    if found is None:
        return ""
    before, after = numbers(found.without_it, found.with_it)
    return (
        f"**One outlier.** Answer {found.place + 1} with {number(float(rewards[found.place]))} swallows the rest: "
        f"GRPO puts the others {after} apart at most, where it would be {before} without it."
    )


def _epsilon(rewards: Array) -> str:
    share = epsilon_share(rewards)
    if share < EPSILON_COUNTS:
        return ""
    return (
        f"**Hardly any spread.** The 1e-4 that GRPO adds to the standard deviation is {percent(share)} of what it "
        "divides by, so its advantages are smaller than usual."
    )
