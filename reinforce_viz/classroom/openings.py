"""How many classes each address has opened lately, counted in the memory of one process."""

import hashlib
import secrets
import threading
import time
from collections.abc import Callable

MOST = 30  # classes that one address opens in an hour
HOUR = 60 * 60  # seconds


class Openings:
    """Counts what each address has opened in the last hour, and forgets the rest.

    It holds no address, only a hash that nobody can make again once the process has ended.

    Args:
        clock: seconds since whenever.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._secret = secrets.token_bytes(32)
        self._opened: dict[bytes, list[float]] = {}
        self._lock = threading.Lock()

    def count(self, address: str) -> None:
        """Count one more class.

        Args:
            address: from which it is opened.

        Raises:
            ValueError: if MOST have been opened from there within an hour; this one is then not counted.
        """
        place = hashlib.blake2b(address.encode(), key=self._secret, digest_size=16).digest()
        with self._lock:
            since = self._clock() - HOUR
            kept = {each: [when for when in times if when > since] for each, times in self._opened.items()}
            self._opened = {each: times for each, times in kept.items() if times}
            times = self._opened.setdefault(place, [])
            if len(times) >= MOST:
                raise ValueError(f"classes must be at most {MOST} an hour from one address: try again later.")
            times.append(self._clock())
