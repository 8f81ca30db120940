"""What is often said of GRPO's step, and what is true of this experiment."""

from collections.abc import Sequence

from reinforce_viz.engine.exact import Moments
from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.lessons.groups import SIZES, angle, downhill_sizes
from reinforce_viz.text.format import listed, number
from reinforce_viz.text.setting import why_flat


def uphill_on_average(experiment: Experiment, steps: Sequence[Moments]) -> str:
    """Whether GRPO's step is uphill on average.

    Args:
        experiment: its policy, rewards and names.
        steps: GRPO's moments, one for each size of SIZES.
    """
    said = "**You may hear:** GRPO's step is uphill on average. "
    flat = why_flat(experiment)
    if flat:
        return f"{said}**Here** no step is uphill: {flat}."
    down = downhill_sizes(steps)
    if down:
        worst = max(steps, key=angle)
        return (
            f"{said}**Here** it is **downhill** with {listed([str(size) for size in down], 'or')} answers, "
            f"{number(angle(worst))}° from the gradient at K = {worst.k}. Every group is stretched to the same spread, "
            "so a small difference between common answers counts as much as a large one that is seldom drawn."
        )
    worst = max(steps, key=angle)
    if angle(worst) == 0:
        return f"{said}**Here** it is, and along the gradient too, at every K from {SIZES[0]} to {SIZES[-1]}."
    return (
        f"{said}**Here** it is, at every K from {SIZES[0]} to {SIZES[-1]}, though up to {number(angle(worst))}° away "
        "from the gradient. In “a rare disaster” it is not."
    )
