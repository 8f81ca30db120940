"""Scenes: a page opens on its own where the link says nothing, a button sets the controls to each."""

import json

import pytest

from reinforce_viz.engine.presets import PRESETS
from reinforce_viz.ui import live
from reinforce_viz.ui.controls import CONTROLS, FIRST_PRESET
from reinforce_viz.ui.scenes import SCENES, opening
from tests.ui.test_app import experiment, open_app

SCENES_BY_PAGE = [(page, name) for page, scenes in SCENES.items() for name in scenes]


@pytest.mark.parametrize(("page", "name"), SCENES_BY_PAGE)
def test_a_scene_is_made_of_values_that_its_controls_have(page, name):
    for key, value in SCENES[page][name].items():
        assert CONTROLS[key].accepts(value), (key, value)
        assert page in CONTROLS[key].pages


# What a word on a button says of a setting; the name of a preset says itself.
SAYS = {
    "one draw": lambda scene: scene["k"] == 1,
    "sixteen draws": lambda scene: scene["k"] == 16,
    "large steps": lambda scene: scene["lr"] > PRESETS[scene["preset"]].learning_rate,
    "no baseline": lambda scene: scene["b"] == 0,
    "first example": lambda scene: scene["preset"] == FIRST_PRESET,
    "a class": lambda scene: scene["preset"] == FIRST_PRESET,
} | {name: lambda scene, name=name: scene["preset"] == name for name in PRESETS}


@pytest.mark.parametrize(("page", "name"), SCENES_BY_PAGE)
def test_a_scene_is_what_its_button_says(page, name):
    said = [says for words, says in SAYS.items() if name.lower().startswith(words)]
    assert said
    assert all(says(SCENES[page][name]) for says in said)


def test_a_page_opens_on_its_first_scene_where_the_link_says_nothing():
    shown = experiment(open_app("trajectories"))
    assert (shown.k, shown.learning_rate, shown.estimator) == (1, 0.5, "none")
    assert len(open_app("trajectories").get("plotly_chart")) == 5  # beside the expected reward


def test_what_a_link_says_counts_and_the_rest_is_the_scene():
    shown = experiment(open_app("trajectories", {"k": "4", "lr": "0.1"}))
    assert (shown.k, shown.learning_rate) == (4, 0.1)
    assert experiment(open_app("trajectories", {"k": "8"})).learning_rate == 0.5


def test_another_preset_opens_as_it_is():
    shown = experiment(open_app("trajectories", {"preset": "close rivals"}))
    assert shown.k == PRESETS["close rivals"].k
    assert opening("trajectories", "close rivals") == opening("tokens", "yes, no, maybe") == {}


@pytest.mark.parametrize(("place", "name"), list(enumerate(SCENES["trajectories"])))
def test_a_button_sets_the_controls_to_its_scene(place, name):
    app = open_app("trajectories", {"k": "64", "lr": "2.0", "versus": "nothing"})
    app.button(key=f"scene_{place}").click().run()
    scene = SCENES["trajectories"][name]
    shown = experiment(app)
    assert (shown.k, shown.learning_rate) == (scene["k"], scene["lr"])
    assert shown.rewards == PRESETS[scene["preset"]].rewards
    assert app.session_state["versus"] == scene["versus"]


@pytest.mark.parametrize("page", ["gradient_scatter", "baselines", "trajectories", "groups"])
def test_the_buttons_are_in_no_live_part_which_would_be_drawn_again_alone(page, monkeypatch):
    monkeypatch.setattr(live, "live", lambda _: None)
    buttons = {button.key: button.label for button in open_app(page).button}
    assert [buttons.get(f"scene_{place}") for place in range(len(SCENES[page]))] == list(SCENES[page])


def hints(app):
    """What the page itself says of the example, not the sidebar."""
    return [each.value for each in app.main.caption if "The model almost always answers" in each.value]


def test_what_to_look_for_stands_below_the_buttons_once_the_reader_has_guessed():
    app = open_app("trajectories", {"preset": "stuck on no", "guess": "first"})
    assert not hints(app)
    app.segmented_control(key="guess_trajectories").set_value("half").run()
    assert len(hints(app)) == 1
    assert not hints(open_app("trajectories"))
    assert not hints(open_app("trajectories", {"preset": "stuck on no", "p_yes": "0.9", "p_no": "0.1"}))


@pytest.mark.parametrize("page", ["start", "baselines", "variance_vs_k", "trajectories", "tokens"])
def test_an_example_that_is_not_the_first_is_named_and_one_click_leads_back(page):
    first = open_app(page)
    assert not [button for button in first.button if button.key == "example"]
    app = open_app(page, {"preset": "stuck on no"})
    assert app.button(key="example").label == "Example: stuck on no"
    app.button(key="example").click().run()
    assert experiment(app) == experiment(first)
    assert not [button for button in app.button if button.key == "example"]


def test_a_control_at_its_first_value_takes_the_first_value_of_the_next_page():
    app = open_app("trajectories")
    app.switch_page("pages/variance_vs_k.py").run()
    assert app.session_state["k"] == 4
    app.switch_page("pages/trajectories.py").run()
    assert app.session_state["k"] == 1


def test_a_control_that_the_reader_has_moved_keeps_its_value_on_the_next_page():
    app = open_app("trajectories")
    app.select_slider(key="k").set_value(16).run()
    app.switch_page("pages/gradient_scatter.py").run()
    assert app.session_state["k"] == 16


def answers(app):
    """All that a page says and draws."""
    texts = [each.value for each in (*app.markdown, *app.caption)]
    return " ".join([*texts, *(chart.proto.spec + chart.proto.alt for chart in app.get("plotly_chart"))])


def test_before_the_guess_nothing_on_the_page_holds_the_answer():
    app = open_app("gradient_scatter")
    app.switch_page("pages/trajectories.py").run()
    assert len(app.get("plotly_chart")) == 2
    assert "frames" not in app.get("plotly_chart")[0].proto.spec
    assert "%" not in answers(app).replace("95%", "")
    app.segmented_control(key="guess_trajectories").set_value("half").run()
    assert len(app.get("plotly_chart")) == 5
    assert "You said **half**" in answers(app)


def test_skip_shows_the_answer_and_once_asked_skips_on_every_page():
    app = open_app("gradient_scatter")
    app.switch_page("pages/trajectories.py").run()
    app.segmented_control(key="guess_trajectories").set_value("skip").run()
    assert len(app.get("plotly_chart")) == 5
    app.button(key="never_ask_button").click().run()
    app.segmented_control(key="guess_trajectories").set_value(None).run()
    assert len(app.get("plotly_chart")) == 5


def test_a_link_opens_with_the_picture_shown_unless_it_asks_for_a_guess_first():
    assert len(open_app("trajectories").get("plotly_chart")) == 5
    assert len(open_app("trajectories", {"guess": "first"}).get("plotly_chart")) == 2


def test_before_the_guess_the_batch_size_shows_nothing_beyond_eight_draws():
    app = open_app("gradient_scatter")
    app.switch_page("pages/variance_vs_k.py").run()
    (chart,) = app.get("plotly_chart")
    assert not [part["x"] for part in json.loads(chart.proto.spec)["data"] if max([*part.get("x", [0])] or [0]) > 8]
    assert "K = 48" not in answers(app)
    app.segmented_control(key="guess_variance_vs_k").set_value("64").run()
    assert "86.3" in answers(app)
    app.selectbox(key="quantity").set_value("P(downhill)").run()
    assert "K = 48" in answers(app)


@pytest.mark.parametrize("link", [{}, {"preset": "stuck on no"}, {"guess_trajectories": "half"}])
def test_at_most_250_words_on_trajectories_before_anything_is_unfolded(link):
    app = open_app("trajectories", link)
    inside = {text.value for expander in app.expander for text in expander.markdown}
    shown = [text.value for text in [*app.main.markdown, *app.main.caption] if text.value not in inside]
    labels = [control.label for control in app.segmented_control]
    assert len(" ".join([*shown, *labels]).split()) <= 250
