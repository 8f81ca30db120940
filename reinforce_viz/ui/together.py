"""When does what a run has put on the page leave for the browser?  At the end of the run, all at once.

Streamlit wakes its event loop for every element, goes round it once more to send each, and the browser draws the page
anew for every few that arrive.  A run of this app is short, and what comes first in it is of no use without the rest.
"""

from collections.abc import Callable
from functools import cache, partial, wraps
from typing import Any

from streamlit.runtime import get_instance
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import ScriptRunner, ScriptRunnerEvent
from streamlit.runtime.session_manager import SessionClientDisconnectedError

# More follows, until an event of another kind.
IN_THE_MIDDLE = (ScriptRunnerEvent.SCRIPT_STARTED, ScriptRunnerEvent.ENQUEUE_FORWARD_MSG)
ONLY_BEGUN = (ScriptRunnerEvent.SCRIPT_STARTED, ScriptRunnerEvent.SCRIPT_STOPPED_FOR_RERUN)


@cache
def send_together() -> None:
    """From now on, in this process, hold what happens in a run until it ends."""
    AppSession._on_scriptrunner_event = held(AppSession._on_scriptrunner_event)  # type: ignore[method-assign]


def _pass_on(session: AppSession, events: list[Callable[[], None]]) -> None:
    for handle in events:
        handle()
    runtime = get_instance()
    browser = runtime._session_mgr.get_active_session_info(session.id)
    if browser is None:  # it is gone, and may come back
        return
    try:
        for message in session.flush_browser_queue():
            runtime._send_message(browser, message)
    except SessionClientDisconnectedError:
        runtime.disconnect_session(session.id, client=browser.client)


def held(pass_on: Any) -> Any:
    """Instead of passing each event of a session's run on: take note of it, and pass on all at the last one."""

    # The run that is going on when this takes effect has no more than a weak reference to what is wrapped here.
    @wraps(pass_on)
    def hold(session: AppSession, sender: ScriptRunner | None, event: ScriptRunnerEvent, **about: Any) -> None:
        events = session.__dict__.setdefault("events_of_run", [])
        events.append(partial(session._handle_scriptrunner_event_on_event_loop, sender, event, **about))
        if event in IN_THE_MIDDLE:
            return
        session.__dict__["events_of_run"] = []
        # A control that asks for a part of the page replaces the run before it has begun: nobody needs to hear of that.
        if event == ScriptRunnerEvent.SCRIPT_STOPPED_FOR_RERUN and len(events) == len(ONLY_BEGUN):
            return
        session._call_soon_on_event_loop(partial(_pass_on, session, events))

    return hold
