"""Which part of a long response's reward should each of its tokens answer for?

A response is T tokens, each drawn from the same policy with logits of its own, so the gradient is [T, A]; K = 1.
A rule of credit gives every token a factor for its score.  Each one here adds up the rewards of a stretch of tokens
around t, as they are or minus their expectation J, so that its exact moments cost (T + A)·A and not A^T.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine.policy import centred, exact_gradient, score
from reinforce_viz.engine.rounding import Array, reward_scale, without_rounding
from reinforce_viz.engine.validation import check_integer, check_policy, check_probs

Index = npt.NDArray[np.int64]
Rule = Callable[[Index, Index], tuple[Index, Index]]


@dataclass(frozen=True)
class Task:
    """Which tokens are worth their reward r(a), and when it is paid."""

    rewarded: slice
    paid_at_end: bool  # rather than when each token is written
    summary: str


@dataclass(frozen=True)
class Credit:
    """A rule for the factor of each token's score, and what is known about it.

    `rule(token, unpaid)` takes positions [T] and, for each, the first token whose reward is yet to be paid [T], and
    returns what broadcasts with them: start and stop of the tokens whose rewards count.  Token t is always one.
    """

    rule: Rule
    centred: bool  # each reward counts as its surprise r − J
    formula: str  # of the factor A_t, in LaTeX; r_u is the reward paid as token u is written
    source: str
    summary: str  # what multiplies a token's score, in words


@dataclass(frozen=True, eq=False)
class SequenceMoments:
    """The exact mean and spread of the gradient estimate from one sampled response."""

    mean: Array  # [T, A], E[ĝ]: g where the token is rewarded, 0 elsewhere
    per_position: Array  # [T], trace of the covariance of each token's gradient

    @property
    def total_variance(self) -> float:
        """Trace of the covariance of all T·A components."""
        return float(self.per_position.sum())

    @property
    def signal(self) -> float:
        """|E ĝ|² over all positions."""
        return float((self.mean**2).sum())


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


def sequence_moments(
    credit: str, probs: npt.ArrayLike, rewards: npt.ArrayLike, length: int, task: str = "sum"
) -> SequenceMoments:
    """The exact mean and variance of the gradient estimate from one response.

    Args:
        credit: a key of CREDITS.
        probs: [A], sum to 1: the policy that writes each token.
        rewards: [A], what each token is worth.
        length: T, tokens in the response, at least 1.
        task: a key of TASKS.

    Raises:
        ValueError: naming the argument that is out of its range.
    """
    policy, reward = check_policy(probs, rewards)
    start, stop, rewarded = _stretch(credit, length, task)
    rewards_before = np.concatenate([[0], np.cumsum(rewarded)])
    others = rewards_before[stop] - rewards_before[start] - rewarded
    value = _value(credit, policy, reward)
    expected = 0.0 if CREDITS[credit].centred else float(policy @ reward)
    variance = policy @ centred(policy, reward) ** 2

    # Given its token a, a factor has mean rewarded·value_a + others·expected and variance others·variance.
    # Squares of deviations where terms would cancel: own is E|value s − g|².
    scores, true_gradient = score(policy), exact_gradient(policy, reward)
    weight = policy * (scores**2).sum(axis=1)
    own = policy @ ((value[:, None] * scores - true_gradient) ** 2).sum(axis=1)
    of_others = others * variance + (others * expected) ** 2
    per_position = rewarded * (own + 2 * others * expected * (weight @ value)) + of_others * weight.sum()
    return SequenceMoments(rewarded[:, None] * true_gradient, per_position)


def sample_responses(probs: npt.ArrayLike, length: int, n: int, rng: np.random.Generator) -> Index:
    """Independent responses, each of tokens drawn one by one from the same policy.

    Args:
        probs: [A], sum to 1: the policy that writes each token.
        length: T, tokens in a response, at least 1.
        n: how many responses, 0 or more.
        rng: where the draws come from.

    Returns:
        [n, T], tokens as numbers from 0 to A − 1.

    Raises:
        ValueError: naming the argument that is out of its range.
    """
    policy = check_probs(probs)
    check_integer("length", length, 1)
    check_integer("n", n, 0)
    return rng.choice(len(policy), size=(n, length), p=policy)


def token_advantages(
    credit: str, responses: npt.ArrayLike, probs: npt.ArrayLike, rewards: npt.ArrayLike, task: str = "sum"
) -> Array:
    """The advantage that multiplies the score e_a − π of each token.

    Args:
        credit: a key of CREDITS.
        responses: [..., T], tokens as numbers from 0 to A − 1.
        probs: [A], sum to 1: the policy that writes each token.
        rewards: [A], what each token is worth.
        task: a key of TASKS.

    Returns:
        [..., T].

    Raises:
        ValueError: naming the argument that is out of its range.
    """
    policy, reward = check_policy(probs, rewards)
    tokens = _check_responses(responses, len(policy))
    start, stop, rewarded = _stretch(credit, tokens.shape[-1], task)
    source = np.arange(tokens.shape[-1])[:, None]
    counts = (start <= source) & (source < stop) & (rewarded[:, None] > 0)
    return np.asarray(_value(credit, policy, reward)[tokens] @ counts)


def sample_sequence_gradients(
    credit: str,
    probs: npt.ArrayLike,
    rewards: npt.ArrayLike,
    length: int,
    n: int,
    rng: np.random.Generator,
    task: str = "sum",
) -> Array:
    """Independent estimates of the gradient, each from one sampled response.

    Args:
        credit: a key of CREDITS.
        probs: [A], sum to 1: the policy that writes each token.
        rewards: [A], what each token is worth.
        length: T, tokens in a response, at least 1.
        n: how many estimates, 0 or more.
        rng: where the draws come from.
        task: a key of TASKS.

    Returns:
        [n, T, A], the gradient for each position.

    Raises:
        ValueError: naming the argument that is out of its range.
    """
    return sequence_gradients(credit, sample_responses(probs, length, n, rng), probs, rewards, task)


def sequence_gradients(
    credit: str, responses: npt.ArrayLike, probs: npt.ArrayLike, rewards: npt.ArrayLike, task: str = "sum"
) -> Array:
    """The estimate of the gradient that each response makes.

    Args:
        credit: a key of CREDITS.
        responses: [n, T], tokens as numbers from 0 to A − 1.
        probs: [A], sum to 1: the policy that writes each token.
        rewards: [A], what each token is worth.
        task: a key of TASKS.

    Returns:
        [n, T, A], the gradient for each position.

    Raises:
        ValueError: naming the argument that is out of its range.
    """
    advantage = token_advantages(credit, responses, probs, rewards, task)
    return np.asarray(advantage[..., None] * score(probs)[np.asarray(responses)])


def _stretch(credit: str, length: int, task: str) -> tuple[Index, Index, Index]:
    """Per position: start and stop of the tokens that count, and 1 if the token is rewarded, else 0.  Each [T]."""
    for argument, name, known in (("credit", credit, list(CREDITS)), ("task", task, list(TASKS))):
        if name not in known:
            raise ValueError(f"{argument} must be one of {', '.join(known)}, not {name!r}.")
    check_integer("length", length, 1)
    token = np.arange(length)
    start, stop = CREDITS[credit].rule(token, token * (not TASKS[task].paid_at_end))
    rewarded = np.zeros_like(token)
    rewarded[TASKS[task].rewarded] = 1
    return start, stop, rewarded


def _value(credit: str, probs: Array, rewards: Array) -> Array:
    """What the reward of each token counts for under the credit.  [A]."""
    if not CREDITS[credit].centred:
        return rewards
    return without_rounding(centred(probs, rewards), reward_scale(rewards))


def _check_responses(responses: npt.ArrayLike, size: int) -> Index:
    tokens = np.asarray(responses)
    if tokens.ndim < 1 or tokens.shape[-1] < 1:
        raise ValueError(f"responses must have at least 1 token each, not shape {tokens.shape}.")
    if not np.issubdtype(tokens.dtype, np.integer):
        raise ValueError(f"responses must be integers, not {tokens.dtype}.")
    wrong = tokens[(tokens < 0) | (tokens >= size)]
    if wrong.size:
        raise ValueError(f"responses must be numbers from 0 to {size - 1}, not {wrong[0]}.")
    return tokens.astype(np.int64)
