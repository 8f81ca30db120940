"""What a browser means that does not know yet what the app has set: the move that it sends, and nothing else."""

import random
from collections import deque
from dataclasses import dataclass, field

import pytest
from streamlit.testing.v1 import AppTest

from reinforce_viz.engine.presets import PRESETS
from reinforce_viz.ui import heard, sidebar
from tests.ui.test_app import experiment, open_app

RIVALS = PRESETS["close rivals"]
BEFORE = sidebar.settings(PRESETS[sidebar.FIRST_PRESET]) | {"k": 32}
KINDS = {"estimator": "selectbox", "k": "select_slider", "lr": "select_slider", "seed": "number_input"}
NAMES = ("preset", "k", "seed")


@dataclass
class Browser:
    """What it shows, its link, and the last answer it has heard; `late` is what has not arrived yet, either way."""

    shows: dict[str, int] = field(default_factory=lambda: dict.fromkeys(NAMES, 0))
    link: dict[str, int] = field(default_factory=lambda: dict.fromkeys(NAMES, 0))
    heard: int = 0


def converse(rng: random.Random, *, honest: bool = True) -> tuple[dict[str, int], Browser]:
    """A browser and a server that talk with delays, the reader and the app setting things at random.

    Returns what stands in the end if every move and every setting counts in the order in which the server came to know
    of it, and the browser.  A browser that is not honest claims to have heard everything.
    """
    browser, talk = Browser(), heard.Talk()
    stands, meant = dict(browser.shows), dict(browser.shows)
    told: set[str] = set()
    up: deque[tuple[dict[str, int], dict[str, int], int, str, dict[str, int]]] = deque()
    down: deque[tuple[int, dict[str, int], dict[str, int] | None]] = deque()
    to_do = rng.randint(3, 12)
    while to_do or up or down:
        event = rng.choice(["reader"] * bool(to_do) + ["server"] * bool(up) + ["browser"] * bool(down))
        if event == "reader":
            to_do -= 1
            moved, sets = "", {}
            if rng.random() < 0.6:
                moved = rng.choice(NAMES)
                browser.shows[moved] = browser.link[moved] = (browser.shows[moved] + rng.randint(1, 2)) % 4
            else:  # a button, for the app to set something
                sets = {name: rng.randint(0, 3) for name in rng.sample(NAMES, rng.randint(1, 3))}
            says = browser.heard if honest else 10**6 + to_do
            up.append((dict(browser.shows), dict(browser.link), says, moved, sets))
        elif event == "server":
            says, link, heard_of, moved, sets = up.popleft()
            meant |= {moved: says[moved]} if moved else {}
            meant |= sets
            talk, late = talk.after(stands, told, says, heard_of)
            stands = says | {name: stands[name] for name in late} | sets
            # Streamlit tells what has been set, even if it has been set to what it was.
            told = {name for name, value in stands.items() if name in sets or talk.has_to_hear(name, value)}
            tells = {name: stands[name] for name in told}
            named = dict(stands) if talk.unheard else link | tells
            down.append((talk.number, tells, named if tells or talk.unheard else None))
        else:
            browser.heard, tells, named = down.popleft()
            browser.shows |= tells
            browser.link = browser.link if named is None else named
    assert stands == meant or not honest
    return meant, browser


@pytest.mark.parametrize("seed", range(5))
def test_whatever_crosses_on_the_way_every_move_and_every_setting_counts(seed):
    rng = random.Random(seed)
    for _ in range(2000):
        meant, browser = converse(rng)
        assert browser.shows == meant
        assert browser.link == meant


def test_it_would_not_if_a_browser_were_taken_to_have_heard_everything():
    rng = random.Random(0)
    wrong = sum(browser.shows != meant for meant, browser in (converse(rng, honest=False) for _ in range(500)))
    assert wrong > 50


def test_what_belongs_to_a_page_that_has_been_left_is_nothing_to_hear_of():
    talk = heard.Talk({"axis": "steps", "k": 4}, number=7)
    assert talk.after({"k": 4}, set(), {"axis": "steps", "k": 4}, 0)[0].unheard == ()
    (answer,) = talk.after({"axis": "answers drawn", "k": 4}, set(), {"axis": "steps", "k": 4}, 0)[0].unheard
    assert answer == heard.Answer(7, {"axis": "answers drawn"})


def test_what_a_message_leaves_out_is_known_from_the_one_before():
    """Going back in its history, a browser is asked for the link alone."""
    talk, _ = heard.Talk({"k": 4, "b": 1.0}).after({"k": 4, "b": 1.0}, set(), {"k": 4}, 1)
    _, late = talk.after({"k": 4, "b": 2.0}, {"b"}, {"k": 4, "b": 1.0}, 1)
    assert late == {"b": 1.0}


def test_a_browser_that_never_hears_anything_is_not_remembered_for_ever():
    talk = heard.Talk({"k": 4})
    for _ in range(3 * heard.MOST):
        talk, late = talk.after({"k": 8}, set(), {"k": 4}, 0)
        assert late == {"k": 4}
    assert len(talk.unheard) == heard.MOST


def test_a_new_process_numbers_on_from_what_the_browser_has_heard_of_an_old_one():
    talk, _ = heard.Talk().after({}, set(), {"k": 4}, 41)
    assert talk.number == 42


@pytest.mark.parametrize("text", [None, 3.0, "", "-1", "1e9", "٣", "9" * 16, "NaN"])
def test_what_is_no_number_of_an_answer_counts_as_having_heard_of_none(text):
    assert heard._heard(text) == 0
    assert heard._heard("41") == 41


def number(app: AppTest) -> str:
    """The number of the last answer, as the browser would return it."""
    return str(app.text_input(key=heard.KEY).value)


def with_rivals() -> tuple[AppTest, str]:
    """The page after a preset has been chosen, and the number of the answer before."""
    app = open_app("trajectories", {"k": "32"})
    before = number(app)
    return app.selectbox(key="preset").select("close rivals").run(), before


def send(app: AppTest, known: str | None = None, **values: object) -> None:
    """Send these values, and those of all other controls as they stand, from a browser that knows a certain answer."""
    for key, value in values.items():
        getattr(app, KINDS.get(key, "slider"))(key=key).set_value(value)
    if known is not None:
        app.text_input(key=heard.KEY).set_value(known)
    app.run()


def knows_nothing_yet(**moved: object) -> dict[str, object]:
    """The controls before the preset, but for what has been moved; b is not on the screen."""
    return {key: value for key, value in BEFORE.items() if key != "b"} | moved


def test_a_move_beside_values_from_before_a_preset_leaves_the_preset_alone():
    app, before = with_rivals()
    send(app, before, **knows_nothing_yet(k=48))
    assert (experiment(app).rewards, experiment(app).probs, experiment(app).k) == (RIVALS.rewards, RIVALS.probs, 48)
    for control, holds in ((app.slider(key="r_yes"), RIVALS.rewards[0]), (app.select_slider(key="k"), 48)):
        assert control.value == holds
        assert control.proto.set_value  # the browser is told, whatever else it is about to hear


def test_nor_is_the_preset_filled_in_again_that_the_defaults_have_replaced():
    app, _ = with_rivals()
    before = number(app)
    (to_defaults,) = (button for button in app.button if button.label == "Defaults")
    to_defaults.click().run()
    app.selectbox(key="preset").select("close rivals")
    send(app, before, **{key: value for key, value in sidebar.settings(RIVALS).items() if key != "b"} | {"k": 48})
    assert app.selectbox(key="preset").value == sidebar.FIRST_PRESET
    assert (experiment(app).rewards, experiment(app).k) == (PRESETS[sidebar.FIRST_PRESET].rewards, 48)


def test_the_next_one_leaves_it_alone_too_while_the_browser_still_does_not_know():
    app, before = with_rivals()
    send(app, before, **knows_nothing_yet(k=48))
    send(app, before, **knows_nothing_yet(k=64))
    assert (experiment(app).rewards, experiment(app).k) == (RIVALS.rewards, 64)


def test_what_a_browser_that_knows_puts_back_is_back_all_of_it_at_once_or_one_by_one():
    app, _ = with_rivals()
    send(app, k=32)
    assert (experiment(app).rewards, experiment(app).k) == (RIVALS.rewards, 32)
    send(app, **knows_nothing_yet())
    assert (experiment(app).rewards, experiment(app).k) == (PRESETS[sidebar.FIRST_PRESET].rewards, 32)


def test_a_single_value_that_a_browser_does_not_know_to_have_been_set_is_as_late_as_many():
    app = open_app("trajectories")
    before = number(app)
    (new_seed,) = (button for button in app.button if button.label == "New seed")
    new_seed.click().run()
    assert experiment(app).seed == 1
    send(app, before, seed=0.0)
    assert experiment(app).seed == 1
    send(app, seed=0.0)
    assert experiment(app).seed == 0


def test_the_link_of_a_browser_that_does_not_know_all_is_written_as_a_whole():
    app, before = with_rivals()
    send(app, before, **knows_nothing_yet(k=48))
    del app.query_params["k"]  # overwritten by the answer that has not been heard
    send(app, before, **knows_nothing_yet(k=48, lr=0.2))
    assert app.query_params == {"preset": "close rivals", "k": "48", "lr": "0.2"}


def test_what_stands_in_the_link_alone_stays_there_until_the_browser_knows_of_it():
    app = open_app("trajectories")
    before = number(app)
    (another,) = (button for button in app.button if button.label == "Another run")
    another.click().run()
    for k in (6, 8):
        del app.query_params["draw"]
        send(app, before, k=k)
        assert app.query_params == {"draw": "1", "k": str(k)}


def test_a_value_beyond_its_control_is_refused_as_ever():
    app, before = with_rivals()
    send(app, before, **knows_nothing_yet(lr=0.2))
    assert experiment(app).learning_rate == 0.2
    send(app, before, **knows_nothing_yet(r_no=99.0))
    assert not app.exception
    assert abs(experiment(app).rewards[1]) <= sidebar.LARGEST_REWARD


def test_a_move_finds_a_control_gone_that_was_drawn_when_the_browser_left_for_another_page():
    app = open_app("trajectories")
    app.selectbox(key="estimator").select("constant").run()
    # What Streamlit does on the way: the browser says nothing of a control that it has not heard of, so it is dropped.
    app.select_slider(key="k").set_value(6)
    says = app._tree.get_widget_states()
    says.widgets.remove(next(said for said in says.widgets if said.id == app.slider(key="b").id))
    del app.session_state["b"]
    app._run(says)
    assert not app.exception
    assert (experiment(app).estimator, experiment(app).k, experiment(app).b) == ("constant", 6, BEFORE["b"])
    assert app.slider(key="b").value == BEFORE["b"]
