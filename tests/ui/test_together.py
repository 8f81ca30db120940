"""What a run puts on the page leaves at its end, in order."""

import pytest
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import ScriptRunnerEvent
from streamlit.runtime.session_manager import SessionClientDisconnectedError

from reinforce_viz.ui import together
from reinforce_viz.ui.together import held

USUAL = AppSession._on_scriptrunner_event
MIDDLE = [ScriptRunnerEvent.SCRIPT_STARTED, *3 * [ScriptRunnerEvent.ENQUEUE_FORWARD_MSG]]
ENDS = [event for event in ScriptRunnerEvent if event not in MIDDLE]


class Session:
    """As much of a session as hears of events, and puts each in the queue for its browser."""

    id = "session"

    def __init__(self):
        self.calls, self.handled, self.queue = [], [], []

    def _call_soon_on_event_loop(self, callback):
        self.calls.append(callback)

    def _handle_scriptrunner_event_on_event_loop(self, sender, event, forward_msg=None, *_others, **_about):
        self.handled.append((sender, event, forward_msg))
        self.queue.append(forward_msg)

    def flush_browser_queue(self):
        waiting, self.queue = self.queue, []
        return waiting


class Server:
    """As much of Streamlit's runtime as sends messages to a browser, which takes so many and is then lost."""

    client = "the browser"

    def __init__(self, takes=1000):
        self.takes, self.sent, self.lost = takes, [], []
        self._session_mgr = self

    def get_active_session_info(self, session_id):
        assert session_id == Session.id
        return self if self.takes else None

    def _send_message(self, browser, message):
        assert browser is self
        if len(self.sent) == self.takes:
            raise SessionClientDisconnectedError
        self.sent.append(message)

    def disconnect_session(self, session_id, client):
        self.lost.append((session_id, client))


@pytest.fixture(autouse=True)
def server(monkeypatch):
    return serve(monkeypatch, Server())


def serve(monkeypatch, server):
    monkeypatch.setattr(together, "get_instance", lambda: server)
    return server


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


def test_the_call_sends_all_of_it(server):
    session = Session()
    tell(held(USUAL), session, [*MIDDLE, ENDS[0]])
    session.calls[0]()
    assert server.sent == [*range(len(MIDDLE) + 1)]
    assert not session.queue
    assert not server.lost


def test_what_nobody_can_take_now_waits(monkeypatch):
    server, session = serve(monkeypatch, Server(takes=0)), Session()
    tell(held(USUAL), session, [*MIDDLE, ENDS[0]])
    session.calls[0]()
    assert not server.sent
    assert session.queue == [*range(len(MIDDLE) + 1)]


def test_a_browser_lost_on_the_way_is_given_up(monkeypatch):
    server, session = serve(monkeypatch, Server(takes=2)), Session()
    tell(held(USUAL), session, [*MIDDLE, ENDS[0]])
    session.calls[0]()
    assert server.sent == [0, 1]
    assert server.lost == [(Session.id, Server.client)]
