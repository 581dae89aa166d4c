"""How often one address or one subject may ask."""

import threading
from ipaddress import IPv6Address, ip_address

from shared.errors import TooMany
from shared.runtime.db import Clock

WINDOW_SECONDS = 60
DEFAULT_PER_MINUTE = 3_000
MAX_KEYS = 100_000


class FixedWindow:
    """Counts by the minute, in this process: with n worker processes a client may get n times the limit."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._window = 0
        self._counts: dict[str, int] = {}

    def check(self, who: str, per_minute: int) -> None:
        """Count one request of `who`; raises TooMany `too_many_requests` above the limit.

        `who` names the client and, where a route has a limit of its own, that route.
        """
        now = int(self._clock().timestamp())
        with self._lock:
            if now // WINDOW_SECONDS != self._window or len(self._counts) > MAX_KEYS:
                self._window = now // WINDOW_SECONDS
                self._counts.clear()
            count = self._counts[who] = self._counts.get(who, 0) + 1
        if count > per_minute:
            wait = WINDOW_SECONDS - now % WINDOW_SECONDS
            raise TooMany(
                "too_many_requests",
                f"More than {per_minute} requests a minute. Wait {wait} seconds.",
                headers={"Retry-After": str(wait)},
            )


def network_of(address: str | None) -> str:
    """The client's address; of IPv6 the /64, because one household has all of it."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return "unknown"
    return str(IPv6Address(int(found) >> 64 << 64)) if isinstance(found, IPv6Address) else str(found)
