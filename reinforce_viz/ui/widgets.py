"""How a control of the table becomes a widget of Streamlit's, bound to its name in the link.

Each type of widget has a function, which draws one and returns what the control says.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st

from reinforce_viz.engine.estimators import ESTIMATORS
from reinforce_viz.engine.experiment import USUAL
from reinforce_viz.lessons.clipping import SCENES as BATCHES
from reinforce_viz.text.answer_names import LONGEST
from reinforce_viz.ui.control import Control
from reinforce_viz.ui.controls import CONTROLS
from reinforce_viz.ui.live import redraw
from reinforce_viz.ui.state import default, keep_link, names, value

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

# On these pages other baselines are shown beside the chosen one.
OTHERS = {"gradient_scatter": "beside", "variance_vs_k": "curves", "trajectories": "versus"}
ABOUT_B = "baselines"


def select(key: str, at: "DeltaGenerator | None" = None, **how: Any) -> Any:
    """A list to choose from.

    Args:
        key: of the control.
        at: the container to draw it in; without one it is drawn where the script is.
        how: what else Streamlit is to be told.

    Returns:
        What the control says.
    """
    control = CONTROLS[key]
    options = list(control.options)
    _place(at).selectbox(_label(control), options, options.index(default(key)), **_bound(control, how))
    return value(key)


def scale(key: str, at: "DeltaGenerator | None" = None, **how: Any) -> Any:
    """A slider over choices that have an order.  Arguments as in `select`."""
    control = CONTROLS[key]
    _place(at).select_slider(_label(control), control.options, default(key), **_bound(control, how))
    return value(key)


def slider(key: str, at: "DeltaGenerator | None" = None, **how: Any) -> Any:
    """A slider over a range.  Arguments as in `select`."""
    control = CONTROLS[key]
    _place(at).slider(_label(control), *control.bounds, default(key), control.step, **_bound(control, how))
    return value(key)


def number(key: str, at: "DeltaGenerator | None" = None, **how: Any) -> Any:
    """A whole number to type.  Arguments as in `select`."""
    control = CONTROLS[key]
    _place(at).number_input(
        _label(control), *control.bounds, default(key), control.step, "%.0f", **_bound(control, how)
    )
    return value(key)


def segments(key: str, at: "DeltaGenerator | None" = None, **how: Any) -> Any:
    """A row of choices, one of which is always chosen.  Arguments as in `select`."""
    control = CONTROLS[key]
    how = {"label": _label(control), "default": default(key), "required": True} | how
    _place(at).segmented_control(how.pop("label"), list(control.options), **_bound(control, how))
    return value(key)


def several(key: str, at: "DeltaGenerator | None" = None, **how: Any) -> Any:
    """A list to choose several from.  Arguments as in `select`."""
    control = CONTROLS[key]
    _place(at).multiselect(_label(control), list(control.options), default(key), **_bound(control, how))
    return value(key)


def text(key: str, at: "DeltaGenerator | None" = None, **how: Any) -> Any:
    """A name to type.  Arguments as in `select`."""
    control = CONTROLS[key]
    _place(at).text_input(_label(control), max_chars=LONGEST, **_bound(control, how))
    return value(key)


def area(key: str, at: "DeltaGenerator | None" = None, **how: Any) -> Any:
    """Lines of text to type or to paste.  Arguments as in `select`."""
    control = CONTROLS[key]
    _place(at).text_area(_label(control), default(key), **_bound(control, how))
    return value(key)


def why_unused(control: Control, page: str) -> str | None:
    """Why a control of the sidebar changes nothing on a page; None if it does.

    Args:
        control: a shared one.
        page: the name of one.
    """
    if page not in control.pages:
        return "This page does not use it."
    if control.key == "b" and page != ABOUT_B and not any(ESTIMATORS[name].uses_b for name in _baselines_on(page)):
        return "No baseline on this page uses it."
    if control.key == "lr" and page == "clipping" and BATCHES[_in_link_or_page("scene")].learning_rate:
        return "This scene has a rate of its own."
    return None


def _baselines_on(page: str) -> Sequence[str]:
    """The baselines that the page shows."""
    if page not in OTHERS:
        return [value("estimator")]
    others = _in_link_or_page(OTHERS[page])
    return [
        name for name in [value("estimator"), *([others] if isinstance(others, str) else others)] if name in ESTIMATORS
    ]


def _in_link_or_page(key: str) -> Any:
    """What a control of the page says; it is drawn later in the first run of a page, and until then the link knows."""
    control, in_link = CONTROLS[key], st.query_params.get_all(key)
    if key in st.session_state or not in_link:
        return value(key)
    said = in_link if control.kind == "choices" else in_link[-1]
    return said if control.accepts(said) else value(key)


def _place(at: "DeltaGenerator | None") -> Any:
    """Where a widget goes: there, or where the script is."""
    return st if at is None else at


def _label(control: Control) -> str:
    return control.label.format(**dict(zip(USUAL, names(), strict=True)))


def _bound(control: Control, how: Mapping[str, Any]) -> dict[str, Any]:
    callback: Callable[[], None] = redraw if control.redraws == "live" else redraw_page
    return {"key": control.key, "bind": "query-params", "on_change": callback} | dict(how)


def redraw_page() -> None:
    """The callback of a control that more than the live parts of the page show."""
    keep_link()
    st.rerun()
