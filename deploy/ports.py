"""The ports of this machine: which are free, and at which the app answers."""

import contextlib
import socket
import urllib.request
from collections.abc import Iterator

LOOPBACK = "127.0.0.1"


def is_healthy(port: int) -> bool:
    """Whether the app answers there.

    Args:
        port: of this machine.
    """
    with contextlib.suppress(OSError), urllib.request.urlopen(f"http://{LOOPBACK}:{port}/_stcore/health", timeout=5):
        return True
    return False


def is_free(address: str, port: int) -> bool:
    """Whether one can listen there.

    Args:
        address: of this machine.
        port: from 0 to 65535; of any other number the answer is no.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except (OSError, OverflowError):
            return False
    return True


def free_ports(start: int) -> Iterator[int]:
    """The ports of this machine, from one on, that one can listen on.

    Not the system's choice: that could be given away for an outgoing connection while a process is started again.

    Args:
        start: the first to be tried.
    """
    return (port for port in range(start, 2**16) if is_free(LOOPBACK, port))
