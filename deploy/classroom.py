"""A class from this machine with one command, `make class`: the stack of `make serve`, at the machine's own address.

Settings are those of deploy/serve.py; where they are not set, ADDRESS and ALLOWED_HOSTS are the machine's.
"""

import os
import socket
import sys
import webbrowser

from deploy.ports import LOOPBACK
from deploy.serve import Stack, cores, serve, whole_number

# Nobody's: kept for documentation.
ELSEWHERE = "192.0.2.1", 9


def own_address() -> str:
    """The address by which other machines reach this one, as far as it can tell."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(ELSEWHERE)  # sends nothing: it only says from where something would be sent
        except OSError:
            return LOOPBACK
        return str(probe.getsockname()[0])


def main() -> None:
    """Serve a class until Ctrl-C or SIGTERM."""
    address = os.environ.get("ADDRESS") or own_address()
    names = os.environ.get("ALLOWED_HOSTS") or f"localhost 127.0.0.1 [::1] {address}"
    stack = Stack(
        whole_number("PROCESSES", cores()),
        address=address,
        port=whole_number("PORT", 8080),
        settings={"ALLOWED_HOSTS": names},
    )
    page = f"{stack.url}/classroom"
    alone = " This machine is in no network, so no phone can reach it." if address == LOOPBACK else ""
    serve(stack, f"Open {page} to begin a class.{alone} Ctrl-C stops it.", lambda: webbrowser.open(page))


if __name__ == "__main__":
    try:
        main()
    except RuntimeError as failure:
        sys.exit(str(failure))
