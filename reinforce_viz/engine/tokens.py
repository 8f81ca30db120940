"""The gradient of a response of several tokens, exact and sampled, under each rule of credit.

A response is T tokens, each drawn from the same policy with logits of its own, so the gradient is [T, A]; K = 1.
A rule of credit gives every token a factor for its score.  Each one here adds up the rewards of a stretch of tokens
around t, as they are or minus their expectation J, so that its exact moments cost (T + A)·A and not A^T.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine.credits import CREDITS, TASKS, Index
from reinforce_viz.engine.policy import centred, exact_gradient, score
from reinforce_viz.engine.rounding import Array, reward_scale, without_rounding
from reinforce_viz.engine.validation import check_choice, check_integer, check_policy, check_probs


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


def sequence_moments(
    credit: str, probs: npt.ArrayLike, rewards: npt.ArrayLike, length: int, task: str = "sum"
) -> SequenceMoments:
    """The exact mean and variance of the gradient estimate from one response.

    Williams 1992 for the estimate, whose episode is the response.

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

    By credit: Williams 1992; Weaver and Tao 2001; Sutton et al. 2000; Sutton and Barto 2018, chapter 13; Schulman et
    al. 2016.

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
    counts = rewards_that_count(credit, tokens.shape[-1], task)
    return np.asarray(_value(credit, policy, reward)[tokens] @ counts.T)


def rewards_that_count(credit: str, length: int, task: str = "sum") -> npt.NDArray[np.bool_]:
    """Whose rewards each token is pushed by.

    Args:
        credit: a key of CREDITS.
        length: T, tokens in the response, at least 1.
        task: a key of TASKS.

    Returns:
        [T, T], whether the token of this row is pushed by the reward of the token of this column.

    Raises:
        ValueError: naming the argument that is out of its range.
    """
    start, stop, rewarded = _stretch(credit, length, task)
    source = np.arange(length)
    return (start[:, None] <= source) & (source < stop[:, None]) & (rewarded > 0)


def sample_sequence_gradients(
    credit: str,
    probs: npt.ArrayLike,
    rewards: npt.ArrayLike,
    length: int,
    n: int,
    rng: np.random.Generator,
    task: str = "sum",
) -> Array:
    """Independent estimates of the gradient, each from one sampled response.  Williams 1992.

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
    check_choice("credit", credit, tuple(CREDITS))
    check_choice("task", task, tuple(TASKS))
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
