"""How often a client may ask: a bucket of tokens each, refilled steadily."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address
from typing import Final

_MOST_CLIENTS: Final = 10_000
_NETWORK: Final = 64  # bits of an IPv6 address that one customer of a provider has


class Buckets:
    """A bucket for each client.

    Args:
        rate: tokens that come back a second; 0 lets everything through.
        burst: seconds of `rate` that a bucket holds.
        clock: seconds.
    """

    def __init__(self, rate: float, burst: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._size, self._clock = rate, max(1.0, rate * burst), clock
        self._left: dict[str, tuple[float, float]] = {}

    def wait(self, client: str) -> int:
        """Take a token of a client; whole seconds to wait where there is none, else 0."""
        if self._rate <= 0:
            return 0
        key, now = _of_customer(client), self._clock()
        left, at = self._left.get(key, (self._size, now))
        left = min(self._size, left + (now - at) * self._rate)
        if left < 1:
            self._left[key] = (left, now)
            return math.ceil((1 - left) / self._rate)
        if key not in self._left and len(self._left) >= _MOST_CLIENTS:
            self._forget(now)
        self._left[key] = (left - 1, now)
        return 0

    def _forget(self, now: float) -> None:
        """Drop the buckets that are full again; where none is, those that were not used for longest."""
        full = [key for key, (left, at) in self._left.items() if left + (now - at) * self._rate >= self._size]
        for key in full or sorted(self._left, key=lambda key: self._left[key][1])[: _MOST_CLIENTS // 10]:
            del self._left[key]


def _of_customer(client: str) -> str:
    try:
        address = ip_address(client)
    except ValueError:
        return client
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(int(address) >> (128 - _NETWORK))
    return client
