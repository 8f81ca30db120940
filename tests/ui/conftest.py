"""The app as a test opens it: quickly, and with a database of classes."""

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


@pytest.fixture(autouse=True)
def _open_quickly(no_search_for_components):
    """All tests in this folder open the app."""
