"""What a host's robots.txt allows, as RFC 9309 wants it read."""

from __future__ import annotations

from dataclasses import dataclass

from protego import Protego

from extractor.collect.model import Outcome

MOST_BYTES = 500 * 1024
"""Of a robots.txt; what comes after is not read (RFC 9309 asks for 500 KiB at least)."""

MOST_REDIRECTS = 5
"""Of a robots.txt; after more of them the host is taken to have none."""


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one host for one reader.

    Attributes:
        agent: the product name that rules are looked up for.
        rules: as parsed; `None` if there are none.
        closed: why nothing at all may be asked (robots.txt is there and could not be read), and the outcome that this gives.
    """

    agent: str
    rules: Protego | None = None
    closed: tuple[Outcome, str] | None = None

    @classmethod
    def read(cls, body: bytes, agent: str) -> Robots:
        """The rules in a robots.txt; an HTML page in its place holds none."""
        text = body[:MOST_BYTES].decode("utf-8-sig", "replace")
        if text.lstrip().startswith("<"):
            return cls(agent)
        return cls(agent, Protego.parse(text))

    def allowed(self, url: str) -> bool:
        """May the address be asked?"""
        if self.closed is not None:
            return False
        return self.rules is None or self.rules.can_fetch(url, self.agent)

    @property
    def crawl_delay(self) -> float | None:
        """Seconds between two requests that the host asks for."""
        return None if self.rules is None else self.rules.crawl_delay(self.agent)

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """Addresses of sitemaps as given; they may lead to other hosts."""
        return () if self.rules is None else tuple(self.rules.sitemaps)
