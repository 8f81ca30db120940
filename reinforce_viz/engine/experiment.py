"""What is being simulated: one experiment."""

from dataclasses import dataclass

from reinforce_viz.engine.estimators import estimator, used_b
from reinforce_viz.engine.validation import check_finite, check_integer, check_labels, check_policy

# About √2 apart, so that they lie evenly on a logarithmic axis.
BATCH_SIZES = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256)

# What the three answers are called unless somebody names them.
USUAL = ("yes", "no", "maybe")


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
    names: tuple[str, ...] = ()  # labels of the answers, which change no number; none for the usual ones

    def __post_init__(self) -> None:
        probs, rewards = check_policy(self.probs, self.rewards)
        estimator(self.estimator, self.k)
        # Plain Python numbers, whatever was given: they hash and print alike.
        checked: dict[str, object] = {"probs": tuple(probs.tolist()), "rewards": tuple(rewards.tolist())}
        checked |= {name: check_finite(name, getattr(self, name)) for name in ("b", "learning_rate")}
        for name, least in (("k", 1), ("steps", 1), ("runs", 1), ("seed", 0)):
            checked[name] = check_integer(name, getattr(self, name), least)
        usual = _usual(len(probs))
        labels = check_labels("names", usual if self.names in ((), []) else self.names, len(probs))
        checked["names"] = () if labels == usual else labels
        for name, value in checked.items():
            object.__setattr__(self, name, value)

    @property
    def answers(self) -> tuple[str, ...]:
        """What the answers are called, the usual names included."""
        return self.names or _usual(len(self.probs))

    @property
    def one_estimate(self) -> tuple[str, tuple[float, ...], tuple[float, ...], int, float]:
        """What one estimate depends on, as `moments` and `outcomes` take it: name, probs, rewards, k, b."""
        return self.estimator, self.probs, self.rewards, self.k, used_b(self.estimator, self.b)


def _usual(count: int) -> tuple[str, ...]:
    """What that many answers are called unless somebody names them."""
    return USUAL if count == len(USUAL) else tuple(f"answer {place}" for place in range(1, count + 1))


DEFAULT = Experiment()
