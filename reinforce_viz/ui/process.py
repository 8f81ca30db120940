"""What does a server process need before it runs a page?"""

import gc
from functools import cache

from reinforce_viz.ui.guard import guard
from reinforce_viz.ui.together import send_together
from reinforce_viz.ui.turns import take_turns


@cache
def settle() -> None:
    """Once: guard against what no browser sends, run pages one by one, send each as one, and spare the collector.

    What has been imported stays for good, so the garbage collector need not look through it again.
    """
    guard()
    take_turns()
    send_together()
    gc.collect()
    gc.freeze()
