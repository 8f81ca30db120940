"""What does a server process need before it runs a page?"""

import gc
import sys
from functools import cache

from streamlit import config
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session
from streamlit.watcher import polling_path_watcher
from threadpoolctl import threadpool_limits

from reinforce_viz.ui.guard import guard
from reinforce_viz.ui.heard import mind_the_unheard
from reinforce_viz.ui.together import send_together
from reinforce_viz.ui.turns import take_turns


@cache
def settle() -> None:
    """Once: mind what browsers send, run pages one by one, send each as one, and spare the processor."""
    guard()
    mind_the_unheard()
    take_turns()
    send_together()
    # The matrices here are small.  The threads that NumPy's library keeps for larger ones keep a processor busy while
    # they wait for more: a quarter of all that a class asked of it.
    threadpool_limits(1, "blas")
    _remember_theme()
    # A browser forgets a large message two runs after its last use, and may be told to use it again by a run that it
    # had asked for before: the page then stands still for good.  With readers as fast as this app every one is sent.
    config.set_option("global.minCachedMessageSize", sys.maxsize)
    # Once a second is soon enough to see that a file has changed.
    polling_path_watcher._POLLING_PERIOD_SECS = 1.0  # type: ignore[misc]
    # What has been imported by now stays for good.  The rest Python looks through as it comes; once more after every
    # run, through everybody's sessions, takes as long as the run.
    gc.collect()
    gc.freeze()
    config.set_option("runner.postScriptGC", False)


def _remember_theme() -> None:
    """Streamlit sends the theme with every run, and gathers it anew from some hundred settings, which never change."""
    gather = app_session._populate_theme_msg

    @cache
    def gathered(section: str) -> CustomThemeConfig:
        theme = CustomThemeConfig()
        gather(theme, section)
        return theme

    def populate(msg: CustomThemeConfig, section: str = "theme") -> None:
        if gathered(section).ByteSize():  # nothing set is not the same as set to nothing
            msg.CopyFrom(gathered(section))

    app_session._populate_theme_msg = populate
