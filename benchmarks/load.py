"""What a class of a hundred does to one small server, and what happens when something breaks: python -m benchmarks.load

Sessions without a browser speak Streamlit's protocol over loopback; each changes a control of the busiest page about
every two seconds, to values of its own: one slider, everything from one link, or, which is hardest, everything from
settings that have nothing in common.  Times on a shared machine are noise: measure on a quiet one.
"""

import argparse
import asyncio
import json
import math
import os
import platform
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from reinforce_viz.ui.navigation import PAGES
from tests.browser.chromium import find
from tests.browser.driving import CHROMIUM_ARGS, ROOT, Server
from tests.load.crowd import FIRST, HABITS, Felt, alone, crowd, memory
from tests.load.faults import drop, lose_a_process, served_by
from tests.load.fuzz import Fuzzed, all_keys, by_links, by_messages, fuzz
from tests.load.largest import largest, slowest
from tests.load.visitor import Visitor

BUSIEST = "trajectories"
CHANGES = 20  # per page, to find the busiest
WAVES, IN_A_WAVE = 10, 50


@dataclass(frozen=True)
class Row:
    """One goal, and what was measured; a number that is not to be exceeded, whatever its unit."""

    what: str
    unit: str
    measured: float
    goal: float | None = None

    @property
    def verdict(self) -> str:
        if self.goal is None:
            return ""
        return "met" if self.measured <= self.goal else "MISSED"


def percentile(values: list[float], share: float) -> float:
    """The smallest value that at least this share of all does not exceed (nearest rank); NaN of none."""
    return sorted(values)[math.ceil(share * len(values)) - 1] if values else math.nan


def most(_: argparse.Namespace) -> Iterator[Row]:
    """The largest computations that the controls allow."""
    name, milliseconds = slowest()
    yield Row(f"slowest computation: {name}", "ms", milliseconds, 150)
    name, megabytes = largest()
    yield Row(f"largest computation: {name}", "MB", megabytes, 100)


def pages(_: argparse.Namespace) -> Iterator[Row]:
    """What a change of a control costs on every page, one visitor: which page is the busiest?"""
    with Server() as server:
        for page in PAGES:
            felt, seconds = asyncio.run(alone(server.url, page.name, server.pid, CHANGES))
            kilobytes = sum(felt.sizes) / len(felt.sizes) / 1000
            yield Row(f"{page.name}, one visitor, {kilobytes:.0f} kB", "ms CPU per rerun", 1000 * seconds)


@dataclass(frozen=True)
class Crowd:
    """Who visits one process, and what must hold for them."""

    n: int
    who: str
    scattered: tuple[str, ...] = ()  # controls that begin at a place of their own for each
    moved: tuple[str, ...] = tuple(HABITS)
    script: str = "app.py"
    page: str = BUSIEST
    limit: float | None = None  # seconds, of the 95th percentile

    @property
    def called(self) -> str:
        return f"one process, {self.n} sessions {self.who}"


BARE = Crowd(30, "of a bare page", script="benchmarks/bare.py", page="")
CROWDS = (
    Crowd(30, "who each move K, from different places", ("k",), ("k",), limit=0.2),
    Crowd(30, "from one link", limit=0.2),
    Crowd(30, "scattered over all settings", FIRST, limit=0.2),
    Crowd(60, "scattered over all settings", FIRST, limit=1),
)


def one_process(options: argparse.Namespace) -> Iterator[Row]:
    """30 and 60 visitors of one process, and as many of a bare page: how fast is the machine at the moment?"""
    felt, bare = visited_by(BARE, options.seconds)
    yield from came_of_a_crowd(BARE, felt, bare)
    for each in CROWDS:
        felt, cpu = visited_by(each, options.seconds)
        yield from came_of_a_crowd(each, felt, cpu)
        yield Row(f"{each.called}, CPU per rerun", "of the bare page", cpu / bare)


def visited_by(those: Crowd, seconds: float) -> tuple[Felt, float]:
    """What they felt, and CPU seconds per rerun."""
    with Server(Path(those.script).name, ROOT / Path(those.script).parent) as server:
        return asyncio.run(
            crowd(
                server.url,
                [those.page],
                [server.pid],
                those.n,
                ramp=0.1 * those.n,
                warm=3,
                seconds=seconds,
                scattered=those.scattered,
                moved=those.moved,
            )
        )


def came_of_a_crowd(those: Crowd, felt: Felt, cpu: float) -> Iterator[Row]:
    yield from felt_by(those.called, felt, those.limit)
    yield Row(those.called, "ms CPU per rerun", 1000 * cpu)


def two_processes(options: argparse.Namespace) -> Iterator[Row]:
    """100 visitors of two processes behind HAProxy."""
    with served_by(2, options.port) as stack:
        felt, seconds = asyncio.run(
            crowd(stack.url, [BUSIEST], stack.pids(), 100, ramp=10, warm=5, seconds=options.seconds)
        )
    yield from felt_by("two processes, 100 sessions", felt, 0.5)
    yield Row("two processes, 100 sessions", "ms CPU per rerun", 1000 * seconds)


def felt_by(who: str, felt: Felt, limit: float | None = None) -> Iterator[Row]:
    print(f"{who}: {len(felt.reruns)} reruns; {dict(felt.errors)} {felt.exceptions[:3]}", file=sys.stderr)
    yield Row(f"{who}, median", "ms", 1000 * percentile(felt.reruns, 0.5))
    yield Row(f"{who}, 95th percentile", "ms", 1000 * percentile(felt.reruns, 0.95), limit and 1000 * limit)
    yield Row(f"{who}, errors and exceptions", "", felt.trouble, 0)


def sessions(_: argparse.Namespace) -> Iterator[Row]:
    """What a session takes, and whether it is given back."""
    with Server() as server:
        pids = [server.pid]

        async def wave(n: int, seconds: float) -> float:
            here: list[Visitor] = [Visitor(server.url, BUSIEST) for _ in range(n)]
            for visitor in here:
                await visitor.arrive()
            await asyncio.sleep(seconds)
            held = memory(pids)
            await asyncio.gather(*(visitor.leave() for visitor in here))
            return held

        asyncio.run(wave(5, 0))  # what is loaded with the first of them is nobody's
        empty = memory(pids)
        yield Row("100 sessions, memory of each", "MB", (asyncio.run(wave(100, 1)) - empty) / 100, 0.5)
        held = [asyncio.run(wave(IN_A_WAVE, 0.2)) for _ in range(WAVES)]
        print("MB in waves:", *(f"{megabytes:.0f}" for megabytes in held), file=sys.stderr)
        # Streamlit keeps up to 128 sessions that have ended, for a while: they are there from the third wave on.
        yield Row(f"wave {WAVES} of {IN_A_WAVE} sessions against wave 3", "times", held[-1] / held[2], 1.05)


def faults(options: argparse.Namespace) -> Iterator[Row]:
    """A process that is killed under load, and a browser whose connection drops."""
    with served_by(2, options.port) as stack:
        lost = asyncio.run(lose_a_process(stack, BUSIEST, 40, 24))
        who = f"one of two processes killed, {lost.sessions} of 40 sessions on it"
        yield Row(f"{who}: served again, the last", "s", max(lost.served_again, default=math.nan), 5)
        yield Row(f"{who}: other settings than the link's", "", lost.other_settings, 0)
        yield Row(f"{who}: exceptions", "", lost.felt.trouble, 0)
        yield Row("the process is back and has visitors after", "s", lost.rejoined)
    with Server() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=CHROMIUM_ARGS)
        dropped = drop(browser, int(server.url.rpartition(":")[2]), f"/{BUSIEST}?k=8&lr=0.5", options.dropped)
        browser.close()
    who = f"a browser without connection for {options.dropped:g} s"
    yield Row(f"{who}: shows something else, or an exception", "", (not dropped.same) + dropped.exceptions, 0)
    yield Row(f"{who}: back after", "s", dropped.back)


def bad_input(options: argparse.Namespace) -> Iterator[Row]:
    """Links and messages that no browser sends, to two processes at once."""
    with served_by_two(options) as (urls, pids, alive):
        keys = asyncio.run(all_keys(urls[0]))
        # A reader may open any link; who forges messages may meet an exception.
        for what, attack, exceptions in (("links", by_links(keys), 0), ("messages", by_messages, None)):
            result = asyncio.run(fuzz(attack, urls, pids, options.inputs, options.most_seconds))
            yield from came_of(f"{result.sent:,} fuzzed {what} in {result.seconds:.0f} s", result, exceptions)
        yield Row("processes that ended", "", alive(), 0)


@contextmanager
def served_by_two(options: argparse.Namespace) -> Iterator[tuple[list[str], list[int], Callable[[], int]]]:
    """Two processes as they are hosted, asked directly: the proxy would let nobody open so many sessions."""
    # What an exception says is for us to read.
    with served_by(2, options.port, {"STREAMLIT_CLIENT_SHOW_ERROR_DETAILS": "full"}) as stack:
        pids = stack.pids()
        yield [f"http://127.0.0.1:{port}" for port in stack.ports], pids, lambda: len({*pids} - {*stack.pids()})


def came_of(who: str, result: Fuzzed, exceptions: int | None) -> Iterator[Row]:
    for text, times in result.exceptions.most_common(5):
        print(f"{who}: {times} × {text}", file=sys.stderr)
    yield Row(f"{who}: exceptions on their own screen", "", result.exceptions.total(), exceptions)
    yield Row(f"{who}: unanswered", "", result.unanswered, 0)
    yield Row(f"{who}: growth of memory once caches are full", "%", 100 * result.growth, 10)
    yield Row(f"{who}: slowest answer", "ms", 1000 * result.slowest)


SCENARIOS: dict[str, Callable[[argparse.Namespace], Iterator[Row]]] = {
    "most": most,
    "pages": pages,
    "one": one_process,
    "two": two_processes,
    "sessions": sessions,
    "faults": faults,
    "input": bad_input,
}


def environment() -> dict[str, Any]:
    return {"python": platform.python_version(), "cpus": os.cpu_count(), "load": round(os.getloadavg()[0], 1)}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=SCENARIOS, nargs="+", default=[*SCENARIOS], help="these scenarios")
    parser.add_argument("--seconds", type=float, default=60, help="of load that count, per scenario")
    parser.add_argument("--dropped", type=float, default=20, help="seconds for which a browser's connection drops")
    parser.add_argument("--inputs", type=int, default=10_000, help="fuzzed links, and as many messages")
    parser.add_argument("--most-seconds", type=float, default=1200, help="for each of the two")
    parser.add_argument("--port", type=int, default=8640, help="where HAProxy listens, the processes on the next ones")
    parser.add_argument("--json", type=Path, help="also write the table to this file")
    options = parser.parse_args()
    # Whoever is told to end stops its servers first.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    before = environment()
    print(f"{BUSIEST}, a change about every 2 s; {before}")
    rows = []
    for name in options.only:
        for row in SCENARIOS[name](options):
            rows.append(row)
            goal = "" if row.goal is None else f"≤ {row.goal:g}"
            print(f"{row.what:90}{row.measured:10.4g} {row.unit:18}{goal:>8}  {row.verdict}", flush=True)
    if options.json:
        table = [asdict(row) | {"verdict": row.verdict} for row in rows]
        options.json.write_text(json.dumps({"environment": before, "rows": table}, indent=2) + "\n")
    return 1 if any(row.verdict == "MISSED" for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
