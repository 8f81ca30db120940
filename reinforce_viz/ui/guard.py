"""What may a browser ask of the server?  To run a page, with values of the kinds that its controls have.

Streamlit checks the ranges and the options of what it is sent, but not the kinds: a list for a select box raises an
exception, in that session at every run from then on.  And it takes orders that are meant for an app's author.
"""

from functools import cache, wraps
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.state.common import is_element_id
from streamlit.runtime.state.session_state import Serialized, Value, WStates

# Not: empty everybody's cache, look for changes that git knows of, write files beside the app.
ASKED = ("rerun_script", "stop_script", "app_heartbeat", "backend_operation_request")
OPERATIONS = ("deferred_file", "dataframe_chunk")


@cache
def guard() -> None:
    """From now on, in this process, drop other orders, and take a control's default for a value of another kind."""
    AppSession.handle_backmsg = _if_asked(AppSession.handle_backmsg)  # type: ignore[method-assign]
    WStates.__getitem__ = _of_its_kind(WStates.__getitem__)  # type: ignore[method-assign]


def _if_asked(handle: Any) -> Any:
    @wraps(handle)
    def handle_if_asked(session: AppSession, message: BackMsg) -> None:
        kind = message.WhichOneof("type")
        operation = message.backend_operation_request.WhichOneof("payload")
        _drop_strangers(message.rerun_script.widget_states)
        if kind in ASKED and (kind != "backend_operation_request" or operation in OPERATIONS):
            handle(session, message)

    return handle_if_asked


def _drop_strangers(states: WidgetStates) -> None:
    """Take out what no control can have sent: Streamlit looks for its value in vain, and raises."""
    known = [state for state in states.widgets if is_element_id(state.id)]
    if len(known) < len(states.widgets):
        del states.widgets[:]
        states.widgets.extend(known)


def _of_its_kind(read: Any) -> Any:
    @wraps(read)
    def read_of_its_kind(states: WStates, id_: str) -> Any:
        state, control = states.states.get(id_), states.widget_metadata.get(id_)
        if isinstance(state, Serialized) and control is not None:
            kind = state.value.WhichOneof("value")
            # Of no kind at all is what a cleared control sends.
            if kind not in (None, control.value_type):
                states.states[id_] = Value(control.deserializer(None))
        return read(states, id_)

    return read_of_its_kind
