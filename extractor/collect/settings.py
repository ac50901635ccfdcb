"""How collecting behaves towards the servers of others."""

from __future__ import annotations

from dataclasses import dataclass

from extractor import __version__

MEGABYTE = 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Limits of a run.

    Attributes:
        contact: an address (mail or web) at which an outlet reaches whoever collects; it goes into the User-Agent.
        delay: seconds from the end of one request to a host to the start of the next; a longer crawl-delay of its robots.txt goes before.
        most_delay: seconds; of a host whose robots.txt asks for more, nothing more is asked in this run than its listing.
        hosts_at_once: hosts that are asked at the same time, one request each.
        timeout: seconds to connect, and between two pieces of a response.
        patience: seconds for one whole response, so that a slow drip ends.
        retries: further tries after a failure that may pass (reset, time-out, 500, 502, 503, 504).
        most_wait: seconds; a Retry-After above it ends the host's run instead of being waited for.
        most_bytes: of a page or listing, as it comes and unpacked.
        most_redirects: of one address.
        allow_private: also ask private, loopback and link-local addresses; for tests and sites of one's own.
    """

    contact: str | None = None
    delay: float = 2.0
    most_delay: float = 60.0
    hosts_at_once: int = 16
    timeout: float = 20.0
    patience: float = 60.0
    retries: int = 3
    most_wait: float = 120.0
    most_bytes: int = 10 * MEGABYTE
    most_redirects: int = 8
    allow_private: bool = False

    @property
    def user_agent(self) -> str:
        """Says truly who asks: program, version, contact."""
        contact = f" (+{self.contact})" if self.contact else ""
        return f"bpjs-news-extractor/{__version__}{contact}"
