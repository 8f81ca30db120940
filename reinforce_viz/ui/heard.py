"""What does a browser say of a control that the app has set?  Until it has heard of it, what the control was before.

Streamlit takes all that a browser sends for what the reader wants.  Whoever chose a preset and moved K before the
answer was there would undo the preset, and see another picture than the one that the controls and the link describe.
The same holds for what the app writes into the link.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cache, wraps
from typing import Any

import streamlit as st
from streamlit.runtime.state import SessionState

from reinforce_viz.ui import live

# In the session's state: what the browser's last message said of everything that can be set, what the app has put
# into the link, what the browser may not have heard of, and, for the run at hand, the controls moved before it had.
SAID, PUT, UNHEARD, MOVED = "said", "put", "unheard", "moved_unheard"
LINK = "?"  # what stands in the link and in no control is known by its name after this


@dataclass(frozen=True)
class Setting:
    """What the app has set something to, and what the browser says of it as long as it has not heard."""

    number: int  # in which order the browser will hear
    value: Any
    before: tuple[Any, ...]


def put(name: str, text: str) -> None:
    """Write into the link what no control holds; an empty text takes it out."""
    if text != (there := _in_link(name)):
        st.session_state[SAID] = {LINK + name: there} | st.session_state.get(SAID, {})
        st.session_state[PUT] = st.session_state.get(PUT, {}) | {LINK + name: text}
        _write(name, text)


@cache
def mind_the_unheard() -> None:
    """From now on, in this process, keep what the app has set until a browser that knows of it says otherwise."""
    SessionState._call_callbacks = _as_meant(SessionState._call_callbacks)  # type: ignore[method-assign]


def _as_meant(call: Any) -> Any:
    @wraps(call)
    def call_as_meant(state: SessionState, **replayed: Any) -> None:
        said, stands, links = state._new_widget_state, state._old_state, state._old_state.get(PUT, {})
        sent = {id_: said.get(id_) for id_ in said}
        buttons = {id_ for id_ in sent if _is_button(state, id_)}
        now = {id_: value for id_, value in sent.items() if id_ not in buttons}
        now |= {name: _in_link(name.removeprefix(LINK)) for name in links}
        before = stands.get(SAID, {})
        moved = {id_ for id_, value in now.items() if value != before.get(id_, value)}
        unheard = _unheard(now, before, {**stands, **links}, stands.get(UNHEARD, {}))
        # Something that is back where it was, while nothing else has happened, has been put there by the reader.
        if not (moved or any(sent[id_] for id_ in buttons)):
            unheard, links = {}, {}
        state[SAID], state[PUT], state[UNHEARD] = now, links, unheard
        if unheard:
            keys = state._key_id_mapper.id_key_mapping
            bound = state._query_param_bound_widget_ids & keys.keys()
            for id_, setting in unheard.items():
                if id_.startswith(LINK):
                    _write(id_.removeprefix(LINK), setting.value)
                    continue
                del said[id_]
                if id_ in bound:
                    state[keys[id_]] = setting.value  # to tell the browser, if the run that was to do so broke off
            state[MOVED] = {keys[id_] for id_ in moved & bound}
            state[live.WHOLE] = None
        call(state, **replayed)

    return call_as_meant


def _unheard(
    now: dict[str, Any], before: dict[str, Any], stands: dict[str, Any], earlier: dict[str, Setting]
) -> dict[str, Setting]:
    """What the app has set, as it stands, and the browser has not heard of, as it speaks now and has spoken before.

    What stands nowhere any more belongs to a page that has been left.
    """
    number = 1 + max((setting.number for setting in earlier.values()), default=0)
    settings = {}
    for id_ in now.keys() & before.keys() & stands.keys():
        old, value = earlier.get(id_), stands[id_]
        if old and old.value == value:
            settings[id_] = old
        elif value != before[id_]:
            settings[id_] = Setting(number, value, (before[id_], *((old.value, *old.before) if old else ())))
    waiting = Counter(setting.number for id_, setting in settings.items() if now[id_] in setting.before)
    # Who knows one of the things that were set together knows all, and what was set earlier; but one control may have
    # been moved by chance to where the app has set it.
    known = [s.number for id_, s in settings.items() if now[id_] == s.value and waiting[s.number] < 2]
    heard = max(known, default=0)
    return {id_: s for id_, s in settings.items() if s.number > heard and now[id_] in s.before}


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
