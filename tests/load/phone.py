"""The phones of a class without a browser: they join, ask for news as often as a browser does, and draw."""

import asyncio
import json
import random
import time

from websockets.exceptions import ConnectionClosed

from reinforce_viz.ui.pages.classroom_student import ASKS_EVERY
from tests.load.visitor import Answer, Visitor

DRAW = "classroom_draw"


class Phone(Visitor):
    """A phone in a class."""

    def __init__(self, url: str, code: str, number: int) -> None:
        super().__init__(url, "classroom", f"class={code}")
        self._found = {"code": code, "phone": f"phone-number-{number:05d}", "key": ""}

    async def join(self) -> None:
        """Open the class's link, and tell which phone it is."""
        await self.arrive()
        self.told["classroom_browser"] = json.dumps({"found": self._found})
        await self.run()

    async def ask(self, until: float) -> list[Answer]:
        """Ask for news as often as a browser does, until the time has come."""
        answers = []
        await asyncio.sleep(ASKS_EVERY * random.random())
        while time.perf_counter() < until:
            answers += await self.look()
            await asyncio.sleep(ASKS_EVERY)
        return answers

    async def look(self) -> list[Answer]:
        """Run each part of the page that a browser runs by itself, once."""
        return [await self.run(part) for part in self.repeats]

    async def draw(self) -> Answer:
        """Press the button; look whether there is a new round first."""
        await self.look()
        return await self.press(DRAW)


async def draw_together(phones: list[Phone], at_once: int = 20) -> list[Answer]:
    """Every phone draws, so many of them in the same moment; one whose connection has broken joins again first.

    Args:
        phones: of a class whose round is open.
        at_once: how many speak at the same time.
    """
    turn = asyncio.Semaphore(at_once)

    async def one(phone: Phone) -> Answer:
        async with turn:
            try:
                return await phone.draw()
            except ConnectionClosed:
                await phone.join()
                return await phone.draw()

    return list(await asyncio.gather(*map(one, phones)))
