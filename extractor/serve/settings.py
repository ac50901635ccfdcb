"""How the store is served, checked before anybody can ask."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

_SHORTEST_TOKEN: Final = 16  # characters
_OPEN_RATE: Final = 20.0  # requests a second that a client may go on with where others than this machine can ask
_HEADER: Final = re.compile(r"[A-Za-z0-9-]+")


class SettingsError(ValueError):
    """It cannot be served like that; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What `extractor serve` is told.

    Attributes:
        database: the store.
        host: address to listen on.
        port: to listen on.
        token: what people give to be let in; `None` asks nobody.
        public_url: address at which a reverse proxy that lets in only whom it should shows the pages; `None`: there is none.
        user_header: header in which this proxy names who asks.
        read_only: is nothing ever written?
        cors: origins whose pages may read the API ("https://example.org").
        rate: requests a second and client in the long run; 0 for any number; `None`: 20 where others than this machine can ask.
        burst: requests that a client may make at once, seconds of `rate`.
        secret: random bytes that sign sessions where there is no token: the same in all processes that answer, another with each start.

    Raises:
        SettingsError: strangers could come in, or a value makes no sense.
    """

    database: Path
    host: str = "127.0.0.1"
    port: int = 8000
    token: str | None = None
    public_url: str | None = None
    user_header: str | None = None
    read_only: bool = False
    cors: tuple[str, ...] = ()
    rate: float | None = None
    burst: float = 10.0
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse what would open the store to strangers."""
        if self.token is not None and len(self.token) < _SHORTEST_TOKEN:
            raise SettingsError(
                f"the token has {len(self.token)} characters; give {_SHORTEST_TOKEN} or more, from a file made with: "
                "python -c 'import secrets; print(secrets.token_urlsafe())'"
            )
        if not is_loopback(self.host) and self.token is None and self.public_url is None:
            raise SettingsError(
                f"{self.host} can be reached from other machines. Give --token-file, or --behind-proxy where a reverse proxy "
                "decides who may come in."
            )
        if self.public_url is not None:
            _check_origin(self.public_url, "--behind-proxy")
        for origin in self.cors:
            _check_origin(origin, "--cors")
        if self.user_header is not None and (self.public_url is None or not _HEADER.fullmatch(self.user_header)):
            raise SettingsError(f"--user-header {self.user_header}: names a header of the proxy of --behind-proxy.")
        if self.rate is not None and self.rate < 0:
            raise SettingsError(f"--rate {self.rate}: give requests a second, 0 for any number.")

    @property
    def requests_a_second(self) -> float:
        """What a client may go on with; 0 for any number."""
        if self.rate is not None:
            return self.rate
        return 0.0 if is_loopback(self.host) and self.public_url is None else _OPEN_RATE

    @property
    def origin(self) -> str | None:
        """Scheme and host of the public address, if there is one."""
        return None if self.public_url is None else self.public_url.rstrip("/").lower()


def is_loopback(host: str) -> bool:
    """Does only this machine reach the address?"""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _check_origin(url: str, option: str) -> None:
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and parts.hostname and parts.path in ("", "/")
        good = good and not (parts.query or parts.fragment or parts.username or "@" in parts.netloc)
        assert parts.port != 0  # noqa: S101 - reading it raises for what is no port
    except (ValueError, AssertionError):
        good = False
    if not good:
        raise SettingsError(f"{option} {url}: give scheme and host alone, https://news.example.org.")
