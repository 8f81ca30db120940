"""A class on the pages of the story, without a browser: guesses are counted, and phones follow the projector."""

import json

import pytest
import streamlit as st

from reinforce_viz.ui import links
from reinforce_viz.ui.guesses import GUESSES, SKIP
from reinforce_viz.ui.navigation import PAGES
from tests.ui.test_app import open_app
from tests.ui.test_page_classroom import NAMES, PROBS, REWARDS, over_for_browser, press, run, said

PHONE = "0123456789abcdef"


def on(page, code, key="", query=None):
    """A page in the session of a browser that has been in a class."""
    app = open_app(page, query)
    app.session_state["classroom_found"] = {"code": code, "phone": PHONE, "key": key}
    return run(app)


def guess(app, page, choice):
    app.segmented_control(key=f"guess_{page}").set_value(choice).run()
    return run(app)


def test_a_phone_s_guess_is_counted_once_and_may_change(store):
    code, _ = store.open_room(PROBS, REWARDS, NAMES, 0.5)
    app = on("baselines", code, query={"guess": "first"})
    guess(app, "baselines", "worst reward")
    assert store.guesses_on(code, "baselines") == ({1: 1}, 1)
    guess(app, "baselines", "push-weighted mean")
    assert store.guesses_on(code, "baselines") == ({4: 1}, 1)
    guess(app, "baselines", SKIP)
    assert store.guesses_on(code, "baselines") == ({4: 1}, 1)


@pytest.mark.parametrize("page", GUESSES)
def test_the_projector_counts_on_every_page_with_a_question_and_shows_the_guesses_at_a_button(store, page):
    code, key = store.open_room(PROBS, REWARDS, NAMES, 0.5)
    for place in range(5):
        store.guess_on(code, f"phone-number-{place:04d}", page, 1 if place else 0)
    app = on(page, code, key, {"guess": "first"})
    assert f"Class **{code}** 5 of 5 have guessed." in said(app)
    assert not [chart for chart in app.get("plotly_chart") if chart.proto.id.endswith("class_bars")]
    press(app, "Show the guesses")
    (shown,) = (chart for chart in app.get("plotly_chart") if chart.proto.id.endswith("class_bars"))
    assert " 1, " in shown.proto.alt
    assert " 4" in shown.proto.alt
    press(app, "Ask again")
    assert "0 of 0 have guessed" in said(app)


def test_the_truth_comes_with_the_bars_and_not_before(store):
    code, key = store.open_room(PROBS, REWARDS, NAMES, 0.5)
    app = on("baselines", code, key, {"guess": "first"})
    assert "b* = 5.519" not in said(app)
    press(app, "Show the guesses")
    assert "The least variance is at b* = 5.519, the push-weighted mean." in said(app)


def bars(app):
    (chart,) = (chart for chart in app.get("plotly_chart") if chart.proto.id.endswith("class_bars"))
    (trace,) = json.loads(chart.proto.spec)["data"]
    return trace


@pytest.mark.parametrize(
    ("page", "query", "right"),
    [
        ("start", {}, ["yes"]),
        ("one_update", {}, ["it falls"]),
        ("why_it_works", {}, ["at g"]),
        ("gradient_scatter", {"k": "6"}, ["1 in 5"]),
        ("baselines", {}, ["push-weighted mean"]),
        ("variance_vs_k", {}, ["64"]),
        ("trajectories", {"k": "1", "lr": "0.5", "estimator": "expected reward"}, ["all"]),
        ("tokens", {}, ["1"]),
        ("tokens", {"task": "sum"}, ["2", "3", "4"]),
        ("clipping", {"scene": "learning rate 2"}, ["more than 100%"]),
        ("kl", {}, ["k2"]),
        ("groups", {"preset": "a rare disaster"}, ["downhill"]),
    ],
)
def test_the_bar_of_the_right_choice_has_a_tick_and_a_colour_of_its_own(store, page, query, right):
    code, key = store.open_room(PROBS, REWARDS, NAMES, 0.5)
    trace = bars(press(on(page, code, key, query | {"guess": "first"}), "Show the guesses"))
    ticked = [choice for choice, text in zip(trace["y"], trace["text"], strict=True) if "✓" in text]
    assert ticked == right
    colours = dict(zip(trace["y"], trace["marker"]["color"], strict=True))
    assert len({colours[choice] for choice in right}) == 1
    assert not {colours[choice] for choice in right} & {colours[choice] for choice in colours if choice not in right}


def hides_its_answer(app):
    return "Guess first" in next(chart.proto.spec for chart in app.get("plotly_chart") if "dial" in chart.proto.id)


def test_the_key_that_shows_the_guesses_opens_the_picture_and_asking_again_closes_it(store):
    code, key = store.open_room(PROBS, REWARDS, NAMES, 0.5)
    app = on("baselines", code, key, {"guess": "first"})
    assert hides_its_answer(app)
    press(app, "Show the guesses")
    assert not hides_its_answer(app)
    press(app, "Hide the guesses")
    assert not hides_its_answer(app)
    press(app, "Show the guesses")
    press(app, "Ask again")
    assert hides_its_answer(app)
    assert not [button for button in app.button if button.label == "Hide the guesses"]


def test_a_phone_that_is_asked_again_is_told_so_and_chooses_again(store):
    code, key = store.open_room(PROBS, REWARDS, NAMES, 0.5)
    app = on("baselines", code, query={"guess": "first"})
    guess(app, "baselines", "worst reward")
    assert "asked **again**" not in said(app)
    store.ask_again(code, key, "baselines")
    run(app)
    assert app.segmented_control(key="guess_baselines").value is None
    assert hides_its_answer(app)
    assert "Your class is asked **again**. Choose again." in said(app)
    assert store.guesses_on(code, "baselines") == ({}, 1)
    guess(app, "baselines", "worst reward")
    assert store.guesses_on(code, "baselines") == ({1: 1}, 1)
    assert "asked **again**" not in said(app)


def test_a_guess_that_the_class_has_forgotten_does_not_come_back_with_the_link(store):
    code, _ = store.open_room(PROBS, REWARDS, NAMES, 0.5)
    app = on("baselines", code, query={"guess": "first", "guess_baselines": "worst reward"})  # as after a reload
    run(app)
    assert store.guesses_on(code, "baselines")[0] == {}
    assert "Your class is asked **again**. Choose again." in said(app)
    guess(app, "baselines", "best reward")
    assert store.guesses_on(code, "baselines")[0] == {5: 1}


def test_an_old_guess_does_not_come_back_after_another_page(store):
    code, key = store.open_room(PROBS, REWARDS, NAMES, 0.5)
    app = on("baselines", code, query={"guess": "first"})
    guess(app, "baselines", "worst reward")
    run(app.switch_page("pages/variance_vs_k.py"))
    guess(app, "variance_vs_k", "64")
    assert store.guesses_on(code, "variance_vs_k")[0] == {3: 1}
    store.ask_again(code, key, "baselines")
    run(app.switch_page("pages/baselines.py"))
    assert app.title[0].value == "What should we subtract?"
    assert store.guesses_on(code, "baselines")[0] == {}
    assert app.segmented_control(key="guess_baselines").value is None


@pytest.mark.parametrize("cookie", ["{code}", "nowhere", "", "QQQQ"])
def test_a_browser_that_leads_a_class_finds_it_from_every_link(store, monkeypatch, cookie):
    code, _ = store.open_room(PROBS, REWARDS, NAMES, 0.5)
    cookies = {"class": cookie.format(code=code)}
    monkeypatch.setattr(type(st.context), "cookies", property(lambda _: cookies))
    app = open_app("baselines", {"guess": "first"})
    asked = [
        json.loads(part.proto.json) for part in app.get("bidi_component") if "browser" in part.proto.component_name
    ]
    assert [one["code"] for one in asked] == ([cookies["class"]] if len(cookies["class"]) == 4 else [])
    assert not [one for one in asked if one["new_key"]]
    assert "class" not in dict(app.query_params)


def test_a_projector_tells_its_page_and_its_settings_but_not_what_it_has_guessed(store):
    code, key = store.open_room(PROBS, REWARDS, NAMES, 0.5)
    on("baselines", code, key, {"k": "8", "guess_baselines": "no baseline", "present": "true"})
    assert store.shown(code) == "baselines?k=8"
    on("trajectories", code, "0" * 32)  # with another key
    assert store.shown(code) == "baselines?k=8"


def test_a_phone_follows_the_projector_with_its_settings(store):
    code, key = store.open_room(PROBS, REWARDS, NAMES, 0.5)
    store.show(code, key, "variance_vs_k?k=16&preset=close+rivals&quantity=total+variance")
    app = on("baselines", code, query={"k": "8", "guess_baselines": "no baseline", "r_yes": "2"})
    assert app.title[0].value == "How many draws are enough?"
    shown = {name: app.session_state[name] for name in ("k", "preset", "quantity", "r_yes")}
    assert shown == {"k": 16, "preset": "close rivals", "quantity": "total variance", "r_yes": 5.2}


def test_where_the_projector_has_draws_of_its_own_so_has_every_phone(store, monkeypatch):
    seeds = iter([1234, 7, 4321])
    monkeypatch.setattr(links, "randbelow", lambda n: next(seeds) if n == 10_000 else 0)
    code, key = store.open_room(PROBS, REWARDS, NAMES, 0.5)
    host = on("trajectories", code, key, {"seed": "own", "k": "8"})
    assert store.shown(code) == "trajectories?seed=own&k=8"
    phones = [on("baselines", code), on("baselines", code)]
    assert [phone.session_state["seed"] for phone in phones] == [7, 4321]
    assert [remark.value for remark in phones[1].warning] == ["Your draws are your own: they have seed 4321."]
    host.select_slider(key="k").set_value(16).run()
    assert store.shown(code) == "trajectories?seed=own&k=16"
    run(phones[1])
    assert [phones[1].session_state[name] for name in ("k", "seed")] == [16, 4321]
    run(host)
    host.number_input(key="seed").set_value(5.0).run()
    run(phones[1])
    assert phones[1].session_state["seed"] == 5


def test_a_phone_that_explores_stays_and_is_told_where_the_class_is(store):
    code, key = store.open_room(PROBS, REWARDS, NAMES, 0.5)
    app = on("baselines", code)
    app.toggle(key="class_follows").set_value(False)
    run(app)
    store.show(code, key, "tokens")
    run(app)
    assert app.title[0].value == "What should we subtract?"
    assert any("The class is at: Which token" in link.proto.label for link in app.get("page_link"))
    app.toggle(key="class_follows").set_value(True)
    run(app)
    assert app.title[0].value == "Which token deserves the credit?"


def test_settings_are_followed_on_the_same_page_and_left_alone_until_the_projector_moves(store):
    code, key = store.open_room(PROBS, REWARDS, NAMES, 0.5)
    store.show(code, key, "variance_vs_k?k=16")
    app = on("variance_vs_k", code)
    assert app.session_state["k"] == 16
    app.select_slider(key="k").set_value(8).run()
    assert app.session_state["k"] == 8  # the reader's own
    store.show(code, key, "variance_vs_k?k=64")
    run(app)
    assert app.session_state["k"] == 64


def test_a_page_to_which_the_class_has_led_is_still_in_it_when_it_is_loaded_again(store):
    code, key = store.open_room(PROBS, REWARDS, NAMES, 0.5)
    store.show(code, key, "trajectories")
    assert dict(on("baselines", code).query_params)["class"] == code
    fresh = open_app("trajectories", {"class": code})
    assert "class_follows" not in fresh.session_state
    fresh.session_state["classroom_found"] = {"code": code, "phone": PHONE, "key": ""}  # as its browser tells
    assert "class_follows" in run(fresh).session_state
    assert "class" not in dict(open_app("baselines").query_params)


@pytest.mark.parametrize("shown", ["", "nowhere", "check/../..?k=8", "?k=8", "start?k=huge&seed=1e999"])
def test_a_page_that_is_none_leads_nowhere(store, shown):
    code, key = store.open_room(PROBS, REWARDS, NAMES, 0.5)
    store.show(code, key, shown)
    assert on("start", code).title[0].value == PAGES[0].question


def test_when_a_class_has_ended_its_phones_go_on_alone(store):
    code, key = store.open_room(PROBS, REWARDS, NAMES, 0.5)
    app = on("baselines", code, query={"guess": "first"})
    store.end(code, key)
    guess(app, "baselines", "worst reward")
    assert "You said **worst reward**" in said(app)


def test_when_a_class_has_ended_its_teacher_s_browser_is_told_to_forget_the_key(store):
    code, key = store.open_room(PROBS, REWARDS, NAMES, 0.5)
    app = on("baselines", code, key)
    assert over_for_browser(app) == {}
    store.end(code, key)
    assert over_for_browser(run(app)) == {code: True}
    assert f"Class **{code}**" not in said(app)


def test_without_a_class_no_page_asks_the_database(monkeypatch):
    def refused():
        raise AssertionError("a page without a class has asked the database")

    monkeypatch.setattr("reinforce_viz.ui.following.store", refused)
    assert not open_app("baselines", {"guess_baselines": "no baseline"}).exception
