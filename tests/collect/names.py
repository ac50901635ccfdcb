"""Names that look public, for servers on loopback; loaded as faults.py is."""

from __future__ import annotations

import errno
import ipaddress
import socket
from collections.abc import Iterator
from typing import Protocol


class Server(Protocol):
    """Whatever listens on a port of 127.0.0.1."""

    port: int


class Names:
    """Names that look public, for servers on loopback.

    Each name gets a public address that nobody is asked at: `connect` leads it to the name's server, whatever the port. To
    other addresses than these and loopback it leads nowhere, so that no test asks anybody else.

    Attributes:
        connected: the addresses that connections went to.
        resolved: the names that were looked up.
    """

    def __init__(self) -> None:
        self.connected: list[str] = []
        self.resolved: list[str] = []
        self._answers: dict[str, Iterator[list[str]]] = {}
        self._servers: dict[str, Server] = {}
        self._next = ipaddress.IPv4Address("93.184.0.1")

    def add(self, name: str, server: Server) -> str:
        """Give the server a name; gives back its address, without a slash at the end."""
        address, self._next = str(self._next), self._next + 1
        self._servers[address] = server
        self.answer(name, [address])
        return f"http://{name}"

    def answer(self, name: str, *answers: list[str]) -> None:
        """What looking the name up gives, the first time, the second, and so on; the last answer stays."""

        def forever() -> Iterator[list[str]]:
            yield from answers
            while True:
                yield answers[-1]

        self._answers[name] = forever()

    def resolve(self, name: str, port: int) -> list[str]:
        self.resolved.append(name)
        if name in self._answers:
            return next(self._answers[name])
        try:
            return [str(ipaddress.ip_address(name))]
        except ValueError:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known") from None

    def connect(self, address: str, port: int, timeout: float | None) -> socket.socket:
        self.connected.append(address)
        server = self._servers.get(address)
        if server is not None:
            return socket.create_connection(("127.0.0.1", server.port), timeout)
        if not ipaddress.ip_address(address).is_loopback:
            raise OSError(errno.ENETUNREACH, "Network is unreachable")
        return socket.create_connection((address, port), timeout)
