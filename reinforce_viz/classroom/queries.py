"""The questions that the classroom's store asks its tables, each inside a transaction of the store's."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, Update, delete, func, insert, select, update
from sqlalchemy.engine import Row

from reinforce_viz.classroom import schema
from reinforce_viz.classroom.codes import new_code
from reinforce_viz.lessons.classroom import Round

ATTEMPTS = 100  # at finding a code that no room has


class NoRoomError(Exception):
    """There is no such room, or the key does not open it."""


def count(connection: Connection, table: Table, *where: ColumnElement[bool]) -> int:
    """How many rows there are.

    Args:
        connection: in a transaction.
        table: one of the schema's.
        where: conditions, all of which a row must meet.
    """
    return connection.execute(select(func.count()).select_from(table).where(*where)).scalar_one()


def find_room(connection: Connection, code: str, *, lock: bool = False) -> Row[Any]:
    """A room; with a lock nobody else changes it until the transaction ends.

    Args:
        connection: in a transaction.
        code: of the room.
        lock: whether to lock it.

    Raises:
        NoRoomError: if there is none.
    """
    found = select(schema.rooms).where(schema.rooms.c.code == code)
    row = connection.execute(found.with_for_update() if lock else found).first()
    if row is None:
        raise NoRoomError(code)
    return row


def free_code(connection: Connection) -> str:
    """A code that no room has.

    Args:
        connection: in a transaction.

    Raises:
        RuntimeError: if every code that was tried is taken.
    """
    for _ in range(ATTEMPTS):
        code = new_code()
        if not count(connection, schema.rooms, schema.rooms.c.code == code):
            return code
    raise RuntimeError(f"no free code was found in {ATTEMPTS} attempts.")


def find_rounds(connection: Connection, code: str) -> tuple[Round, ...]:
    """The rounds of a room in order.

    Args:
        connection: in a transaction.
        code: of the room.
    """
    found = select(schema.rounds).where(schema.rounds.c.code == code).order_by(schema.rounds.c.number)
    rows = connection.execute(found)
    return tuple(Round(row.number, tuple(row.probs), row.baseline, tuple(row.counts)) for row in rows)


def add_round(connection: Connection, code: str, number: int, probs: Sequence[float], baseline: str) -> None:
    """Begin a round.

    Args:
        connection: in a transaction.
        code: of the room.
        number: of the round, from 1.
        probs: [A], the policy that it draws from.
        baseline: the name of what is subtracted.
    """
    connection.execute(
        insert(schema.rounds).values(
            code=code, number=number, probs=list(probs), baseline=baseline, counts=[0] * len(probs)
        )
    )


def find_round(connection: Connection, room: Row[Any]) -> Row[Any]:
    """The current round of a room.

    Args:
        connection: in a transaction.
        room: a row of the table of rooms.
    """
    here = schema.rounds.c
    found = select(schema.rounds).where(here.code == room.code, here.number == room.number)
    return connection.execute(found).one()


def update_current(room: Row[Any]) -> Update:
    """A change of the current round of a room.

    Args:
        room: a row of the table of rooms.
    """
    return update(schema.rounds).where(schema.rounds.c.code == room.code, schema.rounds.c.number == room.number)


def update_room(code: str) -> Update:
    """A change of a room.

    Args:
        code: of the room.
    """
    return update(schema.rooms).where(schema.rooms.c.code == code)


def find_answer(connection: Connection, table: Table, room: Row[Any], token: str) -> int | None:
    """What a phone has drawn or guessed in the current round, None if nothing.

    Args:
        connection: in a transaction.
        table: the draws or the guesses.
        room: a row of the table of rooms.
        token: the phone's.
    """
    mine = table.c
    found = select(mine.answer).where(mine.code == room.code, mine.number == room.number, mine.token == token)
    answer: int | None = connection.execute(found).scalar()
    return answer


def remove_rounds(connection: Connection, code: str, *where: ColumnElement[bool]) -> None:
    """Remove rounds of a room, and their draws and guesses with them.

    Args:
        connection: in a transaction.
        code: of the room.
        where: conditions, all of which a round must meet.
    """
    connection.execute(delete(schema.rounds).where(schema.rounds.c.code == code, *where))


def remove_rooms(connection: Connection, codes: Sequence[str]) -> None:
    """Remove rooms, and all that belongs to them.

    Args:
        connection: in a transaction.
        codes: of the rooms.
    """
    connection.execute(delete(schema.rooms).where(schema.rooms.c.code.in_(codes)))


def unused_rooms(connection: Connection) -> list[str]:
    """The codes of rooms that no phone has ever been in, the one used longest ago first.

    Args:
        connection: in a transaction.
    """
    phones = select(schema.phones.c.code).where(schema.phones.c.code == schema.rooms.c.code)
    found = select(schema.rooms.c.code).where(~phones.exists()).order_by(schema.rooms.c.used)
    return list(connection.execute(found).scalars())
