"""A critic that had to be learned, and what it does to the gradient of each token.

A response is T tokens, each drawn from the same policy π with logits of its own, and the reward is paid at the end.
Two critics:

* One that is partly right, in the task "first", where the first token decides the reward r(a).  Its value is J at the
  start and J + κ (r(a) − J) from the first token on: κ = 0 knows nothing, κ = 1 is exact.  GAE(λ) makes advantages of
  it: A_t is the sum of λ^l times the change of value l tokens on.
* One that is fitted: the value of a prefix is the mean reward of those earlier responses that began so, or J if none
  did.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine.batches import outcomes
from reinforce_viz.engine.policy import Array, centred, exact_gradient, score
from reinforce_viz.engine.validation import check_choice, check_finite, check_integer, check_policy

FITTED_TASKS = ("first", "last")


@dataclass(frozen=True, eq=False)
class CriticMoments:
    """The exact mean and spread of the gradient estimate from one response, with GAE(λ) and a critic of quality κ."""

    factor: float  # c: the expected estimate at the first token is c times the gradient; at every other token 0
    bias: float  # (1 − c) |g|
    per_position: Array  # [T], trace of the covariance of each token's gradient

    @property
    def total_variance(self) -> float:
        """Trace of the covariance of all T·A components."""
        return float(self.per_position.sum())

    def error(self, k: int) -> float:
        """Mean squared error of the mean of K responses: variance / K + squared bias.

        Args:
            k: K, 1 or more.

        Returns:
            At least 0.

        Raises:
            ValueError: naming k, if it is not an integer of at least 1.
        """
        return self.total_variance / check_integer("k", k, 1) + self.bias**2


def critic_moments(
    probs: npt.ArrayLike, rewards: npt.ArrayLike, length: int, kappa: float, lam: float
) -> CriticMoments:
    """The estimate of the gradient in the task "first" with GAE(λ), γ = 1, and a critic of quality κ.

    Schulman, Moritz, Levine, Jordan and Abbeel 2016.

    Args:
        probs: [A], the policy of each token.
        rewards: [A], of the first token.
        length: T, 1 or more.
        kappa: κ, from 0 (the critic knows nothing) to 1 (it is exact).
        lam: λ, from 0 (one change of value) to 1 (the whole reward).

    Returns:
        Its exact mean and spread, from one response.

    Raises:
        ValueError: naming the argument that is out of range.
    """
    policy, reward = _check(probs, rewards, length, kappa)
    _check_share("lam", lam)
    factor, bias, per_position = _moments(policy, reward, length, kappa, np.array([lam]))
    return CriticMoments(float(factor[0]), float(bias[0]), per_position[0])


def best_lambda(
    probs: npt.ArrayLike, rewards: npt.ArrayLike, length: int, kappa: float, k: int, grid: int = 1000
) -> float:
    """The λ whose estimate from K responses has the least mean squared error.

    Args:
        probs: [A], the policy of each token.
        rewards: [A], of the first token.
        length: T, 1 or more.
        kappa: κ, from 0 to 1.
        k: K, responses in the batch, 1 or more.
        grid: how many steps there are from λ = 0 to λ = 1.

    Returns:
        The smallest such λ on the grid.

    Raises:
        ValueError: naming the argument that is out of range.
    """
    policy, reward = _check(probs, rewards, length, kappa)
    check_integer("k", k, 1)
    check_integer("grid", grid, 1)
    lambdas = np.arange(grid + 1) / grid
    _, bias, per_position = _moments(policy, reward, length, kappa, lambdas)
    return float(lambdas[np.argmin(per_position.sum(axis=1) / k + bias**2)])


def fitted_critic_variance(probs: npt.ArrayLike, rewards: npt.ArrayLike, task: str, earlier: int) -> float:
    """The variance of the second of two tokens' gradients, with a critic fitted on earlier responses and λ = 1.

    Args:
        probs: [A], the policy of both tokens, which also drew the earlier responses.
        rewards: [A], of the token that decides.
        task: "first" or "last": which of the two tokens decides the reward.
        earlier: N, how many earlier responses there are, 0 or more.

    Returns:
        Trace of the covariance, averaged over the earlier responses too.

    Raises:
        ValueError: naming the argument that is out of range, or earlier, where N + 1 exceeds LARGEST_ENUMERATION.
    """
    policy, reward = check_policy(probs, rewards)
    check_choice("task", task, FITTED_TASKS)
    check_integer("earlier", earlier, 0)
    if task == "first":
        # A prefix that was seen is known exactly; of one that was not, J is what is expected.
        unseen = policy * (1 - policy) ** earlier
        return float(unseen @ centred(policy, reward) ** 2) * _score_variance(policy)
    noise = float(sum(p * _mean_inverse_count(p, earlier) for p in policy.tolist()))
    return _own_variance(policy, reward) + noise * _reward_variance(policy, reward) * _score_variance(policy)


def _moments(policy: Array, reward: Array, length: int, kappa: float, lambdas: Array) -> tuple[Array, Array, Array]:
    """Factor [L], bias [L] and variance of each token's gradient [L, T] at each λ [L]."""
    # The value changes twice: by κ (r − J) at the first token, and by the rest at the last, when the reward is paid.
    last_change = (1 - kappa) * lambdas[:, None] ** np.arange(length - 1.0, -1.0, -1.0)
    factor = kappa + last_change[:, 0]
    per_position = last_change**2 * _reward_variance(policy, reward) * _score_variance(policy)
    per_position[:, 0] = factor**2 * _own_variance(policy, reward)
    bias = (1 - kappa - last_change[:, 0]) * np.linalg.norm(exact_gradient(policy, reward))
    return factor, bias, per_position


def _mean_inverse_count(p: float, draws: int) -> float:
    """E[1/m; m ≥ 1] for how often m a response of probability p comes in so many draws."""
    if draws == 0:
        return 0.0
    batches = outcomes("none", (p, 1 - p), (0.0, 0.0), draws)
    count = batches.counts[:, 0]
    return float(batches.probability[count > 0] @ (1.0 / count[count > 0]))


def _own_variance(probs: Array, rewards: Array) -> float:
    """tr Cov of (r − J) s for one draw, of the token that decides the reward."""
    gradients = centred(probs, rewards)[:, None] * score(probs)
    return float(probs @ ((gradients - probs @ gradients) ** 2).sum(axis=1))


def _reward_variance(probs: Array, rewards: Array) -> float:
    return float(probs @ centred(probs, rewards) ** 2)


def _score_variance(probs: Array) -> float:
    """E|s|² = 1 − Σ π²."""
    return float(probs @ (score(probs) ** 2).sum(axis=1))


def _check(probs: npt.ArrayLike, rewards: npt.ArrayLike, length: int, kappa: float) -> tuple[Array, Array]:
    check_integer("length", length, 1)
    _check_share("kappa", kappa)
    return check_policy(probs, rewards)


def _check_share(name: str, value: float) -> None:
    if not 0 <= check_finite(name, value) <= 1:
        raise ValueError(f"{name} must be from 0 to 1, not {value!r}.")
