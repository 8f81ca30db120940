"""A hundred phones of a class, while they wait and as they all press: python -m benchmarks.classroom

Two processes behind HAProxy, with either database.  The phones speak Streamlit's protocol over loopback and ask as
often as a browser does.  Times on a shared machine are noise: measure on a quiet one.
"""

import asyncio
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from benchmarks.load import Row, percentile
from deploy.serve import Stack
from reinforce_viz.classroom.store import Store
from tests.load.phone import DRAW, Phone
from tests.load.visitor import Answer
from tests.postgresql import cluster

PHONES, WAITING, PRESSING = 100, 20.0, 2.0  # seconds
PORT = 28_500


@contextmanager
def databases() -> Iterator[dict[str, str]]:
    """The addresses of both, by name."""
    with tempfile.TemporaryDirectory() as folder, cluster() as running:
        yield {"SQLite": f"sqlite:///{Path(folder) / 'classroom.db'}", "PostgreSQL": running.url}


async def lesson(stack: Stack, store: Store, code: str) -> list[Row]:
    """A class that waits, and then presses."""
    phones = [Phone(stack.url, code, number) for number in range(PHONES)]
    for phone in phones:
        await phone.join()
    processes = [psutil.Process(pid) for pid in stack.pids()]

    def spent() -> float:
        return sum(sum(process.cpu_times()[:2]) for process in processes)

    began, before = time.perf_counter(), spent()
    asked = await asyncio.gather(*(phone.ask(began + WAITING) for phone in phones))
    cores = (spent() - before) / (time.perf_counter() - began)
    sizes = [float(answer.size) for answers in asked for answer in answers]

    async def press(phone: Phone) -> Answer:
        await asyncio.sleep(PRESSING * random.random())
        return await phone.press(DRAW)

    pressed = await asyncio.gather(*(press(phone) for phone in phones))
    seconds = [answer.seconds for answer in pressed]
    exceptions = [
        error for answer in [*pressed, *(one for answers in asked for one in answers)] for error in answer.exceptions
    ]
    for phone in phones:
        await phone.leave()
    return [
        Row("while they wait", "cores", cores, 0.5),
        Row("sent to a phone that asks, median", "bytes", percentile(sizes, 0.5), 5_000),
        Row("all press within 2 s, median", "ms", 1000 * percentile(seconds, 0.5)),
        Row("all press within 2 s, 95th percentile", "ms", 1000 * percentile(seconds, 0.95), 500),
        Row("draws lost or made twice", "", abs(store.room(code).rounds[-1].drawn - PHONES), 0),
        Row("exceptions", "", len(exceptions), 0),
    ]


def main() -> None:
    """Print what was measured, by database."""
    with databases() as addresses:
        for name, address in addresses.items():
            settings = {"CLASSROOM_DATABASE": address, "DRAIN_SECONDS": "1"}
            with tempfile.TemporaryFile() as output, Stack(2, port=PORT, settings=settings, output=output) as stack:
                store = Store(address)
                code, _ = store.open_room((0.3, 0.5, 0.2), (8.0, 3.0, 5.0), ("yes", "no", "maybe"), 0.5)
                for row in asyncio.run(lesson(stack, store, code)):
                    print(f"{name}, {row.what}: {row.measured:.3g} {row.unit} {row.verdict}".rstrip(), flush=True)
                store.close()


if __name__ == "__main__":
    main()
