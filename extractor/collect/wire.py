"""Connections: made to the address that was checked, and cut when time is up.

requests and urllib3 do the work. What is added is where a connection goes (`Guard`) and that none outlives its patience: their
time-outs run anew with each byte, so that a server which drips could hold a reader for ever, in the headers too.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError
from urllib3.util.connection import create_connection

from extractor.collect.addresses import Guard

Connect = Callable[[str, int, float | None], socket.socket]
"""IP address, port and seconds to a connected socket; raises `OSError`."""

TICK = 0.1
"""Seconds between two looks at the clock by the thread that cuts connections."""

MOST_POOLS = 8
"""Hosts to which one thread keeps connections open; outlets are worked through one by one."""


def connect_to(address: str, port: int, timeout: float | None) -> socket.socket:
    """A TCP connection to an IP address.

    Raises:
        OSError: if there is none.
    """
    return create_connection((address, port), timeout, socket_options=HTTPConnection.default_socket_options)


class Line:
    """The connections of one thread, of which at most one is in use at a time.

    Attributes:
        adapter: of requests, which sends over these connections. A session is not used: it reads the bodies of redirects to
            their end, however long, keeps cookies, and takes passwords from a netrc file.
        cut: whether the exchange was ended because its time was up.
    """

    def __init__(self, guard: Guard, connect: Connect, stop: threading.Event) -> None:
        self.adapter = _Adapter(self)
        self.cut = False
        self._guard = guard
        self._connect = connect
        self._stop = stop
        self._deadline: float | None = None  # monotonic clock
        self._open: list[tuple[HTTPConnection, socket.socket]] = []
        self._lock = threading.Lock()

    @contextmanager
    def exchange(self, patience: float) -> Iterator[None]:
        """One request and its response; after `patience` seconds, or when the run is to stop, the connection is cut."""
        with self._lock:
            self.cut, self._deadline = False, time.monotonic() + patience
        try:
            yield
        finally:
            with self._lock:
                self._deadline = None
                kept = [entry for entry in self._open if entry[0].sock is not None]
                for connection, handle in self._open:
                    if connection.sock is None:
                        handle.close()
                self._open = kept

    def watch(self) -> None:
        """Cut the connections if time is up; called by another thread every now and then."""
        with self._lock:
            if self._deadline is None or not (time.monotonic() > self._deadline or self._stop.is_set()):
                return
            self.cut = True
            for _, handle in self._open:
                with suppress(OSError):  # closed by the other side
                    handle.shutdown(socket.SHUT_RDWR)

    def dial(self, connection: _OnLine) -> socket.socket:
        """Connect to the first of the host's checked addresses that answers.

        Raises:
            UnsafeAddress: if none of its addresses is public.
            urllib3.exceptions.HTTPError: if none answers.
        """
        name, port = connection.host, connection.port
        failure: OSError | None = None
        try:
            addresses = self._guard.addresses(name, port)
        except socket.gaierror as error:
            raise NameResolutionError(name, connection, error) from error
        for address in addresses:
            if self.cut:
                break
            try:
                sock = self._connect(address, port, connection.timeout)
            except OSError as error:
                failure = error
            else:
                connection.peer = address
                return sock
        if isinstance(failure, TimeoutError):
            raise ConnectTimeoutError(connection, f"{name}: no connection in {connection.timeout} s") from failure
        raise NewConnectionError(connection, f"{name}: {failure}") from failure

    def hold(self, connection: HTTPConnection, sock: socket.socket) -> None:
        """Remember a connection that was made.

        A second handle of the socket is kept, as TLS takes the first one over and urllib3 lets go of one that will be closed.
        """
        with self._lock:
            self._open.append((connection, sock.dup()))

    def close(self) -> None:
        """Close all connections."""
        self.adapter.close()
        with self._lock:
            for _, handle in self._open:
                handle.close()
            self._open = []


class _OnLine(HTTPConnection):
    """A connection of a line; one to a proxy is not `direct` and goes where the environment says, unchecked."""

    def __init__(self, *args: Any, line: Line, direct: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.peer: str | None = None
        self._line, self._direct = line, direct

    def _new_conn(self) -> socket.socket:
        sock = self._line.dial(self) if self._direct else super()._new_conn()
        self._line.hold(self, sock)
        return sock


class _Secure(_OnLine, HTTPSConnection):
    pass


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _OnLine


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _Secure


class _Adapter(HTTPAdapter):
    """requests over the connections of a line."""

    def __init__(self, line: Line) -> None:
        self._line = line
        super().__init__(pool_connections=MOST_POOLS, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self._use_line(self.poolmanager, direct=True)

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **kwargs)
        if not proxy.lower().startswith("socks"):  # has connections of its own kind
            self._use_line(manager, direct=False)
        return manager

    def _use_line(self, manager: PoolManager, *, direct: bool) -> None:
        manager.pool_classes_by_scheme = {
            "http": partial(_PlainPool, line=self._line, direct=direct),  # type: ignore[dict-item]
            "https": partial(_SecurePool, line=self._line, direct=direct),  # type: ignore[dict-item]
        }


class Lines:
    """A line for each thread that asks, and the thread that cuts those whose time is up."""

    def __init__(self, guard: Guard, connect: Connect, stop: threading.Event) -> None:
        self._make = partial(Line, guard, connect, stop)
        self._own = threading.local()
        self._all: list[Line] = []
        self._closed = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="collect-watch", daemon=True)
        self._watcher.start()

    def own(self) -> Line:
        """The line of the calling thread."""
        line: Line | None = getattr(self._own, "line", None)
        if line is None:
            line = self._own.line = self._make()
            self._all.append(line)
        return line

    def _watch(self) -> None:
        while not self._closed.wait(TICK):
            for line in tuple(self._all):
                line.watch()

    def close(self) -> None:
        """Close all connections; no thread may be asking any more."""
        self._closed.set()
        self._watcher.join()
        for line in self._all:
            line.close()
