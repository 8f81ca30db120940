"""Whose page runs now?  One after the other, in the order in which they asked.

Python runs one thread at a time anyway.  But NumPy lets go of it for a moment in each of a simulation's thousands of
calls, and each time another thread may keep it for 5 ms: with thirty readers a picture took seconds.
"""

import threading
from collections import deque
from functools import cache, wraps
from typing import Any

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner


class Turns:
    """A lock that is given to whoever has waited longest."""

    def __init__(self) -> None:
        self._state = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._taken = False

    def __enter__(self) -> None:
        with self._state:
            if not self._taken:
                self._taken = True
                return
            mine = threading.Lock()
            mine.acquire()
            self._waiting.append(mine)
        mine.acquire()  # until whoever is before us lets go

    def __exit__(self, *_: object) -> None:
        with self._state:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False


@cache
def take_turns() -> None:
    """From now on, in this process, scripts and their parts run one after the other."""
    turns, run = Turns(), ScriptRunner._run_script

    @wraps(run)
    def run_in_turn(*arguments: Any, **options: Any) -> None:
        with turns:
            run(*arguments, **options)

    ScriptRunner._run_script = run_in_turn  # type: ignore[method-assign]
