"""A class served from one machine: HAProxy in front of one process per core, which is what `make serve` starts.

Settings are environment variables: PROCESSES, ADDRESS, PORT, and those of haproxy.cfg and hosting.env.
"""

import itertools
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO

from deploy.child import Child
from deploy.first_page import first_page
from deploy.ports import LOOPBACK, free_ports, is_free, is_healthy
from deploy.process import command, environment

RULES = Path(__file__).with_name("haproxy.cfg")
NO_HAPROXY = "HAProxy is needed: install your distribution's package (apt-get install haproxy)."


class Stack:
    """App processes on loopback behind HAProxy at `url`, as a context manager.

    Args:
        processes: how many; None for one per core.
        address: on which HAProxy listens.
        port: on which it listens; the processes have free ones after it.
        settings: environment variables, which go before those that are set.
        output: a file for what all of them print; None for our own.

    Raises:
        RuntimeError: with one sentence, if HAProxy is missing, the port is taken, or something does not start.
    """

    def __init__(
        self,
        processes: int | None = None,
        *,
        address: str = LOOPBACK,
        port: int = 8080,
        settings: Mapping[str, str] | None = None,
        output: IO[bytes] | None = None,
    ) -> None:
        self._haproxy = find_haproxy()
        self._address, self._port = address, port
        self._output = output
        if not is_free(address, port):
            raise RuntimeError(f"Port {port} of {address} is taken: choose another one, such as PORT={port + 100}.")
        self.ports = list(itertools.islice(free_ports(port + 1), processes or cores()))
        self._settings = {**environment(), "BIND": f"{address}:{port}", **(settings or {})}
        self.url = f"{'https' if self._settings.get('TLS_PEM') else 'http'}://{address}:{port}"
        self._drain = float(self._settings.get("DRAIN_SECONDS", 5))
        self._apps: list[Child] = []
        self._proxies: list[Child] = []
        self._folder = tempfile.TemporaryDirectory(prefix="reinforce-")
        self._lock = threading.Lock()  # nothing is started again while it is being stopped
        self._stopping = threading.Event()
        self._asked = threading.Event()
        self._hurry = threading.Event()

    def start(self) -> None:
        """Start everything and return when it answers."""
        servers, page = (Path(self._folder.name, name) for name in ("servers.cfg", "first_page.html"))
        servers.write_text(backend(self.ports))
        try:
            for place, port in enumerate(self.ports, 1):
                self._apps.append(Child(f"Process {place}", command(LOOPBACK, port), self._settings, self._output))
            self._await(is_healthy, *self.ports)
            line = [self._haproxy, "-db", "-f", str(RULES), "-f", str(servers)]
            page.write_text(first_page(self.ports[0]))
            settings = {**self._settings, "FIRST_PAGE": str(page)}
            self._proxies.append(Child("HAProxy", line, settings, self._output))
            self._await(lambda port: not is_free(self._address, port), self._port)
        except BaseException:
            self.stop()
            raise
        threading.Thread(target=self._watch, daemon=True).start()

    def pids(self) -> list[int]:
        """The ids of the app's processes in the order of `ports`; one that was started again has a new one."""
        return [app.process.pid for app in self._apps]

    def stop(self) -> None:
        """Take no more connections, give the open ones DRAIN_SECONDS to end, then end every process."""
        with self._lock:
            self._stopping.set()
        for proxy in self._proxies:
            proxy.process.send_signal(signal.SIGUSR1)
        deadline = time.monotonic() + self._drain
        while not all(map(Child.has_ended, self._proxies)) and time.monotonic() < deadline:
            if self._hurry.wait(0.05):
                break
        # All at once, because each takes a moment.
        for child in self._proxies + self._apps:
            child.process.terminate()
        for child in self._proxies + self._apps:
            child.end(5)
        self._folder.cleanup()

    def ask(self) -> None:
        """Make `wait` return; asked again, `stop` does not wait for open connections."""
        (self._hurry if self._asked.is_set() else self._asked).set()

    def wait(self) -> None:
        """Return when asked to stop."""
        self._asked.wait()

    def __enter__(self) -> "Stack":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _await(self, ready: Callable[[int], bool], *ports: int, seconds: float = 60) -> None:
        """Return when every port is ready."""
        deadline = time.monotonic() + seconds
        for port in ports:
            while not ready(port):
                if ended := [child.name for child in self._apps + self._proxies if child.has_ended()]:
                    raise RuntimeError(f"{ended[0]} did not start: what it says is above.")
                if self._asked.is_set():
                    raise RuntimeError("Stopped before it had started.")
                if time.monotonic() > deadline:
                    raise RuntimeError(f"Port {port} does not answer after {seconds:g} seconds.")
                time.sleep(0.05)

    def _watch(self) -> None:
        while not self._stopping.wait(0.2):
            with self._lock:
                if not self._stopping.is_set():
                    for child in self._apps + self._proxies:
                        child.revive()


def backend(ports: list[int]) -> str:
    """The section that haproxy.cfg lacks: where the processes are.

    Args:
        ports: where they listen, on this machine.
    """
    return "backend app from processes\n" + "".join(f"    server app{port} {LOOPBACK}:{port}\n" for port in ports)


def find_haproxy() -> str:
    """Path of HAProxy; Debian keeps it where only root looks."""
    if path := shutil.which("haproxy", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin"):
        return path
    raise RuntimeError(NO_HAPROXY)


def cores() -> int:
    """How many processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def whole_number(name: str, default: int) -> int:
    """A setting that counts something, from the environment.

    Args:
        name: of the variable.
        default: where it is not set.

    Returns:
        1 or more.

    Raises:
        RuntimeError: with one sentence, if it is not such a number.
    """
    value = os.environ.get(name) or str(default)
    if not value.isdecimal() or not int(value):
        raise RuntimeError(f"{name} is a whole number from 1 on, not {value!r}.")
    return int(value)


def serve(stack: Stack, welcome: str, ready: Callable[[], object] = lambda: None) -> None:
    """Serve until asked to stop; say so, and call `ready`, once everything answers.

    Args:
        stack: what serves; it is started and stopped here.
        welcome: what is printed once everything answers.
        ready: called after that.

    Raises:
        RuntimeError: with one sentence, if something does not start.
    """
    # No exception: nothing may interrupt the stopping.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stack.ask())
    with stack:
        print(welcome, flush=True)
        ready()
        stack.wait()
        print("Stopping; open connections have a few seconds.", flush=True)


def main() -> None:
    """Serve until Ctrl-C or SIGTERM; another Ctrl-C does not wait for open connections."""
    processes, port = whole_number("PROCESSES", cores()), whole_number("PORT", 8080)
    stack = Stack(processes, address=os.environ.get("ADDRESS") or LOOPBACK, port=port)
    names = os.environ.get("ALLOWED_HOSTS", "localhost and 127.0.0.1")
    count = "one process" if processes == 1 else f"{processes} processes"
    serve(stack, f"{stack.url}: {count}, for those who ask for {names}. Ctrl-C stops it.")


if __name__ == "__main__":
    try:
        main()
    except RuntimeError as failure:
        sys.exit(str(failure))
