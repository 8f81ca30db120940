"""How hard is each token of one drawn response pushed, and by which credit?"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine.policy import Array
from reinforce_viz.engine.tokens import CREDITS, TASKS, Index, sample_responses, token_advantages
from reinforce_viz.engine.validation import check_policy
from reinforce_viz.text.format import ROUNDING

LONGEST = 16


@dataclass(frozen=True, eq=False)
class Pushes:
    """One response of T tokens, what each token is worth, and the factor of its score under every credit."""

    tokens: Index  # [T], numbers from 0 to A − 1
    worth: Array  # [T], what the token adds to the response's reward; NaN where it adds nothing whatever it is
    by_credit: dict[str, Array]  # [T] each

    @property
    def reward(self) -> float:
        """The reward of the whole response."""
        return float(np.nansum(self.worth))


def draw_pushes(
    probs: npt.ArrayLike, rewards: npt.ArrayLike, length: int, task: str, rng: np.random.Generator
) -> Pushes:
    """Draw a response of up to LONGEST tokens and push it.  ValueError if bad.

    The same generator gives a longer response the same beginning.
    """
    if length > LONGEST:
        raise ValueError(f"length must be at most {LONGEST}, not {length}.")
    _, reward = check_policy(probs, rewards)
    tokens = sample_responses(probs, LONGEST, 1, rng)[0, :length]
    by_credit = {credit: _no_dust(token_advantages(credit, tokens, probs, rewards, task)) for credit in CREDITS}
    worth = np.full(length, np.nan)
    worth[TASKS[task].rewarded] = reward[tokens[TASKS[task].rewarded]]
    return Pushes(tokens, worth, by_credit)


def _no_dust(values: Array) -> Array:
    """Values with 0 for what rounding has left of it: a push of 1e-16 has a sign, but is none."""
    return np.where(np.abs(values) < ROUNDING, 0.0, values)
