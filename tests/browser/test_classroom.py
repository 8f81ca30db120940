"""Two browsers and a hundred phones on two processes behind HAProxy, with either database."""

import asyncio
import os
import re
import signal
import tempfile
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import numpy as np
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from deploy.serve import Stack
from reinforce_viz import exact_gradient
from reinforce_viz.classroom.store import Room, Store
from reinforce_viz.text.format import number
from tests.browser.driving import new_page, record_errors, settle, turn
from tests.browser.test_accessibility import COLOURS, found_by_axe
from tests.browser.test_layout import SIZES, faults, measure
from tests.browser.test_serve import free_port, wait_until
from tests.load.phone import Phone, draw_together
from tests.postgresql import cluster

REWARDS, PROBS, LEARNING_RATE = [8.0, 3.0, 5.0], [0.3, 0.5, 0.2], 0.5
BASELINES = ("none", "leave-one-out", "last round's mean", "none", "leave-one-out")
PHONES = 100


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'classroom.db'}"
        return
    with cluster() as running:
        yield running.url


@pytest.fixture
def stack(database: str) -> Iterator[Stack]:
    settings = {"DRAIN_SECONDS": "1", "CLASSROOM_DATABASE": database}
    with tempfile.TemporaryFile() as output, Stack(2, port=free_port(), settings=settings, output=output) as running:
        yield running


def opened(chromium: Browser, address: str, **size: int) -> tuple[Page, list[str]]:
    page = new_page(chromium, **size)
    errors = record_errors(page)
    page.goto(address)
    settle(page)
    return page, errors


def open_class(page: Page) -> str:
    page.get_by_role("button", name="Open a class").click()
    expect(page.get_by_role("img", name="QR code of the class")).to_be_visible()
    return re.search(r"class=(\w{4})$", page.url)[1]


@pytest.fixture
def run() -> Iterator[Callable[[Coroutine[Any, Any, Any]], Any]]:
    """Call it with what phones do, which is done beside Playwright's own event loop."""
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, daemon=True)
    thread.start()
    yield lambda doing: asyncio.run_coroutine_threadsafe(doing, loop).result(60)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


def replay(room: Room) -> tuple[list[list[float]], np.ndarray]:
    """The policies of a class from its seed alone, draw by draw, and the last round's average push."""
    probs, last, policies, average = list(PROBS), None, [list(PROBS)], np.zeros(3)
    for one in room.rounds[:-1]:
        lucks = np.random.default_rng([room.seed, one.number]).random(one.drawn)
        answers = [next((a for a in range(2) if luck < sum(probs[: a + 1])), 2) for luck in lucks]
        earned = [REWARDS[a] for a in answers]
        average = np.zeros(3)
        for a, reward in zip(answers, earned, strict=True):
            b = 0.0
            if one.baseline == "leave-one-out":
                b = (sum(earned) - reward) / (len(earned) - 1)
            if one.baseline == "last round's mean" and last is not None:
                b = last
            average += (reward - b) * (np.eye(3)[a] - np.array(probs)) / len(answers)
        weights = np.array(probs) * np.exp(LEARNING_RATE * average)
        assert one.counts == tuple(Counter(answers)[a] for a in range(3))
        probs, last = (weights / weights.sum()).tolist(), sum(earned) / len(earned)
        policies.append(probs)
    return policies, average


def choose(baseline: str, host: Page, store: Store, code: str) -> None:
    """Choose what the round subtracts, and wait until the class knows."""
    if store.room(code).rounds[-1].baseline != baseline:
        host.get_by_text(baseline, exact=True).first.click()
        wait_until(lambda: store.room(code).rounds[-1].baseline == baseline, "the baseline is chosen")


def has_drawn_for_good(phone: Page) -> None:
    """A phone that loads its page again, or opens it twice, has drawn already."""
    phone.reload()
    expect(phone.get_by_text("You drew")).to_be_visible()
    tab = phone.context.new_page()
    tab.goto(phone.url)
    expect(tab.get_by_text("You drew")).to_be_visible()
    tab.close()


def reveal_and_step(host: Page, store: Store, code: str, round_: int) -> list[list[float]]:
    """End a round, with what the projector says of it as the replay has it; returns the policies so far."""
    host.get_by_role("button", name="Reveal").click()
    expect(host.get_by_text("misses g")).to_be_visible()
    told = host.get_by_text("misses g").inner_text()
    assert store.room(code).rounds[-1].drawn == PHONES + 1
    host.get_by_role("button", name="Step").click()
    expect(host.get_by_text(f"After {'one step' if round_ == 1 else f'{round_} steps'}")).to_be_visible()
    policies, average = replay(store.room(code))
    miss = np.linalg.norm(average - exact_gradient(policies[-2], REWARDS))
    assert f") by {number(float(miss))}. The ring" in told
    return policies


def close_without_errors(page: Page, errors: list[str]) -> None:
    page.context.close()
    # A connection that broke with its process is no fault of the page.
    broken = re.compile("_stcore|WebSocket|disconnected from server")
    assert not [error for error in errors if not broken.search(error)]


def test_a_class_of_a_hundred_plays_on_though_a_process_dies(chromium, stack, database, run):
    host, host_errors = opened(chromium, f"{stack.url}/classroom", width=1366, height=768)
    code = open_class(host)
    phone, phone_errors = opened(chromium, f"{stack.url}/c/{code.lower()}", width=390, height=844)
    phones = [Phone(stack.url, code, place) for place in range(PHONES)]
    for each in phones:
        run(each.join())
    store = Store(database)
    host.get_by_role("button", name="Begin").click()
    for round_, baseline in enumerate(BASELINES, 1):
        for page in (host, phone):
            expect(page.get_by_role("heading", name=f"Round {round_}")).to_be_visible()
        choose(baseline, host, store, code)
        phone.get_by_role("button", name="Draw without a guess").click()
        expect(phone.get_by_text("You drew")).to_be_visible()
        if round_ == 2:
            # Whichever of the two browsers and the phones it serves comes back to the class.
            os.kill(stack.pids()[0], signal.SIGKILL)
        run(draw_together(phones))
        expect(host.get_by_text(f"{PHONES + 1} drawn")).to_be_visible()
        if round_ == 1:
            has_drawn_for_good(phone)
        policies = reveal_and_step(host, store, code, round_)
    np.testing.assert_allclose([one.probs for one in store.room(code).rounds], policies, rtol=1e-9)
    earns = number(float(np.dot(policies[-1], REWARDS)))
    expect(host.get_by_text(f"After {len(BASELINES)} steps your model earns {earns} on average")).to_be_visible()
    store.close()
    for each in phones:
        run(each.leave())
    close_without_errors(host, host_errors)
    close_without_errors(phone, phone_errors)


def test_the_code_on_the_projector_leads_a_phone_into_the_class_and_holds_no_key(open_page, server, tmp_path):
    host = open_page("/classroom", width=1366, height=768)
    code = open_class(host)
    for width, height in ((1366, 768), (1920, 1080)):
        host.set_viewport_size({"width": width, "height": height})
        settle(host)
        picture = tmp_path / "code.png"
        host.screenshot(path=picture)
        (read,) = zxingcpp.read_barcodes(Image.open(picture))
        assert read.text == f"{server}/classroom?class={code}"
        kept = host.evaluate("JSON.parse(localStorage.getItem('reinforce-classroom'))")
        assert len(kept["keys"][code]) == 22  # 128 bits
        assert kept["keys"][code] not in host.url + read.text
        assert f"class={code}" in host.evaluate("document.cookie")
        box = host.get_by_role("img", name="QR code of the class").bounding_box()
        assert box["height"] > 0.6 * height
        assert box["y"] + box["height"] <= height
    host.get_by_role("button", name="More").click()
    host.get_by_role("button", name="End the class").click()
    host.get_by_role("button", name="End the class: forget every round?").click()
    expect(host.get_by_text("This class has ended.").first).to_be_visible()
    # The browser forgets that it has led it.
    host.wait_for_function("!document.cookie.includes('class=')")
    assert host.evaluate("JSON.parse(localStorage.getItem('reinforce-classroom')).keys") == {}


def test_the_projector_shows_everything_on_one_screen_and_axe_finds_nothing_there_nor_on_a_phone(open_page):
    host = open_page("/classroom", width=1366, height=768)
    assert not found_by_axe(host)
    host.get_by_role("button", name="Set up").click()
    code = open_class(host)
    assert not found_by_axe(host)
    # The projector's whole width is the class's, though its teacher has set up something, and that cannot be opened.
    expect(host.get_by_test_id("stExpandSidebarButton")).to_be_attached()
    expect(host.get_by_test_id("stExpandSidebarButton")).not_to_be_visible()
    expect(host.get_by_test_id("stSidebar")).not_to_be_visible()
    phone = open_page(f"/classroom?class={code}", width=390, height=844)
    expect(phone.get_by_role("button", name="Draw without a guess")).to_be_visible()
    assert not found_by_axe(phone, COLOURS)
    phone.get_by_role("button", name="Draw without a guess").click()
    expect(phone.get_by_text("You drew")).to_be_visible()
    host.get_by_role("button", name="Begin").click()
    host.get_by_role("button", name="Reveal").click()
    expect(host.get_by_text("misses g")).to_be_visible()
    for width, height in ((1366, 768), (1920, 1080)):
        host.set_viewport_size({"width": width, "height": height})
        settle(host)
        for picture in ("class_push", "class_path", "class_guesses"):
            expect(host.locator(f".st-key-{picture}")).to_have_count(1)  # the one before goes a moment later
            box = host.locator(f".st-key-{picture}").bounding_box()
            assert box["y"] + box["height"] < height - 60  # room for the sentence below
        asked = host.get_by_text("have guessed").bounding_box()
        assert asked["y"] + asked["height"] <= host.locator(".st-key-class_guesses").bounding_box()["y"]
        for words in ("The model says", "misses g", "the model earns", "gains most", "Join:"):
            box = host.get_by_text(words).bounding_box()
            assert box["y"] + box["height"] < height
        for page in (host, phone):
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    # Not as narrow as a phone, where Streamlit's menu is a list of its own that axe finds fault with.
    phone.set_viewport_size({"width": 1440, "height": 1000})
    for page in (host, phone):
        assert not found_by_axe(page)
        turn(page, "dark")
        assert not found_by_axe(page, COLOURS)


# How many parts the bar of a class has, how many of them lie on something else or beyond the screen, and how far their
# middles are from one line.
BAR = """() => {
  const shown = selector => [...document.querySelectorAll(selector)].filter(e => e.checkVisibility() && e.offsetHeight)
    .map(e => e.getBoundingClientRect());
  const parts = shown('.st-key-class_bar :is(p, button, label)');
  const others = shown('.st-key-head, .st-key-class_shown, .stAppHeader :is(button, [data-testid$=Section])');
  const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const hidden = parts.filter(part => part.right > innerWidth || part.left < 0 || others.some(one => meet(part, one)));
  const middles = parts.map(part => (part.top + part.bottom) / 2);
  return [parts.length, hidden.length, Math.max(...middles) - Math.min(...middles)];
}"""


@pytest.mark.parametrize("leads", [True, False], ids=["host", "phone"])
def test_the_bar_of_a_class_is_one_line_beside_or_above_the_head_at_every_size(open_page, server, leads):
    host = open_page("/classroom")
    code = open_class(host)
    host.goto(f"{server}/baselines")
    expect(host.get_by_role("button", name="Show the guesses")).to_be_visible()
    page = host if leads else open_page(f"/classroom?class={code}")  # from where it follows
    expect(page.locator("h1")).to_have_text("What should we subtract?")
    wrong = []
    for width, height in SIZES:
        found = measure(page, width, height)
        parts, hidden, apart = page.evaluate(BAR)
        assert parts >= 2
        if hidden or apart > 4:
            wrong.append(f"of the bar {hidden} parts are hidden, and {apart} px apart, at {width} × {height}")
        wrong += [f"{fault} at {width} × {height}: {found}" for fault in faults("baselines", width, height, found)]
    if leads:
        dial = host.locator(".st-key-baseline_dial")
        measure(host, 1366, 768)
        before = dial.bounding_box()["y"]
        host.get_by_role("button", name="Show the guesses").click()
        expect(host.get_by_role("button", name="Ask again")).to_be_visible()
        measure(host, 1366, 768)
        assert abs(dial.bounding_box()["y"] - before) < 2  # it is dragged beside the guesses
        for width, height in SIZES:
            measure(host, width, height)
            _, hidden, apart = host.evaluate(BAR)
            if hidden or apart > 4:
                wrong.append(f"with guesses {hidden} parts are hidden, and {apart} px apart, at {width} × {height}")
    assert not wrong, "\n".join(wrong)


def test_a_phone_asks_often_and_is_sent_little(open_page):
    host = open_page("/classroom")
    code = open_class(host)
    phone = open_page(f"/classroom?class={code}", width=390, height=844)
    expect(phone.get_by_role("button", name="Draw without a guess")).to_be_visible()
    settle(phone)
    before = phone.evaluate("window.__socket.bytesReceived")
    for _ in range(2):  # it asks twice, and is answered, and nothing has changed
        asked = phone.evaluate("window.__socket.sent")
        phone.wait_for_function("asked => window.__socket.sent > asked", arg=asked)
        phone.wait_for_function("window.__socket.received > window.__socket.sent")
    assert 0 < phone.evaluate("window.__socket.bytesReceived") - before < 10_000
    assert not phone.evaluate("performance.getEntriesByType('resource').some(each => each.name.includes('Plotly'))")
