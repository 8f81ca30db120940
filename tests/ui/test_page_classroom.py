"""The page of a class without a browser: the door, a phone, the host, and what goes wrong."""

import json

import numpy as np
import pytest
import streamlit as st

from reinforce_viz import exact_gradient
from reinforce_viz.classroom.database import DatabaseUnavailableError
from reinforce_viz.classroom.openings import MOST, Openings
from reinforce_viz.lessons.classroom import estimate
from reinforce_viz.text.format import number
from reinforce_viz.text.readings import classroom as readings
from reinforce_viz.ui import classroom
from tests.ui.test_app import open_app

PROBS, REWARDS, NAMES = (0.3, 0.5, 0.2), (8.0, 3.0, 5.0), ("yes", "no", "maybe")
PHONE = "0123456789abcdef"


def entered(code, key="", phone=PHONE):
    """The page of a class in a browser that has told what it has kept."""
    app = open_app("classroom", {"class": code})
    app.session_state["classroom_found"] = {"code": code, "phone": phone, "key": key}
    return run(app)


def run(app):
    app.run()
    assert not app.exception, app.exception[0].message
    return app


def press(app, label):
    (button,) = (button for button in app.button if button.label == label)
    button.click()
    return run(app)


def press_twice(app, label):
    """Press a button in the menu that asks whether you are sure, and say yes."""
    app.session_state["classroom_more"] = True
    press(run(app), label)
    return press(app, f"{label}: forget every round?")


def next_buttons(app):
    """The labels of the buttons in colour."""
    return [button.label for button in app.button if button.proto.type == "primary"]


def said(app):
    return " ".join(text.value for text in [*app.title, *app.markdown, *app.warning])


def told_to_browser(app):
    (browser,) = (part for part in app.get("bidi_component") if part.proto.component_name == "classroom_browser")
    return json.loads(browser.proto.json)


def over_for_browser(app):
    """Whether the browser is told that a class is over, by the class's code."""
    told = (json.loads(part.proto.json) for part in app.get("bidi_component") if "browser" in part.proto.component_name)
    return {one["code"]: one["over"] for one in told}


def drawn_by_others(store, code, n=10):
    for place in range(n):
        store.come_in(code, f"phone-number-{place:04d}")
        store.draw(code, f"phone-number-{place:04d}")


def test_the_door_opens_a_class_with_the_model_that_is_set_up(store):
    app = open_app("classroom", {"lr": "0.2", "p_yes": "0.2", "name_no": "Pizza"})
    press(app, "Open a class")
    told = told_to_browser(app)
    code = told["code"]
    room = store.room(code)
    assert (room.learning_rate, room.names, room.rewards) == (0.2, ("yes", "Pizza", "maybe"), REWARDS)
    assert room.rounds[0].probs == pytest.approx((0.2 / 0.9, 0.5 / 0.9, 0.2 / 0.9))
    assert store.is_host(code, told["new_key"])
    assert told["new_key"] not in str(dict(app.query_params))


@pytest.mark.usefixtures("store")
def test_an_address_that_has_opened_too_many_classes_is_told_so(monkeypatch):
    counted = Openings()
    monkeypatch.setattr("reinforce_viz.ui.pages.classroom.openings", lambda: counted)
    monkeypatch.setenv("BEHIND_PROXY", "true")
    monkeypatch.setattr(type(st.context), "headers", property(lambda _: {"X-Forwarded-For": "192.0.2.1"}))
    for _ in range(MOST):
        counted.count("192.0.2.1")
    app = press(open_app("classroom"), "Open a class")
    assert f"classes must be at most {MOST} an hour from one address" in said(app)
    assert "class" not in dict(app.query_params)
    monkeypatch.setattr(type(st.context), "headers", property(lambda _: {"X-Forwarded-For": "192.0.2.2"}))
    assert "class" in dict(press(open_app("classroom"), "Open a class").query_params)


@pytest.mark.parametrize(
    ("behind", "says", "connects", "address"),
    [
        ("true", "192.0.2.1", "10.0.0.1", "192.0.2.1"),
        ("true", None, "10.0.0.1", ""),
        ("", "192.0.2.1", "198.51.100.1", "198.51.100.1"),
        ("", "192.0.2.1", None, ""),
        ("false", "192.0.2.1", "198.51.100.1", "198.51.100.1"),
    ],
)
def test_only_our_proxy_is_believed_where_a_visitor_is(monkeypatch, behind, says, connects, address):
    monkeypatch.setenv("BEHIND_PROXY", behind)
    headers = {"X-Forwarded-For": says} if says else {}
    monkeypatch.setattr(type(st.context), "headers", property(lambda _: headers))
    monkeypatch.setattr(type(st.context), "ip_address", property(lambda _: connects))
    assert classroom.address() == address


def test_a_code_is_typed_in_any_case_and_a_wrong_one_is_explained(store):
    code, _ = store.open_room(PROBS, REWARDS, NAMES, 0.5)
    app = open_app("classroom")
    field = next(field for field in app.text_input if field.label == "Code of your class")
    field.input(f" {code.lower()} ")
    press(app, "Join")
    assert told_to_browser(app)["code"] == code
    app = open_app("classroom")
    next(field for field in app.text_input if field.label == "Code of your class").input("O0O0")
    press(app, "Join")
    assert "A code has 4 letters and digits" in said(app)


def test_until_the_browser_has_answered_there_is_no_button(store):
    code, _ = store.open_room(PROBS, REWARDS, NAMES, 0.5)
    app = open_app("classroom", {"class": code})
    assert [button.label for button in app.button if button.label.startswith("Draw")] == []


def test_a_phone_guesses_draws_once_and_waits(store):
    code, key = store.open_room(PROBS, REWARDS, NAMES, 0.5)
    app = entered(code)
    assert "The model says **yes** 30% (earns 8), **no** 50% (earns 3) and **maybe** 20% (earns 5)." in said(app)
    assert "Draw without a guess" in [button.label for button in app.button]
    app.segmented_control(key="classroom_guess").select("maybe")
    run(app)
    assert store.room(code).guesses == (0, 0, 1)
    press(app, "Draw your answer")
    mine = store.phone(code, PHONE).drawn
    assert f"You drew **{NAMES[mine]}**: reward {REWARDS[mine]:g}." in said(app)
    assert not [button.label for button in app.button if button.label.startswith("Draw")]
    assert "The next round opens here by itself." in said(app)
    # Loaded again, and in another tab, it is the same phone.
    assert "You drew" in said(entered(code))
    assert store.room(code).rounds[0].drawn == 1
    store.step(code, key, 1)
    again = entered(code)
    assert "Your class has made a step" in said(again)
    press(again, "Draw without a guess")
    assert store.room(code).guesses == (0, 0, 0)
    assert [one.drawn for one in store.room(code).rounds] == [1, 1]


def test_the_host_plays_two_rounds(store):
    code, key = store.open_room(PROBS, REWARDS, NAMES, 0.5)
    app = entered(code, key)
    assert "**no** 50% (earns 3)" in said(app)  # while all join
    drawn_by_others(store, code)
    assert next_buttons(app) == ["Begin"]
    press(app, "Begin")
    assert next_buttons(app) == ["Reveal"]
    text = said(app)
    assert "**no** 50% (earns 3)" in text
    assert "**10** here, **10** drawn" in text
    assert "misses g" not in text
    press(app, "Reveal")
    assert "misses g" in said(app)
    assert next_buttons(app) == ["Step"]
    press(app, "Step")
    text = said(app)
    assert "Round 2" in text
    assert readings.model(store.room(code).rounds[-1].probs, REWARDS, NAMES) in text
    assert next_buttons(app) == []  # it is for the phones to draw
    assert "After one step your model earns" in text
    assert "misses g" not in text
    app.segmented_control(key="classroom_baseline").select("last round's mean")
    run(app)
    assert store.room(code).rounds[-1].baseline == "last round's mean"
    app.session_state["classroom_more"] = True
    press(app, "Undo the last step")
    assert app.session_state["classroom_more"] is False  # what is undone is in sight
    assert len(store.room(code).rounds) == 1
    assert "misses g" in said(app)  # as before the step: revealed
    assert next_buttons(app) == ["Step"]
    app.segmented_control(key="classroom_baseline").select("leave-one-out")
    run(app)
    first = store.room(code).rounds[0]
    missed = np.linalg.norm(estimate(first, None, REWARDS) - exact_gradient(PROBS, REWARDS))
    assert f" by {number(missed)}. The ring" in said(app)
    press_twice(app, "Start again")
    assert store.room(code).rounds[0].drawn == 0
    press_twice(app, "End the class")
    with pytest.raises(Exception, match=code):
        store.room(code)


def test_what_forgets_every_round_asks_first_and_a_closed_menu_means_no(store):
    code, key = store.open_room(PROBS, REWARDS, NAMES, 0.5)
    app = entered(code, key)
    app.session_state["classroom_more"] = True
    press(run(app), "End the class")
    assert "End the class: forget every round?" in {button.label for button in app.button}
    app.session_state["classroom_more"] = False
    run(app)
    assert "End the class" in {button.label for button in app.button}
    assert store.room(code).rounds


def test_nobody_hosts_with_another_key(store):
    code, _ = store.open_room(PROBS, REWARDS, NAMES, 0.5)
    _, other = store.open_room(PROBS, REWARDS, NAMES, 0.5)
    labels = {button.label for button in entered(code, other).button}
    assert "Draw without a guess" in labels
    assert not {"Step", "Start again", "End the class"} & labels


def test_a_class_that_is_over_says_so(store):
    code, key = store.open_room(PROBS, REWARDS, NAMES, 0.5)
    store.end(code, key)
    assert "This class has ended." in said(entered(code))
    assert "This class has ended." in said(entered(code, key))


@pytest.mark.parametrize("phone", ["", "short", "ä" * 30, "x" * 80])
def test_what_a_forged_browser_tells_is_explained(store, phone):
    code, _ = store.open_room(PROBS, REWARDS, NAMES, 0.5)
    assert "token must be 16 to 64 letters" in said(entered(code, phone=phone))
    assert store.room(code).rounds[0].drawn == 0


def test_a_database_that_is_away_costs_a_sentence(monkeypatch):
    monkeypatch.setenv("CLASSROOM_DATABASE", "postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    classroom.store.cache_clear()
    app = open_app("classroom")
    press(app, "Open a class")
    assert classroom.AWAY in said(app)
    assert classroom.AWAY in said(entered("K7QX", "k" * 22))


def test_a_class_that_cannot_be_ended_keeps_its_key(store, monkeypatch):
    code, key = store.open_room(PROBS, REWARDS, NAMES, 0.5)
    app = entered(code, key)
    with monkeypatch.context() as broken:
        broken.setattr(type(store), "end", refuse)
        press_twice(app, "End the class")
    assert classroom.AWAY in said(app)
    assert over_for_browser(run(app)) == {code: False}
    assert dict(app.query_params)["class"] == code
    press_twice(app, "End the class")
    assert over_for_browser(app) == {code: True}
    assert "class" not in dict(app.query_params)


def refuse(*_):
    raise DatabaseUnavailableError


@pytest.mark.parametrize("cookie", [False, True])
def test_after_one_class_a_teacher_leads_the_next_from_every_page(store, monkeypatch, cookie):
    first, key = store.open_room(PROBS, REWARDS, NAMES, 0.5)
    # The cookies are those with which the session has begun.
    cookies = {"class": first} if cookie else {}
    monkeypatch.setattr(type(st.context), "cookies", property(lambda _: cookies))
    app = entered(first, key)
    press_twice(app, "End the class")
    assert [info.value for info in app.info] == [classroom.OVER]
    press(app, "Open a class")
    told = told_to_browser(app)
    second = told["code"]
    app.session_state["classroom_found"] = {"code": second, "phone": PHONE, "key": told["new_key"]}
    run(app)
    on_page(app, "baselines")
    assert f"Class **{second}**" in said(app)
    on_page(app, "classroom")
    assert not app.info
    assert over_for_browser(app) == {}
    press(app, f"Back to class **{second}**")
    assert "Round 1" in said(app)
    assert over_for_browser(app) == {second: False}


def on_page(app, name):
    """Go to a page as its link in the bar does, which keeps nothing of the address."""
    app.query_params.clear()
    return run(app.switch_page(f"pages/{name}.py"))
