"""The hosts of a run: whose turn it is, and who is left alone."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from extractor.collect.model import Outcome
from extractor.collect.robots import Robots

MOST_SILENT = 3
"""Addresses of one host in a row that gave no answer at all, after which the host is taken to be down for this run."""


class Interrupted(Exception):  # noqa: N818
    """The run is to stop."""


class Host:
    """One host ("www." or not): a request at a time, with a pause after each.

    Attributes:
        key: name, and port if it is an odd one.
        pause: seconds from the end of one request to the start of the next.
        requests: sent so far, robots.txt included.
        left: why the host is left alone for the rest of the run, and the outcome that this gives its addresses.
        robots: what was learned of robots.txt, by authority ("kabar.example" and "www.kabar.example" may differ).
        robots_lock: held while robots.txt is fetched, so that it is fetched once.
        listing: the one listing that is asked of a host whose crawl-delay is longer than is waited for.
    """

    def __init__(self, key: str, pause: float, stop: threading.Event) -> None:
        self.key = key
        self.pause = pause
        self.requests = 0
        self.left: tuple[Outcome, str] | None = None
        self.robots: dict[str, Robots] = {}
        self.robots_lock = threading.Lock()
        self.listing: str | None = None
        self._stop = stop
        self._silent = 0
        self._free_at = 0.0  # monotonic clock
        self._turn = threading.Lock()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait until the host may be asked, and keep others away while the block runs.

        Raises:
            Interrupted: when the run is to stop, also in mid-wait.
        """
        with self._turn:
            if self._stop.wait(max(0.0, self._free_at - time.monotonic())):
                raise Interrupted
            try:
                yield
            finally:
                self.rest(self.pause)

    def rest(self, seconds: float) -> None:
        """Ask nothing for so long; a longer rest that was asked for before stays."""
        self._free_at = max(self._free_at, time.monotonic() + seconds)

    def leave(self, outcome: Outcome, reason: str) -> None:
        """Ask nothing more in this run; the first reason stays."""
        self.left = self.left or (outcome, reason)

    def answered(self) -> None:
        """A response came, whatever it says; to be called in a turn."""
        self._silent = 0

    def silent(self, reason: str) -> None:
        """An address gave no response in all tries; after some of them in a row the host is left alone."""
        self._silent += 1
        if self._silent >= MOST_SILENT:
            self.leave(Outcome.FAILED, f"{reason}; no answer to {MOST_SILENT} addresses in a row")


class Hosts:
    """All hosts of a run by their key; safe to use from several threads."""

    def __init__(self, pause: float, stop: threading.Event) -> None:
        self._pause = pause
        self._stop = stop
        self._hosts: dict[str, Host] = {}
        self._lock = threading.Lock()

    def of(self, key: str) -> Host:
        """The host of that key, made when first asked for."""
        with self._lock:
            if key not in self._hosts:
                self._hosts[key] = Host(key, self._pause, self._stop)
            return self._hosts[key]

    def known(self, key: str) -> Host | None:
        """The host of that key, if it was asked for before."""
        with self._lock:
            return self._hosts.get(key)

    def requests(self) -> Mapping[str, int]:
        """Requests sent so far, by key, of hosts that were sent any."""
        with self._lock:
            return {key: host.requests for key, host in self._hosts.items() if host.requests}
