"""One session of the app without a browser: what a browser says to the server, and what comes back.

A visitor speaks Streamlit's own messages over a websocket.  It keeps the controls that it is sent, returns all their
values with every change, as a browser does, and keeps its link up to date.
"""

import asyncio
import contextlib
import time
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.load.controls import BUTTON, Control, Value, control, send

FINISHED = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)
PATIENCE = 30.0
# A browser forgets a message that so many runs have not used.
REMEMBERED = 2


@dataclass
class Answer:
    """What a message cost, and what the screen would show of the answer."""

    seconds: float = 0.0
    size: int = 0  # bytes
    charts: list[str] = field(default_factory=list)  # as JSON
    texts: list[str] = field(default_factory=list)
    exceptions: list[str] = field(default_factory=list)


class Visitor:
    """One session: `arrive`, then `choose` and `press`, then `leave`."""

    def __init__(self, address: str, page: str = "", link: str = "", cookie: str = "") -> None:
        self.address, self.page, self.cookie = address.rstrip("/"), page, cookie
        self.opened_with = link
        self.controls: dict[str, Control] = {}
        self.answers = 0
        self.components: dict[str, str] = {}  # scripts in the page, and their ids
        self.told: dict[str, str] = {}  # what they tell the server, as JSON
        self.repeats: list[str] = []  # the parts of the page that run by themselves every few seconds
        self._seen: dict[str, int] = {}  # messages that need not be sent again, and the run that last used them
        self._page_hash = ""
        self._socket: ClientConnection | None = None

    @property
    def link(self) -> str:
        """What the address says behind the question mark."""
        if not self.controls:
            return self.opened_with
        ours = [part for control in self.controls.values() for part in control.in_link]
        known = {control.name for control in self.controls.values()}
        return urlencode([part for part in parse_qsl(self.opened_with) if part[0] not in known] + ours)

    async def arrive(self) -> Answer:
        """Connect, and run the page for the first time."""
        await self.connect()
        return await self.run()

    async def connect(self) -> None:
        self._socket = await connect(
            self.address.replace("http", "ws", 1) + "/_stcore/stream",
            subprotocols=[Subprotocol("streamlit")],
            additional_headers={"Cookie": self.cookie} if self.cookie else {},
            compression=None,
            max_size=None,
            open_timeout=PATIENCE,
        )
        assert self._socket.response is not None
        given = self._socket.response.headers.get("Set-Cookie", "")
        self.cookie = given.partition(";")[0] or self.cookie

    async def leave(self) -> None:
        if self._socket is not None:
            await self._socket.close()

    async def wait(self, seconds: float) -> None:
        """Look at the page for a while; ConnectionClosed if the connection ends meanwhile."""
        assert self._socket is not None, "not connected"
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while True:
                    await self._hear(Answer())

    async def choose(self, key: str, value: Value) -> Answer:
        """Set a control, and run what it runs."""
        chosen = self.controls[key]
        chosen.value = value
        return await self.run(chosen.fragment)

    async def press(self, key: str) -> Answer:
        """Press a button."""
        return await self.run(self.controls[key].fragment, pressed=key)

    async def run(self, fragment: str = "", pressed: str = "") -> Answer:
        """Run the page, or a part of it, with the controls as they stand."""
        began, answer = time.perf_counter(), Answer()
        if not fragment:
            self.repeats = []
        await self.say(self.message(fragment, pressed).SerializeToString())
        await self.listen(answer)
        answer.seconds = time.perf_counter() - began
        return answer

    def message(self, fragment: str = "", pressed: str = "") -> BackMsg:
        """What a browser sends: the link, and the value of every control."""
        message = BackMsg()
        state = message.rerun_script
        state.query_string, state.fragment_id, state.page_script_hash = self.link, fragment, self._page_hash
        if not self._page_hash:
            state.page_name = self.page
        state.cached_message_hashes.extend(self._seen)
        for key, held in self.controls.items():
            if held.kind != BUTTON:
                send(state.widget_states, held.id, held.kind, held.value)
            elif key == pressed:
                send(state.widget_states, held.id, held.kind, True)
        for name, value in self.told.items():
            send(state.widget_states, self.components[name], "json_value", value)
        return message

    async def say(self, raw: bytes) -> None:
        assert self._socket is not None, "not connected"
        await self._socket.send(raw)

    async def listen(self, answer: Answer, patience: float = PATIENCE) -> None:
        """Take in what comes, until a run has ended; TimeoutError if it does not."""
        async with asyncio.timeout(patience):
            while not await self._hear(answer):
                pass
        self.answers += 1
        self._seen = {known: last for known, last in self._seen.items() if self.answers - last <= REMEMBERED}

    async def _hear(self, answer: Answer) -> bool:
        """Take in one message; true for the last one of a run."""
        assert self._socket is not None, "not connected"
        raw = await self._socket.recv(decode=False)
        message = ForwardMsg.FromString(raw)
        answer.size += len(raw)
        kind = message.WhichOneof("type")
        if kind == "delta":
            if message.metadata.cacheable:
                self._seen[message.hash] = self.answers
            self._take(message.delta, answer)
        elif kind == "ref_hash":
            self._seen[message.ref_hash] = self.answers
        elif kind == "auto_rerun":
            if message.auto_rerun.fragment_id not in self.repeats:
                self.repeats.append(message.auto_rerun.fragment_id)
        elif kind == "navigation":
            self._page_hash = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.opened_with = message.page_info_changed.query_string
        return kind == "script_finished" and message.script_finished in FINISHED

    def _take(self, delta: Delta, answer: Answer) -> None:
        """Note what an element or a block puts on the screen."""
        part = delta.add_block if delta.WhichOneof("type") == "add_block" else delta.new_element
        kind = part.WhichOneof("type") or ""
        element = getattr(part, kind, None)
        if kind == "exception":
            answer.exceptions.append(f"{element.type}: {element.message}")
        elif kind == "plotly_chart":
            answer.charts.append(element.spec)
        elif kind in ("markdown", "alert"):
            answer.texts.append(element.body)
        elif kind == "bidi_component":
            self.components[element.component_name] = element.id
        elif new := control(kind, element, delta.fragment_id):
            old = self.controls.get(new.key)
            # A control stays as the reader has left it, unless the server sets it.
            if old is not None and old.id == new.id and not getattr(element, "set_value", False):
                new.value = old.value
            self.controls[new.key] = new
