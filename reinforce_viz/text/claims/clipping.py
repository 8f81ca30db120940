"""What is often said of PPO's clip, held against this experiment."""

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.rounding import ROUNDING
from reinforce_viz.lessons.clipping import AGAIN, ANSWERS, CLIP, EPOCHS, TOKENS, Reuse, Stale, Use
from reinforce_viz.text.format import comparison, listed, number, percent
from reinforce_viz.text.readings.clipping import furthest

LARGER = "learning rate 2"  # the scene with larger steps


def no_wall(experiment: Experiment, reuse: Reuse, larger: Reuse) -> str:
    """Whether the clip keeps every ratio within its bounds.

    Args:
        experiment: the names of its answers.
        reuse: epochs on one batch, with the clip and without.
        larger: the same in the scene LARGER.
    """
    claim = "**You may hear:** the clip keeps the new policy within 20%. "
    if reuse.still:
        return f"{claim}{furthest(experiment, reuse)}"
    if not _strays(reuse):
        elsewhere = f" In “{LARGER}” one does." if _strays(larger) else ""
        return f"{claim}**Here** it does: no ratio leaves 0.8 to 1.2 in {EPOCHS} epochs.{elsewhere}"
    epoch, answer = reuse.furthest
    ratio = reuse.clipped.ratio[epoch, answer]
    # Its own push points to the side on which it has gone too far.
    pushed = bool(reuse.counts[answer]) and reuse.advantages[answer] * (ratio - 1) > 0
    if pushed:
        why = "The clip stops a push once the bound is passed, but pulls nothing back. It is not a wall."
    elif reuse.counts[answer]:
        why = "Its own push does not point that way, so the clip lets it go there. It is not a wall."
    else:
        why = "It is not in the batch, so there is no push to stop. The clip is not a wall."
    return f"{claim}**Here** {furthest(experiment, reuse)} {why}"


def more_epochs(uses: list[Use]) -> str:
    """Whether more epochs do no harm on average, with the clip.

    Args:
        uses: ways to use eight answers, among them one step and every number of epochs in AGAIN with the clip.
    """
    claim = "**You may hear:** with the clip, more epochs do no harm."
    by_name = {use.name: use.expected_reward for use in uses}
    # In the first epoch every ratio is 1, so the clip has nothing to do.
    ends = {1: by_name[f"1 step, {ANSWERS} answers"]} | {m: by_name[f"{m} epochs, clip"] for m in AGAIN}
    most = max(ends, key=lambda m: ends[m])
    last = AGAIN[-1]
    best, word, after = comparison(ends[most], ends[last], digits=4)
    if word == "the same as":
        return (
            f"{claim} **Here** that holds: of {listed([str(m) for m in ends])} epochs, none leads to a larger average "
            f"J than {last} ({after})."
        )
    epochs = "1 epoch" if most == 1 else f"{most} epochs"
    return f"{claim} **Here** they do: {epochs} lead{'s' * (most == 1)} to an average J of {best}, {last} to {after}."


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


def _strays(reuse: Reuse) -> bool:
    """Whether a ratio leaves the bounds of the clip in spite of it."""
    return bool((abs(reuse.clipped.ratio - 1) > CLIP + ROUNDING).any())
