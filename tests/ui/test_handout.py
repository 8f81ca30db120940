"""Links that show few controls, and the presenter's view, without a browser."""

from functools import cache

import pytest

from reinforce_viz.engine.presets import PRESETS
from reinforce_viz.ui import handout
from reinforce_viz.ui.controls import SHARED, choosable
from reinforce_viz.ui.keys import DRAW
from reinforce_viz.ui.navigation import PAGES
from tests.shown import at_hand
from tests.ui.test_app import experiment, open_app, pictures

# What the link says of every shared control; none of it is a default.
SET = {
    "preset": "close rivals",
    "estimator": "constant",
    "b": "2.5",
    "k": "16",
    "lr": "0.5",
    "seed": "7",
    "r_no": "-4",
    "p_maybe": "0.8",
}
KEYS = {
    "preset": ["preset"],
    "baseline": ["estimator"],
    "baseline value b": ["b"],
    "K": ["k"],
    "learning rate": ["lr"],
    "seed": ["seed"],
    "rewards": ["r_yes", "r_no", "r_maybe"],
    "policy": ["p_yes", "p_no", "p_maybe"],
    "names": ["name_yes", "name_no", "name_maybe"],
}


def labels(app):
    return [button.label for button in app.button]


@cache
def set_experiment(page):
    return experiment(open_app(page, SET))


@pytest.mark.parametrize("name", KEYS)
def test_a_link_with_one_control_shows_it_and_keeps_what_it_says_of_the_others(name):
    app = open_app("trajectories", {**SET, "show": name})
    assert experiment(app) == set_experiment("trajectories")
    assert at_hand(app) == set(KEYS[name])


def test_every_shared_control_can_be_named():
    assert {control.key: control.called for control in SHARED} == {
        key: name for name, keys_of_name in KEYS.items() for key in keys_of_name
    }


def test_all_controls_are_a_button_away():
    app = open_app("trajectories", {"show": "K"})
    app.button(key="set_up").click().run()
    assert at_hand(app) == {"k", "estimator", "lr"}


def test_several_controls_can_be_named_and_words_that_name_none_are_dropped():
    app = open_app("trajectories", {"k": "16", "show": ["K", "learning rate", "<b>"]})
    assert at_hand(app) == {"k", "lr"}
    assert app.multiselect(key="show").value == ["K", "learning rate"]


@pytest.mark.parametrize("value", ["", "nan", "<script>", "8"])  # the rest is for tests/ui/test_links.py
def test_rubbish_hides_nothing(value):
    app = open_app(query={"show": value, "present": value, "k": "16"})
    assert experiment(app).k == 16
    assert "All controls" not in labels(app)


def test_mangled_values_of_hidden_controls_fall_back():
    mangled = {"k": "7", "lr": "x", "estimator": "<b>", "seed": "1e999", "r_yes": "nan", "p_no": "-1"}
    assert experiment(open_app(query={**mangled, "show": "seed"})) == experiment(open_app(query={}))


def test_a_preset_beside_hidden_controls_fills_them_in():
    app = open_app(query={"k": "64", "r_yes": "-3", "show": "preset"})
    app.selectbox(key="preset").select("stuck on no").run()
    shown, preset = experiment(app), PRESETS["stuck on no"]
    assert (shown.rewards, shown.k, shown.learning_rate) == (preset.rewards, preset.k, preset.learning_rate)
    assert at_hand(app) == {"preset"}


def test_moving_the_one_slider_moves_the_picture_and_nothing_else():
    app = open_app("gradient_scatter", {**SET, "show": "K"})
    before = app.get("plotly_chart")[0].proto.spec
    app.select_slider(key="k").set_value(4).run()
    assert experiment(app) == experiment(open_app(query={**SET, "k": "4"}))
    assert app.get("plotly_chart")[0].proto.spec != before


@pytest.mark.parametrize("page", [page.name for page in PAGES])
def test_every_page_draws_its_pictures_with_few_controls_and_on_a_projector(page):
    plain = open_app(page, SET)
    app = open_app(page, {**SET, "show": ["K", "seed", "prediction"], "present": "true"})
    assert experiment(app) == experiment(plain)
    assert len(app.get("plotly_chart")) == len(plain.get("plotly_chart"))


def hidden_in(page, show):
    """What stands behind the button for more controls, by label."""
    app = open_app(page, {"show": show})
    assert not app.exception
    rows = [block for block in app.get("popover") if block.proto.popover.label == "More"]
    return {widget.label for row in rows for widget in row if getattr(widget, "label", "")}


@pytest.mark.parametrize(
    ("page", "controls"),
    [("gradient_scatter", 3), ("variance_vs_k", 2), ("trajectories", 4), ("tokens", 5)],
)
def test_the_controls_of_a_page_can_be_put_away_and_named_one_by_one(page, controls):
    every = hidden_in(page, "seed")
    assert len(every) >= controls
    for name in set(choosable(page)) - set(KEYS) - {handout.PREDICTION}:
        assert hidden_in(page, name) < every


def test_a_presenter_has_larger_type_fewer_words_and_keys():
    app, plain = open_app("gradient_scatter", {"present": "true"}), open_app("gradient_scatter")
    keys = [button.label for button in app.button if (button.key or "").startswith("present_")]
    assert keys == ["Draw again :gray[D]", "Restart :gray[0]", "Leave :gray[Esc]"]
    assert not any((button.key or "").startswith("present_") for button in plain.button)
    words = [sum(len(text.value) for text in each.markdown) for each in (app, plain)]
    assert words[0] < words[1] / 2
    assert not app.get("expander") or "Formulas" not in app.get("expander")[-1].label


@pytest.mark.parametrize("page", DRAW)
def test_a_presenter_draws_again_and_goes_back(page):
    app = open_app(page, {"present": "true"})
    first = pictures(app)
    app.button(key="present_draw").click().run()
    assert not app.exception
    assert experiment(app).seed == 0
    assert pictures(app) != first
    app.run()  # after a move AppTest keeps no more than what has been run
    app.button(key="present_restart").click().run()
    assert pictures(app) == first


def test_where_nothing_is_drawn_twice_a_presenter_gets_a_new_seed():
    app = open_app("variance_vs_k", {"present": "true", "k": "8"})
    app.button(key="present_draw").click().run()
    assert experiment(app).seed == 1
    app.button(key="present_restart").click().run()
    assert experiment(app) == experiment(open_app("variance_vs_k"))
