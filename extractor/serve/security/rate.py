"""How often a client may ask: a bucket of tokens each, refilled steadily."""

from __future__ import annotations

import hashlib
import math
import time
from array import array
from collections.abc import Callable, MutableSequence
from contextlib import AbstractContextManager, nullcontext
from ipaddress import IPv6Address, ip_address
from multiprocessing import get_context
from typing import Any, Final

_BUCKETS: Final = 65_536
_NETWORK: Final = 64  # bits of an IPv6 address that one customer of a provider has


class Slots:
    """Room for all buckets: tokens taken and when, by turns. As large as it will ever be, whoever asks.

    Args:
        shared: is it given to other processes, when these are started, to be counted in together?
    """

    def __init__(self, *, shared: bool = False) -> None:
        self.values: MutableSequence[float]
        self.lock: AbstractContextManager[Any]
        if shared:
            made = get_context("spawn").Array("d", 2 * _BUCKETS)
            self.values, self.lock = made.get_obj(), made.get_lock()  # type: ignore[assignment]
        else:
            self.values, self.lock = array("d", bytes(2 * _BUCKETS * 8)), nullcontext()


class Buckets:
    """A bucket for each client; one in 65,536 others shares it, and nobody can choose which.

    Args:
        rate: tokens that come back a second; 0 lets everything through.
        burst: seconds of `rate` that a bucket holds.
        clock: seconds; the same in all processes of this machine.
        key: up to 64 random bytes, that nobody knows who shares a bucket.
        slots: where the buckets are; those of this process alone if not given.
    """

    def __init__(
        self,
        rate: float,
        burst: float,
        clock: Callable[[], float] = time.monotonic,
        key: bytes = b"",
        slots: Slots | None = None,
    ) -> None:
        self._rate, self._size, self._clock, self._key = rate, max(1.0, rate * burst), clock, key
        self._slots = slots or Slots()

    def wait(self, client: str) -> int:
        """Take a token of a client; whole seconds to wait where there is none, else 0."""
        if self._rate <= 0:
            return 0
        place = 2 * self._bucket(_of_customer(client))
        values = self._slots.values
        with self._slots.lock:
            now = self._clock()
            taken = max(0.0, values[place] - (now - values[place + 1]) * self._rate)
            lacking = taken + 1 - self._size
            values[place], values[place + 1] = (taken if lacking > 0 else taken + 1), now
        return math.ceil(lacking / self._rate) if lacking > 0 else 0

    def _bucket(self, customer: str) -> int:
        told = hashlib.blake2b(customer.encode("utf-8", "replace"), key=self._key, digest_size=8).digest()
        return int.from_bytes(told) % _BUCKETS


def _of_customer(client: str) -> str:
    try:
        address = ip_address(client)
    except ValueError:
        return client
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(int(address) >> (128 - _NETWORK))
    return client
