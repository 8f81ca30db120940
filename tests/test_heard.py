"""What a browser means that does not know yet what the app has set: the move that it sends, and nothing else."""

from streamlit.testing.v1 import AppTest

from reinforce_viz.experiment import PRESETS
from reinforce_viz.ui import heard, sidebar
from tests.test_app import experiment, open_app

RIVALS = PRESETS["close rivals"]
BEFORE = sidebar.settings(PRESETS[sidebar.FIRST_PRESET]) | {"k": 32}
KINDS = {"estimator": "selectbox", "k": "select_slider", "lr": "select_slider", "seed": "number_input"}


def with_rivals() -> AppTest:
    return open_app("trajectories", {"k": "32"}).selectbox(key="preset").select("close rivals").run()


def send(app: AppTest, **values: object) -> None:
    """Send these values, and those of all other controls as the browser knows them."""
    for key, value in values.items():
        getattr(app, KINDS.get(key, "slider"))(key=key).set_value(value)
    app.run()


def knows_nothing_yet(**moved: object) -> dict[str, object]:
    """The controls before the preset, but for what has been moved; b is not on the screen."""
    return {key: value for key, value in BEFORE.items() if key != "b"} | moved


def test_a_move_beside_values_from_before_a_preset_leaves_the_preset_alone():
    app = with_rivals()
    send(app, **knows_nothing_yet(k=48))
    assert (experiment(app).rewards, experiment(app).probs, experiment(app).k) == (RIVALS.rewards, RIVALS.probs, 48)
    for control, holds in ((app.slider(key="r_yes"), RIVALS.rewards[0]), (app.select_slider(key="k"), 48)):
        assert control.value == holds
        assert control.proto.set_value  # the browser is told, whatever else it is about to hear


def test_nor_is_the_preset_filled_in_again_that_the_defaults_have_replaced():
    app = with_rivals()
    (to_defaults,) = (button for button in app.button if button.label == "Defaults")
    to_defaults.click().run()
    app.selectbox(key="preset").select("close rivals")
    send(app, **{key: value for key, value in sidebar.settings(RIVALS).items() if key != "b"} | {"k": 48})
    assert app.selectbox(key="preset").value == sidebar.FIRST_PRESET
    assert (experiment(app).rewards, experiment(app).k) == (PRESETS[sidebar.FIRST_PRESET].rewards, 48)


def test_the_next_one_leaves_it_alone_too_while_the_browser_still_does_not_know():
    app = with_rivals()
    send(app, **knows_nothing_yet(k=48))
    send(app, **knows_nothing_yet(k=64))
    assert (experiment(app).rewards, experiment(app).k) == (RIVALS.rewards, 64)


def test_what_is_moved_back_by_a_browser_that_knows_is_back():
    app = with_rivals()
    send(app, k=32)
    assert (experiment(app).rewards, experiment(app).k) == (RIVALS.rewards, 32)


def test_a_single_value_that_is_back_where_it_was_has_been_put_there():
    app = open_app("trajectories")
    (new_seed,) = (button for button in app.button if button.label == "New seed")
    new_seed.click().run()
    assert experiment(app).seed == 1
    send(app, seed=0.0)
    assert experiment(app).seed == 0


def test_a_value_beyond_its_control_is_refused_as_ever():
    app = with_rivals()
    send(app, **knows_nothing_yet(lr=0.2))
    assert experiment(app).learning_rate == 0.2
    send(app, **knows_nothing_yet(r_no=99.0))
    assert not app.exception
    assert abs(experiment(app).rewards[1]) <= sidebar.LARGEST_REWARD


def test_a_move_to_where_the_app_has_set_a_control_by_chance_is_no_sign_of_having_heard():
    app = with_rivals()
    send(app, **knows_nothing_yet(r_yes=RIVALS.rewards[0]))
    assert experiment(app).rewards == RIVALS.rewards


def test_a_browser_that_has_heard_of_the_first_of_two_settings_has_not_heard_of_the_second():
    app = open_app("trajectories")
    for unheard in (0.0, 0.0):
        app.number_input(key="seed").set_value(unheard)
        (new_seed,) = (button for button in app.button if button.label == "New seed")
        new_seed.click().run()
    assert experiment(app).seed == 2
    send(app, seed=1.0, k=6)
    assert (experiment(app).seed, experiment(app).k) == (2, 6)


def test_what_belongs_to_a_page_that_has_been_left_is_nothing_to_hear_of():
    said = {"axis": "steps", "k": 4}
    assert heard._unheard(said, said, {"k": 4}, {}) == {}
    assert [*heard._unheard(said, said, {"axis": "answers drawn", "k": 4}, {})] == ["axis"]
