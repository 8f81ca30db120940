"""What a class notices when something breaks: a process that is killed, a connection that drops."""

import asyncio
import contextlib
import os
import random
import signal
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page
from websockets.exceptions import WebSocketException

from deploy.serve import Stack
from tests.browser.driving import new_page, set_up, settle
from tests.load.controls import Value
from tests.load.crowd import Felt, change, somewhere
from tests.load.visitor import Visitor

RETRY = 0.5  # seconds until a browser tries again
SHARED = ("k", "lr", "seed", "estimator", "r_yes", "r_no", "r_maybe")


@dataclass
class Recovery:
    """What the killing of a process has done."""

    sessions: int = 0  # that were on it
    served_again: list[float] = field(default_factory=list)  # seconds from the killing
    other_settings: int = 0  # sessions that came back to other settings than their link holds
    felt: Felt = field(default_factory=Felt)
    rejoined: float = float("nan")  # seconds until the new process has sessions


def settings(visitor: Visitor) -> dict[str, Value]:
    return {key: visitor.controls[key].value for key in SHARED}


async def lose_a_process(stack: Stack, page: str, n: int, seconds: float) -> Recovery:
    """Kill one of the processes under n visitors, who come back by their links, and wait until it has come back too."""
    recovery = Recovery()
    killed_at: asyncio.Future[float] = asyncio.get_running_loop().create_future()
    all_here = asyncio.Barrier(n + 1)
    lost: set[str] = set()  # the killed process's cookie, once somebody has noticed

    async def come_back(visitor: Visitor) -> Visitor:
        """As after a reload: nothing is left but the address, and the cookie."""
        recovery.sessions += 1
        lost.add(visitor.cookie)
        while True:
            again = Visitor(stack.url, page, visitor.link, visitor.cookie)
            try:
                recovery.felt.note(await again.arrive(), recovery.felt.arrivals)
            except (OSError, EOFError, TimeoutError, WebSocketException):  # refused by the proxy, or closed again
                await asyncio.sleep(RETRY)
            else:
                break
        recovery.served_again.append(time.perf_counter() - killed_at.result())
        recovery.other_settings += settings(again) != settings(visitor)
        return again

    async def one(number: int) -> None:
        rng = random.Random(number)
        visitor = Visitor(stack.url, page)
        await visitor.arrive()
        await somewhere(visitor, rng)
        await visitor.run()
        await all_here.wait()
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            try:
                recovery.felt.note(await change(visitor, rng), recovery.felt.reruns)
                await visitor.wait(rng.uniform(0.5, 1.5))
            except WebSocketException:
                visitor = await come_back(visitor)
        await visitor.leave()

    async def kill() -> None:
        await all_here.wait()
        await asyncio.sleep(seconds / 3)
        os.kill(stack.pids()[0], signal.SIGKILL)
        killed_at.set_result(time.perf_counter())
        recovery.rejoined = await rejoined(stack.url, lost) - killed_at.result()

    await asyncio.gather(kill(), *(one(number) for number in range(n)))
    return recovery


async def rejoined(url: str, lost: set[str], patience: float = 60) -> float:
    """When newcomers are given a cookie that was lost."""
    deadline = time.perf_counter() + patience
    while time.perf_counter() < deadline:
        newcomer = Visitor(url)
        with contextlib.suppress(OSError, TimeoutError, WebSocketException):  # what was being asked of it when it died
            await newcomer.connect()
            await newcomer.leave()
            if newcomer.cookie in lost:
                return time.perf_counter()
        await asyncio.sleep(0.2)
    return float("nan")


class Line:
    """A line to a server that can be cut: what comes to `url` is passed on until then."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._loop = asyncio.new_event_loop()
        self._open: set[asyncio.StreamWriter] = set()
        self._is_cut = False
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self._port}"

    def __enter__(self) -> "Line":
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(5)
        return self

    def __exit__(self, *_: object) -> None:
        self.cut()
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    def cut(self) -> None:
        """Close what is open, and everything new at once."""
        self._is_cut = True
        self._loop.call_soon_threadsafe(self._close)

    def mend(self) -> None:
        self._is_cut = False

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", self._port)

    async def _end(self) -> None:
        self._server.close()
        # All that is closed ends by itself; Python 3.11 complains of connections that are cancelled.
        await asyncio.gather(*asyncio.all_tasks() - {asyncio.current_task()}, return_exceptions=True)

    def _close(self) -> None:
        for writer in self._open:
            writer.close()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._to)
        self._open |= {writer, far_writer}
        if self._is_cut:
            self._close()
        await asyncio.gather(self._pass(reader, far_writer), self._pass(far_reader, writer))
        self._open -= {writer, far_writer}

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
        writer.close()


@dataclass(frozen=True)
class Drop:
    """What a browser shows before its connection drops and after it is back."""

    before: str
    after: str
    exceptions: int
    back: float  # seconds from the mending until the page is at rest

    @property
    def same(self) -> bool:
        return self.before == self.after


def drop(browser: Browser, port: int, address: str, seconds: float) -> Drop:
    """Open a page, change it, cut its line for so long, and look at it again."""
    with Line(port) as line:
        page = new_page(browser)
        page.goto(line.url + address)
        settle(page)
        page.get_by_role("group", name="Batch size K", exact=True).get_by_role("slider").press("ArrowRight")
        settle(page)
        set_up(page)
        before = shown(page)
        line.cut()
        time.sleep(seconds)
        line.mend()
        mended = time.perf_counter()
        # A browser waits longer from try to try.  It is back once it answers again.
        page.wait_for_function(CONNECTED, timeout=60_000)
        settle(page)
        back = time.perf_counter() - mended
        page.get_by_role("button", name="Restart").click()
        settle(page)
        result = Drop(before, shown(page), page.get_by_test_id("stException").count(), back)
        page.context.close()
        return result


CONNECTED = "() => document.querySelector('[data-testid=stApp]').dataset.testConnectionState === 'CONNECTED'"


def shown(page: Page) -> str:
    """The link, and all that the page says."""
    main: str = page.get_by_test_id("stMain").inner_text()
    return page.url.partition("?")[2] + "\n" + main


@contextlib.contextmanager
def served_by(processes: int, port: int, settings: Mapping[str, str] | None = None) -> Iterator[Stack]:
    """The whole stack as it is hosted, silent."""
    with open(os.devnull, "wb") as nowhere, Stack(processes, port=port, settings=settings, output=nowhere) as stack:
        yield stack
