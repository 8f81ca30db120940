"""What a browser shows when its connection drops for a moment."""

from tests.browser.driving import Server
from tests.load.faults import drop


def test_a_browser_whose_connection_drops_comes_back_where_it_was(chromium):
    with Server() as server:
        dropped = drop(chromium, int(server.url.rpartition(":")[2]), "/trajectories?k=8&lr=0.5", 2)
    assert "k=12" in dropped.before
    assert "K = 12" in dropped.before
    assert dropped.same
    assert not dropped.exceptions
