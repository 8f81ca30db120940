"""A process that is started, watched and ended."""

import contextlib
import subprocess
import sys
import time
from collections.abc import Mapping
from typing import IO

from deploy.process import ROOT


class Child:
    """A process that can be started again when it has ended.

    Args:
        name: what it is called when it has to be started again.
        line: its command and arguments.
        settings: all that it finds in its environment.
        output: a file for what it prints; None for our own.
    """

    def __init__(self, name: str, line: list[str], settings: Mapping[str, str], output: IO[bytes] | None) -> None:
        self.name = name
        self._line, self._settings, self._output = line, settings, output
        self.start()

    def start(self) -> None:
        """Start it, for the first time or again."""
        self._started = time.monotonic()
        # In a group of its own: Ctrl-C in a terminal is for us alone, and we end the others in order.
        self.process = subprocess.Popen(
            self._line, cwd=ROOT, env=self._settings, stdout=self._output, stderr=self._output, process_group=0
        )

    def has_ended(self) -> bool:
        """Whether it has ended."""
        return self.process.poll() is not None

    def revive(self) -> None:
        """Start it again if it has ended, at most once a second."""
        if self.has_ended() and time.monotonic() - self._started > 1:
            print(f"{self.name} ended with {self.process.returncode}; it is started again.", file=sys.stderr)
            self.start()

    def end(self, seconds: float) -> None:
        """Wait until it has ended, and kill it if that takes too long.

        Args:
            seconds: that it may take.
        """
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(seconds)
        self.process.kill()
        self.process.wait()
