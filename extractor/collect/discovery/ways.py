"""What every way of discovery takes and gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from extractor.collect.fetching import Stopped
from extractor.collect.model import KEYWORDS, Candidate, CollectError, Fetched, Outcome, Window
from extractor.knowledge.outlets import Outlet


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for.

    Attributes:
        keywords: any of them; see `questions` for how they are put.
        window: days of publication.
        changed_since: only what was published or changed from this moment on, where a way can tell (WordPress); with offset.
        wide: addresses and headlines that hold a word of the agency's programs count too, where nothing but these is known.
        sitemaps: addresses of sitemaps that the outlet's robots.txt names.
    """

    keywords: tuple[str, ...] = KEYWORDS
    window: Window = field(default_factory=Window)
    changed_since: datetime | None = None
    wide: bool = False
    sitemaps: tuple[str, ...] = ()


class Getter(Protocol):
    """Asks an address, politely; may give a response of any status, or raise."""

    def __call__(self, url: str, /) -> Fetched:
        """The response, read to its end.

        Raises:
            CollectError: if there is none, or none of use.
        """
        ...


class Report(Protocol):
    """Hears how a way went: `ok`, or the `reason` for which it ended early; `found` is the number of candidates it gave."""

    def __call__(self, way: str, ok: bool, reason: str, found: int, /) -> None:
        """Take note of it."""
        ...


class WayClosed(Exception):  # noqa: N818  nothing went wrong: this outlet is found in another way
    """The outlet does not offer this way; the next one is to be tried.

    Attributes:
        reason: a few words for a person.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Way:
    """One way to find an outlet's posts.

    Attributes:
        discover: finds candidates, each address possibly more than once. Raises `WayClosed` or `CollectError`.
        addresses: what `discover` would ask first; nothing is asked for this.
    """

    discover: Callable[[Outlet, Asked, Getter], Iterator[Candidate]]
    addresses: Callable[[Outlet, Asked], list[str]]


def ends_all(error: CollectError) -> bool:
    """Is there no use in asking the outlet anything more? The host refuses, or the run is to stop."""
    return error.outcome is Outcome.BLOCKED or isinstance(error, Stopped)


def answer(get: Getter, url: str) -> Fetched:
    """The response of an address that is to answer with 200.

    Raises:
        CollectError: for any other status, as for all that `get` raises.
    """
    fetched = get(url)
    if fetched.status in (404, 410):
        raise CollectError(Outcome.GONE, url, f"HTTP {fetched.status}")
    if fetched.status in (401, 403, 429):
        raise CollectError(Outcome.BLOCKED, url, f"HTTP {fetched.status}")
    if fetched.status != 200:
        raise CollectError(Outcome.FAILED, url, f"HTTP {fetched.status}")
    return fetched
