"""What a server process does once, and what it leaves undone after every run."""

import gc
import weakref

import pytest
from streamlit import config
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.NewSession_pb2 import NewSession
from streamlit.runtime import app_session
from streamlit.runtime.forward_msg_cache import populate_hash_if_needed
from streamlit.watcher import polling_path_watcher
from threadpoolctl import threadpool_info, threadpool_limits

from reinforce_viz.ui import process


@pytest.fixture
def anew():
    """A process that has not settled yet."""
    gc.unfreeze()
    config.set_option("runner.postScriptGC", True)
    process.settle.cache_clear()


@pytest.mark.usefixtures("anew")
def test_what_has_been_imported_is_out_of_the_collectors_sight():
    assert not gc.get_freeze_count()
    process.settle()
    frozen = gc.get_freeze_count()
    assert frozen > 10_000
    process.settle()  # once only: what comes later may go
    assert gc.get_freeze_count() == frozen


class Knot:
    """Something that only the garbage collector can take away."""

    def __init__(self):
        self.itself = self


@pytest.mark.usefixtures("anew")
def test_what_comes_later_is_collected_as_ever():
    process.settle()
    assert gc.isenabled()
    knot = Knot()
    gone = weakref.ref(knot)
    del knot
    gc.collect()
    assert gone() is None


@pytest.mark.usefixtures("anew")
def test_nothing_is_collected_after_every_run():
    process.settle()
    assert config.get_option("runner.postScriptGC") is False


def threads() -> set[int]:
    return {library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"}


@pytest.mark.usefixtures("anew")
def test_matrices_are_multiplied_by_one_thread():
    with threadpool_limits(2, "blas"):
        assert threads() == {2}
        process.settle()
        assert threads() == {1}


USUAL = app_session._populate_theme_msg


def themes() -> bytes:
    """The themes as they are sent at every run."""
    message = NewSession()
    for path in ("", "light", "dark", "sidebar", "light.sidebar", "dark.sidebar"):
        theme = message.custom_theme
        for name in path.split(".") if path else ():
            theme = getattr(theme, name)
        app_session._populate_theme_msg(theme, f"theme.{path}".rstrip("."))
    return message.SerializeToString()


@pytest.mark.usefixtures("anew")
def test_the_theme_is_gathered_once_and_sent_as_ever(monkeypatch):
    monkeypatch.setattr(app_session, "_populate_theme_msg", USUAL)
    config.get_config_options()
    expected = themes()
    assert b"#7A5CC0" in expected
    gathered = []
    monkeypatch.setattr(app_session, "_populate_theme_msg", lambda *of: (gathered.append(of[1]), USUAL(*of)))
    process.settle()
    assert themes() == themes() == expected
    assert len(gathered) == len({*gathered}) == 6


@pytest.mark.usefixtures("anew")
def test_files_are_looked_at_once_a_second(monkeypatch, tmp_path):
    monkeypatch.setattr(polling_path_watcher, "_POLLING_PERIOD_SECS", 0.2)
    process.settle()
    slept: list[float] = []
    monkeypatch.setattr(polling_path_watcher.time, "sleep", slept.append)
    # One look only, and in this thread.
    monkeypatch.setattr(polling_path_watcher.PollingPathWatcher, "_check_if_path_changed", lambda _: None)
    monkeypatch.setattr(polling_path_watcher.PollingPathWatcher._executor, "submit", lambda task: task())
    (tmp_path / "settings").touch()
    polling_path_watcher.PollingPathWatcher(str(tmp_path / "settings"), print)
    assert slept == [1.0]


@pytest.mark.usefixtures("anew")
def test_a_browser_is_never_told_to_show_again_what_it_may_have_forgotten():
    process.settle()
    message = ForwardMsg()
    message.delta.new_element.markdown.body = "π" * 1_000_000
    populate_hash_if_needed(message)
    assert not message.metadata.cacheable
