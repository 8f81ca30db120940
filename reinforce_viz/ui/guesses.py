"""The choices of every page's prediction, by page, and the value in its picture that each means."""

from reinforce_viz.engine.experiment import USUAL
from reinforce_viz.engine.token_length import LENGTHS
from reinforce_viz.figures.kl.ends import ALL
from reinforce_viz.figures.why_it_works import LEADS

SKIP = "skip"
ALL_ALIKE = "all alike"

GUESSES: dict[str, dict[str, float]] = {
    # {yes} stands for what the answer is called.
    "start": {name: float(place) for place, name in enumerate([*(f"{{{own}}}" for own in USUAL), ALL_ALIKE])},
    "one_update": {"it falls": -1.0, "it stays": 0.0, "it rises": 1.0},
    "why_it_works": LEADS,
    "gradient_scatter": {
        "never": 0.0,
        "1 in 20": 0.05,
        "1 in 10": 0.1,
        "1 in 5": 0.2,
        "1 in 3": 1 / 3,
        "half the time": 0.5,
    },
    # The value of each depends on the experiment.
    "baselines": dict.fromkeys(
        ("no baseline", "worst reward", "mean reward", "expected reward", "push-weighted mean", "best reward"), 0.0
    ),
    "variance_vs_k": {str(k): float(k) for k in (8, 16, 32, 64, 128, 256)},
    "trajectories": {"none": 0.0, "1 in 4": 0.25, "half": 0.5, "3 in 4": 0.75, "9 in 10": 0.9, "all": 1.0},
    # Degrees.
    "groups": {"along g": 0.0, "a few degrees off": 5.0, "about 45° off": 45.0, "downhill": 135.0},
    # The place of a token; a response has as many as its control says.
    "tokens": {str(place): float(place) for place in LENGTHS},
    "kl": {name: float(place) for place, name in enumerate(("k1", "k2", "k3", "k1 and k3", ALL))},
    "clipping": {"at most 20%": 0.2, "20 to 40%": 0.4, "40 to 100%": 1.0, "more than 100%": 2.0},
}

# What the answer of a page does not depend on: a guess stays when it moves.
REGARDLESS: dict[str, tuple[str, ...]] = {
    "start": ("learning_rate", "seed"),
    "why_it_works": ("estimator", "b", "k", "learning_rate", "seed"),
    "gradient_scatter": ("learning_rate", "seed"),
}

# The controls of a page itself that a guess is about, as it is about the experiment.
ABOUT: dict[str, tuple[str, ...]] = {
    "one_update": ("step",),
    "clipping": ("scene",),
    "tokens": ("task", "length", "draws"),
}
