"""What a run puts on the page leaves at its end, in order."""

import pytest
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import ScriptRunnerEvent

from reinforce_viz.ui.together import held

USUAL = AppSession._on_scriptrunner_event
MIDDLE = [ScriptRunnerEvent.SCRIPT_STARTED, *3 * [ScriptRunnerEvent.ENQUEUE_FORWARD_MSG]]
ENDS = [event for event in ScriptRunnerEvent if event not in MIDDLE]


class Session:
    """As much of a session as hears of events."""

    def __init__(self):
        self.calls, self.handled = [], []

    def _call_soon_on_event_loop(self, callback):
        self.calls.append(callback)

    def _handle_scriptrunner_event_on_event_loop(self, sender, event, forward_msg=None, *_others, **_about):
        self.handled.append((sender, event, forward_msg))


def tell(how, session, events):
    for number, event in enumerate(events):
        how(session, "runner", event=event, forward_msg=number)


@pytest.mark.parametrize("end", ENDS)
def test_the_end_passes_all_on_in_one_call(end):
    session = Session()
    tell(held(USUAL), session, MIDDLE)
    assert not session.calls
    tell(held(USUAL), session, [end])
    (call,) = session.calls
    call()
    assert session.handled == [*(("runner", event, n) for n, event in enumerate(MIDDLE)), ("runner", end, 0)]


def test_streamlit_itself_makes_a_call_for_each():
    """Else this would be of no use."""
    session = Session()
    tell(USUAL, session, [*MIDDLE, ENDS[0]])
    assert len(session.calls) == len(MIDDLE) + 1


def test_every_run_has_its_own():
    session = Session()
    for _ in range(2):
        tell(held(USUAL), session, [*MIDDLE, ENDS[0]])
    for call in session.calls:
        call()
    assert len(session.calls) == 2
    assert len(session.handled) == 2 * (len(MIDDLE) + 1)


def test_nobody_hears_of_a_run_that_is_replaced_before_it_has_begun():
    session = Session()
    tell(held(USUAL), session, [ScriptRunnerEvent.SCRIPT_STARTED, ScriptRunnerEvent.SCRIPT_STOPPED_FOR_RERUN])
    assert not session.calls
    tell(held(USUAL), session, [*MIDDLE, ENDS[0]])
    (call,) = session.calls
    call()
    assert len(session.handled) == len(MIDDLE) + 1


def test_one_that_has_begun_is_heard_of():
    session = Session()
    tell(held(USUAL), session, [*MIDDLE, ScriptRunnerEvent.SCRIPT_STOPPED_FOR_RERUN])
    assert len(session.calls) == 1
