"""What browser tests, pictures and benchmarks share: a server of their own, and knowing when a page is at rest."""

import contextlib
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, ConsoleMessage, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from reinforce_viz.ui.navigation import PAGES, part_of

ROOT = Path(__file__).resolve().parents[2]
# The last four keep the browser from looking for hosts outside this machine.
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# Console errors that are not ours: address pattern → reason.
IGNORED = {
    r"/\w+/_stcore/(health|host-config)$": "opened on a page's address, Streamlit looks for its server below it first",
}

# Counts what passes through the page's websockets.
COUNT_FRAMES = """
window.__socket = {sent: 0, received: 0, bytesSent: 0, bytesReceived: 0};
window.WebSocket = class extends WebSocket {
  constructor(...args) {
    super(...args);
    this.addEventListener('message', event => {
      window.__socket.received = performance.now();
      window.__socket.bytesReceived += event.data.byteLength ?? event.data.size ?? event.data.length;
    });
  }
  send(data) {
    window.__socket.sent = performance.now();
    window.__socket.bytesSent += data.byteLength ?? data.size ?? data.length;
    super.send(data);
  }
};
"""

# Why the page is not at rest, or an empty string.  A changed chart is a new node, hidden until Plotly has painted it.
BUSY = """
since => {
  const app = document.querySelector('[data-testid="stApp"]'), socket = window.__socket;
  const shown = selector => [...document.querySelectorAll(selector)].filter(e => e.checkVisibility());
  const painted = chart => chart.querySelector('.main-svg')
    && getComputedStyle(chart.querySelector('.js-plotly-plot')).visibility === 'visible';
  if (!app) return 'the app has not loaded';
  if (app.dataset.testScriptState !== 'notRunning') return 'the script is ' + app.dataset.testScriptState;
  if (socket.sent > socket.received) return 'the server has not answered';
  if (performance.now() - Math.max(since, socket.sent, socket.received) < 150) return 'messages still come and go';
  if (shown('[data-testid="stSkeleton"]').length) return 'a placeholder is still shown';
  if (shown('[data-testid="stPlotlyChart"]').some(chart => chart.offsetHeight > 10 && !painted(chart)))
    return 'a chart is not painted yet';
  return '';
}
"""
# Several frames in a row: on a busy machine they take longer, and so does what the page has yet to draw.
AT_REST = f"""
since => {{
  window.__still = ({BUSY})(since) ? 0 : window.__still + 1;
  return window.__still >= 12;
}}
"""


class Server:
    """`streamlit run` in its own process on a free loopback port, as a context manager; `url` has no final slash."""

    def __init__(self, script: str = "app.py", folder: Path = ROOT) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self._output = tempfile.TemporaryFile()  # noqa: SIM115  read after the process has ended
        options = {
            "server.address": "127.0.0.1",
            "server.port": str(port),
            "server.headless": "true",
            "server.fileWatcherType": "none",
            "browser.gatherUsageStats": "false",
        }
        command = [sys.executable, "-m", "streamlit", "run", script]
        command += [f"--{name}={value}" for name, value in options.items()]
        # Classes of its own, and not those of whoever runs the tests.
        self._classes = tempfile.TemporaryDirectory()
        environment = os.environ | {"CLASSROOM_DATABASE": f"sqlite:///{self._classes.name}/classroom.db"}
        self._process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=self._output, stderr=subprocess.STDOUT
        )
        self._await_health(script)

    def _await_health(self, script: str, seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        while self._process.poll() is None and time.monotonic() < deadline:
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=1):
                return
            time.sleep(0.05)
        self.stop()
        raise RuntimeError(f"The server for {script} did not start:\n{self.output()}")

    @property
    def pid(self) -> int:
        return self._process.pid

    def output(self) -> str:
        """All that the server has written so far."""
        self._output.seek(0)
        return self._output.read().decode(errors="replace")

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._classes.cleanup()

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def ask_first(page: Page) -> None:
    """Hide the answer of a page until there is a guess."""
    page.get_by_role("button", name="Guess first").click()
    settle(page)


def settle(page: Page, timeout: float = 30) -> None:
    """Wait until the rerun has ended, the websocket is silent and every visible chart is painted.

    The silence counts from this call, so that a key press which has not reached the websocket yet is not overlooked.
    """
    # After a jump to another address there may be no document yet that could tell the time.
    page.wait_for_function("window.__socket", timeout=1000 * timeout)
    since = page.evaluate("window.__still = 0, performance.now()")
    try:
        page.wait_for_function(AT_REST, arg=since, timeout=1000 * timeout)  # looks once per frame
    except PlaywrightTimeout:
        reason = page.evaluate(BUSY, since) or "it did so only now"
        raise AssertionError(f"{page.url} did not come to rest in {timeout:g} s: {reason}.") from None


def turn(page: Page, scheme: Literal["light", "dark"]) -> None:
    """Have the system turn light or dark, and wait for the page, whose pictures come anew from the server."""
    sent = page.evaluate("window.__socket.sent")
    page.emulate_media(color_scheme=scheme)
    page.wait_for_function("sent => window.__socket.sent > sent", arg=sent)
    settle(page)


def new_page(browser: Browser, *, width: int = 1440, height: int = 1000, dark: bool = False, scale: float = 1) -> Page:
    """A page in a browser profile of its own, without animations; close its `context` when done."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
        device_scale_factor=scale,
    )
    context.add_init_script(COUNT_FRAMES)
    return context.new_page()


def forget(page: Page) -> None:
    """Leave the page, and let its browser forget what it keeps for the site it was at."""
    if page.url != "about:blank":
        page.evaluate("localStorage.clear(), sessionStorage.clear()")
        page.goto("about:blank")
    page.context.clear_cookies()
    page.context.clear_permissions()


def record_errors(page: Page) -> list[str]:
    """A list that grows with every console error and uncaught exception of the page, but for those in IGNORED."""
    errors: list[str] = []

    def console(message: ConsoleMessage) -> None:
        address = message.location.get("url", "")
        if message.type == "error" and not any(re.search(pattern, address) for pattern in IGNORED):
            errors.append(f"{message.text} ({address})")

    page.on("console", console)
    page.on("pageerror", lambda error: errors.append(str(error)))
    return errors


def choose_in_menu(page: Page, entry: str) -> None:
    """Choose an entry of the menu at the head of the page."""
    page.locator(".st-key-more button").click()
    page.get_by_role("menuitem", name=entry, exact=True).click()
    settle(page)


def go_to(page: Page, title: str) -> None:
    """Follow the link to a page in the bar at the top, which has them by part."""
    name = next(entry.name for entry in PAGES if entry.title == title)
    page.get_by_test_id("stTopNavSection").filter(has_text=part_of(name)).click()
    page.get_by_test_id("stTopNavDropdownLink").filter(has_text=title).click()
    settle(page)


def set_up(page: Page) -> None:
    """Open the sidebar."""
    page.locator(".st-key-set_up button").click()
    settle(page)
