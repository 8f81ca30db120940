"""The sentences on the run that is looked at more closely: what it drew, where it ended, and why it stays there."""

import numpy as np

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.rounding import NEGLIGIBLE
from reinforce_viz.engine.summary import DECIDED
from reinforce_viz.lessons.trajectories import OneRun, after_a_batch, decided_from, fate
from reinforce_viz.text.format import listed, percent, percents
from reinforce_viz.text.setting import best, named, why_still


def one_run(experiment: Experiment, run: OneRun) -> str:
    """What one run drew, on which answer it has decided, and why it stays there.

    Args:
        experiment: its policy, rewards, estimator and K.
        run: one of its runs.
    """
    if still := why_still(experiment):
        return f"No run moves: {still}."
    totals = run.counts.sum(axis=0)
    drawn = [f"{named(experiment, [answer])} {_times(int(n))}" for answer, n in enumerate(totals) if n]
    said = f"This run drew {listed(drawn)}."
    end, first = int(fate(run.probs[-1:])[0]), decided_from(run.probs)
    if first is None:
        return f"{said} At the end it gives no answer more than {percent(DECIDED)}."
    top = best(experiment)
    worth = "not the best answer" if end not in top else "the best answer" if len(top) == 1 else "one of the best"
    since = f"From step {first} on" if first else "From the start"
    return (
        f"{said} {since} it gives {named(experiment, [end])}, {worth}, more than {percent(DECIDED)}. "
        f"{_why_it_stays(experiment, run, end)}"
    )


def _why_it_stays(experiment: Experiment, run: OneRun, end: int) -> str:
    """How rarely another answer is drawn by now, and what would come of the best one and of the run's own."""
    others = float(np.delete(run.probs[-1], end).sum())
    chance = -np.expm1(experiment.k * np.log1p(-others))
    said = f"By now {percent(float(chance))} of steps draw another answer."
    way_back = [answer for answer in best(experiment) if run.probs[-1, answer] > 0]
    if end in best(experiment) or not way_back:
        return said
    return f"{said} {_the_way_back(experiment, run, end, way_back[0])}"


def _the_way_back(experiment: Experiment, run: OneRun, end: int, top: int) -> str:
    """What a draw of the best answer would do, and a step without one.

    top: the best answer.
    """
    own = np.zeros(len(experiment.rewards))
    own[end] = experiment.k
    one = own.copy()
    one[[end, top]] += [-1, 1]
    now = float(run.probs[-1, top])
    lifted, without = (float(after_a_batch(experiment, run, batch)[top]) for batch in (one, own))
    name, only = named(experiment, [top]), named(experiment, [end])
    who = f"One draw of {name}" if experiment.k == 1 else f"One {name} among {experiment.k} draws"
    before, after = percents(now, lifted)
    moved = before != after
    said = f"{who} would {f'bring it from {before} to' if moved else 'leave it at'} {after}"
    if not _way(now, without):
        return f"{said}, and a step that draws only {only} changes nothing."
    makes = "likelier" if _way(now, without) > 0 else "rarer"
    if moved:
        makes += " too" if _way(now, lifted) == _way(now, without) else " again"
    return f"{said}; each step that draws only {only} makes it {makes}."


def _way(now: float, after: float) -> int:
    """1 where a probability has risen, −1 where it has fallen, 0 where it is the same but for rounding."""
    return 0 if abs(after - now) <= NEGLIGIBLE * now else 1 if after > now else -1


def _times(n: int) -> str:
    return {1: "once", 2: "twice"}.get(n, f"{n:,} times")
