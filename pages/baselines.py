"""What should we subtract?"""

from functools import partial

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.export.tables import baselines as tables
from reinforce_viz.figures import baselines as figures
from reinforce_viz.lessons.baselines import known_baselines
from reinforce_viz.text.claims import baselines as claims
from reinforce_viz.text.readings import baselines as readings
from reinforce_viz.ui import cache as cached
from reinforce_viz.ui.chart import chart, formulas, notes
from reinforce_viz.ui.live import live
from reinforce_viz.ui.page import close_page, open_page
from reinforce_viz.ui.pages.baselines import own_sample, restaurants, same_variance
from reinforce_viz.ui.predict import ask, guess, tell


def dial(experiment: Experiment) -> None:
    turned = cached.dial(experiment.probs, experiment.rewards, experiment.k, experiment.b)
    chosen = guess("baselines")
    guessed = choices(experiment)[chosen] if chosen else None
    chart(
        figures.baseline_dial(experiment, turned, guessed),
        "baseline_dial",
        readings.baseline_dial(experiment, turned),
        partial(tables.baseline_dial, experiment, most=cached.MOST_BUBBLES_ON_A_DIAL),
    )
    if guessed is not None:
        tell(chosen, readings.baseline_dial_truth(experiment, guessed))


def more(experiment: Experiment) -> None:
    restaurants(experiment)
    own_sample(experiment)
    same_variance(experiment)
    notes(*(cached.claim(experiment, of) for of in (claims.best_baseline, claims.least_variance_is_safest)))


def choices(experiment: Experiment) -> dict[str, float]:
    known = known_baselines(experiment.probs, experiment.rewards)
    return {
        "no baseline": 0.0,
        "worst reward": min(experiment.rewards),
        "expected reward": known["expected reward"],
        "mean reward": known["mean reward"],
        "best reward": max(experiment.rewards),
    }


open_page(
    "baselines",
    "A baseline b is a number that you take off every reward before it pushes. Drag the dial: the advantages change, "
    "and the cloud of estimates can tighten or widen, but its average E[ĝ] stays where it is.",
    ["b", "b*", "A", "ĝ", "E", "variance", "downhill"],
)
ask("baselines", "which b leaves the least variance?")
live(dial)
live(more)
formulas(["constant", "mean reward", "expected reward", "optimal", "optimal plus b", "batch mean", "leave-one-out"])
close_page("baselines")
