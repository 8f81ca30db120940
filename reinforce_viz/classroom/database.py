"""The connection to the classroom's database: SQLite or PostgreSQL, through SQLAlchemy."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import OperationalError, TimeoutError

WAIT = 10  # seconds to wait for a busy database before giving up
CONNECTIONS = 10  # that stay open, and as many more when all press at once
AWAY = 3  # seconds to wait for one that does not answer at all


class DatabaseUnavailableError(Exception):
    """The database cannot be reached, and nothing has been changed."""


class Database:
    """Transactions on a database that several processes share.

    Args:
        url: as SQLAlchemy names a database, such as sqlite:///classroom.db or postgresql+psycopg://host/name.
    """

    def __init__(self, url: str) -> None:
        self.engine = _sqlite(url) if url.startswith("sqlite") else _server(url)
        self._writing = self.engine.execution_options(writes=True)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that changes nothing.  DatabaseUnavailableError if the database cannot be reached."""
        with _away(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that happens as a whole or not at all.  DatabaseUnavailableError without a database."""
        with _away(), self._writing.begin() as connection:
            yield connection


def _server(url: str) -> Engine:
    waiting = {"connect_timeout": AWAY, "options": f"-c statement_timeout={1000 * WAIT}"}
    # Four processes with so many connections each are fewer than the 100 that PostgreSQL takes.
    pool = {"pool_size": CONNECTIONS, "max_overflow": CONNECTIONS, "pool_timeout": WAIT}
    return create_engine(url, pool_pre_ping=True, connect_args=waiting, **pool)


def _sqlite(url: str) -> Engine:
    engine = create_engine(url, pool_timeout=WAIT, connect_args={"timeout": WAIT})

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _: object) -> None:
        connection.isolation_level = None  # transactions begin below, and not by themselves
        # A log of its own lets phones read while one of them writes.
        for setting in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {setting}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # Who writes takes the lock at once: asked for at the first change, it may be too late to wait for it.
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


@contextmanager
def _away() -> Iterator[None]:
    try:
        yield
    except (OperationalError, TimeoutError) as error:
        raise DatabaseUnavailableError(str(error)) from error
