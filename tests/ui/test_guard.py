"""What the server refuses, and what would happen if it did not."""

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.state.common import WidgetMetadata
from streamlit.runtime.state.session_state import Serialized, WStates

from reinforce_viz.ui import guard
from tests import hostile

SELECT_BOX = "$$ID-0-preset"


def held(kind: str, value: object) -> WStates:
    """The state of a select box, as it was sent."""

    def chosen(text: str | None) -> str:
        return {"a": "a"}.get(text, text or "a")

    states = WStates()
    states.set_widget_metadata(WidgetMetadata(SELECT_BOX, chosen, str, value_type="string_value"))
    state = WidgetState(id=SELECT_BOX)
    if kind == "string_array_value":
        state.string_array_value.data.extend(value)
    else:
        setattr(state, kind, value)
    states.states[SELECT_BOX] = Serialized(state)
    return states


# What Streamlit itself does, whether the guard has been set in this process or not.
UNGUARDED = getattr(WStates.__getitem__, "__wrapped__", WStates.__getitem__)


def test_a_list_for_a_select_box_raises_without_the_guard():
    with pytest.raises(TypeError):
        UNGUARDED(held("string_array_value", ["a"]), SELECT_BOX)


@pytest.mark.parametrize(
    ("kind", "value"), [("string_array_value", ["b"]), ("double_value", 7.0), ("bool_value", True)]
)
def test_a_value_of_another_kind_is_the_default(kind, value):
    states = held(kind, value)
    read = guard._of_its_kind(UNGUARDED)
    assert read(states, SELECT_BOX) == "a"
    assert read(states, SELECT_BOX) == "a"  # and stays so


def test_a_value_of_its_kind_is_what_was_sent():
    assert guard._of_its_kind(UNGUARDED)(held("string_value", "b"), SELECT_BOX) == "b"


def handled(message: BackMsg) -> list[BackMsg]:
    taken: list[BackMsg] = []
    guard._if_asked(lambda _, m: taken.append(m))(None, message)
    return taken


@pytest.mark.parametrize("name", ["clear_cache", "load_git_info", "set_run_on_save"])
def test_orders_for_the_author_are_dropped(name):
    assert name in hostile.ORDERS
    assert not handled(BackMsg(**{name: True}))


@pytest.mark.parametrize("name", ["install_skills", "dismiss_skills_nudge"])
def test_operations_that_write_files_are_dropped(name):
    message = BackMsg()
    getattr(message.backend_operation_request, name).SetInParent()
    assert not handled(message)


def test_what_the_pages_need_is_let_through():
    for message in (BackMsg(stop_script=True), BackMsg(app_heartbeat=True)):
        assert handled(message) == [message]
    message = BackMsg()
    message.backend_operation_request.dataframe_chunk.SetInParent()
    assert handled(message) == [message]


def test_states_that_no_control_has_are_taken_out():
    message = BackMsg()
    for id_ in ("", "x", SELECT_BOX, "$$MD-0-preset"):
        message.rerun_script.widget_states.widgets.add(id=id_)
    (taken,) = handled(message)
    assert [state.id for state in taken.rerun_script.widget_states.widgets] == [SELECT_BOX]
