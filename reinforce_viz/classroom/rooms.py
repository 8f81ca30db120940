"""Rooms, their hosts and the phones that are in them, in a database that every process shares.

Each change is one transaction that locks its room first.  So two hundred phones that press at once make two hundred
draws, and a process that is killed leaves either all of a change or nothing of it.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from secrets import randbelow
from typing import Any

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.engine import Row

from reinforce_viz.classroom import schema
from reinforce_viz.classroom.codes import check_token, fingerprint, new_key, opens
from reinforce_viz.classroom.database import Database
from reinforce_viz.classroom.queries import (
    NoRoomError,
    add_round,
    count,
    find_room,
    free_code,
    remove_rooms,
    unused_rooms,
    update_room,
)
from reinforce_viz.engine.validation import check_finite, check_policy
from reinforce_viz.lessons.classroom import BASELINES

LIFETIME = 3 * 60 * 60  # seconds that a room outlives its last use
HERE = 30  # seconds after its last sign that a phone still counts as here
MOST_ROOMS = 1_000
MOST_PHONES = 2_000  # in a room


class Rooms:
    """The rooms of the classroom's database.

    Args:
        url: as SQLAlchemy names a database, such as sqlite:///classroom.db or postgresql+psycopg://host/name.
        clock: seconds since 1970.

    Raises:
        DatabaseUnavailableError: if the database cannot be reached.
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
                    page="",
                )
            )
            add_round(connection, code, 1, policy.tolist(), BASELINES[0])
        return code, key

    def is_host(self, code: str, key: str) -> bool:
        """Whether a key is that of the room's host.

        Args:
            code: of the room.
            key: that somebody shows.

        Raises:
            NoRoomError, DatabaseUnavailableError: if there is no such room, or no database.
        """
        with self._database.reading() as connection:
            return opens(key, find_room(connection, code).host_key)

    def come_in(self, code: str, token: str) -> None:
        """Note that a phone is there.

        Args:
            code: of the room.
            token: of the phone.

        Raises:
            NoRoomError, DatabaseUnavailableError: if there is no such room, or no database.
            ValueError: if the token is none, or the room is full.
        """
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

    def end(self, code: str, key: str) -> None:
        """Remove a room and all that belongs to it.

        Args:
            code: of the room.
            key: the host's.

        Raises:
            NoRoomError, DatabaseUnavailableError: if there is no such room, or no database.
        """
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
