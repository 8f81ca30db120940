"""A server, a browser and opened pages for the tests in this folder."""

from collections.abc import Callable, Generator, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.chromium import find
from tests.browser.driving import CHROMIUM_ARGS, Server, forget, new_page, record_errors, settle

# A page lives for seconds here: to compile its scripts for speed takes longer than it saves, a sixth of all its time.
SHORT_LIVED = "--js-flags=--no-turbofan,--no-maglev"
# Two browsers share the processors; what is true comes true, if not at once.
expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # Last, because they are slow and because Playwright's event loop, once started, runs until the session ends.
    items.sort(key=lambda item: "browser" in item.path.parts)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed:
        for running in getattr(item, "funcargs", {}).get("_servers", []):
            report.sections.append((f"Output of the server at {running.url}", running.output()))
    return report


@pytest.fixture(scope="session")
def _session_server() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.fixture
def _servers() -> list[Server]:
    """The servers this test uses, so that a failure shows what they wrote."""
    return []


@pytest.fixture
def server(_session_server: Server, _servers: list[Server]) -> str:
    """Address of the running app, shared by all tests."""
    _servers.append(_session_server)
    return _session_server.url


@pytest.fixture
def fresh_server(_servers: list[Server]) -> Iterator[Callable[[], str]]:
    """Call it for the address of the app in a new process that nobody has visited."""
    started = []

    def start() -> str:
        started.append(Server())
        _servers.append(started[-1])
        return started[-1].url

    yield start
    for running in started:
        running.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser.  Where there is none the test fails, rather than being skipped."""
    executable = find()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=[*CHROMIUM_ARGS, SHORT_LIVED])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def _tabs() -> list[tuple[Page, list[str]]]:
    """Tabs with what their consoles complain of, for one test after the other.

    Where a tab has shown the app before, the app is there in a third of the time.
    """
    return []


@pytest.fixture
def open_page(chromium: Browser, server: str, _tabs: list[tuple[Page, list[str]]]) -> Iterator[Callable[..., Page]]:
    """Call it for a page at rest: open_page("/trajectories?k=4", width=390, dark=True).

    A path opens on the shared server, a full address as it is.  Each call in a test opens a browser of its own, as far
    as the app can tell: a session, cookies, and what a browser keeps for a site.  When the test ends, no page may have
    logged an error.
    """
    opened: list[tuple[Page, list[str]]] = []

    def open_(
        path: str = "/", *, width: int = 1440, height: int = 1000, dark: bool = False, motion: bool = False
    ) -> Page:
        if len(opened) == len(_tabs):
            page = new_page(chromium)
            _tabs.append((page, record_errors(page)))
        page, errors = _tabs[len(opened)]
        forget(page)
        errors.clear()
        opened.append((page, errors))
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(
            color_scheme="dark" if dark else "light", reduced_motion="no-preference" if motion else "reduce"
        )
        page.goto(server + path if path.startswith("/") else path)
        if not motion:
            settle(page)
        return page

    yield open_
    complaints = [error for _, errors in opened for error in errors]
    assert not complaints, "The browser's console shows errors:\n" + "\n".join(complaints)
