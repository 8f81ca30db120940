"""What runs look like from several sides: where they end, the loss that a program would print, and their entropy."""

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine.policy import Array
from reinforce_viz.engine.summary import DECIDED


def fate(final: Array) -> npt.NDArray[np.int64]:
    """The answer that each run has decided on.

    Args:
        final: the last policies of R runs, [R, A].

    Returns:
        [R], the answer with more than DECIDED of the probability, and A for a run that is undecided.
    """
    decided = final.max(axis=-1) > DECIDED
    return np.asarray(np.where(decided, final.argmax(axis=-1), final.shape[-1]))


def printed_loss(probs: Array, rewards: npt.ArrayLike) -> Array:
    """The loss that a program of REINFORCE prints on average, E[-R log π].

    Its gradient is that of -J, but its value is not -J: it falls to 0 on any answer that the policy becomes certain of.

    Args:
        probs: policies, [..., A].
        rewards: one for each answer, [A].

    Returns:
        [...].  An answer of probability 0 adds nothing.
    """
    return np.asarray((probs * np.asarray(rewards) * -_log(probs)).sum(axis=-1))


def entropy(probs: Array) -> Array:
    """The entropy of policies in nats, -Σ π log π.

    Args:
        probs: [..., A].

    Returns:
        [...], from 0 to log A.
    """
    return np.asarray((probs * -_log(probs)).sum(axis=-1))


def _log(probs: Array) -> Array:
    """log π, with 0 in place of -inf: what is never drawn adds nothing."""
    return np.log(probs, where=probs > 0, out=np.zeros_like(probs))
