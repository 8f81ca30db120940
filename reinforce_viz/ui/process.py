"""What does a server process need before it runs a page?"""

import gc
from functools import cache

from streamlit import config
from threadpoolctl import threadpool_limits

from reinforce_viz.ui.guard import guard
from reinforce_viz.ui.together import send_together
from reinforce_viz.ui.turns import take_turns


@cache
def settle() -> None:
    """Once: guard against what no browser sends, run pages one by one, send each as one, and spare the processor."""
    guard()
    take_turns()
    send_together()
    # The matrices here are small.  The threads that NumPy's library keeps for larger ones keep a processor busy while
    # they wait for more: a quarter of all that a class asked of it.
    threadpool_limits(1, "blas")
    # What has been imported by now stays for good.  The rest Python looks through as it comes; once more after every
    # run, through everybody's sessions, takes as long as the run.
    gc.collect()
    gc.freeze()
    config.set_option("runner.postScriptGC", False)
