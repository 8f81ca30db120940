"""What is often said of PPO's clip, held against this experiment."""

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.rounding import ROUNDING
from reinforce_viz.engine.surrogate import ExpectedEpochs
from reinforce_viz.lessons.clipping import CLIP, EPOCHS, TOKENS, Reuse, Stale
from reinforce_viz.text.format import comparison, number, percent
from reinforce_viz.text.readings.clipping import furthest


def no_wall(experiment: Experiment, reuse: Reuse) -> str:
    """Whether the clip keeps every ratio within its bounds.

    Args:
        experiment: the names of its answers.
        reuse: epochs on one batch, with the clip and without.
    """
    claim = "**You may hear:** the clip keeps the new policy within 20%. "
    if reuse.still:
        return f"{claim}{furthest(experiment, reuse)}"
    epoch, answer = reuse.furthest
    ratio = reuse.clipped.ratio[epoch, answer]
    if abs(ratio - 1) <= CLIP + ROUNDING:
        return f"{claim}**Here** it does: no ratio leaves 0.8 to 1.2 in {EPOCHS} epochs."
    # Its own push points to the side on which it has gone too far.
    pushed = bool(reuse.counts[answer]) and reuse.advantages[answer] * (ratio - 1) > 0
    if pushed:
        why = "The clip stops a push once the bound is passed, and pulls nothing back: it is no wall."
    elif reuse.counts[answer]:
        why = "Its own push does not point that way, so the clip lets it go there: it stops a push, it is no wall."
    else:
        why = "It is not in the batch, so no clip looks at it: it stops a push, it is no wall."
    return f"{claim}**Here** {furthest(experiment, reuse)} {why}"


def more_epochs(clipped: ExpectedEpochs) -> str:
    """Whether epochs after the first do good on average, with the clip.

    Args:
        clipped: what one epoch or more do on average, with the clip.
    """
    last = len(clipped.expected_reward) - 1
    after, word, one = comparison(clipped.expected_reward[-1], clipped.expected_reward[1])
    return (
        f"**You may hear:** with the clip, more epochs do no harm. **Here** {last} epochs lead to an average J of "
        f"{after}, {word} after one epoch ({one})."
    )


def whole_responses(rows: list[Stale]) -> str:
    """What becomes of the weight of a whole response.

    Args:
        rows: what an old batch is worth after some numbers of exact steps, ten among them.
    """
    row = next(row for row in rows if row.steps == 10)
    if row.response == 0:
        return "The policy has not moved in 10 exact steps, so here an old batch is as good as a new one."
    return (
        f"Ten exact steps later a batch is worth {percent(row.share)} of its size. A response of {TOKENS} such tokens "
        f"multiplies {TOKENS} ratios, and the variance of its weight is {number(row.response)}. "
        "So PPO takes one ratio for each token, and accepts a bias."
    )
