"""What does a server process need before it runs a page?"""

import gc
from functools import cache
from itertools import count

from reinforce_viz.ui.guard import guard
from reinforce_viz.ui.together import send_together
from reinforce_viz.ui.turns import take_turns

# Between two searches of all that lives on, which take a tenth of a second where many sessions are open.
RUNS = 200
_run = count()


@cache
def settle() -> None:
    """Once: guard against what no browser sends, run pages one by one, and send each as one."""
    guard()
    take_turns()
    send_together()


def spare_the_collector() -> None:
    """At each run: put what lives on out of the garbage collector's sight, and now and then look through all of it.

    Streamlit collects all generations after every run; with the modules and everybody's sessions in sight, that takes
    as long as the page.
    """
    if next(_run) % RUNS == 0:
        gc.unfreeze()
        gc.collect()
    gc.freeze()
