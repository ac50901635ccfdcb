"""What the parts of collecting hand to each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

KEYWORDS = ("BPJS Ketenagakerjaan", "BPJamsostek", "BPJS-TK", "BPJS Naker", "Jamsostek")
"""What is searched for where nothing else is asked: the agency's names and their spellings in the press."""


class Outcome(StrEnum):
    """What came of one address, each counted apart."""

    NEW = "new"  # a post that was not in the archive
    UPDATED = "updated"  # a new version of a post in the archive
    UNCHANGED = "unchanged"  # known, and the same as before
    DUPLICATE = "duplicate"  # the same post under another address
    IRRELEVANT = "irrelevant"  # a post, but not about the agency
    OUTSIDE = "outside"  # a post, but not of the days asked for
    BLOCKED = (
        "blocked"  # 401, 403, 429 or a challenge page: the host does not want us; left alone for the rest of the run
    )
    DISALLOWED = "disallowed"  # robots.txt says no
    GONE = "gone"  # 404 or 410
    TOO_LARGE = "too_large"  # more bytes than a page has, packed or unpacked
    NOT_A_PAGE = "not_a_page"  # not HTML, or HTML that is no post
    UNSAFE = "unsafe"  # leads to an address that is not public, or to another scheme
    FAILED = "failed"  # anything else: time-out, reset, 5xx after all retries, broken data


class CollectError(Exception):
    """An address that gave nothing: which outcome, and the reason in a few words for a person."""

    def __init__(self, outcome: Outcome, url: str, reason: str) -> None:
        super().__init__(f"{url}: {reason} ({outcome.value})")
        self.outcome, self.url, self.reason = outcome, url, reason


@dataclass(frozen=True, slots=True)
class Window:
    """The days asked for, both inclusive; `None` is open. Days are those of the outlet's clock."""

    since: date | None = None
    until: date | None = None

    def holds(self, day: date | None) -> bool:
        """Does the day lie in the window? A day that is not known may."""
        if day is None:
            return True
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address that discovery found and that may hold a post about the agency.

    `published` and `modified` are what the listing says, with offset where it gives one; `title` its headline. `modified` lets
    a run pass over a post that it has in this version already, without a request.
    """

    url: str
    via: str  # the way that found it: "wordpress", "feed", "sitemap", "blogger", "listing", "urls"
    title: str | None = None
    published: datetime | date | None = None
    modified: datetime | None = None

    @property
    def day(self) -> date | None:
        """The day of publication, if the listing gives one."""
        return self.published.date() if isinstance(self.published, datetime) else self.published


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to ask later whether something has changed."""

    etag: str | None = None
    last_modified: str | None = None

    def __bool__(self) -> bool:
        return bool(self.etag or self.last_modified)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A response read to its end.

    `url` is the address asked for, `final_url` the one that answered after `redirects` redirects. `body` is unpacked; `headers`
    are (name, value) in the order received. `request_line` and `request_headers` are what was sent to `final_url`, `raw_body`
    the body as it came over the wire (still packed), both for the archive. `status` is 304 for "not modified", with an empty body.
    """

    url: str
    final_url: str
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    raw_body: bytes
    request_line: str
    request_headers: tuple[tuple[str, str], ...]
    fetched: datetime  # UTC
    redirects: int = 0
    ip: str | None = None

    def header(self, name: str) -> str | None:
        """The first header of that name, whatever its capitals."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)

    @property
    def validators(self) -> Validators:
        """ETag and Last-Modified of the response."""
        return Validators(self.header("etag"), self.header("last-modified"))

    @property
    def not_modified(self) -> bool:
        """Did the server say that nothing has changed?"""
        return self.status == 304


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post ready for the archive: all its pages in order, and what the archive and the state keep of it."""

    id: str  # of the record that it will give (`extractor.documents.article_id`)
    url: str  # canonical
    outlet: str  # domain
    pages: tuple[Fetched, ...]
    title: str | None
    published: str | None  # ISO 8601
    text_hash: str  # of title and text, as read: tells a new version from a page whose furniture changed
    via: str
    modified: str | None = None  # ISO 8601, as the listing said


@dataclass(frozen=True, slots=True)
class Located:
    """Where the first response of a post stands in the archive: file relative to the archive's folder, offset in bytes."""

    file: str
    offset: int
    length: int  # bytes of the whole post: all its requests and responses


@dataclass(slots=True)
class Tally:
    """Outcomes of a run, by outlet."""

    counts: dict[str, dict[Outcome, int]] = field(default_factory=dict)

    def add(self, outlet: str, outcome: Outcome) -> None:
        """Count one."""
        found = self.counts.setdefault(outlet, {})
        found[outcome] = found.get(outcome, 0) + 1

    def total(self) -> dict[Outcome, int]:
        """All outlets together."""
        out: dict[Outcome, int] = {}
        for found in self.counts.values():
            for outcome, number in found.items():
                out[outcome] = out.get(outcome, 0) + number
        return out
