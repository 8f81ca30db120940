"""What has a browser heard?  Until it knows that the app has set a control, it says what the control was before.

Streamlit takes all that a browser sends for what the reader wants.  Whoever chose a preset and moved K before the
answer was there would undo the preset, and see another picture than the one that the controls and the link describe.
So an answer ends with its number, in a field that nobody sees, and the browser returns it with all that it says next.
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field, replace
from functools import cache, wraps
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.state import SessionState

from reinforce_viz.ui import live

# The field, which is also the part of the frame that has it.
KEY = "heard"
UNSEEN = f"<style>.st-key-{KEY} {{ display: none }}</style>"
DIGITS = 15  # of a number, at most
# In the session's state: what has been said and heard; of what the run under way tells the browser, whether it has to
# or not; and what the app has written into the link, by page and name.
TALK, TELLS, PUT = "talk", "tells", "put"
MOST = 100  # answers to remember for a browser that hears of none


@dataclass(frozen=True)
class Answer:
    """What the app has set, by name, in answer to a message."""

    number: int
    sets: Mapping[str, Any]


@dataclass(frozen=True)
class Talk:
    """What a browser has said of everything that can be set, and the answers that it did not know of when it did."""

    said: Mapping[str, Any] = field(default_factory=dict)
    unheard: tuple[Answer, ...] = ()
    number: int = 1  # of the answer to what it said

    def after(
        self, stands: Mapping[str, Any], told: Set[str], says: Mapping[str, Any], heard: int
    ) -> tuple["Talk", Mapping[str, Any]]:
        """The talk as the browser goes on, and what it says of settings only because it has not heard of them.

        stands: what its last message has come to; what stands nowhere belongs to a page that has been left.
        told: of what the answer to that speaks; what the app has set and it does not, because it broke off, counts too.
        heard: the number of the last answer that the browser knows.
        """
        known = {name: was for name, was in self.said.items() if name in stands}
        spoken = {*told, *together(self.unheard)}  # what has not been heard is said again with every answer
        sets = {name: stands[name] for name, was in known.items() if name in spoken or stands[name] != was}
        answers = (*self.unheard, Answer(self.number, sets)) if sets else ()
        known |= together(answer for answer in answers if answer.number <= heard)
        unheard = tuple(answer for answer in answers if answer.number > heard)[-MOST:]
        late = {name: says[name] for name in together(unheard) if name in says and says[name] == known.get(name)}
        return Talk(known | dict(says), unheard, max(self.number, heard) + 1), late

    def has_to_hear(self, name: str, stands: Any) -> bool:
        """Whether the browser may be showing something else."""
        return bool(self.said.get(name, stands) != stands) or name in together(self.unheard)


def together(answers: Iterable[Answer]) -> dict[str, Any]:
    """What several answers set, one after the other."""
    return {name: value for answer in answers for name, value in answer.sets.items()}


def put(name: str, text: str) -> None:
    """Write into the link what no control holds; an empty text takes it out."""
    if text != (there := _in_link(name)):
        at, talk = _on_this_page(name), st.session_state.get(TALK, Talk())
        st.session_state[TALK] = replace(talk, said={at: there} | dict(talk.said))
        st.session_state[PUT] = st.session_state.get(PUT, {}) | {at: text}
        _write(name, text)


def number_the_answer() -> None:
    """As the page ends; if some answers have not been heard, write the whole link as well."""
    st.html(UNSEEN)
    _field()


@st.fragment(key=KEY)
def _field() -> None:
    talk = st.session_state.get(TALK, Talk())
    st.session_state[KEY] = str(talk.number)
    st.text_input("Number of the answer", key=KEY)
    context = get_script_run_ctx()
    if talk.unheard and context:
        # They wrote it as it was before, and take out what the browser has written there since.
        with context.session_state.query_params() as link:
            link._send_query_param_msg()


@cache
def mind_the_unheard() -> None:
    """From now on, in this process, keep what the app has set until a browser that knows of it says otherwise."""
    SessionState._call_callbacks = _as_meant(SessionState._call_callbacks)  # type: ignore[method-assign]
    SessionState.register_widget = _told(SessionState.register_widget)  # type: ignore[method-assign]


def _as_meant(call: Any) -> Any:
    @wraps(call)
    def call_as_meant(state: SessionState, **replayed: Any) -> None:
        said, stands = state._new_widget_state, state._old_state
        own = state._key_id_mapper.get_id_from_key(KEY) or ""
        says = {id_: said.get(id_) for id_ in said if id_ != own and not _is_button(state, id_)}
        links: dict[str, str] = stands.get(PUT, {})
        page = _on_this_page("")
        here = {at: at.removeprefix(page) for at in links if at.startswith(page)}
        says |= {at: _in_link(name) for at, name in here.items()}
        talk, late = stands.get(TALK, Talk()).after(
            {**stands, **links}, stands.get(TELLS, frozenset()), says, _heard(said.get(own))
        )
        for id_ in late:
            if id_ in here:
                _write(here[id_], links[id_])
            else:
                said.set_from_value(id_, stands[id_])
        state[TALK] = talk
        # A new page tells of everything: a browser that has not heard of it speaks for the page that it still shows.
        state[TELLS] = set() if stands.get(live.WHOLE) == live.page() else set(says)
        state[PUT] = links | {at: says[at] for at in here if at not in late}
        if talk.unheard:
            state[live.WHOLE] = None
        call(state, **replayed)
        context = get_script_run_ctx()
        if talk.unheard and context and context.script_requests and context.fragment_ids_this_run:
            # A part of the page would not say again what stands on the rest of it.
            context.script_requests.request_rerun(state._build_full_app_rerun(context))

    return call_as_meant


def _told(register: Any) -> Any:
    @wraps(register)
    def register_and_tell(state: SessionState, metadata: Any, user_key: str | None) -> Any:
        talk, id_ = _now(state, TALK, Talk()), metadata.id
        if _is_set_before_this_run(state, talk, id_, user_key):
            state._new_widget_state.set_from_value(id_, state._old_state[id_])  # else the link would decide
        result = register(state, metadata, user_key)
        tell = talk.has_to_hear(id_, result.value)
        if user_key and metadata.bind and (tell or talk.unheard):
            link, value = state.query_params, metadata.serializer(result.value)
            if result.value == metadata.deserializer(None):
                link.remove_param(user_key)
            elif not link.stored_param_matches_corrected_value(user_key, value, metadata.value_type):
                link.set_corrected_value(user_key, value, metadata.value_type)
        if not (tell or result.value_changed):
            return result
        _now(state, TELLS, set()).add(id_)
        return replace(result, value_changed=True)

    return register_and_tell


def _is_set_before_this_run(state: SessionState, talk: Talk, id_: str, key: str | None) -> bool:
    """Whether a control that the browser shows has been set by a callback that asked for another run."""
    now = id_ in state._new_widget_state or key in state._new_session_state
    return id_ in talk.said and id_ in state._old_state and not now


def _now(state: SessionState, name: str, otherwise: Any) -> Any:
    """What the session's state holds, looked up in less time than the state takes: every control asks."""
    new = state._new_session_state
    return new[name] if name in new else state._old_state.get(name, otherwise)


def _heard(text: Any) -> int:
    """The number of the last answer that a browser knows, from the text that it returns; 0 if that is none."""
    return int(text) if isinstance(text, str) and text.isascii() and text.isdecimal() and len(text) <= DIGITS else 0


def _on_this_page(name: str) -> str:
    return f"{live.page()}?{name}"


def _in_link(name: str) -> str:
    return st.query_params.get(name, "")


def _write(name: str, text: str) -> None:
    if text:
        st.query_params[name] = text
    else:
        st.query_params.pop(name, None)


def _is_button(state: SessionState, id_: str) -> bool:
    control = state._new_widget_state.widget_metadata.get(id_)
    return control is not None and control.value_type == "trigger_value"
