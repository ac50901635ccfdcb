"""What reading gives: a post, or one line that says why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from extractor.records import Precision


class Caution(NamedTuple):
    """A guess or a reading against the letter of the text, to be shown in the record as a warning."""

    code: str
    text: str | None
    message: str


class PageNumber(NamedTuple):
    """Which page of a post the source holds; `of` is `None` where the number of pages is not given."""

    number: int
    of: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One post, cleaned.

    `text` is the body without headline and page furniture, one paragraph a line. `published` is a `datetime` with offset
    where a time of day and its zone are known, else the `date` of which `published_precision` tells how much is meant
    (the first of October with precision `month` is just October). `timezone` names the zone (WIB, WITA, WIT) that the
    page prints or its province keeps. `sha256` is that of the source's bytes, for one article of several that of its own
    part. A field that the post does not give is `None`.
    """

    id: str
    title: str | None
    url: str | None
    outlet: str | None
    author: str | None
    published: datetime | date | None
    published_precision: Precision | None
    timezone: str | None
    dateline: str | None
    language: str | None
    text: str
    page: PageNumber | None
    relevance: float
    source_path: str
    sha256: str
    fetched: datetime | None = None
    warc: tuple[str, int] | None = None
    warnings: tuple[Caution, ...] = ()

    @property
    def published_iso(self) -> str | None:
        """`published` in ISO 8601, as exact as it is known: "2019-10-30T08:41:00+07:00", "2019-10-30", "2019-10", "2019"."""
        if self.published is None:
            return None
        if isinstance(self.published, datetime):
            return self.published.isoformat(timespec="seconds")
        length = {Precision.YEAR: 4, Precision.MONTH: 7}.get(self.published_precision or Precision.DAY, 10)
        return self.published.isoformat()[:length]

    @property
    def published_on(self) -> date | None:
        """The day of publication in the zone of the page; `None` where not even the day is known."""
        if self.published is None or self.published_precision in (Precision.YEAR, Precision.MONTH):
            return None
        return self.published.date() if isinstance(self.published, datetime) else self.published


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that is no post: `message` is one line for a person, "file: reason (code). what to do"."""

    path: str
    code: str
    message: str

    def __str__(self) -> str:
        return self.message


class DocumentError(ValueError):
    """A text that is no post, with a `code`, the `reason`, and the `remedy` for a person."""

    def __init__(self, code: str, reason: str, remedy: str) -> None:
        super().__init__(f"{reason} ({code}). {remedy}")
        self.code, self.reason, self.remedy = code, reason, remedy

    def failure(self, path: str) -> Failure:
        """The same, said of the input at `path`."""
        shown = path.encode("utf-8", "backslashreplace").decode("utf-8").replace("\n", "\\n")
        return Failure(shown, self.code, f"{shown}: {self.reason} ({self.code}). {self.remedy}")
