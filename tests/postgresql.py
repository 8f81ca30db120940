"""A throwaway cluster of PostgreSQL on a free loopback port."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SERVER_USER = "postgres"  # PostgreSQL refuses to run as root, and its package brings this user along


class Cluster:
    """A running cluster at `url`, which can be stopped and started again."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._port = folder, _free_port()
        self.url = f"postgresql+psycopg://classroom@127.0.0.1:{self._port}/postgres"
        _as_server(_programs() / "initdb", "-D", folder / "data", "-U", "classroom", "-A", "trust", "-N")
        self.start()

    def start(self) -> None:
        options = f"-h 127.0.0.1 -p {self._port} -k {self._folder} -c fsync=off"
        self._control("-l", self._folder / "log", "-o", options, "start")

    def stop(self) -> None:
        self._control("-m", "fast", "stop")

    def _control(self, *arguments: object) -> None:
        _as_server(_programs() / "pg_ctl", "-D", self._folder / "data", "-w", *arguments)


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A cluster that is gone afterwards."""
    # Not in pytest's own folder, which nobody else may enter.
    with tempfile.TemporaryDirectory(prefix="postgresql-") as folder:
        if os.getuid() == 0:
            shutil.chown(folder, SERVER_USER)
        running = Cluster(Path(folder))
        try:
            yield running
        finally:
            running.stop()


def _programs() -> Path:
    """The folder of PostgreSQL's own programs; Debian keeps them where no path leads."""
    found = shutil.which("initdb")
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    assert found or folders, "PostgreSQL is needed: install your distribution's package (apt-get install postgresql)."
    return Path(found).parent if found else folders[-1].parent


def _as_server(*command: object) -> None:
    user = ["runuser", "-u", SERVER_USER, "--"] if os.getuid() == 0 else []
    subprocess.run([*user, *map(str, command)], check=True, capture_output=True, text=True, timeout=60, cwd="/")


def _free_port() -> int:
    with socket.socket() as here:
        here.bind(("127.0.0.1", 0))
        return int(here.getsockname()[1])
