"""Links, values of controls and messages that somebody could send who wants to break the app."""

import random
from collections.abc import Collection, Iterable
from typing import Any
from urllib.parse import quote, urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

NAN, INF = float("nan"), float("inf")
VALUES = ["", "nan", "inf", "-1", "0", "1e999", "١٢", "null", "[]", "{}", "<script>", "../..", "%00", "true"]
VALUES += ["💥" * 50, "0.1", "8", "none", "optimal", "stuck on no", "nearly done", "9" * 400, "-0", "1e-320", "3.5"]
NUMBERS = [NAN, INF, -INF, 1e308, -1e308, 1e-320, -1.0, 0.0, 0.5, 3.7, 1e9]

# One value of each kind that a control's state can have, the right kind or not.
STATES: list[tuple[str, Any]] = [
    *(("double_value", number) for number in NUMBERS),
    *(("double_array_value", [number]) for number in NUMBERS),
    *(("double_array_value", numbers) for numbers in ([], [1.0, 2.0], [0.0] * 1000)),
    *(("int_value", number) for number in (-1, 0, 2**62)),
    *(("int_array_value", numbers) for numbers in ([], [5], [-1, 2**62])),
    *(("string_value", text) for text in (*VALUES, "a" * 100_000)),
    *(("string_array_value", texts) for texts in ([], ["none"] * 5, VALUES, ["x"] * 1000)),
    *(("bool_value", flag) for flag in (False, True)),
    ("trigger_value", True),
    ("bytes_value", b"\xff\x00"),
    *(("json_value", text) for text in ("{", "[]", '{"value": {}}')),
    ("json_trigger_value", "["),
]
# What a browser can ask for besides a run.
ORDERS = ["clear_cache", "set_run_on_save", "stop_script", "load_git_info", "app_heartbeat"]
ORDERS += ["debug_disconnect_websocket", "debug_shutdown_runtime"]
OPERATIONS = ["deferred_file", "install_skills", "dismiss_skills_nudge", "dataframe_chunk"]


def link(rng: random.Random, keys: Collection[str]) -> dict[str, str]:
    """Some of the keys, and others, with values that make no sense."""
    keys = [*keys, "x", "__proto__", ""]
    return {rng.choice(keys): rng.choice(VALUES) for _ in range(rng.randint(1, 8))}


def query_string(rng: random.Random, keys: Collection[str]) -> str:
    """The same as the text of a link, some of it broken."""
    text = urlencode(link(rng, keys))
    if rng.random() < 0.3:  # a key that is given twice, one without a value, and what is no text
        text += f"&{quote(rng.choice([*keys]))}=1&{quote(rng.choice([*keys]))}&%ff=%fe&&=;"
    return text if rng.random() < 0.9 else text[: rng.randrange(len(text) + 1)]


def mangled(rng: random.Random, message: BackMsg, ids: Iterable[str]) -> BackMsg:
    """The message of a browser with some states replaced, and some that no control has."""
    states = message.rerun_script.widget_states
    ours = {state.id: state for state in states.widgets}
    for id_ in rng.sample([*ids], k=rng.randint(1, 3)) + ["$$ID-0-x", "", "💥"][: rng.randint(0, 3)]:
        ours[id_] = _state(id_, *rng.choice(STATES))
    states.ClearField("widgets")
    states.widgets.extend(ours.values())
    return message


def misled(rng: random.Random, message: BackMsg) -> BackMsg:
    """The message of a browser for a page that there is not."""
    state = message.rerun_script
    state.page_script_hash = rng.choice(["", "x", "0" * 32, "../app.py"])
    state.page_name = rng.choice(["", "nothing", "../app.py", "💥" * 100])
    state.cached_message_hashes.extend(rng.choices(["", "x", "0" * 40], k=50))
    state.is_history_navigation = rng.random() < 0.5
    return message


def order(rng: random.Random) -> BackMsg:
    """An order, an operation, or nothing at all."""
    message = BackMsg()
    which = rng.choice([*ORDERS, *OPERATIONS, "fragment", "files", "nothing"])
    if which in ORDERS:
        setattr(message, which, True)
    elif which in OPERATIONS:
        message.backend_operation_request.request_id = rng.choice(["", "x" * 1000])
        getattr(message.backend_operation_request, which).SetInParent()
    elif which == "fragment":
        message.rerun_script.fragment_id = "0" * 32
    elif which == "files":
        message.file_urls_request.file_names.extend(["../../etc/passwd"] * 10)
    return message


def garbage(rng: random.Random, message: BackMsg) -> bytes:
    """What is no message: noise, or one with a byte changed or its end cut off."""
    raw = bytearray(message.SerializeToString())
    if rng.random() < 0.4:
        return rng.randbytes(rng.choice([0, 1, 10, 1000, 100_000]))
    if rng.random() < 0.5:
        return bytes(raw[: rng.randrange(len(raw))])
    raw[rng.randrange(len(raw))] ^= 1 << rng.randrange(8)
    return bytes(raw)


def _state(id_: str, kind: str, value: Any) -> WidgetState:
    state = WidgetState(id=id_)
    if kind.endswith("array_value"):
        getattr(state, kind).data.extend(value)
    else:
        setattr(state, kind, value)
    return state
