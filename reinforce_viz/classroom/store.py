"""Rooms, rounds and draws in a database, shared by every process that serves a class.

Each change is one transaction that locks its room first.  So two hundred phones that press at once make two hundred
draws, and a process that is killed leaves either all of a change or nothing of it.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from secrets import randbelow
from typing import Any

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.engine import Row

from reinforce_viz.classroom import schema
from reinforce_viz.classroom.codes import check_token, fingerprint, new_key, opens
from reinforce_viz.classroom.database import Database
from reinforce_viz.classroom.queries import (
    NoRoomError,
    add_round,
    count,
    find_answer,
    find_room,
    find_round,
    find_rounds,
    free_code,
    remove_rooms,
    remove_rounds,
    unused_rooms,
    update_current,
    update_room,
)
from reinforce_viz.engine.validation import check_finite, check_integer, check_policy
from reinforce_viz.lessons.classroom import BASELINES, Round, answers, estimate, stepped

LIFETIME = 3 * 60 * 60  # seconds that a room outlives its last use
HERE = 30  # seconds after its last sign that a phone still counts as here
MOST_ROOMS = 1_000
MOST_PHONES = 2_000  # in a room
MOST_ROUNDS = 200


@dataclass(frozen=True)
class Room:
    """A class as it stands."""

    code: str
    seed: int
    rewards: tuple[float, ...]  # [A]
    names: tuple[str, ...]  # [A]
    learning_rate: float
    rounds: tuple[Round, ...]  # at least one; the last is the current one
    guesses: tuple[int, ...]  # [A], how many phones have guessed each answer in the current round
    here: int  # phones that are there


@dataclass(frozen=True)
class Phone:
    """What a phone shows of a class."""

    seed: int  # of the room: another one once the class has started again
    number: int  # of the current round
    baseline: str  # of that round
    drawn: int | None  # the answer that the phone has drawn in this round, from 0 to A - 1
    guessed: int | None  # the answer that it has guessed


class Store:
    """The classroom's database.

    Args:
        url: as SQLAlchemy names a database, such as sqlite:///classroom.db or postgresql+psycopg://host/name.
        clock: seconds since 1970.

    Raises:
        DatabaseAwayError: if the database cannot be reached.
        RuntimeError: if it holds tables of another version.
    """

    def __init__(self, url: str, clock: Callable[[], float] = time.time) -> None:
        self._database = Database(url)
        self._clock = clock
        with self._database.writing() as connection:
            schema.create(connection)
            self._remove_old_rooms(connection)

    def close(self) -> None:
        """Close every connection."""
        self._database.engine.dispose()

    def open_room(
        self, probs: Sequence[float], rewards: Sequence[float], names: Sequence[str], learning_rate: float
    ) -> tuple[str, str]:
        """Open a room with one round, and remove those that nobody has used for LIFETIME.

        Args:
            probs: the policy of the first round, [A].
            rewards: [A].
            names: what the answers are called, [A].
            learning_rate: of every step.

        Returns:
            The room's code and the host's key.

        Raises:
            ValueError: if the policy, the rewards or the learning rate make no sense, or if too many rooms are open.
        """
        policy, reward = check_policy(probs, rewards)
        if len(names) != len(policy):
            raise ValueError(f"names must have one text per answer ({len(policy)}), not {names!r}.")
        rate = check_finite("learning_rate", learning_rate)
        key = new_key()
        with self._database.writing() as connection:
            self._make_room(connection)
            code = free_code(connection)
            connection.execute(
                insert(schema.rooms).values(
                    code=code,
                    host_key=fingerprint(key),
                    used=self._clock(),
                    revision=0,
                    seed=randbelow(2**31),
                    rewards=reward.tolist(),
                    names=list(names),
                    learning_rate=rate,
                    number=1,
                )
            )
            add_round(connection, code, 1, policy.tolist(), BASELINES[0])
        return code, key

    def room(self, code: str) -> Room:
        """A room as it stands.  NoRoomError if there is none."""
        with self._database.reading() as connection:
            row = find_room(connection, code)
            rounds = find_rounds(connection, code)
            mine = schema.guesses.c
            guesses = select(mine.answer, func.count()).where(mine.code == code, mine.number == row.number)
            tally: dict[int, int] = {row[0]: row[1] for row in connection.execute(guesses.group_by(mine.answer))}
            here = self._here(connection, code)
        guessed = tuple(tally.get(answer, 0) for answer in range(len(row.rewards)))
        return Room(code, row.seed, tuple(row.rewards), tuple(row.names), row.learning_rate, rounds, guessed, here)

    def news(self, code: str) -> tuple[int, int]:
        """A number that grows with each change of a room, and how many phones are there: what a host asks often."""
        with self._database.reading() as connection:
            return int(find_room(connection, code).revision), self._here(connection, code)

    def phone(self, code: str, token: str) -> Phone:
        """What a phone shows of a room: what it asks every few seconds."""
        with self._database.reading() as connection:
            room = find_room(connection, code)
            drawn, guessed = (find_answer(connection, kind, room, token) for kind in (schema.draws, schema.guesses))
            baseline = find_round(connection, room).baseline
        return Phone(room.seed, room.number, baseline, drawn, guessed)

    def is_host(self, code: str, key: str) -> bool:
        """Whether a key is that of the room's host."""
        with self._database.reading() as connection:
            return opens(key, find_room(connection, code).host_key)

    def come_in(self, code: str, token: str) -> None:
        """Note that a phone is there.  ValueError if the token is none, or the room is full."""
        check_token(token)
        with self._database.writing() as connection:
            here = schema.phones.c
            seen = update(schema.phones).where(here.code == code, here.token == token)
            if connection.execute(seen.values(seen=self._clock())).rowcount:
                return
            find_room(connection, code, lock=True)
            if count(connection, schema.phones, here.code == code) >= MOST_PHONES:
                raise ValueError(f"phones must be at most {MOST_PHONES:,} in a room.")
            connection.execute(insert(schema.phones).values(code=code, token=token, seen=self._clock()))
            self._changed(connection, code)

    def draw(self, code: str, token: str) -> int:
        """Draw an answer for a phone that is here, or give it the one that it has drawn in this round already.

        Returns:
            The answer, from 0 to A - 1.

        Raises:
            NoRoomError, DatabaseAwayError, ValueError: if there is no room, no database, or the token is none.
        """
        check_token(token)
        with self._database.writing() as connection:
            room = find_room(connection, code, lock=True)
            mine = find_answer(connection, schema.draws, room, token)
            if mine is not None:
                return mine
            now = find_round(connection, room)
            counts = list(now.counts)
            if sum(counts) >= MOST_PHONES:
                raise ValueError(f"draws must be at most {MOST_PHONES:,} in a round.")
            answer = int(answers(room.seed, room.number, now.probs, sum(counts) + 1)[-1])
            counts[answer] += 1
            drawn = {"code": code, "number": room.number, "token": token, "answer": answer}
            connection.execute(insert(schema.draws).values(drawn))
            connection.execute(update_current(room).values(counts=counts))
            self._changed(connection, code)
            return answer

    def guess(self, code: str, token: str, answer: int) -> None:
        """Note which answer a phone guesses in this round, in place of an earlier guess; once it has drawn, no more.

        Raises:
            NoRoomError, DatabaseAwayError: if there is no room, or no database.
            ValueError: if the token or the answer is none.
        """
        check_token(token)
        with self._database.writing() as connection:
            room = find_room(connection, code, lock=True)
            check_integer("answer", answer, 0)
            if answer >= len(room.rewards):
                raise ValueError(f"answer must be less than {len(room.rewards)}, not {answer}.")
            if find_answer(connection, schema.draws, room, token) is not None:
                return
            mine = schema.guesses.c
            earlier = update(schema.guesses).where(mine.code == code, mine.number == room.number, mine.token == token)
            if not connection.execute(earlier.values(answer=answer)).rowcount:
                if count(connection, schema.guesses, mine.code == code, mine.number == room.number) >= MOST_PHONES:
                    raise ValueError(f"guesses must be at most {MOST_PHONES:,} in a round.")
                new = {"code": code, "number": room.number, "token": token, "answer": answer}
                connection.execute(insert(schema.guesses).values(new))
            self._changed(connection, code)

    def subtract(self, code: str, key: str, baseline: str) -> None:
        """Choose the baseline of the current round."""
        if baseline not in BASELINES:
            raise ValueError(f"baseline must be one of {', '.join(BASELINES)}, not {baseline!r}.")
        with self._as_host(code, key) as (connection, room):
            connection.execute(update_current(room).values(baseline=baseline))

    def step(self, code: str, key: str, number: int) -> None:
        """Move the policy for everybody by the class's estimate, and begin the next round.

        Args:
            code: of the room.
            key: the host's.
            number: of the round that ends; nothing happens if another one is the current one, so that pressing twice
                is one step.

        Raises:
            NoRoomError, DatabaseAwayError: if there is no such room, or no database.
            ValueError: if nothing has been drawn, or there have been too many rounds.
        """
        with self._as_host(code, key) as (connection, room):
            if room.number != number:
                return
            if number >= MOST_ROUNDS:
                raise ValueError(f"rounds must be at most {MOST_ROUNDS}: start again to go on.")
            past = find_rounds(connection, code)
            now, before = past[-1], past[-2] if len(past) > 1 else None
            probs = stepped(now.probs, estimate(now, before, room.rewards), room.learning_rate)
            add_round(connection, code, number + 1, probs, now.baseline)
            connection.execute(update_room(code).values(number=number + 1))

    def undo(self, code: str, key: str, number: int) -> None:
        """Go back to before the last step: its round takes draws again, and round `number`, the current one, is gone.

        Nothing happens in the first round, or if another one is the current one.
        """
        with self._as_host(code, key) as (connection, room):
            if room.number == number > 1:
                remove_rounds(connection, code, schema.rounds.c.number == number)
                connection.execute(update_room(code).values(number=number - 1))

    def start_again(self, code: str, key: str) -> None:
        """Back to the first policy, with other random numbers."""
        with self._as_host(code, key) as (connection, _):
            first = find_rounds(connection, code)[0]
            remove_rounds(connection, code)
            add_round(connection, code, 1, first.probs, first.baseline)
            connection.execute(update_room(code).values(number=1, seed=randbelow(2**31)))

    def end(self, code: str, key: str) -> None:
        """Remove a room and all that belongs to it."""
        with self._as_host(code, key) as (connection, _):
            remove_rooms(connection, [code])

    def _here(self, connection: Connection, code: str) -> int:
        here = schema.phones.c
        return count(connection, schema.phones, here.code == code, here.seen >= self._clock() - HERE)

    def _remove_old_rooms(self, connection: Connection) -> None:
        old = schema.rooms.c.used < self._clock() - LIFETIME
        remove_rooms(connection, list(connection.execute(select(schema.rooms.c.code).where(old)).scalars()))

    def _make_room(self, connection: Connection) -> None:
        """Remove old rooms, and if there are still too many the oldest that no phone has ever been in."""
        self._remove_old_rooms(connection)
        if count(connection, schema.rooms) < MOST_ROOMS:
            return
        if not (unused := unused_rooms(connection)):
            raise ValueError(f"rooms must be at most {MOST_ROOMS:,}: end one, or try again later.")
        remove_rooms(connection, unused[:1])

    def _changed(self, connection: Connection, code: str) -> None:
        connection.execute(update_room(code).values(revision=schema.rooms.c.revision + 1, used=self._clock()))

    @contextmanager
    def _as_host(self, code: str, key: str) -> Iterator[tuple[Connection, Row[Any]]]:
        """A transaction of the host's on a locked room.  NoRoomError if the key is not the host's."""
        with self._database.writing() as connection:
            room = find_room(connection, code, lock=True)
            if not opens(key, room.host_key):
                raise NoRoomError(code)
            yield connection, room
            self._changed(connection, code)
