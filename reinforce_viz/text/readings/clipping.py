"""The sentences below the pictures of the page about the clip."""

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.rounding import ROUNDING
from reinforce_viz.engine.surrogate import ExpectedEpochs
from reinforce_viz.lessons.clipping import ANSWERS, CLIP, EPOCHS, SCENES, Reuse, Stale, Use
from reinforce_viz.text.answer_names import bold
from reinforce_viz.text.format import comparison, listed, number, numbers, percents, signed
from reinforce_viz.text.setting import named, possible

USE_COLUMNS = ("E[J]", "spread of J", "gain per answer")
STALE_ROWS = ("a batch of 100 is worth", "variance, weighted ÷ fresh", "variance of a 64-token weight")
WHOLE = 100
BOUNDS = (number(1 - CLIP), number(1 + CLIP))


def one_batch(experiment: Experiment, reuse: Reuse) -> str:
    """What the batch is, and where it leads with the clip and without it.

    Args:
        experiment: its policy and names.
        reuse: epochs on one batch, with the clip and without.
    """
    names, said = bold(experiment.answers), the_batch(experiment, reuse)
    if reuse.still:
        return f"{said} {_why_still(experiment, reuse)}"
    start, clipped, free = numbers(
        reuse.clipped.expected_reward[0], reuse.clipped.expected_reward[-1], reuse.free.expected_reward[-1]
    )
    ratios = listed([f"{names[a]} {_ratio(reuse.clipped.ratio[-1, a])}" for a in possible(experiment)])
    return (
        f"{said} {_first_stop(reuse)} After {EPOCHS} epochs with the clip the ratios are {ratios}. "
        f"J began at {start}; it is {clipped} with the clip and {free} without."
    )


def the_batch(experiment: Experiment, reuse: Reuse) -> str:
    """What was drawn, and how hard each answer is pushed: all that there is to say before the reader has guessed.

    Args:
        experiment: its policy and names.
        reuse: epochs on one batch.
    """
    names = bold(experiment.answers)
    drawn = [a for a in possible(experiment) if reuse.counts[a]]
    batch = listed([f"{reuse.counts[a]:.0f} {names[a]}" for a in drawn])
    pushes = listed([signed(float(reuse.advantages[a])) for a in drawn])
    return f"The batch: {batch}, with advantage {pushes}."


def furthest(experiment: Experiment, reuse: Reuse) -> str:
    """The truth about the reader's guess: how far a ratio gets in spite of the clip.

    Args:
        experiment: the names of its answers.
        reuse: epochs on one batch, with the clip and without.
    """
    if reuse.still:
        return "Here no ratio leaves 1, as this batch moves nothing."
    epoch, answer = reuse.furthest
    ratio = float(reuse.clipped.ratio[epoch, answer])
    way = "above" if ratio > 1 else "below"
    return (
        f"{bold(experiment.answers)[answer]} reaches {_ratio(ratio)} after {_epochs(epoch)}, "
        f"{_away(ratio)} {way} where it began."
    )


def what_it_is_for(lucky: Reuse, unlucky: Reuse) -> str:
    """What the clip costs on a lucky batch and saves on an unlucky one; nothing to say where one moves nothing.

    Args:
        lucky: a batch with a best answer in it.
        unlucky: one without.
    """
    if lucky.still or unlucky.still or (lucky.counts == unlucky.counts).all():
        return ""
    ends = [float(run.expected_reward[-1]) for each in (lucky, unlucky) for run in (each.clipped, each.free)]
    start = float(unlucky.free.expected_reward[0])
    won, won_without, kept, kept_without = numbers(*ends)
    said = (
        f"On the lucky batch J ends at {won} with the clip and {won_without} without; on the unlucky one at {kept} and "
        f"{kept_without}."
    )
    costs, saves = ends[1] - ends[0], ends[2] - ends[3]
    if costs > ROUNDING and saves > ROUNDING:
        alone = (
            "Without it the unlucky batch ends lower than it began."
            if ends[3] < start - ROUNDING
            else "Even without it the unlucky batch ends no lower than it began."
        )
        return f"**What is the clip for?** You never know which batch you have. {said} {_weighed(costs, saves)} {alone}"
    if costs > ROUNDING and saves < -ROUNDING:
        return f"**Why clip?** {said} Here it helps on neither."
    return f"**Why clip?** {said}"


def expected_reward(clipped: ExpectedEpochs, free: ExpectedEpochs) -> str:
    """What the epochs bring on average over every batch.

    Args:
        clipped: what one epoch or more do on average, with the clip.
        free: as many without it.
    """
    one, stopped, on = numbers(clipped.expected_reward[1], clipped.expected_reward[-1], free.expected_reward[-1])
    spread, wide = numbers(clipped.spread[-1], free.spread[-1])
    last = len(clipped.expected_reward) - 1
    said = (
        f"Over every batch of {ANSWERS}, J is {one} on average after one epoch. "
        f"After {last} it is {stopped} with the clip and {on} without (standard deviation {spread} and {wide})."
    )
    if clipped.falls[-1] == free.falls[-1] == 0:
        return f"{said} No batch ends lower than it began."
    lower, free_lower = percents(clipped.falls[-1], free.falls[-1])
    return f"{said} The chance that J ends lower than it began is {lower} with the clip and {free_lower} without."


def what_eight_buy(scene: str) -> str:
    """The question above the ways to use eight answers, and why their numbers are not those of the pictures.

    Args:
        scene: of SCENES, in the pictures above.
    """
    shown = SCENES[scene]
    above = {"none": "r", "batch mean": "r minus the batch's mean"}[shown.estimator]
    rate = f", at a learning rate of {number(shown.learning_rate)}" if shown.learning_rate else ""
    return (
        "You can pay for eight answers. What do they buy? The numbers below are for the advantage r − J, those above "
        f"for {above}{rate}."
    )


def use_table(uses: list[Use]) -> dict[str, list[str]]:
    """The ways to use eight answers, in words: a column for each number.

    Args:
        uses: N ways to use eight answers.

    Returns:
        [N] texts for each of USE_COLUMNS.
    """
    values = ([u.expected_reward for u in uses], [u.spread for u in uses], [u.gain for u in uses])
    return {name: [number(v, 4) for v in column] for name, column in zip(USE_COLUMNS, values, strict=True)}


def fresh_or_again(uses: list[Use]) -> str:
    """Eight fresh steps of one answer beside eight epochs on one batch.

    Args:
        uses: ways to use eight answers, among them eight fresh steps and eight epochs without the clip.
    """
    by_name = {use.name: use for use in uses}
    fresh, again = by_name["8 fresh steps, 1 answer each"], by_name["8 epochs, no clip"]
    one, words, other = comparison(again.gain, fresh.gain)
    spread, noise, of_fresh = comparison(again.spread, fresh.spread)
    return (
        f"Eight epochs on one batch without the clip gain {one} per answer, {words} eight fresh steps ({other}); "
        f"J then spreads by {spread}, {noise} with fresh answers ({of_fresh})."
    )


def stale_table(rows: list[Stale]) -> dict[str, list[str]]:
    """What an old batch is worth, in words: a column for each number of steps.

    Args:
        rows: N ages of a batch.

    Returns:
        N columns, by their headings, with a text for each of STALE_ROWS.
    """
    return {
        f"{row.steps} {'step' if row.steps == 1 else 'steps'} old": [
            number(WHOLE * row.share),
            number(row.noise),
            number(row.response),
        ]
        for row in rows
    }


def _weighed(costs: float, saves: float) -> str:
    """What the clip costs on one batch beside what it saves on another, both above 0."""
    if abs(costs - saves) <= ROUNDING:
        return "Here the clip costs as much as it saves."
    if costs > saves:
        return "Here the clip costs more than it saves."
    return "Here the clip saves more than it costs."


def _why_still(experiment: Experiment, reuse: Reuse) -> str:
    can = possible(experiment)
    if len(can) == 1:
        return f"Nothing moves: the model answers nothing but {named(experiment, can)}."
    if reuse.advantages[reuse.counts > 0].any():
        return "Nothing moves: the pushes cancel."
    return "Nothing moves: no answer of this batch has an advantage."


def _first_stop(reuse: Reuse) -> str:
    stops = reuse.stopped.any(axis=1)
    if not stops.any():
        return "The clip stops no push."
    return f"A cross is a push that the clip stops: the first after {_epochs(int(stops.argmax()))}."


def _epochs(count: int) -> str:
    return f"{count} epoch" if count == 1 else f"{count} epochs"


def _ratio(ratio: float) -> str:
    """A ratio with as many digits as tell it from the bounds."""
    return next((n for n in (number(ratio, d) for d in (3, 4, 6)) if n not in BOUNDS), number(ratio, 9))


def _away(ratio: float) -> str:
    """How far a ratio is from 1, a percentage."""
    away = number(WHOLE * abs(ratio - 1))
    return "more than 99.9%" if away == "100" and 0 < ratio < 1 else f"{away}%"
