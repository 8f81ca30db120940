"""The text that names a run of updates in the link, such as run=none~3_constant~4.5~2.

It names the baselines that the updates were made with: with the seed and the other controls that makes the run again.
"""

import re
from collections.abc import Sequence
from itertools import groupby

from reinforce_viz.engine.estimators import ESTIMATORS, used_b
from reinforce_viz.lessons.one_update import LONGEST_RUN, MadeWith

LARGEST_B = 10.0
# The baseline, b where it uses one, and how many updates in a row it made.
SEVERAL = re.compile(r"([^~]+)(?:~(-?[0-9]{1,2}(?:\.[0-9]{1,2})?))?~([0-9]{1,2})")

Run = tuple[MadeWith, ...]


def read_run(text: str) -> Run:
    """The run that a link's text names.

    Args:
        text: as `write_run` gives it.

    Raises:
        ValueError: if the text names no run, or one that is too long.
    """
    run: list[MadeWith] = []
    for part in text.split("_") if text else []:
        match = SEVERAL.fullmatch(part)
        if not match or match[1] not in ESTIMATORS or abs(float(match[2] or 0)) > LARGEST_B:
            raise ValueError(text)
        run += [made_with(match[1], float(match[2] or 0))] * int(match[3])
        if len(run) > LONGEST_RUN:  # said at once: a link may hold megabytes
            raise ValueError(text)
    return tuple(run)


def write_run(run: Sequence[MadeWith]) -> str:
    """A run as the text of a link.

    Args:
        run: at most LONGEST_RUN updates.
    """
    several = ((made, len(list(same))) for made, same in groupby(run))
    return "_".join(
        f"{made.estimator}{f'~{made.b:g}' if ESTIMATORS[made.estimator].uses_b else ''}~{n}" for made, n in several
    )


def made_with(estimator: str, b: float) -> MadeWith:
    """The baseline of an update, without a b where it has no use for one.

    Args:
        estimator: of an entry in ESTIMATORS.
        b: any number.
    """
    return MadeWith(estimator, used_b(estimator, b))
