"""The controls that the server has sent: what a reader can choose in them, and how a choice is sent back."""

from dataclasses import dataclass
from typing import Any

from streamlit.proto.ButtonGroup_pb2 import ButtonGroup
from streamlit.proto.Slider_pb2 import Slider
from streamlit.proto.WidgetStates_pb2 import WidgetStates

Value = bool | float | str | list[float] | list[str]

ARRAYS = ("double_array_value", "string_array_value")
BUTTON = "trigger_value"
MOST_CHOICES = 50


@dataclass
class Control:
    """A control on a page, as a browser keeps it."""

    id: str
    kind: str  # the field of a widget's state that carries its value
    choices: list[Value]  # what a reader could choose
    default: Value
    value: Value
    key: str = ""
    name: str = ""  # in the link; empty if it is no part of it
    fragment: str = ""  # the part of the page that it runs; empty for the whole

    @property
    def in_link(self) -> list[tuple[str, str]]:
        """What the link says of it: nothing, if it stands as it stood at first."""
        if not self.name or self.value == self.default:
            return []
        values = self.value if isinstance(self.value, list) else [self.value]
        return [(self.name, str(value)) for value in values] or [(self.name, "")]


def send(states: WidgetStates, id_: str, kind: str, value: Any) -> None:
    """Add a control's state to a message."""
    widget = states.widgets.add(id=id_)
    if kind in ARRAYS:
        getattr(widget, kind).data.extend(value)
    else:
        setattr(widget, kind, value)


def control(kind: str, element: Any, fragment: str) -> Control | None:
    """The control that an element or block is, None for one that is no control."""
    if kind not in READ or not element.id.startswith("$$"):
        return None
    read = READ[kind](element)
    read.name, read.fragment = getattr(element, "query_param_key", ""), fragment
    # $$ID-<hash>-<key>, and None for one without a key.
    key = element.id.split("-", 2)[2]
    read.key = element.label if key == "None" else key
    return read


def _slider(e: Slider) -> Control:
    if e.type == Slider.SELECT_SLIDER:
        default = [e.options[int(place)] for place in e.default]
        now = list(e.raw_value) if e.set_value else default
        return Control(e.id, "string_array_value", [[option] for option in e.options], default, now)
    stops = range(round((e.max - e.min) / e.step) + 1)
    choices: list[Value] = [[round(e.min + stop * e.step, 6)] for stop in stops[:: len(stops) // MOST_CHOICES + 1]]
    return Control(
        e.id, "double_array_value", choices, list(e.default), list(e.value) if e.set_value else list(e.default)
    )


def _number_input(e: Any) -> Control:
    stops = range(int(e.max - e.min) + 1)
    choices: list[Value] = [e.min + stop for stop in stops[:: len(stops) // MOST_CHOICES + 1]]
    return Control(e.id, "double_value", choices, e.default, e.value if e.set_value else e.default)


def _text_input(e: Any) -> Control:
    return Control(e.id, "string_value", [""], e.default, e.value if e.set_value else e.default)


def _one_of(e: Any) -> Control:
    default = e.options[e.default] if e.HasField("default") else ""
    return Control(e.id, "string_value", list(e.options), default, e.raw_value if e.set_value else default)


def _some_of(e: Any) -> Control:
    default = [e.options[place] for place in e.default]
    choices: list[Value] = [[option] for option in e.options]
    return Control(e.id, "string_array_value", choices, default, list(e.raw_values) if e.set_value else default)


def _one_of_a_row(e: ButtonGroup) -> Control:
    options = [option.content for option in e.options]
    default = [options[place] for place in e.default]
    now = list(e.raw_values) if e.set_value else default
    return Control(e.id, "string_array_value", [[option] for option in options], default, now)


def _folded(e: Any) -> Control:
    is_open = getattr(e, "expanded", False) or getattr(e, "open", False)
    return Control(e.id, "bool_value", [False, True], False, is_open)


def _button(e: Any) -> Control:
    return Control(e.id, BUTTON, [True], False, False)


READ = {
    "slider": _slider,
    "number_input": _number_input,
    "text_input": _text_input,
    "selectbox": _one_of,
    "radio": _one_of,
    "multiselect": _some_of,
    "button_group": _one_of_a_row,
    "expandable": _folded,
    "popover": _folded,
    "button": _button,
    "download_button": _button,
}
