"""A class at the server: many visitors, each of whom changes a control about every two seconds."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import psutil

from tests.load.visitor import Answer, Visitor

PERIOD = 2.0
# What is changed how often: mostly the sidebar's, a slider by a step or two, then what the page itself has.
HABITS = {"k": 30, "lr": 18, "estimator": 14, "New seed": 10, "r_yes": 5, "r_no": 5, "Another run": 8, "Draw again": 8}
HABITS |= {"versus": 5, "axis": 5, "beside": 5, "n": 5, "curves": 5, "quantity": 5, "b": 5, "task": 5, "length": 5}
HABITS |= {"Amplitude": 1}  # all that the bare page has
STEP = 2  # a slider moves by at most so many choices
# Not the seed: a class begins at the same one, and a new one is a button.
FIRST = ("k", "lr", "estimator")


@dataclass
class Felt:
    """What the visitors have felt; times in seconds."""

    arrivals: list[float] = field(default_factory=list)
    reruns: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    exceptions: list[str] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)

    def note(self, answer: Answer, into: list[float]) -> None:
        into.append(answer.seconds)
        self.sizes.append(answer.size)
        self.exceptions += answer.exceptions

    @property
    def trouble(self) -> int:
        return len(self.exceptions) + sum(self.errors.values())


async def somewhere(visitor: Visitor, rng: random.Random, keys: Sequence[str] = FIRST) -> None:
    """Leave the defaults, so that no two visitors look at the same thing.  Costs no run."""
    for key in keys:
        control = visitor.controls[key]
        control.value = rng.choice(control.choices)


async def change(visitor: Visitor, rng: random.Random, keys: Sequence[str] = tuple(HABITS)) -> Answer:
    """Do one of the things that a reader does, with one of these controls."""
    habits = {key: HABITS[key] for key in keys if key in visitor.controls}
    key = rng.choices([*habits], [*habits.values()])[0]
    control = visitor.controls[key]
    if control.kind == "trigger_value":
        return await visitor.press(key)
    if control.value in control.choices and len(control.choices) > 2 * STEP:
        place, last = control.choices.index(control.value), len(control.choices) - 1
        near = [n for n in range(place - STEP, place + STEP + 1) if n != place and 0 <= n <= last]
        return await visitor.choose(key, control.choices[rng.choice(near)])
    return await visitor.choose(key, rng.choice([c for c in control.choices if c != control.value]))


async def stay(
    visitor: Visitor, rng: random.Random, felt: Felt, counted_from: float, until: float, keys: Sequence[str]
) -> None:
    """Change something about every PERIOD seconds until the time has come."""
    following = time.perf_counter() + PERIOD * rng.random()
    while following < until:
        await asyncio.sleep(max(0.0, following - time.perf_counter()))
        began = time.perf_counter()
        answer = await change(visitor, rng, keys)
        felt.note(answer, felt.reruns if began >= counted_from else [])
        # Who has waited for an answer looks at it before the next change.
        following = max(time.perf_counter(), began + PERIOD * rng.uniform(0.75, 1.25))


async def crowd(
    url: str,
    pages: Sequence[str],
    pids: Sequence[int],
    n: int,
    *,
    ramp: float,
    warm: float,
    seconds: float,
    scattered: Sequence[str] = FIRST,
    moved: Sequence[str] = tuple(HABITS),
) -> tuple[Felt, float]:
    """n visitors who come over `ramp` seconds; what they felt, and CPU seconds per rerun in `seconds`.

    scattered: the controls that stand somewhere else for each of them from the beginning; none for a class that has
    opened one link.  moved: the controls that they change.
    """
    felt = Felt()
    begin = time.perf_counter()
    counted_from = begin + ramp + warm
    until = counted_from + seconds
    processes = [psutil.Process(pid) for pid in pids]
    spent: list[float] = []

    async def one(number: int) -> None:
        rng = random.Random(number)
        visitor = Visitor(url, pages[number % len(pages)])
        try:
            await asyncio.sleep(ramp * number / n)
            felt.note(await visitor.arrive(), felt.arrivals)
            await somewhere(visitor, rng, scattered)
            await stay(visitor, rng, felt, counted_from, until, moved)
            await visitor.leave()
        except Exception as error:
            felt.errors[f"{type(error).__name__}: {error}"[:80]] += 1

    async def watch() -> None:
        for when in (counted_from, until):
            await asyncio.sleep(max(0.0, when - time.perf_counter()))
            spent.append(sum(sum(process.cpu_times()[:2]) for process in processes))

    await asyncio.gather(watch(), *(one(number) for number in range(n)))
    return felt, (spent[1] - spent[0]) / max(1, len(felt.reruns))


async def alone(url: str, page: str, pid: int, changes: int) -> tuple[Felt, float]:
    """One visitor who changes one thing after the other; what it felt, and CPU seconds per rerun."""
    felt, rng, process = Felt(), random.Random(0), psutil.Process(pid)
    visitor = Visitor(url, page)
    felt.note(await visitor.arrive(), felt.arrivals)
    began = sum(process.cpu_times()[:2])
    for _ in range(changes):
        felt.note(await change(visitor, rng), felt.reruns)
    spent = sum(process.cpu_times()[:2]) - began
    await visitor.leave()
    return felt, spent / changes


def memory(pids: Sequence[int]) -> float:
    """The megabytes that processes hold."""
    return sum(psutil.Process(pid).memory_info().rss for pid in pids) / 1e6
