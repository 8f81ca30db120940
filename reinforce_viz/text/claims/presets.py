"""What to look for in each preset, as far as it is true of the experiment that the reader has made of it."""

from collections.abc import Callable

import numpy as np

from reinforce_viz.engine.exact import moments
from reinforce_viz.engine.experiment import DEFAULT, Experiment
from reinforce_viz.engine.policy import exact_gradient
from reinforce_viz.engine.presets import PRESETS
from reinforce_viz.text.format import number
from reinforce_viz.text.setting import named

# From here on a model gives one answer almost always, and so few draws are left for the others.
ALMOST_ALWAYS = 0.9
RARE = 0.05
SAME = 1e-9  # rewards have one decimal, probabilities three


def hint(preset: str, experiment: Experiment) -> str | None:
    """What to look for, in sentences that hold for the experiment; None where none of the preset's do.

    Args:
        preset: a key of PRESETS.
        experiment: what the reader has made of it; of its settings the policy, rewards, names and K.
    """
    said = [sentence for fact in FACTS[preset] if (sentence := fact(experiment))]
    return " ".join(said) or None


def likeliest_is_worst(experiment: Experiment) -> str | None:
    """The trap of the first example."""
    answer = _only(experiment.probs)
    if answer is None or answer != _only([-reward for reward in experiment.rewards]):
        return None
    return f"The most likely answer, {named(experiment, [answer])}, is the worst one."


def all_pushed_up(experiment: Experiment) -> str | None:
    """Positive rewards without a baseline."""
    worst = _only([-reward for reward in experiment.rewards])
    if min(experiment.rewards) <= 0 or not all(experiment.probs):
        return None
    too = "" if worst is None else f", even {named(experiment, [worst])}"
    return f"Every reward is positive, so without a baseline every drawn answer is pushed up{too}."


def all_pushed_down(experiment: Experiment) -> str | None:
    """Negative rewards without a baseline."""
    best = _only(experiment.rewards)
    if max(experiment.rewards) >= 0 or not all(experiment.probs):
        return None
    too = "" if best is None else f", even {named(experiment, [best])}"
    return f"Every reward is negative, so without a baseline every drawn answer is pushed down{too}."


def example_shifted(experiment: Experiment) -> str | None:
    """The first example with other numbers and the same gradient."""
    shift = _shift(experiment, DEFAULT)
    if not shift:
        return None
    return f"This is the first example with {_taken_off(shift)} each reward."


def mostly_noise(experiment: Experiment) -> str | None:
    """Gaps between rewards that are small beside the rewards."""
    low, high = min(experiment.rewards), max(experiment.rewards)
    smallest = min(abs(low), abs(high)) if low * high > 0 else 0.0
    exact = moments("none", experiment.probs, experiment.rewards, 1)
    signal = float(exact.mean @ exact.mean)
    if not 0 < high - low < smallest or exact.total_variance <= signal:
        return None
    return "The rewards are far from zero and close together. So without a baseline most of each push is noise."


def restaurants_shifted(experiment: Experiment) -> str | None:
    """The ratings 6/7/8 with a number taken off."""
    shift = _shift(experiment, PRESETS["restaurants 6/7/8"])
    if not shift:
        return None
    return (
        f"These are the restaurants of 6/7/8 with {_taken_off(shift)} each rating. The true gradient is the same; only "
        "the noise differs."
    )


def longer_gradient(experiment: Experiment) -> str | None:
    """Ratings that no shift makes of 6/7/8."""
    other = PRESETS["restaurants 6/7/8"]
    lengths = [np.linalg.norm(exact_gradient(e.probs, e.rewards)) for e in (experiment, other)]
    low, high = (later - earlier for earlier, later in zip(experiment.rewards, experiment.rewards[1:], strict=False))
    if not _close(experiment.probs, other.probs) or min(low, high) <= 0 or lengths[0] <= lengths[1] + SAME:
        return None
    return (
        f"The gaps between these ratings are {number(low)} and {number(high)}; those of 6/7/8 are 1 and 1. So the true "
        "gradient itself is longer, which no baseline can bring about."
    )


def stuck(experiment: Experiment) -> str | None:
    """A good answer that hides a better one."""
    usual, best = int(np.argmax(experiment.probs)), _only(experiment.rewards)
    if best is None or experiment.probs[usual] < ALMOST_ALWAYS or best == usual or not experiment.probs[best]:
        return None
    rewards = experiment.rewards
    if rewards[best] - rewards[usual] > 0.25 * (max(rewards) - min(rewards)):
        return None
    better = named(experiment, [best])
    return (
        f"The model almost always answers {named(experiment, [usual])}, which is nearly as good as {better}. It rarely "
        f"tries {better}, so it has little to learn from."
    )


def nearly_done(experiment: Experiment) -> str | None:
    """A model that gives a best answer already."""
    usual = int(np.argmax(experiment.probs))
    if not ALMOST_ALWAYS <= experiment.probs[usual] < 1 or experiment.rewards[usual] < max(experiment.rewards):
        return None
    return f"The model already answers {named(experiment, [usual])} almost always."


def worse_than_none(experiment: Experiment) -> str | None:
    """Where the expected reward lies outside of 0 to 2b*."""
    expected, none = (
        moments(name, experiment.probs, experiment.rewards, 1).total_variance for name in ("expected reward", "none")
    )
    if expected <= (1 + SAME) * none:
        return None
    return "Here subtracting the expected reward makes an update noisier than subtracting nothing."


def rivals(experiment: Experiment) -> str | None:
    """Two good answers that hardly differ, and a bad one."""
    worst, second, best = np.argsort(experiment.rewards, kind="stable").tolist()
    rewards, gradient = experiment.rewards, exact_gradient(experiment.probs, experiment.rewards)
    gap = rewards[best] - rewards[second]
    # The push that tells the rivals apart is small beside the one away from the worst answer.
    told_apart = abs(gradient[best] - gradient[second]) < -gradient[worst] / 2
    if not 0 < gap <= 0.1 * (rewards[best] - rewards[worst]) or not told_apart or not all(experiment.probs):
        return None
    return (
        f"{named(experiment, sorted([best, second]))} are almost equally good. It is easy to learn to avoid "
        f"{named(experiment, [worst])}, and hard to tell the other two apart."
    )


def rare_disaster(experiment: Experiment) -> str | None:
    """One answer that is hardly ever given and far worse than two good ones."""
    worst, second, best = np.argsort(experiment.rewards, kind="stable").tolist()
    rewards = experiment.rewards
    gap = rewards[best] - rewards[second]
    if not 0 < gap <= 0.1 * (rewards[best] - rewards[worst]) or not 0 < experiment.probs[worst] <= RARE:
        return None
    return (
        f"The model rarely answers {named(experiment, [worst])}, which is far worse than "
        f"{named(experiment, sorted([best, second]))}."
    )


def downhill_by_spread(experiment: Experiment) -> str | None:
    """Where GRPO's expected step makes an angle of more than 90° with the gradient."""
    angle = moments("group-normalised", experiment.probs, experiment.rewards, experiment.k).angle
    if not angle > 90 + SAME:
        return None
    return (
        f"Divide by the spread of each batch, as GRPO does, and at K = {experiment.k} the average step points downhill."
    )


FACTS: dict[str, tuple[Callable[[Experiment], str | None], ...]] = {
    "yes, no, maybe": (likeliest_is_worst, all_pushed_up),
    "restaurants 6/7/8": (mostly_noise,),
    "restaurants -1/0/1": (restaurants_shifted,),
    "restaurants -2/0/3": (longer_gradient,),
    "stuck on no": (stuck,),
    "nearly done": (nearly_done, worse_than_none),
    "close rivals": (rivals,),
    "all rewards negative": (example_shifted, all_pushed_down),
    "a rare disaster": (rare_disaster, downhill_by_spread),
}


def _only(values: tuple[float, ...] | list[float]) -> int | None:
    """The place of the largest value; None if several share it."""
    places = [place for place, value in enumerate(values) if value >= max(values) - SAME]
    return places[0] if len(places) == 1 else None


def _close(first: tuple[float, ...], second: tuple[float, ...]) -> bool:
    return all(abs(a - b) <= SAME for a, b in zip(first, second, strict=True))


def _shift(experiment: Experiment, other: Experiment) -> float | None:
    """What has been taken off each reward of the other experiment; None if that is not all that differs."""
    gaps = [theirs - own for own, theirs in zip(experiment.rewards, other.rewards, strict=True)]
    same = _close(experiment.probs, other.probs) and max(gaps) - min(gaps) <= SAME
    return round(gaps[0], 9) if same else None


def _taken_off(shift: float) -> str:
    return f"{number(shift)} taken off" if shift > 0 else f"{number(-shift)} added to"
