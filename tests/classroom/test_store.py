"""Rooms, rounds and draws in both databases, alone and with many phones, threads and processes at once."""

import multiprocessing
import signal
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from reinforce_viz import exact_gradient
from reinforce_viz.classroom import schema
from reinforce_viz.classroom.codes import ALPHABET, new_key
from reinforce_viz.classroom.database import Database, DatabaseUnavailableError
from reinforce_viz.classroom.queries import NoRoomError
from reinforce_viz.classroom.rooms import HERE, LIFETIME
from reinforce_viz.classroom.store import Store
from reinforce_viz.lessons.classroom import BASELINES, Round, answers, estimate

PROBS, REWARDS, NAMES = (0.3, 0.5, 0.2), (8.0, 3.0, 5.0), ("yes", "no", "maybe")
PHONES = 200


def opened(store: Store, learning_rate: float = 0.5) -> tuple[str, str]:
    return store.open_room(PROBS, REWARDS, NAMES, learning_rate)


def phones(count: int) -> list[str]:
    return [f"phone-number-{place:04d}" for place in range(count)]


def plain_answers(seed: int, number: int, probs: list[float], k: int) -> list[int]:
    """The answers of a round by the book: where each random number falls among the cumulated probabilities."""
    found = []
    for uniform in np.random.default_rng([seed, number]).random(k).tolist():
        answer, reached = 0, probs[0]
        while uniform >= reached and answer < len(probs) - 1:
            answer += 1
            reached += probs[answer]
        found.append(answer)
    return found


def plain_step(probs: list[float], counts: list[int], baseline: str, last_mean: float | None) -> list[float]:
    """One step of REINFORCE in loops, an independent replay of what the store does."""
    k = sum(counts)
    push = [0.0] * len(probs)
    total = sum(n * r for n, r in zip(counts, REWARDS, strict=True))
    for a, n in enumerate(counts):
        b = 0.0
        if baseline == "leave-one-out" and k > 1:
            b = (total - REWARDS[a]) / (k - 1)
        elif baseline == "last round's mean" and last_mean is not None:
            b = last_mean
        for i in range(len(probs)):
            push[i] += n / k * (REWARDS[a] - b) * ((i == a) - probs[i])
    weights = [p * np.exp(0.5 * g) for p, g in zip(probs, push, strict=True)]
    return [w / sum(weights) for w in weights]


def test_a_new_room_waits_in_its_first_round(store):
    code, _ = opened(store)
    assert len(code) == 4
    assert set(code) <= set(ALPHABET)
    room = store.room(code)
    assert (room.rewards, room.names, room.learning_rate, room.here) == (REWARDS, NAMES, 0.5, 0)
    (first,) = room.rounds
    assert (first.number, first.probs, first.baseline, first.counts) == (1, PROBS, "none", (0, 0, 0))


def test_a_phone_draws_once_a_round_whatever_it_does(store):
    code, key = opened(store)
    (phone,) = phones(1)
    assert store.phone(code, phone).drawn is None
    mine = store.draw(code, phone)
    assert [store.draw(code, phone) for _ in range(3)] == [mine] * 3
    assert store.phone(code, phone).drawn == mine
    assert store.room(code).rounds[-1].drawn == 1
    store.step(code, key, 1)
    assert (store.phone(code, phone).number, store.phone(code, phone).drawn) == (2, None)
    store.draw(code, phone)
    assert [one.drawn for one in store.room(code).rounds] == [1, 1]


def test_five_rounds_are_an_independent_replay_of_the_draws(store):
    code, key = opened(store)
    for number in range(1, 6):
        if number > 1:
            store.subtract(code, key, BASELINES[number % 3])
        for phone in phones(7 + number):
            store.draw(code, phone)
        store.step(code, key, number)
    room = store.room(code)
    assert [one.number for one in room.rounds] == [1, 2, 3, 4, 5, 6]
    probs, last_mean = list(PROBS), None
    for one in room.rounds[:-1]:
        np.testing.assert_allclose(one.probs, probs, rtol=1e-12)
        drawn = plain_answers(room.seed, one.number, list(one.probs), 7 + one.number)
        assert one.counts == tuple(Counter(drawn)[a] for a in range(3))
        probs = plain_step(probs, list(one.counts), one.baseline, last_mean)
        last_mean = sum(REWARDS[a] for a in drawn) / len(drawn)
    np.testing.assert_allclose(room.rounds[-1].probs, probs, rtol=1e-12)
    assert {one.baseline for one in room.rounds} == set(BASELINES)


def test_two_hundred_phones_at_once_are_two_hundred_draws(store):
    code, _ = opened(store)
    # Each presses twice, from two threads.
    presses = phones(PHONES) * 2
    with ThreadPoolExecutor(20) as pool:
        drawn = list(pool.map(lambda phone: store.draw(code, phone), presses))
    assert drawn[:PHONES] == drawn[PHONES:]
    room = store.room(code)
    assert room.rounds[-1].counts == tuple(Counter(drawn[:PHONES])[a] for a in range(3))
    expected = plain_answers(room.seed, 1, list(PROBS), PHONES)
    assert room.rounds[-1].counts == tuple(Counter(expected)[a] for a in range(3))


def press(address: str, code: str, names: list[str], barrier) -> None:
    store = Store(address)
    barrier.wait(30)
    with ThreadPoolExecutor(10) as pool:
        list(pool.map(lambda phone: store.draw(code, phone), names))
    store.close()


def test_two_processes_lose_no_draw_and_make_none_twice(store, address):
    code, _ = opened(store)
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(2)
    names = phones(PHONES)
    # The second fifty of each are the other's first: every one of them presses in both.
    shares = [names[:150], names[50:]]
    processes = [context.Process(target=press, args=(address, code, share, barrier)) for share in shares]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
        assert process.exitcode == 0
    assert store.room(code).rounds[-1].drawn == PHONES
    assert all(store.phone(code, name).drawn is not None for name in names)


def press_on(address: str, code: str) -> None:
    store = Store(address)
    for place in range(100_000):
        store.draw(code, f"phone-of-the-killed-{place}")


def test_a_killed_process_leaves_whole_draws_behind(store, address):
    code, key = opened(store)
    process = multiprocessing.get_context("spawn").Process(target=press_on, args=(address, code))
    process.start()
    while store.room(code).rounds[-1].drawn < 20:
        assert process.is_alive()
    process.kill()
    process.join(10)
    assert process.exitcode == -signal.SIGKILL
    drawn = store.room(code).rounds[-1].drawn
    known = sum(store.phone(code, f"phone-of-the-killed-{place}").drawn is not None for place in range(drawn + 5))
    assert known == drawn >= 20
    for phone in phones(10):
        assert store.draw(code, phone) is not None
    store.step(code, key, 1)
    assert store.room(code).rounds[0].drawn == drawn + 10


def test_pressing_twice_is_one_step_and_one_undo(store):
    code, key = opened(store)
    for phone in phones(3):
        store.draw(code, phone)
    store.step(code, key, 1)
    store.draw(code, phones(1)[0])
    store.step(code, key, 1)
    assert [one.drawn for one in store.room(code).rounds] == [3, 1]
    store.undo(code, key, 2)
    store.undo(code, key, 2)
    assert [one.drawn for one in store.room(code).rounds] == [3]


def test_only_the_current_round_is_undone(store):
    code, key = opened(store)
    for number in (1, 2):
        store.draw(code, phones(1)[0])
        store.step(code, key, number)
    # As a tab asks that was left open when the class was in its second round.
    store.undo(code, key, 2)
    assert [(one.number, one.drawn) for one in store.room(code).rounds] == [(1, 1), (2, 1), (3, 0)]
    assert store.draw(code, phones(1)[0]) is not None
    assert store.room(code).rounds[-1].drawn == 1


def test_undo_goes_back_to_before_the_step(store):
    code, key = opened(store)
    store.undo(code, key, 1)  # there is nothing before the first round
    first, second = phones(2)
    mine = store.draw(code, first)
    store.step(code, key, 1)
    store.guess(code, second, 1)
    store.draw(code, second)
    store.undo(code, key, 2)
    room = store.room(code)
    assert [one.drawn for one in room.rounds] == [1]
    assert store.phone(code, first).drawn == mine
    assert store.phone(code, second).drawn is None
    # Made again, the round has forgotten what was guessed and drawn in it.
    store.step(code, key, 1)
    assert store.room(code).guesses == (0, 0, 0)
    assert store.phone(code, second).drawn is None


def test_start_again_keeps_the_first_policy_and_nothing_else(store):
    code, key = opened(store)
    for phone in phones(5):
        store.draw(code, phone)
    store.step(code, key, 1)
    store.guess(code, phones(1)[0], 2)
    seed = store.room(code).seed
    store.start_again(code, key)
    room = store.room(code)
    assert [(one.number, one.probs, one.drawn) for one in room.rounds] == [(1, PROBS, 0)]
    assert (room.guesses, room.seed == seed) == ((0, 0, 0), False)
    assert all(store.phone(code, phone).drawn is None for phone in phones(5))


def test_nothing_drawn_is_no_step(store):
    code, key = opened(store)
    with pytest.raises(ValueError, match="counts must hold at least 1 draw"):
        store.step(code, key, 1)
    assert len(store.room(code).rounds) == 1


def test_only_the_host_steps(store):
    code, key = opened(store)
    store.draw(code, phones(1)[0])
    assert store.is_host(code, key)
    assert not store.is_host(code, new_key())
    for act in (store.start_again, store.end):
        with pytest.raises(NoRoomError):
            act(code, new_key())
    for act in (store.step, store.undo):
        with pytest.raises(NoRoomError):
            act(code, new_key(), 1)
    with pytest.raises(NoRoomError):
        store.subtract(code, "", "none")
    assert len(store.room(code).rounds) == 1


def test_an_ended_room_is_gone(store):
    code, key = opened(store)
    store.draw(code, phones(1)[0])
    store.end(code, key)
    for ask in (store.room, store.news):
        with pytest.raises(NoRoomError):
            ask(code)
    with pytest.raises(NoRoomError):
        store.draw(code, phones(1)[0])


def test_a_room_outlives_its_last_use_by_three_hours(store, clock):
    old, _ = opened(store)
    clock.now += LIFETIME - 1
    used, _ = opened(store)
    assert store.room(old).code == old
    clock.now += 2
    opened(store)  # which removes old rooms
    with pytest.raises(NoRoomError):
        store.room(old)
    assert store.room(used).code == used


def test_a_draw_keeps_its_room(store, clock):
    code, _ = opened(store)
    clock.now += LIFETIME - 1
    store.draw(code, phones(1)[0])
    clock.now += LIFETIME - 1
    opened(store)
    assert store.room(code).rounds[-1].drawn == 1


def test_phones_that_have_shown_themselves_are_here(store, clock):
    code, _ = opened(store)
    for phone in phones(3) * 2:
        store.come_in(code, phone)
    assert store.room(code).here == 3
    clock.now += HERE - 1
    store.come_in(code, phones(1)[0])
    clock.now += 2
    assert store.room(code).here == 1


def test_the_revision_grows_with_each_change_and_only_then(store):
    code, key = opened(store)
    seen = [store.news(code)[0]]
    for change in (
        lambda: store.come_in(code, phones(1)[0]),
        lambda: store.guess(code, phones(1)[0], 0),
        lambda: store.draw(code, phones(1)[0]),
        lambda: store.subtract(code, key, "leave-one-out"),
        lambda: store.step(code, key, 1),
        lambda: store.undo(code, key, 2),
    ):
        change()
        seen.append(store.news(code)[0])
    assert seen == sorted(set(seen))
    assert store.news(code)[1] == 1
    store.room(code)
    store.phone(code, phones(1)[0])
    store.draw(code, phones(1)[0])
    store.come_in(code, phones(1)[0])
    assert store.news(code)[0] == seen[-1]


def test_each_phone_has_one_guess_a_round_which_it_may_change_until_it_draws(store):
    code, key = opened(store)
    for place, phone in enumerate(phones(5)):
        store.guess(code, phone, int(place > 0))
    first = phones(1)[0]
    store.guess(code, first, 2)
    assert store.room(code).guesses == (0, 4, 1)
    assert store.phone(code, first).guessed == 2
    store.draw(code, first)
    store.guess(code, first, 0)
    assert store.phone(code, first).guessed == 2
    store.step(code, key, 1)
    assert store.room(code).guesses == (0, 0, 0)
    for answer in (-1, 3):
        with pytest.raises(ValueError, match="answer must be"):
            store.guess(code, first, answer)


def test_too_many_rooms_cost_the_oldest_that_no_phone_has_been_in(store, address, clock, monkeypatch):
    monkeypatch.setattr("reinforce_viz.classroom.rooms.MOST_ROOMS", 3)
    # Other tests have left rooms in PostgreSQL's cluster.
    database = Database(address)
    with database.writing() as connection:
        connection.execute(schema.rooms.delete())
    database.engine.dispose()
    codes = []
    for _ in range(3):
        clock.now += 1
        codes.append(opened(store)[0])
    store.come_in(codes[0], phones(1)[0])
    opened(store)
    assert store.room(codes[0]).here == 1
    with pytest.raises(NoRoomError):
        store.room(codes[1])
    store.come_in(codes[2], phones(1)[0])
    for _ in range(3):
        code, _ = opened(store)
    store.come_in(code, phones(1)[0])
    with pytest.raises(ValueError, match="rooms must be at most 3"):
        opened(store)


def test_a_class_of_too_many_is_refused_in_one_sentence(store, monkeypatch):
    for module in ("rooms", "following", "store"):
        monkeypatch.setattr(f"reinforce_viz.classroom.{module}.MOST_PHONES", 2)
    code, _ = opened(store)
    acts = {
        "phones": store.come_in,
        "draws": store.draw,
        "guesses": lambda code, phone: store.guess_on(code, phone, "baselines", 0),
    }
    for what, act in acts.items():
        for phone in phones(2) * 2:
            act(code, phone)
        with pytest.raises(ValueError, match=f"{what} must be at most 2"):
            act(code, phones(3)[2])


@pytest.mark.parametrize(
    "token", ["", "short", "x" * 65, "sixteen letters and a space", "ä" * 20, "';drop table--xxxx"]
)
def test_a_token_that_is_none_is_refused_in_one_sentence(store, token):
    code, _ = opened(store)
    for act in (store.draw, store.come_in):
        with pytest.raises(ValueError, match="token must be 16 to 64 letters"):
            act(code, token)
    assert store.room(code).rounds[-1].drawn == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (((0.3, 0.3), (1, 2), ("a", "b"), 0.1), "probs must sum to 1"),
        (((0.5, 0.5), (1, np.nan), ("a", "b"), 0.1), "rewards must be finite"),
        (((0.5, 0.5), (1, 2), ("a",), 0.1), "names must have one text per answer"),
        (((0.5, 0.5), (1, 2), ("a", "b"), np.inf), "learning_rate must be finite"),
    ],
)
def test_a_room_without_sense_is_not_opened(store, arguments, message):
    with pytest.raises(ValueError, match=message):
        store.open_room(*arguments)


def test_an_answer_of_probability_zero_is_never_drawn(store):
    code, _ = store.open_room((0.0, 1.0, 0.0), REWARDS, NAMES, 0.1)
    for phone in phones(50):
        store.draw(code, phone)
    assert store.room(code).rounds[-1].counts == (0, 50, 0)


def test_the_average_of_many_rounds_is_the_gradient():
    # 200 first rounds of 50 draws: their mean misses g by about the square root of 19.8 / 10,000.
    pushes = []
    for seed in range(200):
        counts = tuple(np.bincount(answers(seed, 1, PROBS, 50), minlength=3).tolist())
        pushes.append(estimate(Round(1, PROBS, "none", counts), None, REWARDS))
    error = np.linalg.norm(np.mean(pushes, axis=0) - exact_gradient(PROBS, REWARDS))
    assert error < 4 * np.sqrt(19.8182 / 10_000)
    halved = np.linalg.norm(np.mean(pushes, axis=0) / 2 - exact_gradient(PROBS, REWARDS))
    assert halved > 4 * np.sqrt(19.8182 / 10_000)


def test_a_database_that_is_not_there_is_said_in_one_word(tmp_path):
    with pytest.raises(DatabaseUnavailableError):
        Store("postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    with pytest.raises(DatabaseUnavailableError):
        Store(f"sqlite:///{tmp_path}/no/such/folder/classroom.db")


@pytest.mark.usefixtures("store")
def set_version(database, version):
    with database.writing() as connection:
        connection.execute(schema.schema.update().values(version=version))


def test_tables_of_a_newer_version_are_refused(address):
    Store(address).close()
    database = Database(address)
    set_version(database, schema.VERSION + 1)
    try:
        with pytest.raises(RuntimeError, match=f"tables of version {schema.VERSION + 1}"):
            Store(address)
    finally:
        set_version(database, schema.VERSION)
        database.engine.dispose()


def test_tables_of_an_older_version_are_made_anew(address):
    store = Store(address)
    code, _ = opened(store)
    store.close()
    database = Database(address)
    set_version(database, schema.VERSION - 1)
    store = Store(address)
    with pytest.raises(NoRoomError):
        store.room(code)
    assert store.room(opened(store)[0]).here == 0
    store.close()
    database.engine.dispose()


def test_a_database_that_comes_back_has_lost_no_draw(postgresql):
    store = Store(postgresql.url)
    code, key = opened(store)
    drawn = {phone: store.draw(code, phone) for phone in phones(10)}
    postgresql.stop()
    try:
        for act in (lambda: store.draw(code, phones(1)[0]), lambda: store.room(code), lambda: store.step(code, key, 1)):
            with pytest.raises(DatabaseUnavailableError):
                act()
    finally:
        postgresql.start()
    assert {phone: store.phone(code, phone).drawn for phone in drawn} == drawn
    assert store.room(code).rounds[0].drawn == 10
    assert {phone: store.draw(code, phone) for phone in drawn} == drawn
    store.step(code, key, 1)
    store.close()


def test_what_is_stored_names_nobody(store, address):
    code, key = opened(store)
    store.draw(code, phones(1)[0])
    database = Database(address)
    with database.reading() as connection:
        columns = {column.name for table in schema.metadata.sorted_tables for column in table.columns}
        keys = connection.execute(schema.rooms.select().with_only_columns(schema.rooms.c.host_key)).scalars().all()
    database.engine.dispose()
    assert not columns & {"name", "address", "ip", "user_agent"}
    assert key not in keys
