"""A database of classes for the app as a test opens it."""

import pytest

from reinforce_viz.classroom.store import Store
from reinforce_viz.ui import classroom


@pytest.fixture
def store(tmp_path, monkeypatch):
    """The classes that the app knows, in a file of SQLite."""
    address = f"sqlite:///{tmp_path / 'classroom.db'}"
    monkeypatch.setenv("CLASSROOM_DATABASE", address)
    classroom.store.cache_clear()
    yield Store(address)
    classroom.store.cache_clear()
