"""What a page shows to be moved changes what is on the screen: every control of every page, moved by itself."""

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Element

from reinforce_viz.ui.controls import CONTROLS, OF_PAGES, SHARED
from reinforce_viz.ui.navigation import PAGES
from tests.shown import at_hand
from tests.ui.test_app import open_app, pictures
from tests.ui.test_live import OTHER, UNFOLDED, words

# Rewards, weights and names come in threes that are alike: one of each is moved.
ALIKE = {f"{kind}_{own}" for kind in ("r", "p", "name") for own in ("no", "maybe")}
# Tests of their own pages answer the questions, and fold out what is folded.
ELSEWHERE = {key for key, control in CONTROLS.items() if key.startswith(("guess_", "q_")) or control.kind == "flag"}
# Its curves are of whole batches; what an answer is called stands in the hint to a preset, and in the sidebar.
FOR_OTHER_PICTURES = {("variance_vs_k", "name_yes")}
ANOTHER_TEXT = {"group": "0.5 0.25 7"}


def controls(app: AppTest) -> dict[str, Element]:
    """The controls that can be moved on a page, by key."""
    own = {row.key for row in OF_PAGES} & {*CONTROLS}
    shared = {control.key for control in SHARED} & ({widget.key for widget in widgets(app.sidebar)} | at_hand(app))
    return {
        widget.key: widget
        for widget in widgets(app)
        if widget.key in (own | shared) - ALIKE - ELSEWHERE and not widget.disabled
    }


def widgets(part) -> list[Element]:
    kinds = ("selectbox", "multiselect", "segmented_control", "select_slider", "slider", "number_input")
    return [widget for kind in (*kinds, "text_input", "text_area") for widget in getattr(part, kind)]


def another(widget: Element) -> object:
    """A value that the control does not have now."""
    control = CONTROLS[widget.key]
    if control.kind == "choices":
        return [option for option in control.options if option not in widget.value][-1:]
    if control.options:
        return next(option for option in control.options if option not in (widget.value, UNFOLDED.get(widget.key)))
    if control.kind == "text":
        return OTHER.get(widget.key) or ANOTHER_TEXT[widget.key]
    if widget.key == "pick":
        return next(draw for draw in (1, 2) if draw != widget.value)
    if widget.key in OTHER:
        return float(OTHER[widget.key])
    return widget.min if widget.value != widget.min else widget.value + widget.step


@pytest.mark.parametrize("page", [page.name for page in PAGES if page.name != "check"])
def test_each_control_that_a_page_shows_changes_what_is_on_the_screen(page):
    app = open_app(page, UNFOLDED)
    shown = list(controls(app))
    assert {"preset", "r_yes", "p_yes", "name_yes"} <= {*shown}
    for key in shown:
        app = open_app(page, UNFOLDED)
        assert not app.exception
        before, widget = on_screen(app), controls(app)[key]
        widget.set_value(another(widget)).run()
        assert not exceptions(app), key
        if (page, key) not in FOR_OTHER_PICTURES:
            assert on_screen(app) - before, f"{key} changes nothing on {page}"


def on_screen(app: AppTest) -> set[str]:
    """All that is written and drawn on a page, or in those parts of it that have been run."""
    return words(app) | {*pictures(app)}


def exceptions(app: AppTest) -> list[str]:
    """Without what AppTest is the reason of: when a part of a page runs, it has forgotten which pages there are."""
    return [each.message for each in app.exception if not each.message.startswith("Could not find page")]
