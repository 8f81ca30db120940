"""What is being simulated?  One experiment, and the ones worth starting from."""

from collections.abc import Sequence
from dataclasses import dataclass

from reinforce_viz.engine.estimators import estimator
from reinforce_viz.engine.validation import check_finite, check_policy, check_whole
from reinforce_viz.text.answer_names import USUAL, check_names, usual, written

# About √2 apart, so that they lie evenly on a logarithmic axis.
BATCH_SIZES = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256)


@dataclass(frozen=True, kw_only=True)
class Experiment:
    """A policy, its rewards, an estimator and how it is run.  Hashable: equal experiments have equal runs."""

    probs: tuple[float, ...] = (0.3, 0.5, 0.2)
    rewards: tuple[float, ...] = (8.0, 3.0, 5.0)
    estimator: str = "none"
    b: float = 5.0
    k: int = 4
    learning_rate: float = 0.1
    steps: int = 200
    runs: int = 200
    seed: int = 0
    names: tuple[str, ...] = ()  # what the answers are called, in plain text; none for the usual words

    def __post_init__(self) -> None:
        probs, rewards = check_policy(self.probs, self.rewards)
        estimator(self.estimator, self.k)
        # Plain Python numbers, whatever was given: they hash and print alike.
        checked: dict[str, object] = {"probs": tuple(probs.tolist()), "rewards": tuple(rewards.tolist())}
        checked |= {name: check_finite(name, getattr(self, name)) for name in ("b", "learning_rate")}
        for name, least in (("k", 1), ("steps", 1), ("runs", 1), ("seed", 0)):
            checked[name] = check_whole(name, getattr(self, name), least)
        checked["names"] = check_names(self.names, len(probs))
        for name, value in checked.items():
            object.__setattr__(self, name, value)

    @property
    def answers(self) -> tuple[str, ...]:
        """What the answers are called, the usual words included, in plain text."""
        return self.names or usual(len(self.probs))

    @property
    def written(self) -> tuple[str, ...]:
        """The same as they are put into Markdown and into a picture."""
        return written(self.answers)


@dataclass(frozen=True, kw_only=True)
class Preset(Experiment):
    """An experiment with a sentence on what to look for."""

    look_for: str  # with {yes}, {no} and {maybe} where it speaks of an answer

    def hint(self, names: Sequence[str]) -> str:
        """What to look for, where the answers have these written names."""
        return self.look_for.format(**dict(zip(USUAL, names, strict=True)))


DEFAULT = Experiment()

PRESETS: dict[str, Preset] = {
    "yes, no, maybe": Preset(
        look_for="The likeliest answer, {no}, is the worst one. Every reward is positive, so without a baseline every "
        "drawn answer is pushed up, {no} included.",
    ),
    "restaurants 6/7/8": Preset(
        probs=(1 / 3, 1 / 3, 1 / 3),
        rewards=(6.0, 7.0, 8.0),
        b=7.0,
        look_for="Three restaurants, all decent. The gaps are small beside the rewards, so without a baseline most "
        "of each push is noise.",
    ),
    "restaurants -1/0/1": Preset(
        probs=(1 / 3, 1 / 3, 1 / 3),
        rewards=(-1.0, 0.0, 1.0),
        b=0.0,
        look_for="The same restaurants with 7 taken off each rating. The true gradient is the same as for 6/7/8; "
        "only the noise has changed.",
    ),
    "restaurants -2/0/3": Preset(
        probs=(1 / 3, 1 / 3, 1 / 3),
        rewards=(-2.0, 0.0, 3.0),
        b=0.0,
        look_for="These ratings are no shift of 6/7/8: the gaps are 2 and 3 in place of 1 and 1, so the gradient "
        "itself is longer.",
    ),
    "stuck on no": Preset(
        probs=(0.01, 0.98, 0.01),
        rewards=(1.0, 0.8, 0.1),
        b=0.8,
        learning_rate=1.0,
        look_for="The model almost always says {no}, which is nearly as good as {yes}. The answer {yes} is rarely "
        "drawn, so there is little to learn from.",
    ),
    "nearly done": Preset(
        probs=(0.99, 0.006, 0.004),
        look_for="The model has almost settled on {yes}. Here the expected reward is a worse baseline than none at "
        "all.",
    ),
    "close rivals": Preset(
        probs=(0.4, 0.4, 0.2),
        rewards=(5.2, 5.0, 1.0),
        b=4.3,
        look_for="The answers {yes} and {no} are almost equally good. It is easy to learn to avoid {maybe} and hard "
        "to tell the other two apart.",
    ),
    "all rewards negative": Preset(
        rewards=(-2.0, -7.0, -5.0),
        b=-5.0,
        look_for="The example with 10 taken off each reward. Without a baseline every drawn answer is pushed down, "
        "{yes} included.",
    ),
}
