"""The tasks, which say what the tokens of a response are worth, and the rules that give each token its credit."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Index = npt.NDArray[np.int64]
# rule(token, unpaid) takes positions [T] and, for each, the first token whose reward is yet to be paid [T], and
# returns what broadcasts with them: start and stop of the tokens whose rewards count.  Token t is always one.
Rule = Callable[[Index, Index], tuple[Index, Index]]


@dataclass(frozen=True)
class Task:
    """Which tokens are worth their reward r(a), and when it is paid."""

    rewarded: slice
    paid_at_end: bool  # rather than when each token is written
    summary: str


@dataclass(frozen=True)
class Credit:
    """A rule for the factor of each token's score, and what is known about it."""

    rule: Rule
    centred: bool  # each reward counts as its surprise r − J
    formula: str  # of the factor A_t, in LaTeX; r_u is the reward paid as token u is written
    source: str
    summary: str  # what multiplies a token's score, in words


def all_tokens(token: Index, unpaid: Index) -> tuple[Index, Index]:
    """Every token of the response.  Williams 1992."""
    return np.zeros_like(token), np.full_like(token, len(token))


def unpaid_tokens(token: Index, unpaid: Index) -> tuple[Index, Index]:
    """Every token whose reward is paid from now on.  Sutton et al. 2000."""
    return unpaid, np.full_like(token, len(token))


def open_tokens(token: Index, unpaid: Index) -> tuple[Index, Index]:
    """This token and the later ones.  Sutton and Barto 2018, chapter 13."""
    # V(prefix) is what the written tokens still have to be paid, plus J for each rewarded token that is open.
    return token, np.full_like(token, len(token))


def own_token(token: Index, unpaid: Index) -> tuple[Index, Index]:
    """This token alone.  Schulman et al. 2016."""
    # Q − V is the critic's factor with the later tokens averaged out, and their surprise is 0 on average.
    return token, token + 1


TASKS: dict[str, Task] = {
    "sum": Task(slice(None), False, "every token earns its reward as it is written"),
    "first": Task(slice(0, 1), True, "the first token decides the reward, which is paid at the end"),
    "last": Task(slice(-1, None), True, "the last token decides the reward, which is paid at the end"),
}

CREDITS: dict[str, Credit] = {
    "whole reward": Credit(
        all_tokens,
        False,
        r"A_t = R",
        "Williams 1992",
        "the whole response's reward, the same for every token",
    ),
    "expected reward": Credit(
        all_tokens,
        True,
        r"A_t = R - \mathbb{E}[R]",
        "Williams 1992; Weaver and Tao 2001",
        "the whole response's reward minus what a response earns on average, the same for every token",
    ),
    "reward-to-go": Credit(
        unpaid_tokens,
        False,
        r"A_t = \textstyle\sum_{u \ge t} r_u",
        "Sutton, McAllester, Singh and Mansour 2000",
        "the rewards paid from this token on, because no token can change what was paid before it",
    ),
    "critic": Credit(
        open_tokens,
        True,
        r"A_t = \textstyle\sum_{u \ge t} r_u - V(a_{<t})",
        "Sutton and Barto 2018, section 13.4, as a learned value baseline; they keep the word critic for values that "
        "bootstrap",
        "the rewards paid from this token on minus what a critic, a value baseline, expects of them beforehand",
    ),
    "advantage": Credit(
        own_token,
        True,
        r"A_t = Q(a_{<t}, a_t) - V(a_{<t})",
        "Sutton et al. 2000; Schulman et al. 2016",
        "what the critic expects after this token minus what it expected before",
    ),
}
