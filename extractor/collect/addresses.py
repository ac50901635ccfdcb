"""Which addresses may be asked: web addresses alone, and hosts on the public internet alone.

A name is looked up once for each connection, what came of it is checked, and the connection goes to the address that was
checked (`Guard.addresses`, used by `extractor.collect.wire`). So a name whose answer changes in between gains nothing.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urldefrag

from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from extractor.collect.model import CollectError, Outcome

Resolve = Callable[[str, int], list[str]]
"""Name and port to IP addresses, best first; raises `socket.gaierror` for a name that leads nowhere."""

IPv4 = ipaddress.IPv4Address
IPv6 = ipaddress.IPv6Address

_PORTS = {"http": 80, "https": 443}
_WORTHLESS = re.compile(r"[\x00-\x1f\x7f]")

# What `is_global` of some Python versions takes for public. Sources: IANA's registries of special-purpose addresses (RFC 6890).
_NOT_PUBLIC_4 = tuple(map(ipaddress.IPv4Network, ("100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "240.0.0.0/4")))
_NOT_PUBLIC_6 = tuple(map(ipaddress.IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # a public IPv4 address as seen from a network that has IPv6 alone


@dataclass(frozen=True, slots=True)
class Target:
    """Where a web address leads.

    Attributes:
        url: the address without its fragment.
        scheme: "http" or "https".
        name: host in small letters, IDNA-encoded, IPv6 without brackets.
        port: TCP port, the scheme's own if none is given.
    """

    url: str
    scheme: str
    name: str
    port: int

    @property
    def authority(self) -> str:
        """Name, and port if it is an odd one; http and https of one name share it."""
        name = f"[{self.name}]" if ":" in self.name else self.name
        return name if self.port in _PORTS.values() else f"{name}:{self.port}"

    @property
    def robots(self) -> str:
        """The address of its robots.txt."""
        name = f"[{self.name}]" if ":" in self.name else self.name
        return f"{self.scheme}://{name}" + ("" if self.port == _PORTS[self.scheme] else f":{self.port}") + "/robots.txt"

    @property
    def host(self) -> str:
        """What is asked one request at a time: the authority without "www."."""
        return self.authority.removeprefix("www.")


class UnsafeAddress(Exception):  # noqa: N818
    """A host that does not lead to the public internet; the text says where it leads."""


def read_target(url: str) -> Target:
    """Where the address leads.

    Raises:
        CollectError: `UNSAFE` for another scheme than http and https, for an address with a user name, and for one that
            cannot be read as a web address.
    """
    wanted = urldefrag(url.strip()).url
    try:
        parts = parse_url(wanted)
        name = (parts.host or "").strip("[]").rstrip(".")
        port = parts.port
    except (LocationParseError, ValueError) as error:
        raise CollectError(Outcome.UNSAFE, url, "cannot be read as a web address") from error
    scheme = (parts.scheme or "").lower()
    if scheme not in _PORTS:
        raise CollectError(Outcome.UNSAFE, url, f"the scheme is {scheme!r}, not http or https")
    if parts.auth is not None:
        raise CollectError(Outcome.UNSAFE, url, "carries a user name")
    if not name or port == 0 or _WORTHLESS.search(wanted):
        raise CollectError(Outcome.UNSAFE, url, "cannot be read as a web address")
    return Target(wanted, scheme, name.lower(), port or _PORTS[scheme])


def host_key(url: str) -> str:
    """The host as politeness counts it: name without "www.", with the port if it is an odd one.

    Raises:
        CollectError: `UNSAFE` for what is no web address (`read_target`).
    """
    return read_target(url).host


def is_public(address: str) -> bool:
    """Is the IP address one of the public internet?

    Not so: private, loopback, link-local, shared (CGNAT), multicast, reserved, unspecified and documentation addresses, and
    IPv6 addresses that carry an IPv4 one (mapped, compatible, 6to4, Teredo), but for NAT64 of a public one.
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, IPv6) and ip in _NAT64:
        ip = IPv4(int(ip) & 0xFFFF_FFFF)
    if isinstance(ip, IPv6):
        return ip in _GLOBAL_UNICAST and ip.is_global and not any(ip in network for network in _NOT_PUBLIC_6)
    return ip.is_global and not ip.is_multicast and not any(ip in network for network in _NOT_PUBLIC_4)


def system_addresses(name: str, port: int) -> list[str]:
    """IP addresses of a name by the system's resolver, in its order.

    Raises:
        socket.gaierror: for a name that leads nowhere.
    """
    try:
        found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:  # a label too long or empty
        raise socket.gaierror(socket.EAI_NONAME, "not a host name") from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Guard:
    """Lets names through that lead to the public internet.

    Attributes:
        allow_private: lets everything through.
    """

    def __init__(self, *, allow_private: bool = False, resolve: Resolve = system_addresses) -> None:
        self.allow_private = allow_private
        self._resolve = resolve

    def addresses(self, name: str, port: int) -> list[str]:
        """The addresses of the name that may be connected to, best first.

        Raises:
            UnsafeAddress: if the name has addresses and none of them is public.
            socket.gaierror: for a name that leads nowhere.
        """
        found = self._resolve(name, port)
        if not found:
            raise socket.gaierror(socket.EAI_NONAME, "no address")
        public = [address for address in found if self.allow_private or is_public(address)]
        if not public:
            raise UnsafeAddress(f"{name} leads to {found[0]}, which is not public")
        return public

    def check(self, name: str, port: int) -> None:
        """Check a name that a proxy will look up; one that cannot be looked up here is left to the proxy.

        Raises:
            UnsafeAddress: if any of its addresses is not public, as the proxy may take each.
        """
        if self.allow_private:
            return
        try:
            found = self._resolve(name, port)
        except socket.gaierror:
            return
        for address in found:
            if not is_public(address):
                raise UnsafeAddress(f"{name} leads to {address}, which is not public")
