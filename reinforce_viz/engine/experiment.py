"""What is being simulated: one experiment."""

from dataclasses import dataclass

from reinforce_viz.engine.estimators import estimator
from reinforce_viz.engine.validation import check_finite, check_policy, check_whole
from reinforce_viz.text.answer_names import check_names, usual, written

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


DEFAULT = Experiment()
