"""Both databases for the classroom: a file of SQLite, and a cluster of PostgreSQL."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from reinforce_viz.classroom.store import Store
from tests.postgresql import Cluster, cluster


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Cluster]:
    """A cluster that lives as long as the tests."""
    with cluster() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a database is."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'classroom.db'}"
    return str(request.getfixturevalue("postgresql").url)


class Clock:
    """A clock that the test turns."""

    def __init__(self) -> None:
        self.now = time.time()

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(address: str, clock: Clock) -> Iterator[Store]:
    store = Store(address, clock)
    yield store
    store.close()
