"""The whole as `make serve` starts it, with the real app behind the real HAProxy."""

import contextlib
import http.client
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import psutil
import pytest
from playwright.sync_api import Page, expect
from websockets.sync.client import ClientConnection, connect

from deploy.ports import free_ports
from deploy.serve import Stack
from reinforce_viz.ui.navigation import PAGES
from tests.browser.driving import ROOT, choose_in_menu, new_page, record_errors, settle

RECORD_VIOLATIONS = """
window.__violations = [];
addEventListener('securitypolicyviolation', e => __violations.push(`${e.violatedDirective}: ${e.blockedURI}`));
"""
# The most that tests/project/test_deploy.py says one browser asks for with nothing cached, of HAProxy and of the app.
FILES, OF_APP = 130, 10
# On one worker, so that one stack serves them all.
pytestmark = pytest.mark.xdist_group("serve")


def free_port() -> int:
    """A port with free ones after it, not where another run of the tests looks first."""
    return next(free_ports(random.randrange(12_000, 30_000)))


@pytest.fixture
def page(chromium) -> Iterator[Page]:
    """A page in a profile of its own."""
    opened = new_page(chromium)
    opened.context.add_init_script(RECORD_VIOLATIONS)
    yield opened
    opened.context.close()


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    with (
        tempfile.TemporaryFile() as output,
        Stack(2, port=free_port(), settings={"DRAIN_SECONDS": "1"}, output=output) as running,
    ):
        yield running


def get(url: str, path: str, **headers: str) -> http.client.HTTPResponse:
    address = urlsplit(url)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=20)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    answer.text = answer.read()
    connection.close()
    return answer


def stream(stack: Stack, **headers: str) -> ClientConnection:
    return connect(
        stack.url.replace("http", "ws") + "/_stcore/stream", subprotocols=["streamlit"], additional_headers=headers
    )


def sessions(pid: int, port: int) -> int:
    """How many connections the process has taken."""
    taken = psutil.Process(pid).net_connections("tcp")
    return sum(each.status == psutil.CONN_ESTABLISHED and each.laddr.port == port for each in taken)


def wait_until(true: Callable[[], bool], what: str, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, f"Not within {seconds:g} s: {what}"
        time.sleep(0.05)


def unfold(page: Page) -> None:
    """Look into all that a page folds away."""
    for folded in page.locator("[data-testid=stMain] [data-testid=stExpander] summary").all():
        folded.click()
    settle(page)


def pop_up(page: Page) -> None:
    """Look into what pops up on every page."""
    choose_in_menu(page, "Share")
    settle(page)
    page.keyboard.press("Escape")
    for popover in page.locator("[data-testid=stMain] [data-testid=stPopover] button").all():
        popover.click()
        settle(page)
        page.keyboard.press("Escape")


def take_home(page: Page, kind: str) -> bytes:
    """The file of this kind that the page's first picture becomes in the browser."""
    choose_in_menu(page, "Take it home")
    with page.expect_download() as download:
        page.get_by_role("dialog").get_by_role("button", name=kind, exact=True).click()
    page.keyboard.press("Escape")
    settle(page)
    return download.value.path().read_bytes()


def test_every_page_works_under_the_policy_and_asks_nobody_else(stack, page):
    errors, asked, answered = record_errors(page), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("response", lambda answer: answered.append(answer))
    page.goto(stack.url)
    settle(page)
    # Only the stream says which process serves it: an answer that came later could not move the browser away.
    assert [each.url for each in answered if "set-cookie" in each.all_headers()] == []
    assert [cookie["name"] for cookie in page.context.cookies()] == ["process"]
    first = [urlsplit(url).path for url in asked]
    assert len(first) <= FILES
    assert sum(not path.startswith("/static/") for path in first) <= OF_APP
    pop_up(page)
    for entry in PAGES:
        expect(page.locator("h1")).to_have_text(entry.question)
        settle(page)
        unfold(page)
        if entry.name == "tokens":  # its chart has a picture for its ground
            assert take_home(page, "PNG").startswith(b"\x89PNG")
        expect(page.get_by_test_id("stException")).to_have_count(0)
        assert page.evaluate("__violations") == [], entry.name
        if entry is not PAGES[-1]:
            page.get_by_test_id("stPageLink").filter(has_text="Next:").get_by_role("link").click()
    assert errors == []
    # Which process: nothing about who is visiting.
    assert [cookie["name"] for cookie in page.context.cookies()] == ["process"]
    elsewhere = [url for url in asked if not url.startswith((stack.url, f"blob:{stack.url}", "data:"))]
    assert elsewhere == []


def test_there_is_something_to_read_before_the_scripts_have_arrived(stack, page):
    page.route("**/static/js/**", lambda _: None)  # held back until it is taken off
    page.goto(f"{stack.url}/kl", wait_until="commit")
    expect(page.get_by_role("status")).to_contain_text("the first visit takes a minute or more")
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.unroute("**/static/js/**")
    expect(page.locator("h1")).to_be_visible(timeout=30_000)
    expect(page.get_by_text("The page is on its way.")).to_have_count(0)


def test_a_session_stays_with_its_process_and_new_ones_are_spread(stack):
    with contextlib.ExitStack() as held:

        def open_one(**headers: str) -> str:
            """The cookie that a new session is given, or what it had."""
            given = held.enter_context(stream(stack, **headers)).response.headers.get("Set-Cookie")
            return (given or headers["Cookie"]).partition(";")[0]

        def counts() -> list[int]:
            return [sessions(*each) for each in zip(stack.pids(), stack.ports, strict=True)]

        one, other = open_one(), open_one()
        assert one != other  # the second goes where there is none yet
        before = counts()
        assert [open_one(Cookie=one) for _ in range(3)] == [one] * 3
        after = counts()
        fewer, more = sorted(now - then for now, then in zip(after, before, strict=True))
        assert fewer <= 0  # less by what an earlier test has left open
        assert more == 3
        assert [open_one() for _ in range(3)] == [other] * 3  # until there are as many


def test_websockets_are_for_our_own_pages(stack):
    with stream(stack, Origin=stack.url):
        pass
    for headers in ({"Origin": "https://evil.example"}, {"Host": "evil.example"}):
        answer = get(
            stack.url,
            "/_stcore/stream",
            **{"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"},
            **{"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", **headers},
        )
        assert answer.status in {403, 421}, headers


def test_metrics_are_the_processes_own_and_do_not_leave_them(stack):
    assert get(f"http://127.0.0.1:{stack.ports[0]}", "/_stcore/metrics").status == 200
    assert get(stack.url, "/_stcore/metrics").status == 404


def test_scripts_are_compressed_and_come_from_the_proxy_the_second_time(stack):
    page = get(stack.url, "/").text.decode()
    script = "/static/js/" + page.partition("./static/js/")[2].partition('"')[0]
    plain = get(stack.url, script)
    packed = get(stack.url, script, **{"Accept-Encoding": "gzip"})
    assert packed.getheader("Content-Encoding") == "gzip"
    assert packed.getheader("Age") is not None
    assert get(stack.url, f"{script}?another").getheader("Age") is not None
    assert get(stack.url, "/").getheader("Age") is None
    assert len(packed.text) < 0.6 * len(plain.text)


def test_a_killed_process_is_started_again_and_its_visitors_come_back(stack, page):
    page.goto(f"{stack.url}/variance_vs_k?k=16")
    settle(page)
    (cookie,) = [each for each in page.context.cookies() if each["name"] == "process"]
    with stream(stack, Cookie=f"process={cookie['value']}"):
        killed = max(range(2), key=lambda place: sessions(stack.pids()[place], stack.ports[place]))
        pids = stack.pids()
        os.kill(pids[killed], signal.SIGKILL)
    wait_until(lambda: stack.pids()[killed] != pids[killed], "started again")
    assert stack.pids()[1 - killed] == pids[1 - killed]
    expect(page.locator("[data-test-connection-state=CONNECTED]")).to_be_visible(timeout=30_000)
    page.locator(".st-key-k [role=slider], .st-key-k input[type=range]").first.press("ArrowRight")
    settle(page)
    expect(page.locator(".st-key-variance_vs_k_reading")).to_contain_text("K = 24")
    expect(page.get_by_test_id("stException")).to_have_count(0)
    # And HAProxy sends to it again.
    port = stack.ports[killed]
    wait_until(
        lambda: get(stack.url, "/_stcore/health").status == 200 and sessions(stack.pids()[killed], port) > 0, "rejoined"
    )


def test_a_killed_haproxy_is_started_again(stack):
    (haproxy,) = [
        child for child in psutil.Process().children() if "haproxy" in child.name() and child.pid not in stack.pids()
    ]
    haproxy.kill()
    wait_until(lambda: not haproxy.is_running() and answers(stack.url), "answers again")


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_without_leaving_a_process(how):
    port = free_port()
    settings = {"PROCESSES": "1", "PORT": str(port), "DRAIN_SECONDS": "1"}
    line = [sys.executable, "-m", "deploy.serve"]
    with tempfile.TemporaryFile() as output:
        serve = subprocess.Popen(line, cwd=ROOT, env=os.environ | settings, stdout=output, stderr=output)
        try:
            url = f"http://127.0.0.1:{port}"
            wait_until(lambda: answers(url), "served", 60)
            children = psutil.Process(serve.pid).children(recursive=True)
            assert len(children) == 2
            with connect(url.replace("http", "ws") + "/_stcore/stream", subprotocols=["streamlit"]):
                serve.send_signal(how)
                serve.send_signal(how if how == signal.SIGTERM else 0)  # as `make` passes it on a second time
                wait_until(lambda: not answers(url), "no new connection", 5)
                assert serve.wait(20) == 0
        finally:
            serve.kill()
    assert [child for child in children if child.is_running()] == []


def answers(url: str) -> bool:
    with contextlib.suppress(OSError):
        return get(url, "/_stcore/health").status == 200
    return False
