"""The page that the projector shows, and the guesses on the pages of the story, in both databases."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from reinforce_viz.classroom.codes import new_key
from reinforce_viz.classroom.following import LONGEST_PAGE
from reinforce_viz.classroom.queries import NoRoomError
from reinforce_viz.classroom.rooms import LIFETIME
from tests.classroom.test_store import opened, phones


def test_a_room_tells_the_page_that_its_host_shows(store):
    code, key = opened(store)
    assert store.shown(code) == ""
    store.show(code, key, "baselines?k=8")
    store.show(code, key, "trajectories")
    assert store.shown(code) == "trajectories"
    assert store.shown(opened(store)[0]) == ""


def test_only_the_host_says_which_page_that_is(store):
    code, _ = opened(store)
    for act in (lambda: store.show(code, new_key(), "check"), lambda: store.ask_again(code, new_key(), "check")):
        with pytest.raises(NoRoomError):
            act()
    assert store.shown(code) == ""


def test_each_phone_has_one_guess_on_a_page_and_may_change_it(store):
    code, key = opened(store)
    for place, phone in enumerate(phones(5)):
        store.come_in(code, phone)
        store.guess_on(code, phone, "baselines", place % 2)
    store.guess_on(code, phones(1)[0], "baselines", 4)
    store.guess_on(code, phones(1)[0], "check", 1)
    assert store.guesses_on(code, "baselines") == ({0: 2, 1: 2, 4: 1}, 5)
    assert store.guesses_on(code, "tokens") == ({}, 5)
    store.ask_again(code, key, "baselines")
    assert store.guesses_on(code, "baselines") == ({}, 5)
    assert store.guesses_on(code, "check") == ({1: 1}, 5)


def test_two_hundred_guesses_at_once_are_two_hundred(store):
    code, _ = opened(store)
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(lambda at: store.guess_on(code, at[1], "baselines", at[0] % 200 % 6), enumerate(phones(200) * 2)))
    assert store.guesses_on(code, "baselines")[0] == Counter(place % 6 for place in range(200))


def test_a_guess_keeps_a_room_alive_and_an_ended_room_forgets_all(store, clock):
    code, key = opened(store)
    clock.now += LIFETIME - 1
    store.guess_on(code, phones(1)[0], "baselines", 0)
    clock.now += LIFETIME - 1
    opened(store)
    assert store.guesses_on(code, "baselines")[0] == {0: 1}
    store.end(code, key)
    for act in (lambda: store.shown(code), lambda: store.guesses_on(code, "baselines")):
        with pytest.raises(NoRoomError):
            act()


def test_what_is_no_guess_and_no_page_is_refused_in_one_sentence(store):
    code, key = opened(store)
    for choice in (-1, 20, 1.5):
        with pytest.raises(ValueError, match="choice must be"):
            store.guess_on(code, phones(1)[0], "baselines", choice)
    with pytest.raises(ValueError, match="token"):
        store.guess_on(code, "short", "baselines", 0)
    with pytest.raises(ValueError, match="page must be at most"):
        store.show(code, key, "x" * (LONGEST_PAGE + 1))
