"""Links and messages that no browser sends, and what they do to the server."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import ConnectionClosed

from reinforce_viz.ui.navigation import PAGES
from tests import hostile
from tests.load.visitor import Answer, Visitor

TOGETHER = 3  # visitors at once and per process
STAY = 40  # messages of one visitor
SILENCE = 1.0  # seconds after which there will be no answer
KINDS = {"mangled": 55, "misled": 10, "order": 20, "garbage": 15}
# What a page keeps in the link without a control for it.
BY_HAND = ("run", "page", "embed")
SETTLED = 0.25  # the share of all after which the caches are full

Attack = Callable[[str, int, "Fuzzed"], Awaitable[int]]


@dataclass
class Fuzzed:
    """What came of it."""

    sent: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    exceptions: Counter[str] = field(default_factory=Counter)
    unanswered: int = 0
    megabytes: list[float] = field(default_factory=list)  # of all processes, as it went on

    @property
    def growth(self) -> float:
        """How much more memory at the end than once the caches were full, as a share."""
        early = self.megabytes[int(SETTLED * len(self.megabytes)) :][: max(1, len(self.megabytes) // 10)]
        return self.megabytes[-1] / max(early) - 1 if early else float("nan")

    def note(self, answer: Answer) -> None:
        self.slowest = max(self.slowest, answer.seconds)
        self.exceptions.update(text[:100] for text in answer.exceptions)


async def all_keys(url: str) -> list[str]:
    """The names that links may carry, on any page."""
    keys = set(BY_HAND)
    for page in PAGES:
        visitor = Visitor(url, page.name)
        await visitor.arrive()
        keys |= {control.name for control in visitor.controls.values() if control.name}
        await visitor.leave()
    return sorted(keys)


async def fuzz(attack: Attack, urls: Sequence[str], pids: Sequence[int], n: int, most_seconds: float) -> Fuzzed:
    """Attack every server at once until n were sent or the time is up."""
    result = Fuzzed()
    begin = time.perf_counter()
    processes = [psutil.Process(pid) for pid in pids]

    async def one(number: int) -> None:
        while result.sent < n and time.perf_counter() - begin < most_seconds:
            result.sent += await attack(urls[number % len(urls)], number + len(urls) * TOGETHER * result.sent, result)
            result.megabytes.append(sum(process.memory_info().rss for process in processes) / 1e6)

    await asyncio.gather(*(one(number) for number in range(TOGETHER * len(urls))))
    result.seconds = time.perf_counter() - begin
    return result


def by_links(keys: Sequence[str]) -> Attack:
    """Open a page with a link that makes no sense."""

    async def attack(url: str, seed: int, result: Fuzzed) -> int:
        rng = random.Random(seed)
        visitor = Visitor(url, rng.choice(PAGES).name, hostile.query_string(rng, keys))
        try:
            result.note(await visitor.arrive())
        except (TimeoutError, ConnectionClosed):
            result.unanswered += 1
        await visitor.leave()
        return 1

    return attack


async def by_messages(url: str, seed: int, result: Fuzzed) -> int:
    """Open a page as a browser does, and then send what no browser does."""
    rng = random.Random(seed)
    visitor = Visitor(url, rng.choice(PAGES).name)
    await visitor.arrive()
    ids = [control.id for control in visitor.controls.values()]
    fragments = ["", *sorted({control.fragment for control in visitor.controls.values()})]
    for sent in range(1, STAY + 1):
        kind, answer = rng.choices([*KINDS], [*KINDS.values()])[0], Answer()
        try:
            began = time.perf_counter()
            await visitor.say(_one(kind, rng, visitor.message(rng.choice(fragments)), ids))
            if kind != "mangled" or not await _answered(visitor, answer):
                # The next run tells what has been done.
                await visitor.say(visitor.message().SerializeToString())
                await visitor.listen(answer)
            answer.seconds = time.perf_counter() - began
        except ConnectionClosed:  # as it should be after what is no message
            result.unanswered += kind != "garbage"
            return sent
        except TimeoutError:
            result.unanswered += 1
            break
        finally:
            result.note(answer)
        if kind == "garbage":  # which may have been a message all the same, with an answer of its own
            break
    await visitor.leave()
    return sent


async def _answered(visitor: Visitor, answer: Answer) -> bool:
    """Whether there is an answer; none is right where a part is named that the page, as it is now, does not have."""
    try:
        await visitor.listen(answer, SILENCE)
    except TimeoutError:
        return False
    return True


def _one(kind: str, rng: random.Random, honest: BackMsg, ids: Sequence[str]) -> bytes:
    if kind == "garbage":
        return hostile.garbage(rng, honest)
    if kind == "mangled":
        return hostile.mangled(rng, honest, ids).SerializeToString()
    return (hostile.misled(rng, honest) if kind == "misled" else hostile.order(rng)).SerializeToString()
