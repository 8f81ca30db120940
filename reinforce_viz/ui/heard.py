"""What does a browser say of a control that the app has set?  Until it has heard of it, what the control was before.

Streamlit takes all that a browser sends for what the reader wants.  Whoever chose a preset and moved K before the
answer was there would undo the preset, and see another picture than the one that the controls and the link describe.
The same holds for what the app writes into the link.
"""

from functools import cache, wraps
from typing import Any

import streamlit as st
from streamlit.runtime.state import SessionState

from reinforce_viz.ui import live

# In the session's state: the values of all controls in the browser's last message, what has been put into the link
# since and what stood there, and, for the run at hand, the controls that were moved before the browser had heard.
SAID, PUT, MOVED = "said", "put", "moved_unheard"


def put(name: str, text: str) -> None:
    """Write into the link what no control holds; an empty text takes it out."""
    if text != (there := _in_link(name)):
        st.session_state[PUT] = st.session_state.get(PUT, {}) | {name: (there, text)}
        if text:
            st.query_params[name] = text
        else:
            del st.query_params[name]


@cache
def mind_the_unheard() -> None:
    """From now on, in this process, keep what the app has set until a browser that knows of it says otherwise."""
    SessionState._call_callbacks = _as_meant(SessionState._call_callbacks)  # type: ignore[method-assign]


def _as_meant(call: Any) -> Any:
    @wraps(call)
    def call_as_meant(state: SessionState, **replayed: Any) -> None:
        said, stands, bound = state._new_widget_state, state._old_state, state._query_param_bound_widget_ids
        sent = {id_: said.get(id_) for id_ in said}
        buttons = {id_ for id_ in sent if _is_button(state, id_)}
        now, before = {id_: value for id_, value in sent.items() if id_ not in buttons}, stands.get(SAID, {})
        in_link = {name: (there, text, _in_link(name)) for name, (there, text) in stands.get(PUT, {}).items()}
        state[SAID], state[PUT] = now, {}
        moved = {id_ for id_, value in now.items() if value != before.get(id_, value)}
        ours = {id_ for id_ in before.keys() & now.keys() if stands.get(id_) != before[id_]}
        lost = {name: text for name, (there, text, here) in in_link.items() if here == there}
        # Who knows one of the things that were set together knows all.
        heard = any(now[id_] == stands.get(id_) for id_ in ours) or len(lost) < len(in_link)
        # A control that is back where it was, while nothing else has happened, has been put there by the reader.
        happened = moved or any(sent[id_] for id_ in buttons)
        if happened and not heard and (ours - moved or lost):
            keys = state._key_id_mapper.id_key_mapping
            for id_ in ours - moved:
                del said[id_]
                if id_ in bound:
                    state[keys[id_]] = stands[id_]  # to tell the browser, if the run that was to do so broke off
            for name, text in lost.items():
                put(name, text)
            state[MOVED] = {keys[id_] for id_ in moved & bound}
            state[live.WHOLE] = None
        call(state, **replayed)

    return call_as_meant


def _in_link(name: str) -> str:
    return st.query_params.get(name, "")


def _is_button(state: SessionState, id_: str) -> bool:
    control = state._new_widget_state.widget_metadata.get(id_)
    return control is not None and control.value_type == "trigger_value"
